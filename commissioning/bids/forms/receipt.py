"""What is shown to have a receipt checked."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from commissioning.bids.reports import code_in
from socialvalue.forms import Form, PlainLine
from socialvalue.text import size_text


class ReceiptForm(Form):
    """A receipt's code, or a file."""

    code = PlainLine(
        label="The receipt’s code",
        help_text="Like BID-7KQ4-M2XW-9RTB.",
        required=False,
        max_length=100,
    )
    file = forms.FileField(
        label="Or a file",
        help_text="The receipt as PDF, or the bid as it was submitted (JSON). We read it once and do not keep it.",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput,
    )

    def clean_file(self) -> bytes:
        """The file's bytes; b"" if none was chosen."""
        upload = self.cleaned_data["file"]
        if not upload:
            return b""
        if upload.size > settings.UPLOAD_LIMIT_BYTES:
            raise ValidationError(f"Choose a file of up to {size_text(settings.UPLOAD_LIMIT_BYTES)}.", code="large")
        if not upload.size:
            raise ValidationError("The file is empty. Choose another.", code="empty")
        return upload.read()

    def clean(self) -> dict[str, object]:
        """One of the two, and a code that can be one."""
        said = super().clean()
        if self.errors or said.get("file"):
            return said
        if not said.get("code"):
            self.add_error("code", "Enter the receipt’s code, or choose a file.")
        elif not code_in(said["code"]):
            self.add_error("code", "That is no code of a receipt. A code is BID and three groups of four.")
        return said

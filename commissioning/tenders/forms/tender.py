"""Starting, importing, sending back, cancelling and looking for tenders; looking for questions in the bank."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from commissioning.authorities.models import Authority, AuthorityQuerySet
from commissioning.tenders import tenderfile
from commissioning.tenders.forms.editor import choice, not_too_long
from commissioning.tenders.models import SavedSearch
from commissioning.tenders.reports.listing import BANDS
from commissioning.tenders.tenderfile import Procedure, TenderFileFaults
from glossary.models import Priority
from glossary.words import Benefit, ServiceCategory, Strand
from socialvalue.files.forms import FileForm
from socialvalue.files.scanning import scan
from socialvalue.forms import DayField, Form, MoneyField, PlainLine, PlainText
from socialvalue.text import size_text


class AuthorityField(forms.ModelChoiceField):
    """For which authority; already chosen where there is only one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Authority.objects.none(), label="For which authority?", empty_label=None, **kwargs)


class StartForm(Form):
    """The four facts that a draft begins with."""

    authority = AuthorityField()
    title = PlainLine(label="Title", help_text="A few words that a provider will recognise.", max_length=200)
    value = MoneyField(
        label="Value of the contract", help_text="In pounds, with VAT, over the first term.", what="a value"
    )
    procedure = forms.ChoiceField(
        label="Route",
        choices=Procedure.choices(),
        help_text="You can change it as long as it is a draft. The draft has a helper that says which routes are open.",
    )
    service = choice("Kind of service", ServiceCategory)

    def __init__(self, authorities: AuthorityQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities


class ImportForm(FileForm):
    """A tender file to make a draft of."""

    authority = AuthorityField()
    file = forms.FileField(
        label="Tender file",
        help_text="A file that this portal, or another one, gave you. It ends in .json.",
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        allow_empty_file=True,
    )

    def __init__(self, authorities: AuthorityQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities

    def clean_file(self) -> bytes:
        """Return the file's bytes if they are a tender; otherwise name every fault beside the field."""
        upload: UploadedFile = self.cleaned_data["file"]
        if upload.size > settings.UPLOAD_LIMIT_BYTES:
            limit = size_text(settings.UPLOAD_LIMIT_BYTES)
            raise ValidationError(f"The file is {size_text(upload.size)}. The limit is {limit}.", code="large")
        content = upload.read()
        scan(content, upload.name)
        try:
            tenderfile.read(content)
        except TenderFileFaults as faults:
            raise ValidationError([str(fault) for fault in faults.faults]) from faults
        return content


class EarlierSearchForm(Form):
    """Which earlier tenders to list."""

    words = PlainLine(label="Words", required=False, max_length=100)
    whose = forms.ChoiceField(
        label="Whose",
        choices=[("", "All that you may start from"), ("ours", "Ours"), ("published", "Published, by anyone")],
        required=False,
    )


class StartFromForm(Form):
    """For which authority, and what the new tender is called."""

    authority = AuthorityField()
    title = PlainLine(label="Title of the new tender", max_length=200)

    def __init__(self, authorities: AuthorityQuerySet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities


class UnlockForm(Form):
    """Which group of questions to unlock, and why."""

    group = forms.ChoiceField(label="Which group of questions?", widget=forms.RadioSelect)
    reason = PlainText(
        label="Why must it change?", help_text="It is kept in the history.", rows=3, validators=[not_too_long]
    )

    def __init__(self, locked: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = locked


class ReasonForm(Form):
    """Why a tender is sent back or cancelled."""

    reason = PlainText(label="Why?", rows=4, validators=[not_too_long])


class SearchForm(Form):
    """Which published tenders to list, and in which order."""

    words = PlainLine(
        label="Words", help_text="Everyday words will do, such as old sofas.", required=False, max_length=100
    )
    service = choice("Kind of service", ServiceCategory, first="Any")
    area = PlainLine(label="Where", required=False, max_length=100)
    band = forms.ChoiceField(
        label="Value",
        help_text="Of the whole contract, or of one lot.",
        choices=[("", "Any"), *((key, band.label) for key, band in BANDS.items())],
        required=False,
    )
    within = forms.ChoiceField(
        label="Closes within",
        choices=[("", "Any time"), ("7", "7 days"), ("14", "14 days"), ("30", "30 days")],
        required=False,
    )
    lots = forms.ChoiceField(
        label="Lots", choices=[("", "With or without"), ("yes", "In lots"), ("no", "Not in lots")], required=False
    )
    partners = forms.ChoiceField(
        label="Partners", choices=[("", "Any"), ("yes", "Partners may bid together")], required=False
    )
    status = forms.ChoiceField(
        label="Status",
        choices=[("open", "Open"), ("closed", "Closed"), ("all", "Open or closed")],
        required=False,
    )
    sort = forms.ChoiceField(
        label="Order",
        choices=[("", "Closing soonest"), ("newest", "Newest"), ("smallest", "Smallest")],
        required=False,
    )
    closes_from = DayField(label="Closes on this day or later", required=False)
    closes_to = DayField(label="Closes on this day or earlier", required=False)


class SaveSearchForm(Form):
    """What a search is called, and how often its person is told."""

    name = PlainLine(label="Name of the search", help_text="Such as: transport near us.", max_length=100)
    often = forms.ChoiceField(
        label="How often should we e-mail you?", choices=SavedSearch.Often.choices, widget=forms.RadioSelect
    )


class CodeSearchForm(Form):
    """What is bought, in everyday words, to find its codes."""

    words = PlainLine(
        label="What do you buy?",
        help_text="Such as bulky waste, counselling, school bus or home care. A code will do too.",
        required=False,
        max_length=100,
    )


class BankSearchForm(Form):
    """Which questions of the bank to list."""

    words = PlainLine(label="Words", required=False, max_length=100)
    service = choice("Kind of service", ServiceCategory, first="Any")
    strand = choice("Strand of well-being", Strand, first="Any")
    benefit = choice("Kind of benefit", Benefit, first="Any")
    priority = forms.ChoiceField(label="Priority", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        priorities = Priority.objects.select_related("theme__framework")
        self.fields["priority"].choices = [
            ("", "Any"),
            *((priority.key, f"{priority.theme.framework.name}: {priority.name}"[:110]) for priority in priorities),
        ]

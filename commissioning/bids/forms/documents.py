"""The files of a bid: one, or all that the tender asks for on one page."""

from collections.abc import Sequence
from typing import Any

from django import forms

from commissioning.bids.readiness import Asked
from socialvalue.files.forms import FileForm
from socialvalue.forms import CheckedFileField


def _earlier(label: str, earlier: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    """The field that takes a file from before, by its id."""
    return forms.ChoiceField(
        label=label,
        help_text="It is not uploaded again.",
        choices=[("", "None"), *earlier],
        required=False,
        error_messages={"invalid_choice": "That file is not here any more. Choose another."},
    )


class DocumentForm(FileForm):
    """One document: a new file, or one from an earlier bid or the organisation's papers, as (id, label)."""

    def __init__(self, *args: Any, earlier: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = CheckedFileField(label="Your file", required=not earlier)
        if earlier:
            self.fields["earlier"] = _earlier("Or use one that you have here already", earlier)

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said = super().clean()
        if not said.get("file") and not said.get("earlier") and not self.errors:
            self.add_error("file", "Choose your file.")
        return said


class DocumentsForm(FileForm):
    """Every document on one page: fields `file-1`, `earlier-1` and so on. What is left empty stays as it is."""

    def __init__(self, asked: Asked, *args: Any, earlier: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = dict(enumerate(asked.documents, 1))
        for number, name in self.names.items():
            self.fields[f"file-{number}"] = CheckedFileField(label=f"{name}: your file", required=False)
            if earlier:
                self.fields[f"earlier-{number}"] = _earlier(f"{name}: or one that you have here already", earlier)

        # The page has a small form beside each document that is there, so the controls name the one they belong to.
        for field in self.fields.values():
            field.widget.attrs["form"] = "upload"

    def fields_of(self, number: int) -> list[forms.BoundField]:
        """The controls for one document."""
        return [self[name] for name in (f"file-{number}", f"earlier-{number}") if name in self.fields]

    def given(self) -> dict[int, tuple[object, str]]:
        """What was chosen without fault, (upload or None, id or ""), by the document's number, whatever the others are."""
        said = {}
        for number in self.names:
            upload = self.cleaned_data.get(f"file-{number}")
            earlier = self.cleaned_data.get(f"earlier-{number}", "")
            if upload or earlier:
                said[number] = (upload, earlier)
        return said

    def attached(self, number: int) -> None:
        """Let go of what has been attached: it is not chosen any more when the page comes back."""
        self.kept.pop(f"file-{number}", None)

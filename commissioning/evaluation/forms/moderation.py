"""One agreed mark with its reasons."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from commissioning.evaluation.forms.marking import LONGEST_REASON, mark_field
from commissioning.evaluation.models import Mark
from commissioning.evaluation.reports import Method
from commissioning.tenders.tenderfile import plain
from socialvalue.forms import Form, PlainText


class AgreeForm(Form):
    """The agreed mark, why, who was there, and why it differs from each mark that it does."""

    reason = PlainText(
        label="Reason for the agreed mark",
        rows=5,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Give the reason for the agreed mark."},
    )
    present = PlainText(
        label="Who was present", rows=2, word_limit=100, error_messages={"required": "Say who was present."}
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, published: Method, marks: Iterable[Mark], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.marks = list(marks)
        mark = mark_field(
            published, "Agreed mark", error_messages={"required": f"Choose the agreed mark: {published.marks_text}."}
        )
        mark.error_messages["invalid_choice"] = f"A mark must be one of {published.marks_text}."
        differences = {
            f"difference_{own.pk}": PlainText(
                label=f"Why the agreed mark differs from {own.evaluator.user}’s {plain(own.mark)}",
                help_text="Leave this empty if the agreed mark is the same.",
                required=False,
                rows=2,
                word_limit=200,
            )
            for own in self.marks
        }
        self.fields = {"mark": mark, **differences} | self.fields

    def clean(self) -> dict[str, Any]:
        """Each mark that differs needs its reason."""
        agreed = self.cleaned_data.get("mark")
        for own in self.marks:
            name = f"difference_{own.pk}"
            if (
                agreed is not None
                and own.mark != agreed
                and not self.cleaned_data.get(name)
                and name not in self.errors
            ):
                self.add_error(name, f"Say why the agreed mark differs from {own.evaluator.user}’s.")
        return self.cleaned_data

    def differences(self) -> Mapping[int, str]:
        """The reasons given, by the mark's id."""
        given = {own.pk: self.cleaned_data[f"difference_{own.pk}"] for own in self.marks}
        return {pk: reason for pk, reason in given.items() if reason}

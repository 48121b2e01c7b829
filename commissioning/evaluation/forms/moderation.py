"""One agreed mark with its reasons, and what of the table of spread is shown."""

from collections.abc import Iterable, Mapping
from textwrap import shorten
from typing import Any

from django import forms

from commissioning.evaluation.forms.marking import LONGEST_REASON, mark_field
from commissioning.evaluation.reports import Given, Method
from socialvalue.accounts.models import User
from socialvalue.forms import Form, PlainText


class AgreeForm(Form):
    """The agreed mark, why, who was there, and why it differs from each mark that it does. A draft asks for nothing."""

    reason = PlainText(
        label="Reason for the agreed mark",
        help_text="What in the answer fits this level? The bidder will read this.",
        rows=5,
        word_limit=LONGEST_REASON,
        error_messages={"required": "Give the reason for the agreed mark."},
    )
    present = forms.TypedMultipleChoiceField(
        label="Who was present",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Say who was present.",
            "invalid_choice": "Only people of this panel can be ticked. Write the names of others below.",
        },
    )
    others = PlainText(
        label="Others who were present",
        help_text="Their names, one on each line. Leave this empty if there was nobody else.",
        required=False,
        rows=2,
        word_limit=100,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    draft_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self,
        published: Method,
        marks: Iterable[Given],
        panel: Mapping[int, User],
        *args: Any,
        is_draft: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.marks = list(marks)
        self.panel = panel
        self.is_draft = is_draft
        mark = mark_field(
            published, "Agreed mark", error_messages={"required": f"Choose the agreed mark: {published.marks_text}."}
        )
        mark.error_messages["invalid_choice"] = f"A mark must be one of {published.marks_text}."
        differences = {
            f"difference_{own.pk}": PlainText(
                label=f"Why the agreed mark differs from {own.evaluator}’s {own.text}",
                help_text="Leave this empty if the agreed mark is the same.",
                required=False,
                rows=2,
                word_limit=200,
            )
            for own in self.marks
        }
        self.fields = {"mark": mark, **differences} | self.fields
        self.fields["present"].choices = [(pk, str(person)) for pk, person in panel.items()]
        if is_draft:
            for field in self.fields.values():
                field.required = False

    def clean(self) -> dict[str, Any]:
        """Each mark that differs needs its reason."""
        agreed = self.cleaned_data.get("mark")
        for own in self.marks:
            name = f"difference_{own.pk}"
            if (
                not self.is_draft
                and agreed is not None
                and own.mark != agreed
                and not self.cleaned_data.get(name)
                and name not in self.errors
            ):
                self.add_error(name, f"Say why the agreed mark differs from {own.evaluator}’s.")
        return self.cleaned_data

    def differences(self) -> Mapping[int, str]:
        """The reasons given, by the mark's id."""
        given = {own.pk: self.cleaned_data[f"difference_{own.pk}"] for own in self.marks}
        return {pk: reason for pk, reason in given.items() if reason}

    def said(self) -> dict[str, Any]:
        """What an agreement and a draft of one both take."""
        return {
            "mark": self.cleaned_data["mark"],
            "reason": self.cleaned_data["reason"],
            "present": [self.panel[pk] for pk in self.cleaned_data["present"]],
            "others": self.cleaned_data["others"],
            "differences": self.differences(),
        }


class SpreadFilter(Form):
    """Which answers the table of spread shows. Anything that is not among the choices shows all."""

    question = forms.ChoiceField(label="Question", required=False)
    show = forms.ChoiceField(
        label="Show", required=False, choices=[("", "All answers"), ("open", "Only those without an agreed mark")]
    )

    def __init__(self, published: Method, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["question"].choices = [
            ("", "All questions"),
            *(
                (question.id, f"{question.id}: {shorten(question.text or question.id, 60, placeholder='…')}")
                for question in published.marked
            ),
        ]

"""One mark with its reason."""

from decimal import Decimal
from typing import Any

from django import forms

from commissioning.evaluation.reports import Method
from commissioning.tenders.tenderfile import plain
from socialvalue.forms import Form, PlainText

LONGEST_REASON = 500
"""Words. A reason is a few sentences tied to the published level, not an essay."""


def mark_field(published: Method, label: str, **named: Any) -> forms.TypedChoiceField:
    """The scale's published levels as radio buttons, each with what it means. Gives a Decimal, or None."""
    field = forms.TypedChoiceField(
        label=label,
        choices=[(plain(level.mark), f"{plain(level.mark)} – {level.label}") for level in reversed(published.levels)],
        coerce=Decimal,
        empty_value=None,
        widget=forms.RadioSelect,
        **named,
    )
    field.error_messages["invalid_choice"] = f"A mark must be one of {published.marks_text}."
    field.option_hints = {plain(level.mark): level.means or "" for level in published.levels}
    return field


class MarkForm(Form):
    """One evaluator's mark and reason. Either may be blank in a draft."""

    reason = PlainText(
        label="Your reason",
        help_text="What in the answer fits this level? What does the next one lack?",
        required=False,
        rows=4,
        word_limit=LONGEST_REASON,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, published: Method, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"mark": mark_field(published, "Your mark", required=False)} | self.fields

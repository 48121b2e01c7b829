"""Whether a condition is met."""

from django import forms

from commissioning.evaluation.forms.marking import LONGEST_REASON
from socialvalue.forms import Form, PlainText


class GateForm(Form):
    """Whether a bid meets a condition."""

    outcome = forms.ChoiceField(
        label="Does the bid meet this condition?",
        choices=[("met", "Yes, it is met"), ("not_met", "No, it is not met")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the condition is met."},
    )
    outcome.option_hints = {"not_met": "The bid is then disqualified."}
    reason = PlainText(
        label="Reason", rows=4, word_limit=LONGEST_REASON, error_messages={"required": "Give the reason."}
    )

"""What people may type about an award, a return and its decision. Nothing here saves anything."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from commissioning.contracts.models import Indicator
from commissioning.contracts.performance import most_in_a_return
from commissioning.contracts.reports import Promise
from glossary.words import Counting, counting
from socialvalue.files.forms import FileForm
from socialvalue.forms import CheckedFileField, DayField, DecimalTextField, Form, PlainText

STORY_WORDS = 300  # about what one writes on a phone in five minutes
REASON_WORDS = 300


def ask_for(form: Form, name: str, message: str) -> None:
    """Refuse an empty field that another answer has made necessary, unless something is wrong with it already."""
    if not form.cleaned_data.get(name) and name not in form.errors:
        form.add_error(name, message)


class AwardForm(Form):
    """Approve the recommendation, or turn it down with a reason. `award` is the recommendation that was read."""

    award = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[
            ("approve", "Approve the award"),
            ("turn_down", "Turn the recommendation down"),
        ],
        widget=forms.RadioSelect,
    )
    reason = PlainText(
        label="Why do you turn it down?",
        help_text="Only if you turn it down. The officer who recommended it will read this.",
        word_limit=REASON_WORDS,
        rows=4,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the reason with a refusal."""
        said = super().clean()
        if said.get("decision") == "turn_down":
            ask_for(self, "reason", "Say why you turn it down.")
        return said


class ConcludeForm(Form):
    """Make the contract when the standstill is over."""

    starts_on = DayField(
        label="When does the contract start?",
        help_text="The tender gave no day, or it has passed. For example, 1 4 2027.",
        error_messages={"required": "Enter the day the contract starts."},
    )

    def __init__(self, *args: Any, must_ask_start: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not must_ask_start:
            del self.fields["starts_on"]


class ReturnForm(FileForm):
    """One short page: a number for each promise, what happened, and a file. `from_version` is the version it answers."""

    def __init__(self, *args: Any, promises: Sequence[Promise], kept_file: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators: dict[str, Indicator] = {}
        for promise in promises:
            name = f"number_{promise.indicator.pk}"
            self.indicators[name] = promise.indicator
            self.fields[name] = number_field(promise)
        self.fields["story"] = PlainText(
            label="What happened?",
            help_text="Tell the story behind the numbers in a few sentences. Leave out people’s names.",
            word_limit=STORY_WORDS,
            rows=6,
            error_messages={"required": "Say in a few words what happened."},
        )
        self.fields["file"] = CheckedFileField(label="Add a file, if you have one to show", required=False)
        if kept_file:
            self.fields["file"].help_text += f" “{kept_file}” goes with your return again, unless you choose another."
        self.fields["from_version"] = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def readings(self) -> dict[Indicator, Decimal]:
        """The numbers, by indicator. Only of a valid form."""
        return {indicator: self.cleaned_data[name] for name, indicator in self.indicators.items()}


def number_field(promise: Promise) -> DecimalTextField:
    """The field for one promise, with what counts, the target and what was accepted so far in view."""
    is_share = counting(promise.indicator.unit) is Counting.SHARE
    hint = [
        "The share in this period." if is_share else "How many in this period.",
        f"What counts: {promise.indicator.definition}" if promise.indicator.definition else "",
        f"You promised {promise.target_text}.",
        f"Accepted so far: {promise.delivered_text}." if promise.accepted else "Nothing accepted so far.",
    ]
    return DecimalTextField(
        label=f"{promise.indicator.name}: {promise.unit}",
        help_text=" ".join(filter(None, hint)),
        what=f"a number for “{promise.indicator.name}”",
        max_value=most_in_a_return(promise.indicator.unit),
        error_messages={"required": f"Enter a number for “{promise.indicator.name}”. If there was none, enter 0."},
    )


class DecisionForm(Form):
    """Accept a return, or ask about it."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        choices=[("accept", "Accept the return"), ("query", "Ask the provider about it")],
        widget=forms.RadioSelect,
    )
    reason = PlainText(
        label="What do you want to know?",
        help_text="Only if you ask. The provider will read this and answer with a new version.",
        word_limit=REASON_WORDS,
        rows=4,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the question with a query."""
        said = super().clean()
        if said.get("decision") == "query":
            ask_for(self, "reason", "Say what you want to know.")
        return said


class ExtensionForm(Form):
    """More time for one return."""

    due_on = DayField(label="When is the return due instead?", help_text="Like 31 3 2028.")
    reason = PlainText(label="Why is there more time?", help_text="The provider reads this.", rows=3, max_length=2000)

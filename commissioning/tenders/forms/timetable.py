"""What a timetable is worked out from."""

from datetime import date
from typing import Any

from django import forms

from commissioning.tenders.timetable import Choices
from socialvalue.forms import DayField, Form, WholeNumberField

MOST_DAYS = 365


def days(label: str, hint: str = "", suffix: str = "days", least: int = 0) -> WholeNumberField:
    """A field for a number of days."""
    return WholeNumberField(
        label=label, help_text=hint, suffix=suffix, what="a number of days", min_value=least, max_value=MOST_DAYS
    )


class ChoicesForm(Form):
    """The first day, and how long each part lasts."""

    start = DayField(label="When do you want to publish?")
    asking_days = days("How long may bidders ask questions?")
    bidding_days = days("How long do bidders have in all?", "Christmas, Easter and August are not counted.", least=1)
    evaluation_days = days("How long does it take to open and mark the bids?", suffix="working days")
    decision_days = days("How long does it take to decide?", suffix="working days")
    mobilisation_days = days(
        "How long does the provider need to get ready?", "After the standstill.", suffix="working days", least=1
    )
    standstill = forms.BooleanField(
        label="Keep a standstill of 8 working days, even where the law demands none", required=False
    )

    def choices(self) -> Choices:
        """Return what was chosen. Only after `is_valid`."""
        return Choices(**self.cleaned_data)


def usual_choices(start: date, bidding_days: int) -> dict[str, Any]:
    """Return what the page begins with."""
    usual = Choices(start=start, bidding_days=bidding_days)
    return {name: getattr(usual, name) for name in ChoicesForm.base_fields}

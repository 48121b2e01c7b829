"""How readings add up to a promise, and how far it should have come by when. Plain Python: no Django, no clock, no user.

A promise is a target and its unit, in the winner's words. The unit says how to count (the tender checker asks every
quantity for its period):

- a share ("% of items collected", "per cent of staff"): a level. It is not added up: the newest reading is where it is;
- per contract year ("people starting per contract year"): owed again in every contract year, so it adds up to the
  target times the years;
- otherwise ("days over the whole contract", "people"): owed once, by the promise's own date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from commissioning.contracts.timetable import year_ends
from glossary.words import Counting, counting
from socialvalue.text import number_text

HUNDREDTH = Decimal("0.01")
MOST = Decimal(10) ** 10  # what the columns and the form's field hold
WHOLE_SHARE = Decimal(100)
MONTHS_A_YEAR = 12


class Standing(StrEnum):
    """What people are told of one promise."""

    NOT_YET = "No milestone yet"
    MET = "Milestone met"
    BEHIND = "Behind its milestone"


@dataclass(frozen=True)
class Step:
    """A day and how much is to be reached by then, from the start of the contract."""

    on: date
    quantity: Decimal


def quantity_text(quantity: Decimal, unit: str) -> str:
    """A quantity with its unit, as people write it: "6 people starting", "40% of items"."""
    return f"{number_text(quantity)}{'' if unit.startswith('%') else ' '}{unit}"


def milestones(
    unit: str,
    *,
    target: Decimal,
    target_on: date,
    baseline: Decimal,
    starts_on: date,
    ends_on: date,
    promised: Sequence[Step] = (),
) -> list[Step]:
    """How far a promise should have come by when: by the steps `promised` with it, otherwise even ones at each year's end.

    - owed each year: the target once for each contract year, and for a part year the same part of it, whatever the
      promise's own date: that date does not end what is owed each year;
    - owed once: from nothing, in proportion to the days gone by, up to the whole target on its own date;
    - a share: from the baseline in the same proportion, and held at the target from its own date to the end.

    A step is a whole number where the target is one (nobody can start two thirds of an apprentice), half up. `promised`
    steps are oldest first; of what is owed each year they stand beside the even ones.
    """
    ends = year_ends(starts_on, ends_on)
    if counting(unit) is Counting.EACH_YEAR:
        even = {day: Step(day, _rounded(target * _years(starts_on, day), target)) for day in ends}
        return [step for _, step in sorted((even | {step.on: step for step in promised}).items())]
    is_share = counting(unit) is Counting.SHARE
    start = baseline if is_share else Decimal(0)
    whole = Decimal((target_on - starts_on).days + 1)
    before = [step for step in promised if step.on < target_on] or [
        Step(day, _rounded(start + (target - start) * Decimal((day - starts_on).days + 1) / whole, target))
        for day in ends
        if day < target_on
    ]
    after = [Step(day, target) for day in ends if day > target_on] if is_share else []
    return [*before, Step(target_on, target), *after]


def _years(starts_on: date, day: date) -> Decimal:
    """How many contract years end with `day`, the last day of a year or of the contract: 2.5 for thirty months."""
    months = (day.year - starts_on.year) * MONTHS_A_YEAR + day.month - starts_on.month
    # From the 1st of a month a year ends on the last day of the month before, which is one month short by the calendar.
    return Decimal(months + (day.day >= starts_on.day)) / MONTHS_A_YEAR


def _rounded(quantity: Decimal, target: Decimal) -> Decimal:
    return quantity.quantize(Decimal(1) if target == target.to_integral_value() else HUNDREDTH, ROUND_HALF_UP)


def most_in_a_return(unit: str) -> Decimal:
    """The highest reading of a unit: a share can't be more than the whole."""
    return WHOLE_SHARE if counting(unit) is Counting.SHARE else MOST


def reading_fault(quantity: Decimal, unit: str) -> str:
    """What is wrong with a reading, as the end of a sentence; "" if nothing is."""
    if not quantity.is_finite():
        return "must be a number"
    if quantity < 0:
        return "can't be less than 0"
    if quantity > most_in_a_return(unit):
        return f"can't be more than {number_text(most_in_a_return(unit))}"
    return "" if quantity == quantity.quantize(HUNDREDTH) else "can have no more than two digits after the point"


def delivered(unit: str, readings: Sequence[Decimal]) -> Decimal:
    """What the readings come to, given oldest first: the newest of a share, otherwise their sum. Nothing is nil."""
    if counting(unit) is Counting.SHARE:
        return readings[-1] if readings else Decimal(0)
    return sum(readings, Decimal(0))


def owed_by(steps: Sequence[Step], day: date) -> Decimal | None:
    """What the last milestone on or before `day` asks for; None before the first. `steps` are oldest first."""
    return next((step.quantity for step in reversed(steps) if step.on <= day), None)


def standing(reached: Decimal, steps: Sequence[Step], day: date) -> Standing:
    """Whether what was reached keeps up with the milestones up to `day`, the last day that had to be reported on.

    A milestone of yesterday counts once its return is due or accepted, so that nobody is behind for want of a return
    that is not yet due, or ahead for want of one that is late.
    """
    owed = owed_by(steps, day)
    if owed is None:
        return Standing.NOT_YET
    return Standing.MET if reached >= owed else Standing.BEHIND

"""The chain of a commitment: inputs, activities, outputs, outcomes, impacts, and the milestones on the way.

The five links are terms of the glossary. All of it may stay empty: a promise stands without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from commissioning.bids.bidfile import Milestone
from glossary.words import Counting, counting
from socialvalue.text import date_text, number_text

MOST_MILESTONES = 4
WHOLE_SHARE = Decimal(100)


@dataclass(frozen=True)
class Link:
    """One link of the chain: its field, its name, the glossary's word for it, and what to write."""

    field: str
    label: str
    term: str
    hint: str


LINKS = (
    Link("inputs", "Inputs", "inputs", "What you put in, like staff, money, rooms or tools."),
    Link("activities", "Activities", "activities", "What you do with it, like training or visits."),
    Link("outputs", "Outputs", "outputs", "What comes straight out of it, like courses finished."),
    Link("outcomes", "Outcomes", "outcomes", "What changes for people or the place."),
    Link("impact", "Impacts", "impacts", "What it helps to change in the long run."),
)


@dataclass(frozen=True)
class Chain:
    """What is said of how one promise comes about. Texts may be empty; milestones are oldest first."""

    inputs: str = ""
    activities: str = ""
    outputs: str = ""
    outcomes: str = ""
    impact: str = ""
    place: str = ""
    beneficiaries: str = ""
    milestones: tuple[Milestone, ...] = ()

    @property
    def words(self) -> dict[str, str]:
        """What is written, by the name of its field."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "milestones"}


def milestone_faults(
    milestones: Sequence[Milestone], *, unit: str, quantity: Decimal, by_when: date, today: date
) -> list[str]:
    """What is wrong with the milestones on the way to `quantity` of a `unit` by `by_when`; empty if nothing is.

    Each is a later day than the one before it and lies between today and the promise's own day. What is counted once can't
    go down, nor pass the promise; a share can't pass the whole; what is owed each year may add up to more than a year's.
    """
    faults = []
    if len(milestones) > MOST_MILESTONES:
        faults.append(f"A commitment can have at most {MOST_MILESTONES} milestones.")
    days = [one.by_when for one in milestones]
    if days != sorted(set(days)):
        faults.append("Put the milestones in the order of their days, each on a day of its own.")
    for one in milestones:
        if not today < one.by_when < by_when:
            faults.append(f"A milestone must be after today and before {date_text(by_when)}, the day of the promise.")
            break
    way = counting(unit)
    quantities = [one.quantity for one in milestones]
    if any(one < 0 for one in quantities):
        faults.append("Enter 0 or more for each milestone.")
    if way is not Counting.SHARE and quantities != sorted(quantities):
        faults.append("A milestone says how much is done by then in all, so it can't be less than the one before.")
    most = {Counting.SHARE: WHOLE_SHARE, Counting.IN_ALL: quantity, Counting.EACH_YEAR: None}[way]
    if most is not None and any(one > most for one in quantities):
        faults.append(f"A milestone can't be more than {number_text(most)}.")
    return faults

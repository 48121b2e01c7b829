"""Promises: each indicator with what was delivered, what still waits to be accepted, and what should have been."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from commissioning.contracts.lifecycle import ReturnStatus
from commissioning.contracts.models import Indicator, Milestone, Period, Reading
from commissioning.contracts.performance import Standing, Step, delivered, owed_by, quantity_text, standing
from commissioning.contracts.reports.periods import with_newest
from glossary.words import Counting, bare_unit, counting
from socialvalue.charts import Drawing, Point, progress
from socialvalue.text import date_text

STANDING_COLOURS = {Standing.NOT_YET: "grey", Standing.MET: "green", Standing.BEHIND: "red"}


@dataclass(frozen=True)
class Promise:
    """One indicator. Only accepted readings count as delivered; `waiting` are those of returns not yet decided.

    `accepted` and `waiting` are (last day of the period, quantity), oldest first; `reported_to` is the last day that had
    to be reported on by now, None before the first.
    """

    indicator: Indicator
    starts_on: date
    steps: tuple[Step, ...]
    accepted: tuple[tuple[date, Decimal], ...]
    waiting: tuple[tuple[date, Decimal], ...]
    reported_to: date | None

    @property
    def title(self) -> str:
        """The promise's number in the contract and its name."""
        return f"Promise {self.indicator.place}: {self.indicator.name}"

    @property
    def unit(self) -> str:
        """The unit as it stands behind a number that is not the target."""
        return bare_unit(self.indicator.unit)

    @property
    def target_text(self) -> str:
        """What was promised, in the winner's words."""
        return quantity_text(self.indicator.target, self.indicator.unit)

    @property
    def by_text(self) -> str:
        """By when it was promised."""
        return date_text(self.indicator.target_on)

    @property
    def baseline_text(self) -> str:
        """Where the provider started from."""
        return quantity_text(self.indicator.baseline, self.indicator.unit)

    @property
    def whole_text(self) -> str:
        """What the promise comes to by the end, where that is more than its target; otherwise ""."""
        if counting(self.indicator.unit) is not Counting.EACH_YEAR:
            return ""
        return f"{quantity_text(self.steps[-1].quantity, self.unit)} over the whole contract"

    @cached_property
    def reached(self) -> Decimal:
        """What has been delivered: accepted readings only."""
        return delivered(self.indicator.unit, [quantity for _, quantity in self.accepted])

    @property
    def delivered_text(self) -> str:
        """What has been delivered, in words."""
        return quantity_text(self.reached, self.unit) if self.accepted else "Nothing accepted yet"

    @property
    def waiting_text(self) -> str:
        """What has been reported and not yet decided; "" if nothing."""
        if not self.waiting:
            return ""
        return quantity_text(delivered(self.indicator.unit, [quantity for _, quantity in self.waiting]), self.unit)

    @cached_property
    def standing(self) -> Standing:
        """Whether it keeps up with its milestones."""
        return standing(self.reached, self.steps, self.reported_to) if self.reported_to else Standing.NOT_YET

    @property
    def colour(self) -> str:
        """The colour of the standing's tag."""
        return STANDING_COLOURS[self.standing]

    @property
    def owed_text(self) -> str:
        """What the newest milestone that had to be reported on asks for; "None yet" before the first."""
        owed = owed_by(self.steps, self.reported_to) if self.reported_to else None
        return "None yet" if owed is None else quantity_text(owed, self.unit)

    @property
    def drawing(self) -> Drawing:
        """Progress as a line from the start, with the milestones up to the target, and the same as a table."""
        unit, baseline = self.indicator.unit, self.indicator.baseline
        is_share = counting(unit) is Counting.SHARE
        start = Point(self.starts_on, baseline if is_share else Decimal(0))
        planned = [Point(step.on, step.quantity) for step in self.steps]
        quantities = [quantity for _, quantity in self.accepted]
        return progress(
            f"Progress of promise {self.indicator.place} to its target",
            [Point(day, delivered(unit, quantities[:place])) for place, (day, _) in enumerate(self.accepted, start=1)],
            [start, *planned] if start.on < planned[0].on else planned,
            unit=self.unit,
            baseline=start.amount,
        )


def promises_of(periods: Iterable[Period], now: datetime) -> dict[int, list[Promise]]:
    """The promises of the contracts that these periods belong to, by contract, in the contract's order. Two queries.

    `periods` are all the periods of each contract, as `with_newest` gives them. A contract without promises is left out.
    """
    reported_to = _reported_to(periods, timezone.localdate(now))
    readings = _readings(reported_to.keys())
    steps: dict[Indicator, list[Step]] = defaultdict(list)
    planned = Milestone.objects.filter(indicator__contract__in=reported_to.keys()).select_related("indicator__contract")
    for milestone in planned.order_by("indicator__contract", "indicator__place", "due_on"):
        steps[milestone.indicator].append(Step(milestone.due_on, milestone.quantity))
    found: dict[int, list[Promise]] = defaultdict(list)
    for indicator, its_steps in steps.items():
        found[indicator.contract_id].append(
            Promise(
                indicator=indicator,
                starts_on=indicator.contract.starts_on,
                steps=tuple(its_steps),
                accepted=tuple(readings[indicator.pk, ReturnStatus.ACCEPTED]),
                waiting=tuple(readings[indicator.pk, ReturnStatus.SUBMITTED]),
                reported_to=reported_to[indicator.contract_id],
            )
        )
    return found


def promises_in(contract_id: int, now: datetime) -> list[Promise]:
    """The promises of one contract, for pages that do not read its periods themselves. Three queries."""
    return promises_of(with_newest(Period.objects.filter(contract=contract_id)), now)[contract_id]


def _readings(contracts: Collection[int]) -> dict[tuple[int, str], list[tuple[date, Decimal]]]:
    """(last day of the period, quantity) of accepted and of undecided returns, by indicator and status, oldest first."""
    rows = (
        Reading.objects.filter(
            report__period__contract__in=contracts,
            report__status__in=[ReturnStatus.ACCEPTED, ReturnStatus.SUBMITTED],
        )
        .order_by("report__period__starts_on")
        .values_list("indicator", "report__status", "report__period__ends_on", "quantity")
    )
    found: dict[tuple[int, str], list[tuple[date, Decimal]]] = defaultdict(list)
    for indicator, status, day, quantity in rows:
        found[indicator, status].append((day, quantity))
    return found


def _reported_to(periods: Iterable[Period], today: date) -> dict[int, date | None]:
    """The last day of the newest period whose return is accepted or was due before today, by contract."""
    found: dict[int, date | None] = {}
    for period in periods:
        had_to = period.newest_status == ReturnStatus.ACCEPTED or period.due_on < today
        found[period.contract_id] = period.ends_on if had_to else found.get(period.contract_id)
    return found

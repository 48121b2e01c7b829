"""Many contracts on one page: are we getting what we were promised?"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from commissioning.contracts.lifecycle import PeriodPhase
from commissioning.contracts.models import Contract, Period
from commissioning.contracts.performance import Standing
from commissioning.contracts.reports.periods import phase_of, with_newest
from commissioning.contracts.reports.promises import Promise, promises_of
from socialvalue.text import count_text, list_text, short_date_text

# What waits, in the order in which it matters, and what it is called after a number.
WAITING = {
    PeriodPhase.OVERDUE: "overdue",
    PeriodPhase.QUERIED: "queried",
    PeriodPhase.SUBMITTED: "to decide",
    PeriodPhase.DUE: "to report",
}


@dataclass(frozen=True)
class ContractRow:
    """One line of the list, as cells for the table component."""

    title: str
    url: str
    authority: str
    provider: str
    ends: str
    promises: str
    returns: str

    @property
    def cells(self) -> tuple[object, ...]:
        """The row in the order of `HEADERS`."""
        return ((self.title, self.url), self.promises, self.returns, self.provider, self.authority, self.ends)


HEADERS = ("Contract", "Promises", "Returns", "Provider", "Bought by", "Ends")


def contract_rows(contracts: Sequence[Contract], now: datetime) -> list[ContractRow]:
    """The lines of one page. The contracts come with their tender, authority and provider. Three queries at any size."""
    periods = list(with_newest(Period.objects.filter(contract__in=[contract.pk for contract in contracts])))
    promises = promises_of(periods, now)
    waiting: dict[int, Counter[PeriodPhase]] = defaultdict(Counter)
    for period in periods:
        waiting[period.contract_id][phase_of(period, now)] += 1
    return [
        ContractRow(
            title=contract.tender.title,
            url=reverse("contract", args=[contract.pk]),
            authority=contract.tender.authority.name,
            provider=contract.provider.name,
            ends=short_date_text(contract.ends_on),
            promises=_promises_text(promises[contract.pk]),
            returns=_returns_text(waiting[contract.pk]),
        )
        for contract in contracts
    ]


def _promises_text(promises: list[Promise]) -> str:
    """How many promises there are and how many are behind: "5 promises, 1 behind"."""
    if not promises:
        return "None"
    behind = sum(promise.standing is Standing.BEHIND for promise in promises)
    started = any(promise.standing is not Standing.NOT_YET for promise in promises)
    kept = f"{behind} behind" if behind else "on track" if started else "no milestone yet"
    return f"{count_text(len(promises), 'promise')}, {kept}"


def _returns_text(phases: Counter[PeriodPhase]) -> str:
    """How many returns wait, by what they wait for: "1 overdue and 2 to decide"."""
    return list_text([f"{phases[phase]} {word}" for phase, word in WAITING.items() if phases[phase]]) or "Nothing waits"

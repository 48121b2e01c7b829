"""Reporting periods: where each stands, and those that wait for the provider."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from commissioning.contracts.lifecycle import PeriodPhase, ReturnStatus, period_phase
from commissioning.contracts.models import ContractQuerySet, Period, Return
from socialvalue.text import date_text

PHASE_COLOURS = {
    PeriodPhase.NOT_YET: "grey",
    PeriodPhase.DUE: "yellow",
    PeriodPhase.OVERDUE: "red",
    PeriodPhase.SUBMITTED: "blue",
    PeriodPhase.QUERIED: "orange",
    PeriodPhase.ACCEPTED: "green",
}


@dataclass(frozen=True)
class DueRow:
    """One period of a contract that a provider must report on or answer about."""

    contract: str
    period: str
    phase: str
    colour: str
    due: str
    url: str


def with_newest(periods: QuerySet[Period]) -> QuerySet[Period]:
    """Periods with the status, version, moment and sender's name of their newest return, or None of each; oldest first.

    They are called `newest_status`, `newest_version`, `newest_at` and `newest_by`.
    """
    newest = Return.objects.filter(period=OuterRef("pk")).order_by("-version")
    facts = {"status": "status", "version": "version", "at": "submitted_at", "by": "submitted_by__name"}
    return periods.annotate(
        **{f"newest_{name}": Subquery(newest.values(column)[:1]) for name, column in facts.items()}
    ).order_by("starts_on")


def phase_of(period: Period, now: datetime) -> PeriodPhase:
    """Where a period annotated by `with_newest` stands on the UK day of `now`."""
    latest = ReturnStatus(period.newest_status) if period.newest_status else None
    return period_phase(period.ends_on, period.due_on, latest, timezone.localdate(now))


def due_rows(contracts: ContractQuerySet, now: datetime) -> list[DueRow]:
    """The periods of these contracts that wait for the provider, the soonest due first."""
    periods = with_newest(Period.objects.filter(contract__in=contracts)).select_related("contract__tender")
    waiting = {PeriodPhase.DUE, PeriodPhase.OVERDUE, PeriodPhase.QUERIED}
    found = [(period, phase_of(period, now)) for period in periods.order_by("due_on")]
    return [
        DueRow(
            contract=period.contract.tender.title,
            period=str(period),
            phase=phase.value,
            colour=PHASE_COLOURS[phase],
            due=date_text(period.due_on),
            url=reverse("return_submit", args=[period.contract_id, period.pk]),
        )
        for period, phase in found
        if phase in waiting
    ]

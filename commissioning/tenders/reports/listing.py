"""The list of published tenders, its rows ready to be drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse

from commissioning.tenders.lifecycle import Phase
from commissioning.tenders.models import Tender, TenderQuerySet
from glossary.words import ServiceCategory
from socialvalue.text import list_text, money_text

PHASE_COLOURS = {
    Phase.DRAFT: "grey",
    Phase.IN_REVIEW: "yellow",
    Phase.OPEN: "green",
    Phase.CLOSED: "blue",
    Phase.CANCELLED: "red",
}


@dataclass(frozen=True)
class Band:
    """A band of values in pounds: `low` or more, and less than `high` where there is one."""

    label: str
    low: Decimal
    high: Decimal | None


BANDS = {
    "small": Band("Under £100,000", Decimal(0), Decimal(100_000)),
    "medium": Band("£100,000 to under £1 million", Decimal(100_000), Decimal(1_000_000)),
    "large": Band("£1 million to under £5 million", Decimal(1_000_000), Decimal(5_000_000)),
    "largest": Band("£5 million and more", Decimal(5_000_000), None),
}


@dataclass(frozen=True)
class TenderRow:
    """One published tender of the list."""

    title: str
    address: str
    authority: str
    summary: str
    service: str
    where: str
    value: str
    closes: str
    phase: str
    colour: str


def published(
    now: datetime, *, words: str = "", service: str = "", status: str = "", band: str = "", area: str = ""
) -> TenderQuerySet:
    """Return published tenders that fit the filters, without their documents: open ones by closing time, soonest first.

    `status` is "open" (which an empty one means), "closed" or "all"; `band` a key of BANDS.
    """
    found = Tender.objects.published().matching(words=words, service=service, area=area)
    if band in BANDS:
        found = found.filter(value__gte=BANDS[band].low)
        high = BANDS[band].high
        found = found if high is None else found.filter(value__lt=high)
    if status == "closed":
        found = found.closed_at(now)
    elif status != "all":
        found = found.open_at(now)
    order = ("closes_at", "pk") if status not in ("closed", "all") else ("-closes_at", "-pk")
    return found.select_related("authority").defer("document").order_by(*order)


def rows(tenders: Iterable[Tender], now: datetime) -> list[TenderRow]:
    """Return the rows of one page of the list."""
    return [_row(tender, now) for tender in tenders]


def _row(tender: Tender, now: datetime) -> TenderRow:
    phase = tender.phase(now)
    return TenderRow(
        title=tender.title,
        address=reverse("tender", args=[tender.pk]),
        authority=tender.authority.name,
        summary=tender.summary if len(tender.summary) <= 240 else f"{tender.summary[:237].rstrip()}...",
        service=ServiceCategory(tender.service).label if tender.service else "",
        where=list_text(tender.areas),
        value=money_text(tender.value),
        closes=f"{'Closes' if phase is Phase.OPEN else 'Closed'} {tender.closing_text(now)}",
        phase=phase.value,
        colour=PHASE_COLOURS[phase],
    )

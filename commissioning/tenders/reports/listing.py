"""The list of published tenders, its rows ready to be drawn."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import urlencode

from commissioning.tenders.lifecycle import Phase
from commissioning.tenders.models import Lot, Tender, TenderQuerySet
from commissioning.tenders.reports.reach import lying_in
from glossary.words import ServiceCategory
from socialvalue.text import UK, count_text, date_text, list_text, money_text

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
class Search:
    """What the list of tenders is filtered by. "" and None let all pass.

    `status` is "open" (which an empty one means), "closed" or "all"; `band` a key of BANDS; `lots` "yes" or "no";
    `partners` "yes"; `within` a number of days from now to the closing; `closes_from` and `closes_to` UK days, both
    included; `sort` "" (closing soonest), "newest" or "smallest".
    """

    words: str = ""
    service: str = ""
    area: str = ""
    band: str = ""
    lots: str = ""
    partners: str = ""
    within: str = ""
    closes_from: date | None = None
    closes_to: date | None = None
    status: str = ""
    sort: str = ""

    @classmethod
    def read(cls, said: Mapping[str, object]) -> "Search":
        """The search of a saved row. A name that is no longer known is left out."""
        known = {field.name: said[field.name] for field in fields(cls) if said.get(field.name)}
        days = {name: date.fromisoformat(str(known[name])) for name in ("closes_from", "closes_to") if name in known}
        return cls(**{**known, **days})  # type: ignore[arg-type]

    @property
    def written(self) -> dict[str, str]:
        """What is set, by name: days as ISO dates. `read` gives it back."""
        said = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in said if value}

    @property
    def typed(self) -> dict[str, str]:
        """What is set, as the form of the list has it in its address."""
        boxes = {}
        for name, value in self.written.items():
            if isinstance(day := getattr(self, name), date):
                boxes |= {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}
            else:
                boxes[name] = value
        return boxes

    @property
    def query(self) -> str:
        """The same as the end of an address: "?words=buses&within=14", or "" where nothing is set."""
        return f"?{urlencode(self.typed)}" if self.typed else ""


@dataclass(frozen=True)
class Chip:
    """One filter that is set: in words, and the address of the list without it."""

    words: str
    address: str


def chips(search: Search) -> list[Chip]:
    """The filters that are set, each of which can be taken away. The order and an open status are not filters."""
    start = reverse("tender_list")
    words = {
        "words": lambda said: f"“{said}”",
        "service": lambda said: ServiceCategory(said).label,
        "area": lambda said: f"In {said}",
        "band": lambda said: BANDS[said].label,
        "lots": lambda said: "In lots" if said == "yes" else "Not in lots",
        "partners": lambda _: "Partners may bid together",
        "within": lambda said: f"Closes within {said} days",
        "closes_from": lambda said: f"Closes on {date_text(said)} or later",
        "closes_to": lambda said: f"Closes on {date_text(said)} or earlier",
        "status": lambda said: "Closed" if said == "closed" else "Open or closed",
    }
    set_to = {name: getattr(search, name) for name in words}
    return [
        Chip(words[name](said), start + replace(search, **{name: None if isinstance(said, date) else ""}).query)
        for name, said in set_to.items()
        if said and (name, said) != ("status", "open")
    ]


@dataclass(frozen=True)
class TenderRow:
    """One published tender of the list. `lots` says how many and how small; `fit` is "" for who bids for nobody."""

    title: str
    address: str
    authority: str
    summary: str
    service: str
    where: str
    value: str
    lots: str
    closes: str
    phase: str
    colour: str
    fit: str


def published(search: Search, now: datetime) -> TenderQuerySet:
    """Return published tenders that fit, without their documents: open ones by closing time, soonest first.

    A value or an area fits the whole tender or one of its lots: where both are asked for, the same lot must fit both.
    """
    found = Tender.objects.published().matching(words=search.words, service=search.service)
    fits = _fits(search)
    if fits:
        found = found.filter(fits | Exists(Lot.objects.filter(fits, tender=OuterRef("pk"))))
    if search.lots:
        has_lots = Exists(Lot.objects.filter(tender=OuterRef("pk")))
        found = found.filter(has_lots if search.lots == "yes" else ~has_lots)
    if search.partners:
        found = found.filter(partners_allowed=True)
    if search.within:
        found = found.filter(closes_at__lte=now + timedelta(days=int(search.within)))
    if search.closes_from:
        found = found.filter(closes_at__gte=_midnight(search.closes_from))
    if search.closes_to:
        found = found.filter(closes_at__lt=_midnight(search.closes_to + timedelta(days=1)))
    if search.status == "closed":
        found = found.closed_at(now)
    elif search.status != "all":
        found = found.open_at(now)
    own = Lot.objects.filter(tender=OuterRef("pk")).order_by().values("tender")
    found = found.annotate(
        lot_count=Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0),
        smallest_lot=Subquery(own.annotate(least=Min("value")).values("least")),
    )
    return found.select_related("authority").defer("document").order_by(*_order(search))


def _fits(search: Search) -> Q:
    """What the value and the area ask of a tender, and of a lot: both have columns of these names."""
    fits = Q()
    if search.area:
        fits &= reduce(or_, (Q(areas__icontains=name) for name in (search.area, *lying_in(search.area))))
    if search.band in BANDS:
        band = BANDS[search.band]
        fits &= Q(value__gte=band.low) if band.high is None else Q(value__gte=band.low, value__lt=band.high)
    return fits


def _order(search: Search) -> tuple[object, ...]:
    if search.sort == "newest":
        return ("-published_at", "-pk")
    if search.sort == "smallest":
        return (Coalesce("smallest_lot", "value"), "pk")
    return ("closes_at", "pk") if search.status not in ("closed", "all") else ("-closes_at", "-pk")


def _midnight(day: date) -> datetime:
    """The first instant of a UK day."""
    return datetime(day.year, day.month, day.day, tzinfo=UK)


def rows(tenders: Iterable[Tender], now: datetime, fit: Callable[[Tender], str] = lambda _: "") -> list[TenderRow]:
    """Return the rows of one page of the list; `fit` says in a few words how a tender fits the reader's organisation."""
    return [_row(tender, now, fit(tender)) for tender in tenders]


def _row(tender: Tender, now: datetime, fit: str) -> TenderRow:
    phase = tender.phase(now)
    return TenderRow(
        title=tender.title,
        address=reverse("tender", args=[tender.pk]),
        authority=tender.authority.name,
        summary=tender.summary if len(tender.summary) <= 240 else f"{tender.summary[:237].rstrip()}...",
        service=ServiceCategory(tender.service).label if tender.service else "",
        where=list_text(tender.areas),
        value=money_text(tender.value),
        lots=_lots(tender),
        closes=f"{'Closes' if phase is Phase.OPEN else 'Closed'} {tender.closing_text(now)}",
        phase=phase.value,
        colour=PHASE_COLOURS[phase],
        fit=fit,
    )


def _lots(tender: Tender) -> str:
    """Say how many lots a tender of `published` has, and how small the smallest is: "3 lots, the smallest £40,000"."""
    if not tender.lot_count:
        return ""
    count = count_text(tender.lot_count, "lot")
    return count if tender.smallest_lot is None else f"{count}, the smallest {money_text(tender.smallest_lot)}"

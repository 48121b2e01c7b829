"""Everything that a bid for one tender will ask, in one place: the page and the paper are drawn from the same report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING

from commissioning.authorities.reports import policy_in_force
from commissioning.bids.readiness import Asked, AskedQuestion, asked_by
from commissioning.tenders import timetable
from commissioning.tenders.models import Tender
from commissioning.tenders.proportionality.effort import effort
from commissioning.tenders.reports.findings import hours_text
from commissioning.tenders.reports.page import TenderPage, tender_page
from commissioning.tenders.tenderfile import AskedOf, plain
from socialvalue.text import count_text, number_text

A_DAY = 7
"""Hours that one person can write in a day, as the page says beside the number of days."""


@dataclass(frozen=True)
class AskedOfYou:
    """One question: how much it counts, how much to write, the hours it takes, why it is asked, how it is answered."""

    number: int
    text: str
    weight: str
    write: str
    hours: str
    why: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class BeforeStart:
    """All that the page says, as finished strings; `page` is the tender as everybody reads it."""

    page: TenderPage
    closes: str
    is_open: bool
    hours: str
    days: str
    questions: tuple[AskedOfYou, ...]
    documents_hours: str
    price: str
    at_hand: tuple[str, ...]
    partners: str
    headers: tuple[str, ...] = ("Question", "Hours", "Of all marks", "What you write")

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The table of questions; the documents that everyone shows come last."""
        rows = [(f"{one.number}. {one.text}", one.hours, one.weight, one.write) for one in self.questions]
        if self.documents_hours:
            rows.append(("Documents to show", self.documents_hours, "Not marked", "Nothing"))
        return rows


def before_start(tender: Tender, now: datetime) -> BeforeStart:
    """What a published tender will ask of a bid. Its hours are by the figures of the day of publication."""
    said, asked = tender.file, asked_by(tender.document)
    day = timetable.uk_day(tender.published_at or now)
    work = effort(said, policy_in_force(tender.authority, day, known_at=tender.published_at))
    hours = {one.id: number_text(one.hours, 1) for one in work.questions}
    days = int((work.hours / A_DAY).to_integral_value(ROUND_CEILING))
    everyone = [one.name or "" for one in said.documents or () if one.asked_of is AskedOf.EVERYONE]
    zero = "" if asked.has_zero_price else " A price of £0 is not accepted."
    return BeforeStart(
        page=tender_page(tender, now, hours=hours_text(work)),
        closes=tender.closing_text(now),
        is_open=tender.is_open(now),
        hours=hours_text(work),
        days=f"If one person works on it {A_DAY} hours a day, that is {count_text(max(1, days), 'day')}.",
        questions=tuple(_question(one, hours[one.id]) for one in asked.questions),
        documents_hours=number_text(work.documents_hours, 1) if work.documents_hours else "",
        price=(
            f"{_price(asked)} It counts for {plain(asked.price_weight)}% of all the marks.{zero}"
            if asked.price_weight
            else f"{_price(asked)}{zero} It gets no marks."
        ),
        at_hand=tuple(_at_hand(asked, everyone)),
        partners=(
            "You may bid with partners or subcontractors. Each signs off its own part, so ask them early."
            if asked.partners_allowed
            else "You must bid alone. This tender takes no partners."
        ),
    )


def _price(asked: Asked) -> str:
    """How the price is asked for."""
    if not asked.lots:
        return "One price in pounds for the whole contract, without VAT."
    most = f", {count_text(asked.lots_to_bid, 'lot')} at most" if asked.lots_to_bid is not None else ""
    return f"One price in pounds, without VAT, for each lot that you bid for{most}. Your answers count for all of them."


def _at_hand(asked: Asked, documents: list[str]) -> Iterator[str]:
    """What to look for before writing; `documents` are those that everyone shows."""
    yield "The name, address and legal form of your organisation, and its charity or company number if it has one."
    yield from (f"{name}, as a file." for name in documents)
    yield from (f"What shows that you meet this: {one.text}" for one in asked.conditions if not one.at_start)
    yield "Your price for each lot." if asked.lots else "Your price, worked out for the whole contract."
    if any(one.is_commitment for one in asked.questions):
        yield "Figures that you can promise, with the day and what will show them."


def _question(asked: AskedQuestion, hours: str) -> AskedOfYou:
    """One question in words."""
    said, measure = asked.question, asked.question.measure
    facts = []
    if measure:
        facts.append(("You promise", f"{measure.name}, counted in {measure.unit}"))
        facts += [("What counts", measure.definition)] if measure.definition else []
        facts += [("What shows it", measure.evidence)] if measure.evidence else []
    if said.target is not None:
        facts.append(("The buyer hopes for", number_text(said.target)))
    limit = f"Up to {count_text(said.word_limit, 'word')}" if said.word_limit else "Words, with no limit"
    return AskedOfYou(
        number=asked.number,
        text=said.text or "",
        weight=asked.weight_text,
        write="A promise in figures" if asked.is_commitment else limit,
        hours=hours,
        why=said.relevance or "",
        facts=tuple(facts),
    )

"""How many hours a tender asks for, question by question, and what they cost all who bid."""

from dataclasses import dataclass
from decimal import Decimal

from commissioning.tenders.models import Tender
from commissioning.tenders.proportionality.effort import halving
from commissioning.tenders.reports.findings import Check
from commissioning.tenders.reports.places import Places
from commissioning.tenders.tenderfile import QuestionKind, each_question
from socialvalue import charts
from socialvalue.text import count_text, money_text, number_text


@dataclass(frozen=True)
class EffortRow:
    """The hours of one question, or of the documents that everybody must show."""

    name: str
    address: str
    why: str
    hours: str


@dataclass(frozen=True)
class EffortPage:
    """All that the page of hours says, as finished strings."""

    rows: list[EffortRow]
    total: str
    chart: charts.Drawing | None
    facts: list[tuple[str, str]]
    savings: list[tuple[str, str]]
    after: str


def effort_page(tender: Tender, check: Check) -> EffortPage:
    """Return the hours of one bidder by question, and of all of them with what they cost."""
    asked, places = check.effort, Places(tender, check.document)
    hours = {one.id: one.hours for one in asked.questions}
    rows = [
        EffortRow(
            name=f"{question.id}: {question.text or 'not written yet'}",
            address=places.question(question, "word_limit").address,
            why="A promise in figures"
            if question.kind is QuestionKind.COMMITMENT
            else f"{count_text(question.word_limit or 0, 'word')} at most",
            hours=number_text(hours[question.id], 1),
        )
        for _, question in each_question(check.document)
    ]
    if asked.documents_hours:
        address = places.of("documents").address
        rows.append(
            EffortRow("Documents to show", address, "From everyone who bids", number_text(asked.documents_hours, 1))
        )
    bars = [charts.Bar(one.id, one.hours) for one in asked.questions]
    if asked.documents_hours:
        bars.append(charts.Bar("Documents", asked.documents_hours))
    savings = halving(check.document, check.policy)
    left = asked.hours - sum((saving.hours for saving in savings), Decimal())
    return EffortPage(
        rows=rows,
        total=number_text(asked.hours, 1),
        chart=charts.bars("Hours of one bidder", bars, of="Question", unit=" h") if any(hours.values()) else None,
        facts=[
            ("One bidder", f"{number_text(asked.hours, 1)} hours"),
            ("Bids expected", count_text(asked.bidders, "bid")),
            ("All bidders", f"{number_text(asked.all_hours, 1)} hours"),
            (
                "What that costs them",
                f"{money_text(asked.cost.quantize(Decimal(1)))} at {money_text(asked.rate)} an hour",
            ),
            ("As a share of the value", _share(asked.cost, check.document.value.amount)),
        ],
        savings=[(saving.sentence, places.of(saving.at).address) for saving in savings],
        after=number_text(left, 1),
    )


def _share(cost: Decimal, value: Decimal) -> str:
    """Return the cost as a share of the value of the contract."""
    return f"{number_text(100 * cost / value, 1)}% of {money_text(value)}" if value else "No value is set yet"

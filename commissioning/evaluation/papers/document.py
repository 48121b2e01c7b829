"""The report as sections of tables and charts, for its page and its PDF alike, and the PDF itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from django.template.loader import render_to_string

from commissioning.evaluation.papers.parts import Note, Shelf, assemble, grouped, silent
from commissioning.evaluation.reports.facts import QuestionFacts
from commissioning.evaluation.reports.report import EvaluationReport
from commissioning.tenders.tenderfile import plain
from socialvalue import charts
from socialvalue.pdf import Attachment
from socialvalue.pdfparts import PLACES
from socialvalue.text import datetime_text, list_text

CASE_NAME = "score-case.json"
BIDS_ACROSS = 4  # as many columns as stay readable on paper
CONTENTS = (
    ("summary", "Who ranks first"),
    ("tender", "The tender"),
    ("method", "How bids were to be judged"),
    ("people", "The people"),
    ("bids", "The bids and their receipts"),
    ("conditions", "Conditions of participation"),
    ("marks", "Marks, reasons and what was agreed"),
    ("prices", "Prices and promises"),
    ("working", "How the totals were worked out"),
    ("record", "Sign-off and record"),
)

Rows = Iterable[tuple[str, ...]]


@dataclass(frozen=True)
class Table:
    """A finished table. `numbers` are its right-aligned columns from 1; `kind` names its column widths on paper."""

    kind: str
    caption: str
    headers: tuple[str, ...]
    rows: list[tuple[str, ...]]
    numbers: str = ""


@dataclass(frozen=True)
class QuestionSection:
    """One question: its facts and the spread of its marks."""

    facts: QuestionFacts
    spread: charts.Drawing


def sections(report: EvaluationReport) -> dict[str, object]:
    """Everything that the templates of the report draw: finished tables by name, drawings with their own tables."""
    return {
        "report": report,
        "contents": CONTENTS,
        "case_name": CASE_NAME,
        "agreed_at_text": datetime_text(report.agreed_at),
        "tables": {table.kind: table for table in _tables(report)},
        "totals": _totals(report),
        "questions": list(_questions(report)),
        "points": list(_points(report)),
    }


def pdf(report: EvaluationReport, shelf: Shelf | None = None, note: Note = silent) -> bytes:
    """The report as a tagged PDF that carries its own scoring case. The same facts give the same bytes.

    Parts that are as they were come from the shelf; `note` hears how many are done.
    """
    said = sections(report)
    title = f"Evaluation report: {report.tender.title}"
    case = Attachment(
        CASE_NAME,
        report.case_json.encode(),
        "The scoring case: “manage.py score” works out the same ranking from it",
        report.agreed_at,
    )

    def cover(pages: Mapping[str, int]) -> str:
        places = [(PLACES + name, title, pages[name]) for name, title in CONTENTS]
        return render_to_string("papers/evaluation_report.html", {**said, "places": places})

    def part(template: str, **more: object) -> str:
        own = {**said, "title": title, "reference": report.tender.reference, "template": f"papers/{template}", **more}
        return render_to_string("papers/part.html", own)

    groups = grouped(said["questions"], lambda question: len(question.facts.answers))
    parts = [
        part("_report_front.html"),
        *(part("_report_marks.html", questions=group, is_first=number == 0) for number, group in enumerate(groups)),
        part("_report_back.html"),
        part("_report_record.html"),
    ]
    foot = f"SHA-256 {report.sha256}"
    return assemble(cover, parts, foot=foot, attachments=[case], shelf=shelf, note=note)


def _tables(report: EvaluationReport) -> Iterator[Table]:
    """Every table but those of marks and points, in the order of the report."""
    ranking_headers = ("Place", "Bidder", "Receipt", "Total", "Price")
    if report.ranks_by_price_per_point:
        ranking_headers += ("Price of a point",)
    yield _table("ranking", "Bids, best first", ranking_headers, _ranking_rows(report), "4 5 6")
    yield _table("tender", "What was bought", ("What", "Facts"), report.tender.rows)
    yield _table(
        "nodes",
        "Criteria, weights and formulas",
        ("Criterion", "What it asks", "Share of the whole", "Points out of 100"),
        ((f"{'– ' * node.depth}{node.id}", node.name, node.share_text, node.formula) for node in report.nodes),
        "3",
    )
    yield _table(
        "levels",
        "The scale",
        ("Mark", "Name", "What it means"),
        ((plain(level.mark), level.label, level.means) for level in report.levels),
    )
    yield _table(
        "panel",
        "The panel",
        ("Person", "Seat", "Marks locked"),
        ((seat.person, seat.seat.label, seat.locked_text) for seat in report.panel),
    )
    yield _table(
        "conflicts",
        "Conflicts that were declared",
        ("Person", "Bidder", "What it is", "What followed", "Declared at"),
        (
            (one.person, one.provider, one.detail, one.handling_text, one.declared_text)
            for one in report.declarations
            if one.is_conflicted
        ),
    )
    yield _table(
        "declarations",
        "How many bidders each person declared on",
        ("Person", "No conflict", "Conflict"),
        _declared_rows(report),
        "2 3",
    )
    yield _table(
        "receipts",
        "Bids in the order in which they arrived",
        ("Bidder", "Receipt", "Version", "Submitted at", "SHA-256"),
        ((bid.provider, bid.reference, str(bid.version), bid.submitted_text, bid.sha256) for bid in report.bids),
    )
    yield _table(
        "gates",
        "What was decided for each bid",
        ("Condition", "What it asks", "Bidder", "Outcome", "Reason", "Decided by"),
        (
            (one.condition_id, one.condition, one.provider, one.outcome_text, one.reason, one.decided_text)
            for one in report.gates
        ),
    )
    yield _table(
        "prices",
        "Prices, without VAT",
        ("Bidder", "Price"),
        ((bid.provider, bid.price_text) for bid in report.bids),
        "2",
    )
    yield _table(
        "promises",
        "Promises that score",
        ("Bidder", "Question", "Measure", "Promise"),
        (
            (bid.provider, promise.question_id, promise.measure, promise.text)
            for bid in report.bids
            for promise in bid.promises
        ),
    )
    yield _table("working", "The figures used", ("What", "Figure"), report.working, "2")


def _table(kind: str, caption: str, headers: tuple[str, ...], rows: Rows, numbers: str = "") -> Table:
    return Table(kind, caption, headers, list(rows), numbers)


def _ranking_rows(report: EvaluationReport) -> Iterator[tuple[str, ...]]:
    prices = {bid.reference: bid.price_text for bid in report.bids}
    for row in report.ranking:
        cells = (row.rank_text, row.provider, row.bid_reference, row.total_text, prices[row.bid_reference])
        yield (*cells, row.figure_text) if report.ranks_by_price_per_point else cells


def _declared_rows(report: EvaluationReport) -> Iterator[tuple[str, ...]]:
    """One line a person, not one a bidder."""
    people: dict[str, list[bool]] = {}
    for one in report.declarations:
        people.setdefault(one.person, []).append(one.is_conflicted)
    for person, found in people.items():
        yield person, str(found.count(False)), str(found.count(True))


def _totals(report: EvaluationReport) -> charts.Drawing:
    """What each criterion of the first level adds to each total."""
    places = {node.id: place for place, node in enumerate(report.nodes)}
    shared = [node for node in report.nodes if node.depth == 0 and node.share]
    stacks = [
        charts.Stack(row.provider, tuple(row.parts[places[node.id]].contribution for node in shared))
        for row in report.ranking
    ]
    return charts.stacks(
        "What makes up each total", [node.name for node in shared], stacks, of="Bidder", most=Decimal(100)
    )


def _questions(report: EvaluationReport) -> Iterator[QuestionSection]:
    most = max((level.mark for level in report.levels), default=Decimal(1))
    for question in report.questions:
        spreads = [
            charts.Spread(answer.provider, tuple(mark.mark for mark in answer.marks), answer.agreed)
            for answer in question.answers
        ]
        yield QuestionSection(question, charts.spreads(f"Marks for {question.id}", spreads, of="Bidder", most=most))


def _points(report: EvaluationReport) -> Iterator[Table]:
    """The criteria down, a few bids across, best first: as many tables as the bids need."""
    rows = iter(report.ranking)
    while few := list(islice(rows, BIDS_ACROSS)):
        cells = [
            (
                f"{'– ' * node.depth}{node.id}",
                node.share_text,
                *(f"{row.parts[place].points_text} ({row.parts[place].contribution_text})" for row in few),
            )
            for place, node in enumerate(report.nodes)
            if node.share
        ]
        yield Table(
            "points",
            f"Points out of 100 and, in brackets, what they add: {list_text([row.provider for row in few])}",
            ("Criterion", "Share of the whole", *(row.provider for row in few)),
            [*cells, ("Total", "100%", *(row.total_text for row in few))],
            " ".join(str(column) for column in range(2, len(few) + 3)),
        )

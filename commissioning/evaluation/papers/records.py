"""The conflict register and the moderation record as papers: in the uniform shape, and drawn as a tagged PDF."""

from datetime import UTC, datetime

from django.template.loader import render_to_string

from commissioning.evaluation.models import Evaluation
from commissioning.evaluation.papers.parts import Note, Shelf, assemble, grouped, silent
from commissioning.evaluation.reports.conflict_register import ConflictRegister, conflict_register
from commissioning.evaluation.reports.moderation_record import MARK_HEADERS, RecordedAnswer, moderation_record
from commissioning.evaluation.reports.paper import PaperReport, Section, Table
from commissioning.evaluation.reports.recommendation import recommendation
from commissioning.evaluation.reports.report import EvaluationReport
from socialvalue.xlsx import Workbook

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""What a workbook's properties say where the record has no date of its own: the day it was asked for is no fact of it."""
FULL = "This is the full version. It names people and bidders and is not for publication."
REDACTED = "This version can be published. It names no person and no bidder, and leaves out what people wrote."


def record_pdf(paper: PaperReport, shelf: Shelf | None = None, note: Note = silent) -> bytes:
    """The paper as a tagged PDF. The same facts give the same bytes."""
    first, *rest = grouped(paper.sections, _weight)
    common = {"title": f"{paper.title}: {paper.tender}", "reference": paper.reference, "body_class": "paper-sheet"}
    parts = (
        render_to_string("papers/part.html", {**common, "template": "papers/_record_sections.html", "sections": group})
        for group in rest
    )
    cover = render_to_string("papers/record.html", {"paper": paper, "sections": first})
    return assemble(lambda _: cover, parts, foot=f"SHA-256 {paper.sha256}", shelf=shelf, note=note)


def record_workbook(paper: PaperReport) -> bytes:
    """The paper as a workbook: a sheet of what it is, then all its tables and decisions, one below the other."""
    book = Workbook(f"{paper.title}: {paper.tender}", at=UNDATED)
    about, said = book.sheet("About"), book.sheet("Record")
    about.widths(30, 70)
    about.title(f"{paper.title}: {paper.tender}")
    for label, value in (("Authority", paper.authority), ("Reference", paper.reference), *paper.facts):
        about.row(label, value)
    about.row("SHA-256", paper.sha256)
    about.row(paper.version)
    said.widths(28, 40)
    for section in paper.sections:
        said.row(section.heading, kind="total")
        for text in section.paragraphs:
            said.row(text)
        for table in section.tables:
            said.headers(*table.headers)
            for row in table.rows or [(table.empty,)]:
                said.row(*row)
        for heading, facts in section.facts:
            said.headers(heading)
            for fact in facts:
                said.row(*fact)
        said.gap()
    return book.finished()


def record_json(paper: PaperReport) -> bytes:
    """The paper as JSON: exactly what its SHA-256 is of."""
    return paper.facts_json.encode()


def report_json(report: EvaluationReport) -> bytes:
    """The evaluation report as JSON: exactly what its SHA-256 is of."""
    return report.facts_json.encode()


def _weight(section: Section) -> int:
    """How much a section has to say: a table's few rows weigh as much as one answer with its marks."""
    return 1 + sum(len(table.rows) // 5 for table in section.tables) + len(section.facts)


def conflict_register_paper(evaluation: Evaluation, *, redacted: bool) -> PaperReport:
    """The conflict register as it stands."""
    register = conflict_register(evaluation, redacted=redacted)
    found = tuple(entry.row for entry in register.found)
    everything = tuple(entry.row for entry in register.entries)
    headers = ConflictRegister.HEADERS
    return _paper(
        "Conflict register",
        evaluation,
        redacted,
        (("Declarations", str(len(everything))), ("Conflicts", str(len(found)))),
        (
            Section("Conflicts", tables=(Table("Conflicts", headers, found, empty="Nobody has a conflict."),)),
            Section(
                "Every declaration",
                ("Nothing here is ever changed: a new declaration stands beside the old one.",),
                (
                    Table(
                        "Declarations in the order in which they came",
                        headers,
                        everything,
                        empty="Nobody has declared yet.",
                    ),
                ),
            ),
        ),
    )


def moderation_record_paper(evaluation: Evaluation, *, redacted: bool) -> PaperReport:
    """The moderation record; Refused until the marks are final."""
    record = moderation_record(evaluation, redacted=redacted)
    facts = tuple(fact for fact in record.facts if fact[0] not in ("Tender", "Authority"))
    return _paper(record.title, evaluation, redacted, facts, tuple(_answer(answer) for answer in record.answers))


def recommendation_paper(evaluation: Evaluation, *, redacted: bool) -> PaperReport:
    """The recommendation report; Refused while nobody has recommended an award."""
    return _paper("Recommendation report", evaluation, redacted, *recommendation(evaluation, redacted=redacted))


def _answer(answer: RecordedAnswer) -> Section:
    rows = tuple(mark.row for mark in answer.marks)
    return Section(
        answer.heading,
        tables=(Table(f"The marks for {answer.heading}", MARK_HEADERS, rows, numbers="2"),),
        facts=(
            ("What stands", answer.stands.facts),
            *(
                (f"Agreed before, and replaced ({number})", past.facts)
                for number, past in enumerate(answer.before, start=1)
            ),
        ),
    )


def _paper(
    title: str,
    evaluation: Evaluation,
    redacted: bool,
    facts: tuple[tuple[str, str], ...],
    sections: tuple[Section, ...],
) -> PaperReport:
    tender = evaluation.tender
    return PaperReport(
        title,
        tender.title,
        str(tender.authority),
        tender.reference or "",
        REDACTED if redacted else FULL,
        facts,
        sections,
    )

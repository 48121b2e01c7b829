"""The conflict register and the moderation record as papers: in the uniform shape, and drawn as a tagged PDF."""

import json
from datetime import UTC, datetime

from django.template.loader import render_to_string

from commissioning.bids.reports.opening_record import opening_record
from commissioning.evaluation.models import Evaluation, SummaryRelease
from commissioning.evaluation.papers.parts import Note, Shelf, assemble, grouped, silent
from commissioning.evaluation.reports.assessment_summary import CRITERIA_HEADERS, SCALE_HEADERS, SCORE_HEADERS
from commissioning.evaluation.reports.conflict_register import ConflictRegister, conflict_register
from commissioning.evaluation.reports.moderation_record import MARK_HEADERS, RecordedAnswer, moderation_record
from commissioning.evaluation.reports.paper import PaperReport, Section, Table
from commissioning.evaluation.reports.recommendation import recommendation
from commissioning.evaluation.reports.report import EvaluationReport
from socialvalue.refusals import Refused
from socialvalue.text import datetime_text
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


def opening_paper(evaluation: Evaluation, *, redacted: bool) -> PaperReport:
    """The record of the opening; Refused before it. For publication bidders go by numbers in the order of arrival."""
    record = opening_record(evaluation.tender)
    bids = tuple(
        (f"Bidder {number}", datetime_text(bid.received_at), str(bid.version))
        if redacted
        else (
            bid.provider,
            datetime_text(bid.received_at),
            str(bid.version),
            bid.submitted_by,
            bid.reference,
            bid.sha256,
        )
        for number, bid in enumerate(record.bids, start=1)
    )
    headers = ("Bidder", "Received", "Version") + (() if redacted else ("Submitted by", "Receipt", "SHA-256"))
    tables = [Table("Bids in the order of their arrival", headers, bids, "3", empty="No bids were submitted.")]
    if redacted:
        others: tuple[tuple[str, str], ...] = tuple(
            (what, str(len(found)))
            for what, found in (
                ("Bids withdrawn", record.withdrawn),
                ("Bids too late", record.late),
                ("Bidders who had more time", record.extensions),
                ("Closings moved after an outage", record.moves),
            )
        )
        tables.append(Table("What else there was to know", ("What", "How many"), others, "2"))
    else:
        tables += [
            Table(
                "Documents",
                ("Bidder", "Document", "File", "SHA-256"),
                tuple(record.document_rows),
                empty="No documents were attached.",
            ),
            Table(
                "What else there was to know",
                ("What", "When"),
                tuple(record.other_rows),
                empty="No bid was withdrawn or too late, and nobody had more time.",
            ),
        ]
    facts = [("Asked for", datetime_text(record.asked_at)), ("Opened", datetime_text(record.opened_at))]
    if not redacted:
        facts += [("Asked for by", record.asked_by), ("Opened by", record.opened_by)]
    return _paper(
        "Opening record",
        evaluation,
        redacted,
        (*facts, ("Bids opened", str(len(bids))), ("The full record", record.hash_text)),
        (Section("What was there", tables=tuple(tables)),),
    )


def summaries_paper(evaluation: Evaluation) -> PaperReport:
    """Every assessment summary exactly as it was sent; Refused while none was.

    There is no version for publication: each letter is its bidder's own, and the award notice is what the public reads.
    """
    letters = SummaryRelease.objects.filter(evaluation=evaluation).select_related("released_by").order_by("pk")
    if not letters:
        raise Refused("The assessment summaries have not been sent.")
    return _paper(
        "Assessment summaries",
        evaluation,
        False,
        (("Letters", str(len(letters))),),
        tuple(_letter(row) for row in letters),
    )


def _letter(row: SummaryRelease) -> Section:
    said = json.loads(row.letter)
    own, winner = said["own_bid"], said["winner"]
    tables = [
        Table("The criteria", CRITERIA_HEADERS, _rows(said["criteria"]), "2"),
        Table("The scale", SCALE_HEADERS, _rows(said["scale"])),
        *(
            Table(f"The scores of {judged['bidder']}", SCORE_HEADERS, _rows(judged["scores"]), "2 3")
            for judged in (own, winner)
            if judged and judged["scores"]
        ),
    ]
    reasons = tuple(
        (
            f"{judged['bidder']}: {reason['name']}",
            (*((("Mark", reason["mark_text"]),) if reason["mark_text"] else ()), ("Reason", reason["text"])),
        )
        for judged in (own, winner)
        if judged
        for reason in judged["reasons"]
    )
    sent = f"Sent at {datetime_text(row.released_at)} by {row.released_by}. SHA-256 of the letter: {row.sha256}"
    return Section(f"The letter to {own['bidder']}", (sent,), tuple(tables), reasons)


def _rows(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows)


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

"""The conflict register and the moderation record as papers: in the uniform shape, and drawn as a tagged PDF."""

from django.template.loader import render_to_string

from commissioning.evaluation.models import Evaluation
from commissioning.evaluation.reports.conflict_register import ConflictRegister, conflict_register
from commissioning.evaluation.reports.moderation_record import MARK_HEADERS, RecordedAnswer, moderation_record
from commissioning.evaluation.reports.paper import PaperReport, Section, Table
from socialvalue.pdf import pdf_of

FULL = "This is the full version. It names people and bidders and is not for publication."
REDACTED = "This version can be published. It names no person and no bidder, and leaves out what people wrote."


def record_pdf(paper: PaperReport) -> bytes:
    """The paper as a tagged PDF. The same facts give the same bytes."""
    return pdf_of(render_to_string("papers/record.html", {"paper": paper}))


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

"""The kinds of papers in one place: who may have each, the page it stands beside, what its file is called, how it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from commissioning.evaluation import permissions
from commissioning.evaluation.models import Evaluation, Paper
from commissioning.evaluation.papers.document import pdf
from commissioning.evaluation.papers.parts import Note, Shelf, silent
from commissioning.evaluation.papers.procurement_file import procurement_file, procurement_zip
from commissioning.evaluation.papers.records import (
    conflict_register_paper,
    moderation_record_paper,
    opening_paper,
    recommendation_paper,
    record_json,
    record_pdf,
    record_workbook,
    report_json,
    summaries_paper,
)
from commissioning.evaluation.papers.workbook import workbook
from commissioning.evaluation.reports.report import evaluation_report
from socialvalue.accounts.models import User

Draw = Callable[[Any, Shelf | None, Note], bytes]
Gather = Callable[[Evaluation], Any]


@dataclass(frozen=True)
class PaperKind:
    """One kind. `page` names its page's address.

    `gather` gives the facts, which have a `paper_sha256`; `draw` makes the file of them, the same for the same facts.
    """

    check: Callable[[User, Evaluation], None]
    page: str
    name: str
    ending: str
    gather: Gather
    draw: Draw

    def build(self, evaluation: Evaluation, shelf: Shelf | None = None, note: Note = silent) -> bytes:
        """The file's bytes."""
        return self.draw(self.gather(evaluation), shelf, note)


def _at_once(make: Callable[[Any], bytes]) -> Draw:
    """What is made in one piece, without parts to keep."""
    return lambda facts, _shelf, _note: make(facts)


def _report(draw: Draw, ending: str) -> PaperKind:
    return PaperKind(
        permissions.check_sees_report, "evaluation_report", "evaluation-report", ending, evaluation_report, draw
    )


def _register(
    gather: Gather, draw: Draw = record_pdf, ending: str = "pdf", name: str = "conflict-register"
) -> PaperKind:
    return PaperKind(permissions.check_sees_conflict_register, "conflict_register", name, ending, gather, draw)


def _moderation(
    gather: Gather, draw: Draw = record_pdf, ending: str = "pdf", name: str = "moderation-record"
) -> PaperKind:
    return PaperKind(permissions.check_draws_moderation_record, "moderation_record", name, ending, gather, draw)


def _full_register(evaluation: Evaluation) -> object:
    return conflict_register_paper(evaluation, redacted=False)


def _full_moderation(evaluation: Evaluation) -> object:
    return moderation_record_paper(evaluation, redacted=False)


def _recommendation(
    gather: Gather,
    draw: Draw = record_pdf,
    ending: str = "pdf",
    name: str = "recommendation-report",
    check: Callable[[User, Evaluation], None] = permissions.check_draws_recommendation,
) -> PaperKind:
    return PaperKind(check, "ranking", name, ending, gather, draw)


def _full_recommendation(evaluation: Evaluation) -> object:
    return recommendation_paper(evaluation, redacted=False)


def _opening(gather: Gather, draw: Draw = record_pdf, ending: str = "pdf", name: str = "opening-record") -> PaperKind:
    return PaperKind(permissions.check_draws_opening_record, "evaluation_papers", name, ending, gather, draw)


def _full_opening(evaluation: Evaluation) -> object:
    return opening_paper(evaluation, redacted=False)


def _summaries(draw: Draw, ending: str) -> PaperKind:
    check = permissions.check_draws_summaries
    return PaperKind(check, "evaluation_papers", "assessment-summaries", ending, summaries_paper, draw)


KINDS = {
    Paper.Kind.PDF: _report(pdf, "pdf"),
    Paper.Kind.WORKBOOK: _report(_at_once(workbook), "xlsx"),
    Paper.Kind.JSON: _report(_at_once(report_json), "json"),
    Paper.Kind.REGISTER: _register(_full_register),
    Paper.Kind.REGISTER_REDACTED: _register(
        lambda evaluation: conflict_register_paper(evaluation, redacted=True), name="conflict-register-redacted"
    ),
    Paper.Kind.REGISTER_WORKBOOK: _register(_full_register, _at_once(record_workbook), "xlsx"),
    Paper.Kind.REGISTER_JSON: _register(_full_register, _at_once(record_json), "json"),
    Paper.Kind.MODERATION: _moderation(_full_moderation),
    Paper.Kind.MODERATION_REDACTED: _moderation(
        lambda evaluation: moderation_record_paper(evaluation, redacted=True), name="moderation-record-redacted"
    ),
    Paper.Kind.MODERATION_WORKBOOK: _moderation(_full_moderation, _at_once(record_workbook), "xlsx"),
    Paper.Kind.MODERATION_JSON: _moderation(_full_moderation, _at_once(record_json), "json"),
    Paper.Kind.RECOMMENDATION: _recommendation(_full_recommendation),
    Paper.Kind.RECOMMENDATION_REDACTED: _recommendation(
        lambda evaluation: recommendation_paper(evaluation, redacted=True),
        name="recommendation-report-redacted",
        check=permissions.check_draws_redacted_recommendation,
    ),
    Paper.Kind.RECOMMENDATION_WORKBOOK: _recommendation(_full_recommendation, _at_once(record_workbook), "xlsx"),
    Paper.Kind.RECOMMENDATION_JSON: _recommendation(_full_recommendation, _at_once(record_json), "json"),
    Paper.Kind.OPENING: _opening(_full_opening),
    Paper.Kind.OPENING_REDACTED: _opening(
        lambda evaluation: opening_paper(evaluation, redacted=True), name="opening-record-redacted"
    ),
    Paper.Kind.OPENING_WORKBOOK: _opening(_full_opening, _at_once(record_workbook), "xlsx"),
    Paper.Kind.OPENING_JSON: _opening(_full_opening, _at_once(record_json), "json"),
    Paper.Kind.SUMMARIES: _summaries(record_pdf, "pdf"),
    Paper.Kind.SUMMARIES_WORKBOOK: _summaries(_at_once(record_workbook), "xlsx"),
    Paper.Kind.SUMMARIES_JSON: _summaries(_at_once(record_json), "json"),
    Paper.Kind.PROCUREMENT_FILE: PaperKind(
        permissions.check_draws_procurement_file,
        "evaluation_papers",
        "procurement-file",
        "zip",
        procurement_file,
        procurement_zip,
    ),
}

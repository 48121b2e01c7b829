"""The kinds of papers in one place: who may have each, the page it stands beside, what its file is called, how it is made."""

from collections.abc import Callable
from dataclasses import dataclass

from commissioning.evaluation import permissions
from commissioning.evaluation.models import Evaluation, Paper
from commissioning.evaluation.papers.document import pdf
from commissioning.evaluation.papers.records import conflict_register_paper, moderation_record_paper, record_pdf
from commissioning.evaluation.papers.workbook import workbook
from commissioning.evaluation.reports.report import evaluation_report
from socialvalue.accounts.models import User


@dataclass(frozen=True)
class PaperKind:
    """One kind. `page` names its page's address; `build` gives the file's bytes, the same for the same facts."""

    check: Callable[[User, Evaluation], None]
    page: str
    name: str
    ending: str
    build: Callable[[Evaluation], bytes]


def _report(build: Callable[[object], bytes], ending: str) -> PaperKind:
    return PaperKind(
        permissions.check_sees_report,
        "evaluation_report",
        "evaluation-report",
        ending,
        lambda evaluation: build(evaluation_report(evaluation)),
    )


def _register(name: str, *, redacted: bool) -> PaperKind:
    return PaperKind(
        permissions.check_sees_conflict_register,
        "conflict_register",
        name,
        "pdf",
        lambda evaluation: record_pdf(conflict_register_paper(evaluation, redacted=redacted)),
    )


def _moderation(name: str, *, redacted: bool) -> PaperKind:
    return PaperKind(
        permissions.check_sees_moderation,
        "moderation_record",
        name,
        "pdf",
        lambda evaluation: record_pdf(moderation_record_paper(evaluation, redacted=redacted)),
    )


KINDS = {
    Paper.Kind.PDF: _report(pdf, "pdf"),
    Paper.Kind.WORKBOOK: _report(workbook, "xlsx"),
    Paper.Kind.REGISTER: _register("conflict-register", redacted=False),
    Paper.Kind.REGISTER_REDACTED: _register("conflict-register-redacted", redacted=True),
    Paper.Kind.MODERATION: _moderation("moderation-record", redacted=False),
    Paper.Kind.MODERATION_REDACTED: _moderation("moderation-record-redacted", redacted=True),
}

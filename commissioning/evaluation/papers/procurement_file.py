"""The procurement file: everything that explains each material decision of a tender, in one zip that is read offline.

The same facts give the same bytes: names are sorted, times in the zip are fixed, and asking for a paper is no fact.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from commissioning.evaluation.lifecycle import EvaluationEvent, Status
from commissioning.evaluation.models import Award, Challenge, Evaluation, FeedbackCall, Gate, Query, SummaryRelease
from commissioning.evaluation.papers.document import pdf
from commissioning.evaluation.papers.parts import Note, Shelf, silent
from commissioning.evaluation.papers.records import (
    conflict_register_paper,
    moderation_record_paper,
    opening_paper,
    recommendation_paper,
    record_pdf,
    summaries_paper,
)
from commissioning.evaluation.reports.lot import lot_rankings
from commissioning.evaluation.reports.paper import PaperReport
from commissioning.evaluation.reports.ranking import Ranking, ranking
from commissioning.evaluation.reports.report import evaluation_report
from commissioning.evaluation.scoring import result_as_json
from commissioning.tenders.models import Theme
from commissioning.tenders.papers.consideration import consideration_pdf
from commissioning.tenders.reports.consideration import consideration_record
from socialvalue.audit.models import AuditRecord
from socialvalue.text import date_text

ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say
AUDIT_NAME, SUMS_NAME = "audit.json", "SHA256SUMS"
CASES, RESULTS = "ranking/score-case", "ranking/result"
KEPT_YEARS = 3
"""Procurement Act 2023, s.98: for three years from the day of the contract, or of the award where none is made."""
STYLE = (
    "body{max-width:60rem;margin:2rem auto;padding:0 1rem;font:1.1rem/1.5 sans-serif;color:#0b0c0c;background:#fff}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem;border-bottom:1px solid #505a5f;"
    "vertical-align:top;overflow-wrap:anywhere}a{color:#1d70b8}a:focus{outline:3px solid #0b0c0c;background:#fd0}\n"
)


@dataclass(frozen=True)
class Piece:
    """One file of the procurement file: its path, what it is, and its bytes; or how it is drawn, and the facts' hash."""

    name: str
    title: str
    content: bytes = b""
    draw: Callable[[Shelf | None], bytes] | None = None
    facts_sha256: str = ""


@dataclass(frozen=True)
class ProcurementFile:
    """Every piece, sorted by name, and what is not there yet with the reason."""

    title: str
    authority: str
    reference: str
    keep_text: str
    pieces: tuple[Piece, ...]
    missing: tuple[tuple[str, str], ...]

    @property
    def paper_sha256(self) -> str:
        """SHA-256 of all that the file is made of."""
        said = [(one.name, one.facts_sha256 or _sha256(one.content)) for one in self.pieces]
        return _sha256(_json([self.title, self.authority, self.reference, self.keep_text, said, self.missing]))


def procurement_file(evaluation: Evaluation) -> ProcurementFile:
    """What there is by now. No price, point or ranking before prices are opened; no mark before marks are final."""
    award = Award.objects.filter(evaluation=evaluation).select_related("evaluation__tender").first()
    tender = evaluation.tender
    missing = tuple(_missing(evaluation, award))
    pieces = [*_tender(evaluation), *_judging(evaluation), *_decided(evaluation, award)]
    return ProcurementFile(
        title=tender.title,
        authority=str(tender.authority),
        reference=tender.reference or "",
        keep_text=_keep_text(award),
        pieces=tuple(sorted(pieces, key=lambda one: one.name)),
        missing=missing,
    )


def procurement_zip(found: ProcurementFile, shelf: Shelf | None = None, note: Note = silent) -> bytes:
    """The zip: the pieces, an index to read, a manifest, and the sums that “sha256sum -c SHA256SUMS” checks."""
    files: dict[str, bytes] = {}
    for number, piece in enumerate(found.pieces):
        note(number, len(found.pieces))
        files[piece.name] = piece.draw(shelf) if piece.draw else piece.content
    listed = [
        {
            "path": piece.name,
            "title": piece.title,
            "bytes": len(files[piece.name]),
            "sha256": _sha256(files[piece.name]),
        }
        for piece in found.pieces
    ]
    files["style.css"] = STYLE.encode()
    files["manifest.json"] = _json({"files": listed, "missing": found.missing, "keep": found.keep_text})
    index = {"file": found, "listed": listed, "sums": SUMS_NAME, "audit": AUDIT_NAME}
    files["index.html"] = render_to_string("papers/procurement_file.html", index).encode()
    files[SUMS_NAME] = "".join(f"{_sha256(files[name])}  {name}\n" for name in sorted(files)).encode()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, files[name])
    note(1, 1)
    return written.getvalue()


def _tender(evaluation: Evaluation) -> Iterator[Piece]:
    """What was published, asked and answered, and the conflicts that were known before."""
    tender = evaluation.tender
    for pack in tender.packs.order_by("version"):
        yield Piece(
            f"tender/version-{pack.version}.json", f"The tender, version {pack.version}", pack.document.encode()
        )
    record = consideration_record(tender, tender.published_at)
    yield Piece(
        "tender/consideration-record.pdf",
        "Social value consideration record (PDF)",
        draw=lambda _: consideration_pdf(record),
        facts_sha256=_sha256(_json(asdict(record))),
    )
    engagements = tender.engagements.published().order_by("pk")
    yield _rows(
        "tender/engagement.json",
        "Whom the authority asked before the tender",
        engagements.values("title", "planned", "opens_on", "closes_on", "published_by__name", "published_at"),
    )
    yield _rows(
        "tender/engagement-replies.json",
        "What it heard and what it did",
        Theme.objects.filter(engagement__in=engagements.exclude(replied_at=None))
        .order_by("engagement", "name")
        .values("engagement__title", "name", "heard", "did", "question_ids"),
    )
    addenda = tender.addenda.published().values(
        "number", "reason", "closing_reason", "published_by__name", "published_at"
    )
    yield _rows("tender/addenda.json", "Changes to the tender and their reasons", addenda)
    asked = tender.clarifications.exclude(number=None).order_by("number")
    yield _rows(
        "tender/clarifications.json",
        "Questions about the tender and their answers",
        asked.values("number", "wording", "answer", "settled_by__name", "settled_at"),
    )
    assessed = tender.conflicts_assessments.order_by("version")
    yield _rows(
        "tender/conflicts-assessment.json",
        "The conflicts assessment, every version",
        assessed.values("version", "stage", "change", "entries", "reason", "by__name", "at"),
    )


def _judging(evaluation: Evaluation) -> Iterator[Piece]:
    """The opening, conflicts, conditions, questions to bidders; marks once final; the ranking once prices are open."""
    yield from _paper("evaluation/opening-record", opening_paper(evaluation, redacted=False))
    gates = Gate.objects.filter(evaluation=evaluation).order_by("pk")
    yield _rows(
        "evaluation/conditions.json",
        "Which bid meets which condition",
        gates.values(
            "condition_id",
            "bid__provider__name",
            "is_passed",
            "reason",
            "decided_by__name",
            "decided_at",
            "confirmed_by__name",
            "confirmed_at",
        ),
    )
    yield from _paper("evaluation/conflict-register", conflict_register_paper(evaluation, redacted=False))
    if evaluation.agreed_at:
        yield from _paper("evaluation/moderation-record", moderation_record_paper(evaluation, redacted=False))
    if evaluation.is_price_open:
        queries = Query.objects.filter(evaluation=evaluation)
        yield _rows(
            "evaluation/queries.json",
            "Questions to bidders about their bids, and answers",
            queries.values(
                "bid__provider__name",
                "kind",
                "about",
                "text",
                "asked_by__name",
                "asked_at",
                "answer",
                "answered_at",
                "outcome",
                "reason",
                "decided_by__name",
                "decided_at",
                "confirmed_by__name",
                "confirmed_at",
            ),
        )
        for lot, ranked in _rankings(evaluation):
            yield Piece(
                f"{CASES}{lot}.json", "The scoring case: what the ranking is worked out from", _json(ranked.case)
            )
            yield Piece(f"{RESULTS}{lot}.json", "The ranking with its working", result_as_json(ranked.result).encode())
        if not evaluation.tender.file.lots:
            report = evaluation_report(evaluation)
            name, title = "evaluation/evaluation-report", "Evaluation report"
            yield Piece(f"{name}.json", f"{title} (JSON)", report.facts_json.encode())
            yield Piece(
                f"{name}.pdf", f"{title} (PDF)", draw=lambda shelf: pdf(report, shelf), facts_sha256=report.paper_sha256
            )


def _rankings(evaluation: Evaluation) -> Iterator[tuple[str, Ranking]]:
    """How each ranking's files end, and the ranking: one, or one a lot that has bids."""
    if not evaluation.tender.file.lots:
        yield "", ranking(evaluation)
        return
    for number, lot in enumerate(lot_rankings(evaluation)[0], start=1):
        if lot.ranking:
            yield f"-lot-{number}", lot.ranking


def _decided(evaluation: Evaluation, award: Award | None) -> Iterator[Piece]:
    """The recommendation, the letters as sent, challenges, and the audit trail."""
    if award:
        yield from _paper("award/recommendation-report", recommendation_paper(evaluation, redacted=False))
        columns = ("told_by__name", "told_at", "notice_at", "standstill_until", "standstill_reason")
        told = Award.objects.filter(pk=award.pk).values("recommended_at", "approved_by__name", "approved_at", *columns)
        yield _rows("award/notice-and-standstill.json", "Approval, notice and standstill", told)
    letters = SummaryRelease.objects.filter(evaluation=evaluation).select_related("bid__provider").order_by("pk")
    for number, letter in enumerate(letters, start=1):
        title = f"Assessment summary sent to {letter.bid.provider}"
        yield Piece(f"award/assessment-summary-{number:03}.json", title, letter.letter.encode())
    if letters:
        yield from _paper("award/assessment-summaries", summaries_paper(evaluation))
    challenges = Challenge.objects.filter(evaluation=evaluation)
    if challenges:
        columns = ("about", "recorded_by__name", "is_upheld", "reason", "decided_by__name", "decided_at")
        rows = challenges.values("bid__provider__name", "received_at", *columns)
        yield _rows("award/challenges.json", "Challenges and what was decided", rows)
    calls = FeedbackCall.objects.filter(evaluation=evaluation)
    if calls:
        rows = calls.values("bid__provider__name", "held_at", "people", "notes", "recorded_by__name", "recorded_at")
        yield _rows("award/feedback-calls.json", "Feedback calls with bidders", rows)
    yield Piece(AUDIT_NAME, "The audit trail of the tender and its evaluation", _json(list(_trail(evaluation))))


def _trail(evaluation: Evaluation) -> Iterator[dict[str, object]]:
    """Every entry about the tender and the evaluation but that somebody asked for a paper, which decides nothing."""
    history = AuditRecord.objects.history_of
    rows = (history(evaluation.tender) | history(evaluation)).exclude(event=EvaluationEvent.PAPER_ASKED.code)
    return iter(rows.order_by("pk").values(*AUDIT_FIELDS))


AUDIT_FIELDS = (
    "at",
    "event",
    "target_type",
    "target_id",
    "person_id",
    "person_name",
    "sentence",
    "facts",
    "previous_hash",
    "hash",
)


def _missing(evaluation: Evaluation, award: Award | None) -> Iterator[tuple[str, str]]:
    """What the reader might look for in vain, each with the reason."""
    if not evaluation.agreed_at:
        yield "The moderation record", "The panel has not agreed every mark."
    if not evaluation.is_price_open:
        yield "Questions to bidders, the evaluation report and the ranking", "The prices are sealed."
    if award is None:
        yield "The recommendation report", "Nobody has recommended an award."
    elif award.approved_at is None:
        yield "The approval", "Nobody has approved the award."
    if Status(evaluation.status) not in (Status.TOLD, Status.CONCLUDED):
        yield "Assessment summaries", "They have not been sent."


def _keep_text(award: Award | None) -> str:
    """How long the file is to be kept. The contract belongs to a later stage, so its day is spoken of in words."""
    source = "Procurement Act 2023, s.98"
    if award is None or award.approved_at is None:
        return f"Keep it for three years from the day of the contract, or of the award where no contract is made ({source})."
    until = date_text(_years_after(timezone.localdate(award.approved_at)))
    return f"Keep it until {until}: three years from the award. A contract moves that to three years from its day ({source})."


def _years_after(day: date) -> date:
    try:
        return day.replace(year=day.year + KEPT_YEARS)
    except ValueError:  # 29 February
        return date(day.year + KEPT_YEARS, 3, 1)


def _paper(name: str, paper: PaperReport) -> Iterator[Piece]:
    yield Piece(f"{name}.json", f"{paper.title} (JSON)", paper.facts_json.encode())
    # Only the evaluation report is long enough for its parts to be kept.
    yield Piece(f"{name}.pdf", f"{paper.title} (PDF)", draw=lambda _: record_pdf(paper), facts_sha256=paper.sha256)


def _rows(name: str, title: str, rows: models.QuerySet) -> Piece:
    return Piece(name, title, _json(list(rows)))


def _json(said: object) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True, default=_plain) + "\n").encode()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

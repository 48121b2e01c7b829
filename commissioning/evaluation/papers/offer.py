"""What can be made of an evaluation by one person: every paper with its versions, or why there is none yet."""

from collections.abc import Callable
from dataclasses import dataclass

from commissioning.evaluation.models import Evaluation, Paper
from commissioning.evaluation.papers.kinds import KINDS
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused
from socialvalue.text import datetime_text

Kind = Paper.Kind
VERSIONS = {
    "": "Make the full PDF",
    "-redacted": "Make the PDF for publication",
    "-xlsx": "Make the workbook",
    "-json": "Make the JSON file",
}


def _versions(name: str, *without: str) -> dict[Paper.Kind, str]:
    return {Kind(f"{name}{ending}"): text for ending, text in VERSIONS.items() if ending not in without}


GROUPS = (
    (
        "Evaluation report",
        "How bids were judged, with every mark, reason and sum. The PDF carries the case that gives the ranking again.",
        {Kind.PDF: "Make the PDF", Kind.WORKBOOK: "Make the workbook", Kind.JSON: "Make the JSON file"},
    ),
    (
        "Recommendation report",
        "What was asked, who bid, what was found, why this bid was chosen and who decided.",
        _versions("recommendation"),
    ),
    (
        "Opening record",
        "What was there when the bids were opened: receipts, times, documents, what was withdrawn or too late.",
        _versions("opening"),
    ),
    (
        "Conflict register",
        "Who said what about which bidder, when, and what was done about it.",
        _versions("register"),
    ),
    (
        "Moderation record",
        "What was agreed for each answer, who was present, and why a mark moved.",
        _versions("moderation"),
    ),
    ("Assessment summaries", "The letters to all bidders as they were sent.", _versions("summaries", "-redacted")),
    (
        "Procurement file",
        "One download of everything that explains each decision so far, with a page to read it without the portal.",
        {Kind.PROCUREMENT_FILE: "Make the procurement file"},
    ),
)


@dataclass(frozen=True)
class Offer:
    """One paper: the versions that the person may have made, as (kind, words on the button); or why there is none."""

    title: str
    about: str
    versions: tuple[tuple[str, str], ...]
    why_not: str


@dataclass(frozen=True)
class Made:
    """A paper that somebody had made."""

    paper_id: int
    title: str
    asked: str


def offers(evaluation: Evaluation, user: User) -> list[Offer]:
    """Every paper. Some queries for each, however large the evaluation."""
    return [_offer(evaluation, user, *group) for group in GROUPS]


def made(evaluation: Evaluation, offered: list[Offer], newest: int = 20) -> list[Made]:
    """The newest papers of the versions that are offered. One query."""
    kinds = [kind for offer in offered for kind, _ in offer.versions]
    rows = Paper.objects.filter(evaluation=evaluation, kind__in=kinds).select_related("asked_by")[:newest]
    return [Made(row.pk, row.get_kind_display(), f"{row.asked_by}, {datetime_text(row.asked_at)}") for row in rows]


def _offer(evaluation: Evaluation, user: User, title: str, about: str, versions: dict[Paper.Kind, str]) -> Offer:
    if Kind.PDF in versions and evaluation.tender.file.lots:
        return Offer(title, about, (), "A tender in lots has none: each lot has a ranking of its own.")
    # Versions that the same people may have are asked about once.
    refusals = {check: _refusal(check, user, evaluation) for check in {KINDS[kind].check for kind in versions}}
    may = tuple((kind.value, text) for kind, text in versions.items() if not refusals[KINDS[kind].check])
    return Offer(title, about, may, "" if may else refusals[KINDS[next(iter(versions))].check])


def _refusal(check: Callable[[User, Evaluation], None], user: User, evaluation: Evaluation) -> str:
    try:
        check(user, evaluation)
    except Refused as refusal:
        return " ".join(refusal.problems)
    return ""

"""The evaluation report: everything that was decided, by whom and why, in one frozen dataclass.

The page, the PDF and the workbook are all drawn from it. `sha256` is of its facts before the signature, so it stays the
same from the moment the panel has agreed: whoever holds a report can ask the portal whether it is still the same.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from uuid import UUID

from django.db.models import OuterRef, Subquery

from commissioning.bids.reports import OpenedBid, opened_submissions
from commissioning.evaluation.lifecycle import BEFORE_PRICES, EvaluationEvent
from commissioning.evaluation.models import Conflict, Consensus, Evaluation, Gate, Mark, PanelMember
from commissioning.evaluation.reports.average import averages
from commissioning.evaluation.reports.facts import (
    AnswerFacts,
    BidFacts,
    DeclarationFacts,
    GateFacts,
    LevelFacts,
    MarkFacts,
    NodeFacts,
    OpeningFacts,
    PartFacts,
    PromiseFacts,
    QuestionFacts,
    RankedFacts,
    SeatFacts,
    TenderFacts,
    TrailFacts,
)
from commissioning.evaluation.reports.method import Method, method
from commissioning.evaluation.reports.ranking import Ranking, ranking_of
from commissioning.tenders.models import Pack
from commissioning.tenders.tenderfile import Formula, plain
from socialvalue.audit.models import AuditRecord
from socialvalue.refusals import Refused
from socialvalue.text import datetime_text, list_text

# Our own sentences (formulas, working, ties) are not hashed: a better word in them would make a signed report look
# changed. What they say follows from the case, which is hashed whole.
HASHED = (
    "tender",
    "panel",
    "declarations",
    "opening",
    "bids",
    "gates",
    "questions",
    "case",
    "agreed_by",
    "agreed_at",
    "trail",
)
NOBODY_MET = "Nobody met: the published method is the average of the marks."
TIE_WORDS = {"lowest_price": "the lowest price", "lot": "drawing lots"}


@dataclass(frozen=True)
class Signature:
    """The chair's: who, when, and the hash of the facts that were signed."""

    by: str
    at: datetime
    sha256: str


@dataclass(frozen=True)
class EvaluationReport:
    """The whole report. `agreed_at` dates it: the instant at which quality became final."""

    tender_id: int
    tender: TenderFacts
    nodes: tuple[NodeFacts, ...]
    levels: tuple[LevelFacts, ...]
    tie_rules: tuple[str, ...]
    ranks_by_price_per_point: bool
    panel: tuple[SeatFacts, ...]
    declarations: tuple[DeclarationFacts, ...]
    opening: OpeningFacts
    bids: tuple[BidFacts, ...]
    gates: tuple[GateFacts, ...]
    questions: tuple[QuestionFacts, ...]
    ranking: tuple[RankedFacts, ...]
    ties: tuple[str, ...]
    working: tuple[tuple[str, str], ...]
    case: dict[str, object]
    agreed_by: str
    agreed_at: datetime
    trail: TrailFacts
    signature: Signature | None

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of `facts_json`, as 64 hexadecimal digits."""
        return hashlib.sha256(self.facts_json.encode()).hexdigest()

    @property
    def paper_sha256(self) -> str:
        """SHA-256 of all that a paper of this report says: its facts and its signature."""
        return hashlib.sha256(f"{self.facts_json}\n{self.signed_text}".encode()).hexdigest()

    @property
    def facts_json(self) -> str:
        """The facts as JSON: sorted keys, no spaces, UTF-8; figures as plain text, instants in UTC. No signature."""
        said = asdict(self)
        facts = {name: said[name] for name in HASHED}
        facts["ranking"] = [[row.bid_reference, row.rank, row.total] for row in self.ranking]
        return json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_written)

    @property
    def case_json(self) -> str:
        """The case that `manage.py score` reads."""
        return json.dumps(self.case, ensure_ascii=False, indent=2) + "\n"

    @property
    def winner_text(self) -> str:
        """Who ranks first, in a sentence."""
        first = [row for row in self.ranking if row.rank == 1]
        if not first:
            return "No bid qualifies."
        names = list_text([row.provider for row in first])
        scored = f"{first[0].total_text} points out of 100"
        if self.ranks_by_price_per_point:
            scored = f"{first[0].figure_text} for each point"
        return f"{names} ranks first with {scored}." if len(first) == 1 else f"{names} rank first, level at {scored}."

    @property
    def signed_text(self) -> str:
        """The signature as a sentence, with a word of warning where the facts are no longer those signed."""
        if self.signature is None:
            return "Not signed off yet."
        signed = f"Signed off by {self.signature.by} at {datetime_text(self.signature.at)}."
        if self.signature.sha256 == self.sha256:
            return f"{signed} The hash that was signed is that of the facts in this report."
        return (
            f"{signed} The hash that was signed is {self.signature.sha256}: the facts are not those that were signed."
        )


def evaluation_report(evaluation: Evaluation) -> EvaluationReport:
    """The report of an evaluation whose prices are open; Refused before that. Twelve queries, however many bids."""
    row = _row(evaluation)
    if row.status in BEFORE_PRICES:
        raise Refused("The report is there once an officer has opened the prices.")
    published = method(row.tender)
    opened = opened_submissions(row.tender)
    ranked = ranking_of(row, published, opened)
    providers = {bid.bid_id: bid.provider for bid in opened}
    shares = {node.id: node.share or Decimal(0) for node in ranked.nodes}
    signature = None
    if row.signed_off_at:
        signature = Signature(str(row.signed_off_by), row.signed_off_at, row.report_sha256)
    return EvaluationReport(
        tender_id=row.tender_id,
        tender=_tender(row, published),
        nodes=tuple(NodeFacts(node.id, node.name, node.depth, node.share, node.formula_text) for node in ranked.nodes),
        levels=tuple(
            LevelFacts(level.mark, level.label or "", level.means or "")
            for level in published.levels
            if level.mark is not None
        ),
        tie_rules=tuple(_tie_rules(published, ranked)),
        ranks_by_price_per_point=ranked.case.get("formula") == Formula.PRICE_PER_POINT,
        panel=tuple(_panel(row)),
        declarations=tuple(_declarations(row, providers)),
        opening=_opening(row),
        bids=tuple(_bid(bid, published) for bid in opened),
        gates=tuple(_gates(row, published, providers)),
        questions=tuple(_questions(row, published, opened, shares)),
        ranking=tuple(_ranking(ranked)),
        ties=ranked.ties,
        working=ranked.working,
        case=ranked.case,
        agreed_by=str(row.agreed_by),
        agreed_at=row.agreed_at,
        trail=_trail(row),
        signature=signature,
    )


def report_sha256(evaluation: Evaluation) -> str:
    """The hash of the report's facts: what the chair signs."""
    return evaluation_report(evaluation).sha256


def _written(value: object) -> str:
    """A figure, an instant or a day as the canonical JSON has it, the same on every database."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} has no place in the facts of a report")


def _row(evaluation: Evaluation) -> Evaluation:
    """The evaluation with its people, its opening, and what its newest pack says of itself, in one query."""
    newest = Pack.objects.filter(tender=OuterRef("tender")).order_by("-version")
    return (
        Evaluation.objects.select_related(
            "tender__authority", "tender__opening__asked_by", "tender__opening__opened_by", "agreed_by", "signed_off_by"
        )
        .annotate(
            pack_version=Subquery(newest.values("version")[:1]),
            pack_sha256=Subquery(newest.values("sha256")[:1]),
            pack_published_at=Subquery(newest.values("published_at")[:1]),
            pack_published_by=Subquery(newest.values("published_by__name")[:1]),
        )
        .get(pk=evaluation.pk)
    )


def _tender(row: Evaluation, published: Method) -> TenderFacts:
    return TenderFacts(
        reference=row.tender.reference,
        title=published.file.title,
        authority=str(row.tender.authority),
        value=published.file.value.amount,
        route=published.file.procedure,
        closes_at=row.tender.closes_at,
        pack_version=row.pack_version,
        pack_sha256=row.pack_sha256,
        pack_published_at=row.pack_published_at,
        pack_published_by=row.pack_published_by,
    )


def _tie_rules(published: Method, ranked: Ranking) -> Iterator[str]:
    names = {node.id: node.name for node in ranked.nodes}
    for rule in published.file.ties or ():
        yield TIE_WORDS[rule] if rule in TIE_WORDS else f"the most points for {names.get(rule, rule)}"


def _panel(row: Evaluation) -> Iterator[SeatFacts]:
    seats = row.panel.select_related("user").order_by("seat", "user__name", "pk")  # the chair before the evaluators
    return (SeatFacts(str(seat.user), PanelMember.Seat(seat.seat), seat.locked_at) for seat in seats)


def _declarations(row: Evaluation, providers: dict[UUID, str]) -> Iterator[DeclarationFacts]:
    """What stood when the panel agreed: of each person and bidder the first conflict, or else the newest declaration."""
    rows = Conflict.objects.before_agreement().filter(evaluation=row)
    ordered = rows.order_by("user__name", "user", "bid__provider__name", "bid", "pk")
    columns = "user_id", "user__name", "bid_id", "is_conflicted", "detail", "declared_at", "handling"
    stands: dict[tuple[int, UUID], DeclarationFacts] = {}
    for user_id, person, bid_id, *said in ordered.values_list(*columns):
        before = stands.get((user_id, bid_id))
        if before is None or not before.is_conflicted:
            stands[user_id, bid_id] = DeclarationFacts(person, providers[bid_id], *said)
    return iter(stands.values())


def _opening(row: Evaluation) -> OpeningFacts:
    opening = row.tender.opening
    return OpeningFacts(str(opening.asked_by), opening.asked_at, str(opening.opened_by), opening.opened_at)


def _bid(bid: OpenedBid, published: Method) -> BidFacts:
    promises = tuple(
        PromiseFacts(question.id, promise.measure, promise.unit, promise.quantity, promise.by_when)
        for question in published.promised
        for promise in bid.file.commitments_to(question.id)
    )
    return BidFacts(bid.reference, bid.provider, bid.version, bid.submitted_at, bid.sha256, bid.file.price, promises)


def _gates(row: Evaluation, published: Method, providers: dict[UUID, str]) -> Iterator[GateFacts]:
    """Condition by condition, in the order of the tender."""
    order = {condition.id: place for place, condition in enumerate(published.conditions)}
    names = {condition.id: condition.name for condition in published.conditions}
    columns = "condition_id", "bid_id", "is_passed", "reason", "decided_by__name", "decided_at"
    rows = [one for one in Gate.objects.filter(evaluation=row).values_list(*columns) if one[0] in order]
    for condition_id, bid_id, *decided in sorted(rows, key=lambda one: (order[one[0]], providers[one[1]])):
        yield GateFacts(condition_id, names[condition_id], providers[bid_id], *decided)


def _questions(
    row: Evaluation, published: Method, opened: list[OpenedBid], shares: dict[str, Decimal]
) -> Iterator[QuestionFacts]:
    """Every answer with its marks and its agreed mark. Two queries; nothing is loaded as an object."""
    agreed = {}
    differences = {}
    columns = "question_id", "bid_id", "mark", "reason", "present", "agreed_by__name", "agreed_at"
    rows = Consensus.objects.filter(evaluation=row)
    for *agreement, mark_id, why in rows.values_list(*columns, "differences__mark_id", "differences__reason"):
        agreed[agreement[0], agreement[1]] = agreement[2:]
        differences[mark_id] = why
    if published.is_average:
        for (bid_id, question_id), one in averages(row).items():
            said = one.working[:1].upper() + one.working[1:] + "."
            agreed[question_id, bid_id] = (one.mark, said, NOBODY_MET, str(row.agreed_by), row.agreed_at)
    marks: dict[tuple[str, UUID], list[MarkFacts]] = defaultdict(list)
    seen = (
        Mark.objects.revealed().counted().filter(evaluator__evaluation=row, evaluator__seat=PanelMember.Seat.EVALUATOR)
    )
    ordered = seen.order_by("evaluator__user__name", "evaluator").values_list(
        "pk", "question_id", "bid_id", "evaluator__user__name", "mark", "reason"
    )
    for pk, question_id, bid_id, person, mark, reason in ordered:
        marks[question_id, bid_id].append(MarkFacts(person, mark, reason, differences.get(pk, "")))
    for question in published.marked:
        answers = tuple(
            AnswerFacts(
                bid.reference, bid.provider, tuple(marks[question.id, bid.bid_id]), *agreed[question.id, bid.bid_id]
            )
            for bid in opened
            if (question.id, bid.bid_id) in agreed  # a bid that fails a condition was not marked
        )
        yield QuestionFacts(question.id, question.text or question.id, shares[question.id], answers)


def _ranking(ranked: Ranking) -> Iterator[RankedFacts]:
    figures = {row.id: row.figure for row in ranked.result.bids}
    for bid in ranked.bids:
        yield RankedFacts(
            bid_reference=bid.reference,
            provider=bid.provider,
            rank=bid.rank,
            rank_text=bid.rank_text,
            total=bid.total,
            total_text=bid.total_text,
            figure=figures[bid.reference],
            parts=tuple(PartFacts(part.node.id, part.points, part.contribution) for part in bid.parts),
            disqualified=bid.disqualified,
            flags=bid.flags,
        )


def _trail(row: Evaluation) -> TrailFacts:
    """The records up to the newest locking of the consensus; what came after is no part of what is signed. One query."""
    records = list(AuditRecord.objects.history_of(row))
    locked = max(place for place, record in enumerate(records) if record.event == EvaluationEvent.CONSENSUS_LOCKED.code)
    kept = records[: locked + 1]
    return TrailFacts(len(kept), kept[-1].hash, all(record.hash == record.expected_hash() for record in kept))

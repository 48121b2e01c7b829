"""Assessment summaries: the letter that tells each bidder how its bid was judged (Procurement Regulations 2024, reg 31).

To each bidder: the criteria with their weights and the scores available, its own scores with the reason for each, and
the winner's name, scores and reasons; where a bid is out, why. Of any other bidder it holds nothing, not even how many
there were. Prices are facts of a bid that belong to its maker, so no letter holds one.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from uuid import UUID

from commissioning.bids.models import Bid, Partner
from commissioning.bids.reports import OpenedBid, opened_submissions
from commissioning.evaluation.models import Award, Consensus, Evaluation, SummaryWording
from commissioning.evaluation.reports.average import averages
from commissioning.evaluation.reports.method import Method, method
from commissioning.evaluation.reports.ranking import Ranking, ranking_of
from commissioning.evaluation.reports.scan import Piece, Rival, pieces
from commissioning.tenders.tenderfile import plain
from providers.models import Member
from socialvalue.refusals import Refused
from socialvalue.text import date_text

CRITERIA_HEADERS = ("Criterion", "Weight in the whole", "How the points are worked out")
SCALE_HEADERS = ("Mark", "Name", "What it means")
SCORE_HEADERS = ("Criterion", "Most it could add", "Points added")


@dataclass(frozen=True)
class Reason:
    """One reason in one letter. `pieces` are its text with what the check found; `is_accepted` lets that stand."""

    about: UUID
    question_id: str
    name: str
    mark_text: str
    text: str
    pieces: tuple[Piece, ...]
    is_accepted: bool

    @property
    def is_open(self) -> bool:
        """Whether the check found something that nobody has decided about."""
        return not self.is_accepted and any(piece.why for piece in self.pieces)


@dataclass(frozen=True)
class Judged:
    """What one bid got and why. `scores` stand under SCORE_HEADERS; a bid that is out has none, and `out` says why."""

    bidder: str
    total_text: str
    scores: tuple[tuple[str, ...], ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class AssessmentSummary:
    """One letter. `winner` is None in the letter to the winner, who is told of itself only."""

    bid_id: UUID
    tender: str
    reference: str
    authority: str
    planned: str
    criteria: tuple[tuple[str, ...], ...]
    scale: tuple[tuple[str, ...], ...]
    own_bid: Judged
    winner: Judged | None

    @property
    def judged(self) -> tuple[Judged, ...]:
        """The bids that the letter speaks of."""
        return (self.own_bid, self.winner) if self.winner else (self.own_bid,)

    @property
    def to_decide(self) -> int:
        """How many reasons hold something found that nobody has decided about."""
        return sum(reason.is_open for judged in self.judged for reason in judged.reasons)

    @property
    def letter(self) -> str:
        """The letter as canonical JSON: what is kept and hashed. It holds nothing of the check."""
        facts = asdict(self)
        facts["bid_id"] = str(self.bid_id)
        for judged in filter(None, (facts["own_bid"], facts["winner"])):
            judged["reasons"] = [
                {key: reason[key] for key in ("question_id", "name", "mark_text", "text")}
                for reason in judged["reasons"]
            ]
        return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        """The SHA-256 of the letter."""
        return hashlib.sha256(self.letter.encode()).hexdigest()


Wordings = dict[tuple[UUID, UUID, str], SummaryWording]


def assessment_summaries(evaluation: Evaluation) -> tuple[AssessmentSummary, ...]:
    """Every bidder's letter, as it would be sent now, in the order of the bidders' names. Twelve queries, however many bids."""
    award = Award.objects.get(evaluation=evaluation)
    published, opened = method(evaluation.tender), opened_submissions(evaluation.tender)
    ranked = ranking_of(evaluation, published, opened)
    said = _reasons(evaluation, published, ranked)
    newest: Wordings = {
        (row.to_id, row.about_id, row.question_id): row
        for row in SummaryWording.objects.filter(evaluation=evaluation).order_by("pk")
    }
    rivals = {rival.bid_id: rival for rival in _rivals(opened)}
    judge = _Judge(ranked, opened, said, newest, rivals)
    timetable = published.file.timetable
    return tuple(
        AssessmentSummary(
            bid_id=bid.bid_id,
            tender=evaluation.tender.title,
            reference=evaluation.tender.reference,
            authority=str(evaluation.tender.authority),
            planned=date_text(timetable.award_on) if timetable and timetable.award_on else "",
            criteria=tuple(
                (node.name, node.share_text or "None", node.formula_text) for node in ranked.nodes if node.share
            ),
            scale=tuple(
                (plain(level.mark), level.label or "", level.means or "")
                for level in published.levels
                if level.mark is not None
            ),
            own_bid=judge.of(bid.bid_id, to=bid.bid_id, winner=award.bid_id),
            winner=None if bid.bid_id == award.bid_id else judge.of(award.bid_id, to=bid.bid_id, winner=award.bid_id),
        )
        for bid in sorted(opened, key=lambda one: (one.provider, one.bid_id))
    )


def letter_wordings(evaluation: Evaluation, bid_id: UUID) -> dict[tuple[UUID, str], str]:
    """How the reasons read in the letter to one bidder where they were worded for it. One query."""
    rows = SummaryWording.objects.filter(evaluation=evaluation, to=bid_id).order_by("pk")
    return {(about, question): text for about, question, text in rows.values_list("about_id", "question_id", "text")}


Said = dict[UUID, tuple[tuple[str, str, str, str], ...]]
"""By bid: (question's id, its name, mark, reason)."""


def _reasons(evaluation: Evaluation, published: Method, ranked: Ranking) -> Said:
    """The agreed reasons of every bid in the order of the tender, and why those that are out are out."""
    found: dict[tuple[UUID, str], tuple[str, str]] = {}
    if published.is_average:
        found = {answer: (one.text, one.reason) for answer, one in averages(evaluation).items()}
    else:
        rows = Consensus.objects.filter(evaluation=evaluation)
        columns = "bid_id", "question_id", "mark", "reason"
        found = {(bid, question): (plain(mark), reason) for bid, question, mark, reason in rows.values_list(*columns)}
    said: dict[UUID, list[tuple[str, str, str, str]]] = defaultdict(list)
    for bid in ranked.bids:
        for place, why in enumerate(bid.disqualified, start=1):
            said[bid.bid_id].append((f"out.{place}", "Why this bid could not win", "", why))
        for question in published.marked:
            if (bid.bid_id, question.id) in found:
                mark, reason = found[bid.bid_id, question.id]
                said[bid.bid_id].append((question.id, question.text or question.id, mark, reason))
    for bid_id, _, sentences in ranked.out:
        for place, why in enumerate(sentences, start=1):
            said[bid_id].append((f"out.{place}", "Why this bid was not scored", "", why))
    return {bid_id: tuple(rows) for bid_id, rows in said.items()}


@dataclass(frozen=True)
class _Judge:
    """Everything that a letter is made from."""

    ranked: Ranking
    opened: list[OpenedBid]
    said: Said
    newest: Wordings
    rivals: dict[UUID, Rival]

    def of(self, about: UUID, *, to: UUID, winner: UUID) -> Judged:
        """What bid `about` got, as the letter to bid `to` says it."""
        row = next((one for one in self.ranked.bids if one.bid_id == about), None)
        bid = next(one for one in self.opened if one.bid_id == about)
        scores = [
            (part.node.name, part.node.share_text, part.contribution_text)
            for part in (row.parts if row else ())
            if part.node.share
        ]
        return Judged(
            bidder=bid.provider,
            total_text=row.total_text if row else "",
            scores=tuple([*scores, ("Total", "100%", row.total_text)] if row else []),
            reasons=tuple(self._reason(about, to, winner, *said) for said in self.said.get(about, ())),
        )

    def _reason(
        self, about: UUID, to: UUID, winner: UUID, question_id: str, name: str, mark: str, agreed: str
    ) -> Reason:
        worded = self.newest.get((to, about, question_id))
        text = worded.text if worded else agreed
        return Reason(
            about=about,
            question_id=question_id,
            name=name,
            mark_text=mark,
            text=text,
            pieces=pieces(text, [rival for key, rival in self.rivals.items() if key != to], may_name=winner),
            is_accepted=worded is not None and worded.is_accepted,
        )


def _rivals(opened: list[OpenedBid]) -> list[Rival]:
    """What would give each bidder away: its names, numbers, people, price and words. Three queries."""
    partners: dict[UUID, list[str]] = defaultdict(list)
    ids = [bid.bid_id for bid in opened]
    rows = Partner.objects.filter(bid__in=ids, removed_at=None, provider__isnull=False)
    for bid_id, name in rows.values_list("bid_id", "provider__name"):
        partners[bid_id].append(name)
    people: dict[int, list[str]] = defaultdict(list)
    providers = {bid.pk: bid.provider for bid in Bid.objects.filter(pk__in=ids).select_related("provider")}
    for provider_id, name in Member.objects.filter(provider__in=providers.values()).values_list(
        "provider_id", "user__name"
    ):
        people[provider_id].append(name)
    return [
        Rival(
            bid_id=bid.bid_id,
            name=bid.provider,
            others=(
                *partners[bid.bid_id],
                *people[providers[bid.bid_id].pk],
                providers[bid.bid_id].charity_number,
                providers[bid.bid_id].company_number,
            ),
            price=bid.file.price,
            words=tuple(bid.file.answer_to(answer.question) for answer in bid.file.answers),
        )
        for bid in opened
    ]


def reason_in(letters: tuple[AssessmentSummary, ...], to: Bid, about: Bid, question_id: str) -> Reason:
    """The reason as the letter to one bidder has it now; `Refused` where that letter holds none such."""
    for letter in letters:
        for judged in letter.judged if letter.bid_id == to.pk else ():
            for reason in judged.reasons:
                if (reason.about, reason.question_id) == (about.pk, question_id):
                    return reason
    raise Refused("This letter holds no such reason.")

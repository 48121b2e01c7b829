"""Where a bid stands, for the people who made it; and once the award is approved, what it got and why.

Until another officer has approved the award a bidder learns one thing only: that the bids are being marked. It reads no
row of the panel before that, so nothing of it can slip out. After that: own score and reason for each criterion and
question, and the winner's name and scores (Procurement Regulations 2024, reg 31); never another bidder's, and no price.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from commissioning.bids.lifecycle import Status as BidStatus
from commissioning.bids.models import Bid
from commissioning.bids.reports import OpenedBid, opened_submissions, own_bid
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Award, Challenge, Consensus, Gate, SummaryRelease
from commissioning.evaluation.reports.average import averages, mark_text
from commissioning.evaluation.reports.method import Method, method
from commissioning.evaluation.reports.ranking import Part, RankedBid, Ranking, ranking_of
from commissioning.evaluation.reports.standstill import until_text
from commissioning.tenders.lifecycle import Status as TenderStatus
from commissioning.tenders.tenderfile import Level, Question, plain
from glossary.words import Word
from socialvalue.accounts.models import User
from socialvalue.text import count_text, date_text, datetime_text, number_text


class Stage(Word):
    """Where a bid stands, as its own people are told. Between the opening and the award there is one name only."""

    NOT_SENT = "not_sent", "Not sent"
    SEALED = "sealed", "Sent and sealed"
    TO_OPEN = "to_open", "Waiting to be opened"
    MARKING = "marking", "Being marked"
    DECIDED_AGAIN = "decided_again", "Being decided again"
    WON = "won", "Won"
    NOT_WON = "not_won", "Not won"
    WITHDRAWN = "withdrawn", "Withdrawn"
    NOT_OPENED = "not_opened", "Never opened"
    CANCELLED = "cancelled", "Tender cancelled"


COLOURS = {
    Stage.SEALED: "green",
    Stage.TO_OPEN: "blue",
    Stage.MARKING: "blue",
    Stage.DECIDED_AGAIN: "yellow",
    Stage.WON: "green",
    Stage.WITHDRAWN: "orange",
    Stage.CANCELLED: "red",
}
Agreed = tuple[Decimal, str, str]
"""A mark, the reason for it, and the working of an average ("" where the panel agreed it)."""
SCORE_HEADERS = ("Criterion", "Most it could add", "Yours", "The winner’s")
CONDITION_HEADERS = ("Condition", "Decided", "Reason")


@dataclass(frozen=True)
class ShownLevel:
    """One published level of the scale."""

    mark: str
    label: str
    means: str


@dataclass(frozen=True)
class AnswerFeedback:
    """One own answer beside what the panel agreed: its mark, the level that this is, and the reason as it was written.

    `lost` are the points of the total that it fell short of; `higher` the levels above the one reached, lowest first.
    A promised number has no mark, level or reason: its points follow from a published formula, which `worked_out` says.
    """

    place: int
    question: str
    text: str
    words_text: str
    promised: tuple[str, ...]
    mark_text: str
    level: ShownLevel | None
    reason: str
    points_text: str
    worked_out: str
    lost: Decimal
    lost_text: str
    higher: tuple[ShownLevel, ...]


@dataclass(frozen=True)
class Result:
    """What was decided. Rows stand under SCORE_HEADERS and CONDITION_HEADERS; `next_time` has the most lost first."""

    total_text: str
    rank_text: str
    winner: str
    winner_total_text: str
    disqualified: tuple[str, ...]
    scores: tuple[tuple[str, ...], ...]
    conditions: tuple[tuple[str, ...], ...]
    answers: tuple[AnswerFeedback, ...]
    next_time: tuple[AnswerFeedback, ...]


@dataclass(frozen=True)
class Feedback:
    """Where one bid stands. `said` are sentences: what happened, what comes, who tells when. `result` once it is known."""

    bid: Bid
    stage: Stage
    colour: str
    said: tuple[str, ...]
    result: Result | None


def feedback_of(bid_id: UUID, user: User, now: datetime) -> Feedback | None:
    """Where the bid stands; None if `user` is no member of the provider that made it.

    Three queries while nothing is decided, then eight.
    """
    bid = own_bid(bid_id, user)
    if bid is None:
        return None
    is_cancelled = bid.tender.status == TenderStatus.CANCELLED
    award = None
    if bid.status == BidStatus.SUBMITTED:
        # Whatever was recommended or approved, a bidder learns it with every other, from the assessment summaries.
        decided = Award.objects.filter(evaluation__tender=bid.tender_id, told_at__isnull=False)
        waiting = Challenge.objects.filter(evaluation=OuterRef("evaluation"), decided_at=None)
        award = decided.annotate(is_challenged=Exists(waiting)).select_related("evaluation", "bid__provider").first()
    stage = _stage(bid, award, bid.is_open(now), is_cancelled)
    if stage is Stage.MARKING and Challenge.objects.filter(evaluation__tender=bid.tender_id, is_upheld=True).exists():
        stage = Stage.DECIDED_AGAIN
    return Feedback(
        bid=bid,
        stage=stage,
        colour=COLOURS.get(stage, "grey"),
        said=tuple(_said(bid, stage, award)),
        result=_result(bid, award) if award else None,
    )


def _stage(bid: Bid, award: Award | None, is_open: bool, is_cancelled: bool) -> Stage:
    if is_cancelled:
        return Stage.CANCELLED
    if bid.status == BidStatus.WITHDRAWN:
        return Stage.WITHDRAWN
    if bid.status == BidStatus.DRAFT:
        return Stage.NOT_SENT if is_open else Stage.NOT_OPENED
    if award:
        return Stage.WON if award.bid_id == bid.pk else Stage.NOT_WON
    if is_open:
        return Stage.SEALED
    opening = getattr(bid.tender, "opening", None)
    return Stage.MARKING if opening and opening.opened_at else Stage.TO_OPEN


def _said(bid: Bid, stage: Stage, award: Award | None) -> list[str]:
    """Sentences for the top of the page. None rests on anything that the panel has done before the award."""
    authority, closed = bid.tender.authority, datetime_text(bid.tender.closes_at) if bid.tender.closes_at else ""
    timetable = bid.tender.file.timetable
    planned = timetable.award_on if timetable else None
    when = f"The tender says that the award is planned for {date_text(planned)}; it may take longer." if planned else ""
    told = (
        "When the award is approved, everyone in your organisation who has an account gets an e-mail, "
        "at the same moment as every other bidder."
    )
    match stage:
        case Stage.CANCELLED:
            said = [
                f"{authority} has cancelled this tender. No bid can win it.",
                f"Why: {bid.tender.cancelled_reason}",
                "Nothing more is asked of you.",
            ]
        case Stage.WITHDRAWN:
            said = ["You withdrew this bid, so it is not opened and not marked."]
        case Stage.NOT_SENT:
            said = ["This bid is a draft. It counts only once you have submitted it."]
        case Stage.NOT_OPENED:
            said = ["This bid was not submitted before the closing, so it is not opened and not marked."]
        case Stage.SEALED:
            said = [
                "Your bid is in, and sealed. Nobody at the authority can see it, or that it is there.",
                "You can change it and submit it again, or withdraw it, until the closing.",
                told,
            ]
        case Stage.TO_OPEN:
            said = [f"The tender closed at {closed}.", "Next, two officers open all bids together.", when, told]
        case Stage.MARKING:
            said = [
                f"The bids were opened at {datetime_text(bid.tender.opening.opened_at)}.",
                "They are being marked. Until the award is approved, nobody may tell a bidder how this goes.",
                when,
                told,
            ]
        case Stage.DECIDED_AGAIN:
            said = [
                f"{authority} took its award back after a challenge, and decides again.",
                "The assessment summary that you had no longer holds. You get a new one when there is a new decision.",
            ]
        case Stage.WON | Stage.NOT_WON:
            has_won = stage is Stage.WON
            said = [
                f"{authority} has awarded the contract to {'you' if has_won else award.bid.provider}. "
                f"It was approved at {datetime_text(award.approved_at)}.",
                *_until_the_contract(award),
                "What you promised becomes part of the contract."
                if has_won
                else "Below are your marks and the reasons for them.",
            ]
    return [sentence for sentence in said if sentence]


def _until_the_contract(award: Award) -> list[str]:
    """What every bidder may know of the standstill and of challenges, in the same words for all."""
    if award.evaluation.status == Status.CONCLUDED:
        return ["The contract is made."]
    said = [until_text(award)]
    if award.is_challenged:
        said.append("The award has been challenged. The authority makes no contract until it has decided about that.")
    return said


def _result(bid: Bid, award: Award) -> Result:
    """What an approved award says to one bidder. Six queries."""
    published, opened = method(bid.tender), opened_submissions(bid.tender)
    ranked = ranking_of(award.evaluation, published, opened)
    why = {bid_id: reasons for bid_id, _, reasons in ranked.out}
    if bid.pk in why:
        return _result_out(bid, award, published, ranked, why[bid.pk])
    rows = {row.bid_id: row for row in ranked.bids}
    mine, winner = rows[bid.pk], rows[award.bid_id]
    submission = next(one for one in opened if one.bid_id == bid.pk)
    agreed = _as_sent(bid, _agreed(bid, award, published))
    answers = tuple(_answers(published, submission, mine, agreed))
    return Result(
        total_text=mine.total_text,
        rank_text=mine.rank_text,
        winner=str(award.bid.provider),
        winner_total_text=winner.total_text,
        disqualified=mine.disqualified,
        scores=tuple(_scores(mine, winner)),
        conditions=tuple(_conditions(bid, published)),
        answers=answers,
        next_time=tuple(sorted((one for one in answers if one.lost > 0), key=lambda one: -one.lost)),
    )


def _as_sent(bid: Bid, agreed: dict[str, Agreed]) -> dict[str, Agreed]:
    """The same with each reason as the bidder's letter worded it: where the two differ the letter is what it may read."""
    letter = sent_letter(bid.pk)
    worded = {one["question_id"]: one["text"] for one in letter["own_bid"]["reasons"]} if letter else {}
    return {key: (mark, worded.get(key, reason), working) for key, (mark, reason, working) in agreed.items()}


def sent_letter(bid_id: UUID) -> dict[str, Any] | None:
    """The newest assessment summary that was sent to this bidder, or None. One query."""
    released = SummaryRelease.objects.filter(bid=bid_id).order_by("pk").last()
    return json.loads(released.letter) if released else None


def _agreed(bid: Bid, award: Award, published: Method) -> dict[str, Agreed]:
    """The mark, the reason and the working of each own answer. One query."""
    if published.is_average:
        own = averages(award.evaluation, bid=bid)
        return {question_id: (one.mark, one.reason, one.working) for (_, question_id), one in own.items()}
    rows = Consensus.objects.filter(bid=bid).values_list("question_id", "mark", "reason")
    return {question_id: (mark, reason, "") for question_id, mark, reason in rows}


def _result_out(bid: Bid, award: Award, published: Method, ranked: Ranking, why: tuple[str, ...]) -> Result:
    """The same to a bidder whose bid is out: why, and what was decided of each condition. One query."""
    winner = next(row for row in ranked.bids if row.bid_id == award.bid_id)
    return Result(
        total_text="",
        rank_text="Not ranked",
        winner=str(award.bid.provider),
        winner_total_text=winner.total_text,
        disqualified=why,
        scores=(),
        conditions=tuple(_conditions(bid, published)),
        answers=(),
        next_time=(),
    )


def _scores(mine: RankedBid, winner: RankedBid) -> list[tuple[str, ...]]:
    """Every criterion and question that carries weight: what it could add to the total, and what it added to each."""
    rows = [
        (
            "\u2007" * 2 * own.node.depth + own.node.name,
            own.node.share_text[:-1],
            own.contribution_text,
            best.contribution_text,
        )
        for own, best in zip(mine.parts, winner.parts, strict=True)
        if own.node.share
    ]
    return [*rows, ("Total", "100", mine.total_text, winner.total_text)]


def _conditions(bid: Bid, published: Method) -> list[tuple[str, ...]]:
    """What was decided of each condition for this bid, and why. One query."""
    rows = Gate.objects.filter(bid=bid).values_list("condition_id", "is_passed", "reason")
    decided = {condition_id: (is_passed, reason) for condition_id, is_passed, reason in rows}
    return [
        (condition.name, "Met" if decided[condition.id][0] else "Not met", decided[condition.id][1])
        for condition in published.conditions
        if condition.id in decided
    ]


def _answers(
    published: Method, submission: OpenedBid, mine: RankedBid, agreed: dict[str, Agreed]
) -> list[AnswerFeedback]:
    """Every own answer in the order of the tender."""
    parts = {part.node.id: part for part in mine.parts}
    asked = {question.id: question for question in (*published.marked, *published.promised)}
    in_order = [asked[part.node.id] for part in mine.parts if part.node.id in asked]
    return [
        _answer(place, question, published, submission, parts[question.id], agreed.get(question.id))
        for place, question in enumerate(in_order, start=1)
    ]


def _answer(
    place: int,
    question: Question,
    published: Method,
    submission: OpenedBid,
    part: Part,
    agreed: Agreed | None,
) -> AnswerFeedback:
    mark, reason, working = agreed or (None, "", "")
    share = part.node.share or Decimal(0)
    lost = max(share - part.contribution, Decimal(0))
    words = next((one.words for one in submission.file.answers if one.question == question.id), 0)
    limit = f" of {number_text(Decimal(question.word_limit))}" if question.word_limit else ""
    highest = published.marks[-1] if published.marks else None
    return AnswerFeedback(
        place=place,
        question=question.text or question.id,
        text=submission.file.answer_to(question.id),
        words_text=f"{number_text(Decimal(words))}{limit} words" if limit else count_text(words, "word"),
        promised=tuple(
            f"{one.measure}: {number_text(one.quantity)} {one.unit} by {date_text(one.by_when)}"
            for one in submission.file.commitments_to(question.id)
        ),
        mark_text="" if mark is None or highest is None else _mark_text(mark, highest, working),
        level=next((_level(level) for level in published.levels if mark is not None and level.mark == mark), None),
        reason=reason,
        points_text=f"{part.contribution_text} of {number_text(share)} points of the total",
        worked_out=part.node.formula_text,
        lost=lost,
        lost_text=number_text(lost, 2),
        higher=tuple(
            _level(level)
            for level in published.levels
            if mark is not None and level.mark is not None and level.mark > mark
        ),
    )


def _mark_text(mark: Decimal, highest: Decimal, working: str) -> str:
    """A mark out of the highest, and how an average came about: "3.67 of 5, the average of 3 marks: 4, 4 and 3"."""
    return f"{mark_text(mark)} of {plain(highest)}" + (f", {working}" if working else "")


def _level(level: Level) -> ShownLevel:
    return ShownLevel(plain(level.mark or Decimal(0)), level.label or "", level.means or "")

"""How many hours a bid takes, and what would halve them: the number that stands beside the findings."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal
from functools import cached_property

from commissioning.authorities.policy import DEFAULTS, Policy
from commissioning.tenders.tenderfile import AskedOf, Question, QuestionKind, TenderFile, each_question
from socialvalue.text import count_text, number_text

from .winner import shown_by_winner

EXACT = Context(prec=15)
"""Sums end with `EXACT.plus`: rounded to fifteen digits three thirds make a whole, at a limit and however large."""
TENTH = Decimal("0.1")
TEN_WORDS = 10


@dataclass(frozen=True, kw_only=True)
class QuestionEffort:
    """The hours that one question takes one bidder."""

    id: str
    hours: Decimal


@dataclass(frozen=True, kw_only=True)
class Effort:
    """The hours of one bidder, question by question, and of all expected bidders with what they cost in pounds.

    Sums are rounded to fifteen digits.
    """

    questions: tuple[QuestionEffort, ...]
    documents_hours: Decimal
    bidders: int
    rate: Decimal

    @cached_property
    def _sum(self) -> Decimal:
        return sum((question.hours for question in self.questions), self.documents_hours)

    @property
    def hours(self) -> Decimal:
        """The hours of one bidder."""
        return EXACT.plus(self._sum)

    @property
    def all_hours(self) -> Decimal:
        """The hours of all expected bidders."""
        return EXACT.plus(self._sum * self.bidders)

    @property
    def cost(self) -> Decimal:
        """What all expected bidders spend on bidding, in pounds."""
        return EXACT.plus(self._sum * self.bidders * self.rate)


@dataclass(frozen=True, kw_only=True)
class Saving:
    """One change that makes a bid shorter: the path of what changes, what to do, and the hours it saves a bidder.

    `id` is the question's, "" for a document; `word_limit` is the new limit, None for a document.
    """

    at: str
    id: str
    sentence: str
    word_limit: int | None
    hours: Decimal


def effort(tender: TenderFile, policy: Policy = DEFAULTS) -> Effort:
    """Return the hours that the tender asks for, by the figures of a policy. `tenths` is for showing them."""
    documents = sum(document.asked_of is not AskedOf.WINNER for document in tender.documents or ())
    return Effort(
        questions=tuple(
            QuestionEffort(id=question.id, hours=question_hours(question, policy))
            for _, question in each_question(tender)
        ),
        documents_hours=documents * policy.number("hours.per_document"),
        bidders=tender.expected_bidders or int(policy.number("bidders.expected")),
        rate=policy.number("rate.per_hour"),
    )


def question_hours(question: Question, policy: Policy) -> Decimal:
    """Return the hours of one question: its word limit at the policy's pace, or a flat figure for a commitment."""
    if question.kind is QuestionKind.COMMITMENT:
        return policy.number("hours.per_commitment")
    return Decimal(question.word_limit or 0) / policy.number("words.per_hour")


def tenths(hours: Decimal) -> Decimal:
    """Return hours as they are shown: to a tenth, half up."""
    return hours.quantize(TENTH, ROUND_HALF_UP)


def halving(tender: TenderFile, policy: Policy = DEFAULTS) -> list[Saving]:
    """Return what would halve the hours of one bidder, in the order in which to do it.

    First the documents that only the winner need show; then the written answers, the longest first, each cut to half or
    to as much as is still needed. No written answer is cut twice, so commitments and other documents may keep the whole
    above a half. Limits are rounded to ten words.
    """
    pace, left = policy.number("words.per_hour"), effort(tender, policy).hours / 2
    savings = []
    for saving in _documents(tender, policy):
        if left > 0:
            savings.append(saving)
            left -= saving.hours
    for path, question, limit in _longest_first(tender):
        if left <= 0:
            break
        shorter = max(_tens(Decimal(limit) / 2), limit - _tens(EXACT.plus(left * pace)))
        hours = Decimal(limit - shorter) / pace
        sentence = f"Question {question.id}: cut the limit from {number_text(limit)} to {count_text(shorter, 'word')}."
        savings.append(
            Saving(at=f"{path}.word_limit", id=question.id, sentence=sentence, word_limit=shorter, hours=hours)
        )
        left -= hours
    return savings


def _documents(tender: TenderFile, policy: Policy) -> Iterator[Saving]:
    """Yield the documents that only the winner need show."""
    for place, document in enumerate(tender.documents or ()):
        if document.asked_of is not AskedOf.WINNER and shown_by_winner(document.name or ""):
            yield Saving(
                at=f"documents[{place}].asked_of",
                id="",
                sentence=f"Ask only the winner for “{document.name}”.",
                word_limit=None,
                hours=policy.number("hours.per_document"),
            )


def _longest_first(tender: TenderFile) -> list[tuple[str, Question, int]]:
    """Return the written questions that can be cut, with path and word limit, the longest first."""
    written = [
        (path, question, question.word_limit)
        for path, question in each_question(tender)
        if question.kind is not QuestionKind.COMMITMENT and question.word_limit and question.word_limit > TEN_WORDS
    ]
    return sorted(written, key=lambda one: -one[2])


def _tens(words: Decimal) -> int:
    """Return words rounded up to a ten."""
    return int((words / TEN_WORDS).to_integral_value(ROUND_CEILING)) * TEN_WORDS

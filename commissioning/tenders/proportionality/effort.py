"""How many hours a bid takes: the number that stands beside the findings."""

from dataclasses import dataclass
from decimal import Decimal

from commissioning.authorities.policy import DEFAULTS, Policy
from commissioning.tenders.tenderfile import AskedOf, Question, QuestionKind, TenderFile, each_question


@dataclass(frozen=True, kw_only=True)
class QuestionEffort:
    """The hours that one question takes one bidder."""

    id: str
    hours: Decimal


@dataclass(frozen=True, kw_only=True)
class Effort:
    """The hours of one bidder, question by question, and of all expected bidders with what they cost in pounds."""

    questions: tuple[QuestionEffort, ...]
    documents_hours: Decimal
    bidders: int

    rate: Decimal

    @property
    def hours(self) -> Decimal:
        """The hours of one bidder."""
        return sum((question.hours for question in self.questions), self.documents_hours)

    @property
    def all_hours(self) -> Decimal:
        """The hours of all expected bidders."""
        return self.hours * self.bidders

    @property
    def cost(self) -> Decimal:
        """What all expected bidders spend on bidding, in pounds."""
        return self.all_hours * self.rate


def effort(tender: TenderFile, policy: Policy = DEFAULTS) -> Effort:
    """Return the hours that the tender asks for, by the figures of a policy."""
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

"""What every rule is given: the tender, the figures, the day and the market, with the sums that several rules need."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from commissioning.authorities.policy import Policy
from commissioning.tenders.tenderfile import (
    Criterion,
    CriterionKind,
    Question,
    TenderFile,
    each_criterion,
    each_question,
)

from .market import Market


@dataclass(frozen=True, kw_only=True)
class Case:
    """A tender to be checked."""

    tender: TenderFile
    policy: Policy
    today: date
    market: Market | None

    @cached_property
    def day(self) -> date:
        """The day whose thresholds count: that of publication, or today where the tender has none."""
        dates = self.tender.timetable
        return (dates and dates.published_on) or self.today

    @cached_property
    def questions(self) -> list[tuple[str, Question]]:
        """Every question with its path."""
        return list(each_question(self.tender))

    @cached_property
    def criteria(self) -> list[tuple[str, Criterion]]:
        """Every criterion with its path."""
        return list(each_criterion(self.tender))

    @cached_property
    def social_value_questions(self) -> list[tuple[str, Question]]:
        """The scored questions on social value: those under a social value criterion, or with a strand or benefit."""
        above = [f"{path}." for path, criterion in self.criteria if criterion.kind is CriterionKind.SOCIAL_VALUE]
        return [
            (path, question)
            for path, question in self.questions
            if question.strand or question.benefit or path.startswith(tuple(above))
        ]

    @property
    def yearly_value(self) -> Decimal | None:
        """The value of a year in pounds; None while the length is not drafted."""
        value = self.tender.value
        return value.amount / value.years if value.years else None

    @property
    def band(self) -> str:
        """Whether the contract is small, medium or large for the policy's figures."""
        amount = self.tender.value.amount
        if amount < self.policy.number("band.small"):
            return "small"
        return "large" if amount > self.policy.number("band.large") else "medium"

"""What every rule is given: the tender, the figures, the day and the market, with the sums that several rules need."""

from collections.abc import Iterator, Mapping
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

from .effort import EXACT, Effort, effort
from .market import Market

WHOLE = Decimal(100)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return per cent, rounded so that three thirds are no more than the whole."""
    return EXACT.plus(part * WHOLE / whole)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A tender to be checked. What several rules ask for is worked out once."""

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
    def social_value_criteria(self) -> list[tuple[str, Criterion]]:
        """The criteria on social value that stand under no other one, with their paths."""
        found: list[tuple[str, Criterion]] = []
        for path, criterion in self.criteria:
            inside = found and path.startswith(f"{found[-1][0]}.")
            if criterion.kind is CriterionKind.SOCIAL_VALUE and not inside:
                found.append((path, criterion))
        return found

    @cached_property
    def social_value_questions(self) -> list[tuple[str, Question]]:
        """The scored questions on social value: those under a social value criterion, or with a strand or benefit."""
        above = tuple(f"{path}." for path, _ in self.social_value_criteria)
        return [
            (path, question)
            for path, question in self.questions
            if question.strand or question.benefit or path.startswith(above)
        ]

    @cached_property
    def shares(self) -> Mapping[str, Decimal | None]:
        """Per cent of the whole tender's points that each criterion and question carries, by path.

        None where a weight on the way down to it is not drafted.
        """
        return dict(_shares("", self.tender.criteria, (), WHOLE))

    @cached_property
    def social_value_share(self) -> Decimal | None:
        """Per cent of the whole tender's points that social value carries; None while a weight of it is missing.

        Each social value criterion counts once with all that is in it, and each question with a strand or a benefit
        that stands outside of them.
        """
        inside = tuple(f"{path}." for path, _ in self.social_value_criteria)
        outside = [path for path, _ in self.social_value_questions if not path.startswith(inside)]
        shares = [self.shares[path] for path in [*(path for path, _ in self.social_value_criteria), *outside]]
        known = [share for share in shares if share is not None]
        return sum(known, Decimal()) if len(known) == len(shares) else None

    @cached_property
    def effort(self) -> Effort:
        """The hours that the tender asks for."""
        return effort(self.tender, self.policy)

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


def _shares(
    above: str, criteria: tuple[Criterion, ...], questions: tuple[Question, ...], whole: Decimal | None
) -> Iterator[tuple[str, Decimal | None]]:
    """Yield (path, per cent of the whole) for the children of one parent, which carries `whole`, and for theirs."""
    for place, question in enumerate(questions):
        yield f"{above}questions[{place}]", _part(whole, question.weight)
    for place, criterion in enumerate(criteria):
        path, share = f"{above}criteria[{place}]", _part(whole, criterion.weight)
        yield path, share
        yield from _shares(f"{path}.", criterion.criteria or (), criterion.questions or (), share)


def _part(whole: Decimal | None, weight: Decimal | None) -> Decimal | None:
    return None if whole is None or weight is None else whole * weight / WHOLE

"""Reaching the states of a contract by playing the real actions. All of these need the database."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from commissioning.contracts import actions
from commissioning.contracts.models import Contract, Period, Return
from tests import play_evaluation
from tests.cast import Cast


def contract_made(cast: Cast, now: datetime, **recommended_with: object) -> Contract:
    """A contract with the provider that ranked first: another procurement officer has approved the award."""
    award = play_evaluation.recommended(cast, now, **recommended_with)
    return approved(award, cast, now)


def approved(award, cast: Cast, now: datetime) -> Contract:
    """The contract of a recommended award, approved by the second procurement officer."""
    at = play_evaluation.after_opening(award.evaluation.tender, now)
    return actions.approve_award(award, by=cast.second_procurement, now=at)


def period_of(contract: Contract, place: int = 0) -> Period:
    """One of the contract's periods, the first unless another is asked for."""
    return contract.periods.all()[place]


def after(period: Period, days: int = 1) -> datetime:
    """Half past ten in the morning, UTC, so many days after the period has ended."""
    return datetime.combine(period.ends_on + timedelta(days=days), time(10, 30), UTC)


def reported(
    contract: Contract, *, by, place: int = 0, number: Decimal | int = 1, story: str = "Two people started.", **sent
) -> Return:
    """A return for one period, the same number for each indicator, sent the day after the period ended."""
    period = period_of(contract, place)
    latest = period.returns.last()
    return actions.submit_return(
        period,
        readings={indicator: Decimal(number) for indicator in contract.indicators.all()},
        story=story,
        **{"from_version": latest.version if latest else 0, "by": by, "now": after(period), **sent},
    )


def queried(report: Return, *, by, reason: str = "Who are the people who started?") -> Return:
    """The contract manager asks about a return two days after its period ended."""
    return actions.query_return(report, reason, by=by, now=after(report.period, 2))


def accepted(report: Return, *, by) -> Return:
    """The contract manager accepts a return three days after its period ended."""
    return actions.accept_return(report, by=by, now=after(report.period, 3))

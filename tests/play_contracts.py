"""Reaching the states of a contract by playing the real actions. All of these need the database."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from commissioning.contracts import actions
from commissioning.contracts.models import Contract, Period, Return
from commissioning.evaluation.models import Award
from socialvalue.accounts.models import User
from tests import play_evaluation
from tests.cast import Cast


def contract_made(cast: Cast, now: datetime, *, bids: int = 1, **recommended_with: object) -> Contract:
    """A contract with the provider that ranked first, made when the standstill was over.

    Unless more `bids` are asked for, it is the reuse charity's, whose people the cast tells apart.
    """
    return approved(play_evaluation.recommended(cast, now, bids=bids, **recommended_with), cast, now)


def approved(award: Award, cast: Cast, now: datetime) -> Contract:
    """The contract of a recommended award: approved, every bidder told, and the standstill over."""
    told = play_evaluation.tell(award, cast, now)
    return actions.conclude(told, by=cast.second_procurement, now=play_evaluation.after_standstill(told))


def period_of(contract: Contract, place: int = 0) -> Period:
    """One of the contract's periods, the first unless another is asked for."""
    return contract.periods.all()[place]


def after(period: Period, days: int = 1) -> datetime:
    """Half past ten in the morning, UTC, so many days after the period has ended."""
    return datetime.combine(period.ends_on + timedelta(days=days), time(10, 30), UTC)


def reported(
    contract: Contract,
    *,
    by: User,
    place: int = 0,
    number: Decimal | int = 1,
    story: str = "Two people started.",
    **sent: object,
) -> Return:
    """A return for one period, the same number for each indicator, sent the day after the period ended.

    `sent` replaces what goes to the action.
    """
    period = period_of(contract, place)
    latest = period.returns.last()
    usual = {
        "readings": {indicator: Decimal(number) for indicator in contract.indicators.all()},
        "from_version": latest.version if latest else 0,
        "now": after(period),
    }
    return actions.submit_return(period, story=story, by=by, **{**usual, **sent})


def queried(report: Return, *, by: User, reason: str = "Who are the people who started?") -> Return:
    """The contract manager asks about a return two days after its period ended."""
    return actions.query_return(report, reason, by=by, now=after(report.period, 2))


def accepted(report: Return, *, by: User) -> Return:
    """The contract manager accepts a return three days after its period ended."""
    return actions.accept_return(report, by=by, now=after(report.period, 3))

"""The states of a contract's returns and what is recorded. Plain Python: no clock, no user."""

from datetime import date, timedelta
from enum import StrEnum

from socialvalue.audit.events import Event
from socialvalue.refusals import Refused
from socialvalue.text import date_text


class ReturnStatus(StrEnum):
    """Where one return stands."""

    SUBMITTED = "submitted"
    QUERIED = "queried"
    ACCEPTED = "accepted"


# from -> to, and what the step is called. A queried return stays as it is: its answer is a new version, submitted.
STEPS: dict[tuple[ReturnStatus, ReturnStatus], str] = {
    (ReturnStatus.SUBMITTED, ReturnStatus.ACCEPTED): "accept",
    (ReturnStatus.SUBMITTED, ReturnStatus.QUERIED): "query with a reason",
}


class PeriodPhase(StrEnum):
    """What people are told of a reporting period."""

    NOT_YET = "Not due yet"
    DUE = "Report now"
    OVERDUE = "Overdue"
    SUBMITTED = "Waiting for a decision"
    QUERIED = "Queried"
    ACCEPTED = "Accepted"


def period_phase(ends_on: date, due_on: date, latest: ReturnStatus | None, today: date) -> PeriodPhase:
    """The phase of a period on `today`, given the status of its latest return (None if there is none)."""
    if latest is ReturnStatus.ACCEPTED:
        return PeriodPhase.ACCEPTED
    if latest is ReturnStatus.SUBMITTED:
        return PeriodPhase.SUBMITTED
    if latest is ReturnStatus.QUERIED:
        return PeriodPhase.QUERIED
    if today > due_on:
        return PeriodPhase.OVERDUE
    return PeriodPhase.DUE if today > ends_on else PeriodPhase.NOT_YET


def check_reportable(ends_on: date, latest: ReturnStatus | None, today: date) -> None:
    """Refuse a return for a period that has not ended, or whose newest return waits to be decided or is accepted."""
    if today <= ends_on:
        opens = date_text(ends_on + timedelta(days=1))
        raise Refused(f"This period ends on {date_text(ends_on)}. You can report on it from {opens}.")
    if latest is ReturnStatus.SUBMITTED:
        raise Refused(
            "You have sent this return. It waits for the contract manager. You can change it if they query it."
        )
    if latest is ReturnStatus.ACCEPTED:
        raise Refused("This return has been accepted, so it can't be changed.")


MOST_DAYS_MORE = 90
"""How far one extension may move a due day: a return that is later than that needs another decision, with its reason."""


def check_extension(due_on: date, later: date, latest: ReturnStatus | None, today: date) -> None:
    """Refuse a later day for a return that is in already, a day that is no later, has passed, or is too far off."""
    if latest in (ReturnStatus.SUBMITTED, ReturnStatus.ACCEPTED):
        raise Refused("This return has been sent, so it needs no more time.")
    if later <= due_on:
        raise Refused(f"Choose a day after {date_text(due_on)}, when the return is due now.")
    if later <= today:
        raise Refused("Choose a day that is still to come.")
    if later > max(due_on, today) + timedelta(days=MOST_DAYS_MORE):
        raise Refused(f"Give at most {MOST_DAYS_MORE} days at a time.")


def check_step(before: ReturnStatus, after: ReturnStatus) -> None:
    """Refuse a decision about a return that waits for nobody."""
    if (before, after) not in STEPS:
        raise Refused(f"This return is {before}. Only a return that has been submitted and not yet decided can be.")


class ContractEvent(Event):
    """What is recorded of a contract."""

    MADE = (
        "contract.made",
        "made the contract with {provider}, carrying over {indicators} indicators.",
    )
    RETURN_SUBMITTED = (
        "contract.return_submitted",
        "reported {period}, version {version}.",
    )
    EXTENDED = "contract.extended", "gave more time for the return for {period}, from {before} to {after}: {reason}"
    RETURN_ACCEPTED = "contract.return_accepted", "accepted the return for {period}."
    RETURN_QUERIED = (
        "contract.return_queried",
        "queried the return for {period}: {reason}",
    )

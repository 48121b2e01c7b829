"""The contract, and the returns that report on it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from commissioning.authorities.models import Role
from commissioning.contracts import actions
from commissioning.contracts.models import Return
from commissioning.contracts.timetable import Stretch, last_day, stretches
from commissioning.story.calendar import moment
from commissioning.story.case import Case, Scene


def scenes(case: Case) -> Iterator[Scene]:
    """The award is approved, which makes the contract; then the provider reports, and the contract manager decides."""
    if not case.happens("approved"):
        return
    approved_at = case.at("approved", 14)

    def approve() -> None:
        case.contract = actions.approve_award(case.award, by=case.person("second_officer"), now=approved_at)

    yield Scene(approved_at, approve)
    periods = _periods(case)
    for said in case.said.get("returns", []):
        place, version = said["period"] - 1, 1
        day = periods[place].ends_on + timedelta(days=said["sent"])
        yield from _reported(case, said, place, version, moment(day, 16, 20))
        if "again" in said:
            day += timedelta(days=said["decision"]["after"] + said["again"]["sent"])
            yield from _reported(case, said["again"], place, version + 1, moment(day, 9, 50))


def _periods(case: Case) -> list[Stretch]:
    """The stretches that the contract will be reported in."""
    starts_on = case.document.timetable.starts_on
    return stretches(starts_on, last_day(starts_on, case.document.value.years), case.document.monitoring.every_months)


def _reported(case: Case, said: dict, place: int, version: int, sent_at: datetime) -> Iterator[Scene]:
    """One return, and what is decided of it if anything is."""
    yield Scene(sent_at, lambda: _submit(case, said, place, version, sent_at))
    if "decision" in said:
        decided_at = sent_at + timedelta(days=said["decision"]["after"], hours=1)
        yield Scene(decided_at, lambda: _decide(case, said["decision"], place, version, decided_at))


def _submit(case: Case, said: dict, place: int, version: int, now: datetime) -> None:
    indicators = {indicator.question_id: indicator for indicator in case.contract.indicators.all()}
    actions.submit_return(
        case.contract.periods.all()[place],
        readings={indicators[question]: Decimal(number) for question, number in said["readings"].items()},
        story=said["story"],
        from_version=version - 1,
        by=case.cast.people[case.said["reporter"]],
        now=now,
    )


def _decide(case: Case, said: dict, place: int, version: int, now: datetime) -> None:
    report = Return.objects.get(period=case.contract.periods.all()[place], version=version)
    manager = case.cast.staff_with(case.authority, Role.CONTRACT_MANAGER)
    if "query" in said:
        actions.query_return(report, said["query"], by=manager, now=now)
    else:
        actions.accept_return(report, by=manager, now=now)

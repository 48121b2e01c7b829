"""The contract, and the returns that report on it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

from commissioning.authorities.models import Role
from commissioning.contracts import actions
from commissioning.contracts.models import Return
from commissioning.contracts.timetable import Stretch, last_day, stretches
from commissioning.evaluation import actions as evaluation_actions
from commissioning.evaluation.reports.assessment_summary import assessment_summaries
from commissioning.story.calendar import moment
from commissioning.story.case import Case, Scene
from commissioning.tenders.timetable import add_working_days
from socialvalue.accounts.models import User

DAYS_TO_CONTRACT = 12  # working days from the approval: the longest standstill is over


def scenes(case: Case) -> Iterator[Scene]:
    """The award is approved, the bidders are told, the contract follows; then the provider reports, the manager decides."""
    if not case.happens("approved"):
        return
    approved_at = case.at("approved", 14)

    yield Scene(
        approved_at, lambda: actions.approve_award(case.award, by=case.person("second_officer"), now=approved_at)
    )
    yield from _told(case, approved_at + timedelta(days=1))
    concluded_at = moment(add_working_days(approved_at.date(), DAYS_TO_CONTRACT), 11, 15)

    def conclude() -> None:
        case.award.refresh_from_db()
        case.contract = actions.conclude(case.award, by=case.person("officer"), now=concluded_at)

    yield Scene(concluded_at, conclude)
    periods = _periods(case)
    for said in case.said.get("returns", []):
        place, version = said["period"] - 1, 1
        day = periods[place].ends_on + timedelta(days=said["sent"])
        yield from _reported(case, said, place, version, moment(day, 16, 20))
        if "again" in said:
            day += timedelta(days=said["decision"]["after"] + said["again"]["sent"])
            yield from _reported(case, said["again"], place, version + 1, moment(day, 9, 50))


def _told(case: Case, at: datetime) -> Iterator[Scene]:
    """One officer checks the letters, the other sends them all, and the award notice follows."""
    officer, second = case.person("officer"), case.person("second_officer")
    yield Scene(at, lambda: _check(case, officer, at))
    sent_at = at + timedelta(minutes=40)
    yield Scene(sent_at, lambda: evaluation_actions.release_summaries(case.evaluation, by=second, now=sent_at))
    notice_at = at + timedelta(minutes=55)
    yield Scene(
        notice_at,
        lambda: evaluation_actions.record_notice(
            case.evaluation,
            notice_at=notice_at,
            has_standstill=True,
            reason="It gives every bidder time to ask.",
            by=officer,
            now=notice_at,
        ),
    )
    for said in case.said.get("feedback_calls", []):
        yield _feedback_call(case, said, second, at + timedelta(days=said["after"]))


def _feedback_call(case: Case, said: dict, by: User, held_at: datetime) -> Scene:
    """A bidder rings and is told more; the officer writes it down within the hour."""
    written_at = held_at + timedelta(minutes=50)
    return Scene(
        written_at,
        lambda: evaluation_actions.record_feedback_call(
            case.evaluation,
            case.bids[said["provider"]],
            held_at=held_at,
            people=said["people"],
            notes=said["notes"],
            by=by,
            now=written_at,
        ),
    )


def _check(case: Case, officer: User, now: datetime) -> None:
    """Whatever the check found is read and let stand, then the letters are fit to send."""
    bids = {bid.pk: bid for bid in case.bids.values()}
    for letter in assessment_summaries(case.evaluation):
        for reason in [reason for judged in letter.judged for reason in judged.reasons if reason.is_open]:
            evaluation_actions.word_summary(
                case.evaluation,
                bids[letter.bid_id],
                bids[reason.about],
                reason.question_id,
                text=reason.text,
                is_accepted=True,
                why="It tells nothing that is not public.",
                by=officer,
                now=now,
            )
    evaluation_actions.check_summaries(case.evaluation, by=officer, now=now)


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

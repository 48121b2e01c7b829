"""The only writers of contracts and returns. Each locks a row, checks who and when, changes, records and tells."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from commissioning.bids.bidfile import BidFile
from commissioning.bids.models import Submission
from commissioning.contracts import notifications, permissions
from commissioning.contracts.lifecycle import ContractEvent, ReturnStatus, check_extension, check_reportable, check_step
from commissioning.contracts.models import Contract, Extension, Indicator, Milestone, Period, Reading, Return
from commissioning.contracts.performance import Step, milestones, reading_fault
from commissioning.contracts.reports import benchmarks_of
from commissioning.contracts.timetable import MONTHS_BETWEEN_RETURNS, last_day, stretches, usable_start
from commissioning.evaluation import actions as evaluation_actions
from commissioning.evaluation.models import Award
from commissioning.tenders.actions import keep_benchmarks
from commissioning.tenders.tenderfile import TenderFile, each_question
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.files.models import store
from socialvalue.refusals import Refused
from socialvalue.text import date_text


class ReturnSentSince(Refused):
    """The page did not start from the newest return of the period. `latest` is that one, if any; nothing was changed."""

    def __init__(self, latest: Return | None) -> None:
        super().__init__("Somebody has sent this return since you opened the page. Nothing of yours was sent.")
        self.latest = latest


@transaction.atomic
def approve_award(award: Award, *, by: User, now: datetime) -> Award:
    """Approve the recommended award. The contract comes after the standstill.

    Refused if the recommendation that was read has been turned down and replaced by another since.
    """
    approved = evaluation_actions.approve(award.evaluation, by=by, now=now)
    if approved.pk != award.pk:
        raise Refused("Another recommendation has been made since you opened the page. Read it before you decide.")
    return approved


@transaction.atomic
def conclude(award: Award, *, starts_on: date | None = None, by: User, now: datetime) -> Contract:
    """End the standstill and make the contract, both or neither. `starts_on` as for `make_contract`."""
    return make_contract(
        evaluation_actions.conclude(award.evaluation, by=by, now=now), starts_on=starts_on, by=by, now=now
    )


@transaction.atomic
def make_contract(award: Award, *, starts_on: date | None = None, by: User, now: datetime) -> Contract:
    """Make the contract of an approved award: the winner's commitments become its indicators, word for word.

    It runs from `starts_on`, or from the day that the tender published, for the years of the tender; reporting periods
    follow the tender's monitoring. Where the tender asked for no price, its value is the price.
    """
    award = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    tender = award.evaluation.tender
    permissions.check_can_make(by, tender.authority)
    if award.approved_at is None:
        raise Refused("Another procurement officer must approve the award before there is a contract.")
    if Contract.objects.filter(award=award).exists():
        raise Refused("The contract has been made already.")
    submission = Submission.objects.filter(bid=award.bid).select_related("pack").latest("version")
    bid, published = submission.file, submission.pack.file
    first_day = _first_day(published, starts_on, timezone.localdate(now))

    contract = Contract.objects.create(
        award=award,
        tender=tender,
        provider=award.bid.provider,
        price=published.value.amount if bid.price is None else bid.price,
        starts_on=first_day,
        ends_on=last_day(first_day, _years(published)),
        made_by=by,
        made_at=now,
    )
    indicators = _carry_over(bid, published, contract)
    every_months = (published.monitoring and published.monitoring.every_months) or MONTHS_BETWEEN_RETURNS
    Period.objects.bulk_create(
        Period(contract=contract, starts_on=one.starts_on, ends_on=one.ends_on, due_on=one.due_on)
        for one in stretches(contract.starts_on, contract.ends_on, every_months)
    )
    record(ContractEvent.MADE, target=contract, by=by, at=now, provider=contract.provider, indicators=len(indicators))
    notifications.send_contract_made(contract, now=now)
    return contract


def _years(published: TenderFile) -> Decimal:
    """How many years the tender says the contract runs: readiness lets no tender out that does not say."""
    if not published.value.years:
        raise Refused("The tender does not say how many years the contract runs.")
    return published.value.years


def _first_day(published: TenderFile, starts_on: date | None, today: date) -> date:
    """The day the contract starts: the one agreed now, or else the one published, but no day that has passed."""
    asked = starts_on or usable_start(published.timetable and published.timetable.starts_on, today)
    if asked is None:
        raise Refused("Enter the day the contract starts.")
    if asked < today:
        raise Refused(f"{date_text(asked)} has passed. Enter a day from today on.")
    return asked


def _carry_over(bid: BidFile, published: TenderFile, contract: Contract) -> list[Indicator]:
    """Make the winner's commitments the contract's indicators, with their milestones, in the order of the bid."""
    questions = {question.id: question for _, question in each_question(published)}
    indicators = []
    for place, promise in enumerate(bid.commitments, start=1):
        question = questions[promise.question]
        indicators.append(
            Indicator(
                contract=contract,
                question_id=promise.question,
                question=question.text or "",
                definition=(question.measure and question.measure.definition) or "",
                name=promise.measure,
                unit=promise.unit,
                baseline=promise.baseline,
                target=promise.quantity,
                target_on=promise.by_when,
                evidence=promise.evidence,
                place=place,
            )
        )
    indicators = Indicator.objects.bulk_create(indicators)
    Milestone.objects.bulk_create(
        Milestone(indicator=indicator, due_on=step.on, quantity=step.quantity)
        for indicator, promise in zip(indicators, bid.commitments, strict=True)
        for step in milestones(
            indicator.unit,
            target=indicator.target,
            target_on=indicator.target_on,
            baseline=indicator.baseline,
            starts_on=contract.starts_on,
            ends_on=contract.ends_on,
            # A step before the contract's first day can't be asked for.
            promised=[
                Step(one.by_when, one.quantity) for one in promise.milestones if one.by_when >= contract.starts_on
            ],
        )
    )
    return indicators


@transaction.atomic
def submit_return(
    period: Period,
    *,
    readings: Mapping[Indicator, Decimal],
    story: str,
    file: UploadedFile | None = None,
    from_version: int,
    by: User,
    now: datetime,
) -> Return:
    """Report on a period that has ended: a number for each indicator, what happened in words, and a file if there is one.

    `from_version` is the newest version that the page showed, 0 if there was none. Sending the same again gives back the
    return that is there; anything else that is out of date raises `ReturnSentSince`. The answer to a query is the next
    version; without a new `file` it keeps the file of the version before.
    """
    period = (
        Period.objects.select_for_update(of=("self",))
        .select_related("contract__tender", "contract__provider")
        .get(pk=period.pk)
    )
    permissions.check_can_report(permissions.part_in(by, period.contract), period.contract)
    latest = period.returns.select_related("file").last()
    if (latest.version if latest else 0) != from_version:
        if latest and latest.version == from_version + 1 and _says_the_same(latest, readings, story, file, by):
            return latest
        raise ReturnSentSince(latest)
    check_reportable(period.ends_on, ReturnStatus(latest.status) if latest else None, timezone.localdate(now))
    _check_return(period.contract, readings, story)

    kept = latest.file if latest else None
    report = Return.objects.create(
        period=period,
        version=from_version + 1,
        story=story.strip(),
        file=store(file, by=by, now=now) if file else kept,
        submitted_by=by,
        submitted_at=now,
    )
    Reading.objects.bulk_create(
        Reading(report=report, indicator=indicator, quantity=quantity) for indicator, quantity in readings.items()
    )
    record(ContractEvent.RETURN_SUBMITTED, target=period.contract, by=by, at=now, period=period, version=report.version)
    notifications.send_return_submitted(report, now=now)
    return report


def _says_the_same(
    latest: Return, readings: Mapping[Indicator, Decimal], story: str, file: UploadedFile | None, by: User
) -> bool:
    """Whether the newest return is this very one, sent a moment ago by the same person: a second click."""
    if latest.submitted_by_id != by.pk or latest.story != story.strip():
        return False
    if file:
        sha256 = hashlib.sha256(file.read()).hexdigest()
        file.seek(0)
        if latest.file is None or latest.file.sha256 != sha256:
            return False
    return dict(latest.readings.values_list("indicator", "quantity")) == {
        indicator.pk: quantity for indicator, quantity in readings.items()
    }


def _check_return(contract: Contract, readings: Mapping[Indicator, Decimal], story: str) -> None:
    """Refuse a return without a story, or without a number that can be true for every indicator."""
    problems = []
    given = {indicator.pk: quantity for indicator, quantity in readings.items()}
    indicators = {indicator.pk: indicator for indicator in contract.indicators.all()}
    if given.keys() - indicators.keys():
        problems.append("One of these numbers is not part of this contract.")
    for pk, indicator in indicators.items():
        if pk not in given:
            problems.append(f"Enter a number for “{indicator.name}”. If there was none, enter 0.")
        elif fault := reading_fault(given[pk], indicator.unit):
            problems.append(f"“{indicator.name}” {fault}.")
    if not story.strip():
        problems.append("Say in a few words what happened.")
    if problems:
        raise Refused(*problems)


@transaction.atomic
def extend_period(period: Period, due_on: date, reason: str, *, by: User, now: datetime) -> Extension:
    """Give more time for one period's return, with a reason. No other period moves, and no day moves by itself."""
    period = (
        Period.objects.select_for_update(of=("self",))
        .select_related("contract__tender__authority", "contract__provider")
        .get(pk=period.pk)
    )
    contract = period.contract
    permissions.check_can_decide(permissions.part_in(by, contract), contract)
    latest = period.returns.last()
    status = ReturnStatus(latest.status) if latest else None
    check_extension(period.due_on, due_on, status, timezone.localdate(now))
    if not reason.strip():
        raise Refused("Say why there is more time.")
    before, period.due_on = period.due_on, due_on
    period.save(update_fields=["due_on"])
    extension = Extension.objects.create(
        period=period, due_before=before, due_on=due_on, reason=reason.strip(), given_by=by, given_at=now
    )
    record(
        ContractEvent.EXTENDED,
        target=contract,
        by=by,
        at=now,
        period=period,
        before=date_text(before),
        after=date_text(due_on),
        reason=extension.reason,
    )
    notifications.send_extended(extension, now=now)
    return extension


@transaction.atomic
def accept_return(report: Return, *, by: User, now: datetime) -> Return:
    """Accept a return: its readings now count as delivered."""
    report = _decided(report, ReturnStatus.ACCEPTED, by=by, now=now)
    report.save(update_fields=["status", "decided_by", "decided_at"])
    keep_benchmarks(benchmarks_of(report.period.contract, now))
    record(ContractEvent.RETURN_ACCEPTED, target=report.period.contract, by=by, at=now, period=report.period)
    notifications.send_return_accepted(report, now=now)
    return report


@transaction.atomic
def query_return(report: Return, reason: str, *, by: User, now: datetime) -> Return:
    """Ask the provider about a return, which it answers with a new version. The reason may not be blank."""
    report = _decided(report, ReturnStatus.QUERIED, by=by, now=now)
    if not reason.strip():
        raise Refused("Say what you want to know.")
    report.query = reason.strip()
    report.save(update_fields=["status", "decided_by", "decided_at", "query"])
    record(
        ContractEvent.RETURN_QUERIED,
        target=report.period.contract,
        by=by,
        at=now,
        period=report.period,
        reason=report.query,
    )
    notifications.send_return_queried(report, now=now)
    return report


def _decided(report: Return, status: ReturnStatus, *, by: User, now: datetime) -> Return:
    """The return as it is now, locked, with the decision on it but not yet saved; refused if it may not be decided."""
    report = (
        Return.objects.select_for_update(of=("self",))
        .select_related("period__contract__tender__authority", "period__contract__provider", "submitted_by")
        .get(pk=report.pk)
    )
    contract = report.period.contract
    permissions.check_can_decide(permissions.part_in(by, contract), contract)
    check_step(ReturnStatus(report.status), status)
    report.status, report.decided_by, report.decided_at = status, by, now
    return report

"""The award notice, the standstill that it begins, and its end."""

from datetime import datetime

from django.db import transaction

from commissioning.evaluation import permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Status, check_stands_at, check_step
from commissioning.evaluation.models import Award, Evaluation
from commissioning.evaluation.reports.standstill import law_of, until_text
from commissioning.tenders.timetable import uk_day
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import datetime_text


@transaction.atomic
def record_notice(
    evaluation: Evaluation,
    *,
    notice_at: datetime,
    has_standstill: bool,
    reason: str,
    by: User,
    now: datetime,
) -> Award:
    """Record when the award notice was published; the standstill runs from it by the route's own calendar.

    Where the law demands a standstill `has_standstill` must be true; elsewhere the authority decides, with its reason.
    The notice comes after the assessment summaries (Procurement Act 2023, s.50).
    """
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    check_stands_at(Status(evaluation.status), Status.TOLD)
    award = Award.objects.select_for_update().get(evaluation=evaluation)
    law, problems = law_of(evaluation.tender), []
    if award.notice_at:
        problems.append("The award notice is recorded already.")
    if award.told_at is None or notice_at < award.told_at:
        problems.append("The notice comes after the assessment summaries. Enter a later time.")
    if notice_at > now:
        problems.append("That time is still to come. Record the notice once it is published.")
    if law.is_demanded and not has_standstill:
        problems.append("The law asks for a standstill on this route.")
    if not law.is_demanded and not reason.strip():
        problems.append("Give the reason for your decision about the standstill.")
    if problems:
        raise Refused(*problems)
    award.notice_at = notice_at
    award.standstill_until = law.last_day(uk_day(notice_at)) if has_standstill else None
    award.standstill_reason = reason.strip()
    award.save(update_fields=["notice_at", "standstill_until", "standstill_reason"])
    record(
        EvaluationEvent.NOTICE_RECORDED,
        target=evaluation,
        by=by,
        at=now,
        moment=datetime_text(notice_at),
        until=until_text(award),
    )
    return award


@transaction.atomic
def conclude(evaluation: Evaluation, *, by: User, now: datetime) -> Award:
    """End the standstill. Refused before it is over and while a challenge is undecided. The contract is made with it."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    check_step(Status(evaluation.status), Status.CONCLUDED)
    award = Award.objects.select_related("bid__provider", "evaluation__tender__authority").get(evaluation=evaluation)
    if evaluation.challenges.filter(decided_at=None).exists():
        raise Refused("A challenge has been received. No contract can be made until it is decided.")
    if award.notice_at is None:
        raise Refused("Record the award notice first. The standstill runs from it.")
    if award.standstill_until and uk_day(now) <= award.standstill_until:
        raise Refused(f"The contract can’t be made yet. {until_text(award)}")
    evaluation.status = Status.CONCLUDED
    evaluation.save(update_fields=["status"])
    record(EvaluationEvent.CONCLUDED, target=evaluation, by=by, at=now, provider=award.bid.provider)
    return award

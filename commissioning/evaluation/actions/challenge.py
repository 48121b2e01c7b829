"""A challenge of the award: received, and decided."""

from datetime import datetime

from django.db import transaction

from commissioning.bids.models import Bid
from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Status, check_stands_at
from commissioning.evaluation.models import Award, Challenge, Evaluation
from commissioning.evaluation.reports.standstill import remaining_until, route_of
from commissioning.tenders.timetable import uk_day
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import datetime_text


@transaction.atomic
def record_challenge(
    evaluation: Evaluation, bid: Bid, about: str, *, received_at: datetime, by: User, now: datetime
) -> Challenge:
    """Record a challenge received from a bidder. Until it is decided no contract is made (Procurement Act 2023, s.101)."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    permissions.check_bid_of(bid, evaluation)
    check_stands_at(Status(evaluation.status), Status.TOLD)
    problems = []
    if received_at > now:
        problems.append("That time is still to come. Enter when the challenge was received.")
    if not about.strip():
        problems.append("Say what the challenge is about.")
    if problems:
        raise Refused(*problems)
    challenge = Challenge.objects.create(
        evaluation=evaluation,
        bid=bid,
        received_at=received_at,
        about=about.strip(),
        recorded_by=by,
        recorded_at=now,
    )
    record(EvaluationEvent.CHALLENGED, target=evaluation, by=by, at=now, moment=datetime_text(received_at))
    notifications.send_challenged(challenge, now=now)
    return challenge


@transaction.atomic
def decide_challenge(challenge: Challenge, *, is_upheld: bool, reason: str, by: User, now: datetime) -> Challenge:
    """Decide a challenge, with the reason. Upheld: the award is taken back, and another recommendation can be made.

    Not upheld: the standstill goes on, with the days that the route's law leaves. The letters that were sent are kept.
    """
    evaluation = Evaluation.objects.locked(challenge.evaluation)
    permissions.check_can_run(by, evaluation.tender)
    challenge = Challenge.objects.select_for_update(of=("self",)).select_related("bid__provider").get(pk=challenge.pk)
    check_stands_at(Status(evaluation.status), Status.TOLD)
    if challenge.decided_at:
        raise Refused("This challenge has been decided already.")
    if not reason.strip():
        raise Refused("Give the reason for the decision.")
    challenge.is_upheld, challenge.reason = is_upheld, reason.strip()
    challenge.decided_by, challenge.decided_at = by, now
    challenge.save(update_fields=["is_upheld", "reason", "decided_by", "decided_at"])
    award = Award.objects.get(evaluation=evaluation)
    if is_upheld:
        award.delete()
        evaluation.status = Status.SIGNED_OFF
        evaluation.save(update_fields=["status"])
    else:
        award.standstill_until = remaining_until(route_of(evaluation.tender), award.standstill_until, uk_day(now))
        award.save(update_fields=["standstill_until"])
    outcome = "upheld" if is_upheld else "not upheld"
    record(EvaluationEvent.CHALLENGE_DECIDED, target=evaluation, by=by, at=now, outcome=outcome, reason=reason.strip())
    notifications.send_challenge_decided(challenge, now=now)
    return challenge

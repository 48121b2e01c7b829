"""Writing down a call or meeting in which a bidder was told more about its bid."""

from datetime import datetime

from django.db import transaction

from commissioning.bids.models import Bid
from commissioning.evaluation import permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Status, check_stands_at
from commissioning.evaluation.models import Award, Evaluation, FeedbackCall
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused


@transaction.atomic
def record_feedback_call(
    evaluation: Evaluation, bid: Bid, *, held_at: datetime, people: str, notes: str, by: User, now: datetime
) -> FeedbackCall:
    """Write down who took part, what was asked and what was said: from the letters on, as they say the same to everyone."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    permissions.check_bid_of(bid, evaluation)
    check_stands_at(Status(evaluation.status), Status.TOLD, Status.CONCLUDED)
    award = Award.objects.get(evaluation=evaluation)
    problems = []
    if award.told_at and held_at < award.told_at:
        problems.append("Feedback comes after the assessment summaries. Enter a later time.")
    if held_at > now:
        problems.append("That time is still to come. Write the call down once it was held.")
    if not people.strip():
        problems.append("Say who took part.")
    if not notes.strip():
        problems.append("Say what was asked and what was said.")
    if problems:
        raise Refused(*problems)
    call = FeedbackCall.objects.create(
        evaluation=evaluation,
        bid=bid,
        held_at=held_at,
        people=people.strip(),
        notes=notes.strip(),
        recorded_by=by,
        recorded_at=now,
    )
    record(EvaluationEvent.FEEDBACK_GIVEN, target=evaluation, by=by, at=now, provider=bid.provider)
    return call

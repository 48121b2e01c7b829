"""Marking alone, locking."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from commissioning.bids.models import Bid
from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Stale, Status, check_stands_at
from commissioning.evaluation.models import Evaluation, Mark, PanelMember
from commissioning.evaluation.reports.assignment import markers_of
from commissioning.evaluation.reports.marking import blank_marks
from commissioning.evaluation.reports.method import method
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused


@transaction.atomic
def save_mark(
    evaluation: Evaluation,
    bid: Bid,
    question_id: str,
    *,
    mark: Decimal | None,
    reason: str,
    from_version: int,
    by: User,
    now: datetime,
) -> Mark:
    """Save one mark as a draft; the mark or the reason may still be blank.

    `from_version` is the version that the page showed, 0 if there was none; `Stale` if another page has saved.
    """
    evaluator = _marking_alone(evaluation, by)
    permissions.check_can_read_bid(by, bid)
    permissions.check_bid_of(bid, evaluation)
    published = method(evaluation.tender)
    published.check_marked(question_id)
    if (by.pk, bid.pk, question_id) not in markers_of(evaluation, published, user=by):
        raise Refused("Somebody else marks this answer.")
    if mark is not None:
        published.check_on_scale(mark)

    row = Mark.objects.filter(evaluator=evaluator, bid=bid, question_id=question_id).first()
    if (row.version if row else 0) != from_version:
        raise Stale(row)
    if row and row.locked_at:
        raise Refused("You have locked this mark, so it can't be changed.")
    if row is None:
        row = Mark(evaluator=evaluator, bid=bid, question_id=question_id, version=0)
    elif (row.mark, row.reason) == (mark, reason.strip()):
        return row
    row.mark, row.reason, row.saved_at, row.version = mark, reason.strip(), now, row.version + 1
    row.save()
    return row


@transaction.atomic
def lock_marks(evaluation: Evaluation, *, by: User, now: datetime) -> PanelMember:
    """Lock all of one evaluator's marks for good. Refused with each mark or reason that is still blank."""
    evaluation = Evaluation.objects.locked(evaluation)
    evaluator = _marking_alone(evaluation, by)
    blanks = blank_marks(evaluation, by)
    if blanks:
        raise Refused(*(blank.problem for blank in blanks))

    evaluator.locked_at = now
    evaluator.save(update_fields=["locked_at"])
    evaluator.marks.filter(locked_at=None).update(locked_at=now)
    record(EvaluationEvent.MARKS_LOCKED, target=evaluation, by=by, at=now)
    if not evaluation.panel.filter(seat=PanelMember.Seat.EVALUATOR, locked_at=None).exists():
        notifications.send_all_locked(evaluation, now=now)
    return evaluator


def _marking_alone(evaluation: Evaluation, by: User) -> PanelMember:
    """The person's own evaluator seat, locked to the end of the transaction, while they may still mark."""
    member = permissions.sitting(by, evaluation, PanelMember.Seat.EVALUATOR)
    member = PanelMember.objects.select_for_update(of=("self",)).select_related("evaluation").get(pk=member.pk)
    member.evaluation.check_not_cancelled()
    # In moderation only somebody who was given answers late still marks: everybody else has locked.
    check_stands_at(Status(member.evaluation.status), Status.MARKING, Status.MODERATION)
    if member.locked_at:
        raise Refused("You have locked your marks, so they can't be changed.")
    return member

"""From everybody's marks to one: starting moderation, agreeing a mark, locking the consensus."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from commissioning.bids.models import Bid
from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Stale, Status, check_stands_at, check_step
from commissioning.evaluation.models import Consensus, Difference, Evaluation, Gate, Mark, PanelMember
from commissioning.evaluation.reports.bidders import bidders
from commissioning.evaluation.reports.method import method
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused


@transaction.atomic
def start_moderation(evaluation: Evaluation, *, by: User, now: datetime) -> Evaluation:
    """Show the chair everybody's marks: every evaluator has locked, and every condition is decided for every bid."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_moderate(by, evaluation)
    check_step(Status(evaluation.status), Status.MODERATION)
    still_marking = evaluation.panel.filter(seat=PanelMember.Seat.EVALUATOR, locked_at=None).select_related("user")
    problems = [f"{member.user} has not yet locked their marks." for member in still_marking]
    decided = set(Gate.objects.filter(evaluation=evaluation).values_list("bid_id", "condition_id"))
    for bidder in bidders(evaluation):
        problems += [
            f"A procurement officer must decide condition {condition.id} for {bidder.name}."
            for condition in method(evaluation.tender).conditions
            if (bidder.bid_id, condition.id) not in decided
        ]
    if problems:
        raise Refused(*problems)

    evaluation.status = Status.MODERATION
    evaluation.save(update_fields=["status"])
    record(EvaluationEvent.MODERATION_STARTED, target=evaluation, by=by, at=now)
    return evaluation


@transaction.atomic
def agree_mark(
    evaluation: Evaluation,
    bid: Bid,
    question_id: str,
    *,
    mark: Decimal,
    reason: str,
    present: str,
    differences: Mapping[int, str],
    from_version: int,
    by: User,
    now: datetime,
) -> Consensus:
    """Agree the one mark for an answer, with a reason, who was present, and why it differs from each mark that it does.

    `differences` maps a mark's id to the reason; reasons given for marks that are the same as the agreed one are left
    out. `from_version` is the version that the page showed, 0 if there was none; `Stale` if another has saved.
    """
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_moderate(by, evaluation)
    check_stands_at(Status(evaluation.status), Status.MODERATION)
    permissions.check_bid_of(bid, evaluation)
    published = method(evaluation.tender)
    published.check_marked(question_id)
    published.check_on_scale(mark)
    marks = list(
        Mark.objects.visible_to(by)
        .filter(evaluator__evaluation=evaluation, bid=bid, question_id=question_id)
        .select_related("evaluator__user")
    )
    _check_agreement(mark, reason, present, differences, marks)

    row = Consensus.objects.filter(bid=bid, question_id=question_id).first()
    if (row.version if row else 0) != from_version:
        raise Stale(row)
    if row is None:
        row = Consensus(evaluation=evaluation, bid=bid, question_id=question_id, version=0)
    row.mark, row.reason, row.present = mark, reason.strip(), present.strip()
    row.agreed_by, row.agreed_at, row.version = by, now, row.version + 1
    row.save()
    row.differences.all().delete()
    Difference.objects.bulk_create(
        Difference(consensus=row, mark=own, reason=differences[own.pk].strip()) for own in marks if own.mark != mark
    )
    record(
        EvaluationEvent.CONSENSUS_AGREED,
        target=evaluation,
        by=by,
        at=now,
        question=question_id,
        provider=bid.provider,
    )
    return row


def _check_agreement(
    mark: Decimal, reason: str, present: str, differences: Mapping[int, str], marks: list[Mark]
) -> None:
    """Refuse an agreement with something left unsaid, naming all of it."""
    problems = []
    if not reason.strip():
        problems.append("Give the reason for the agreed mark.")
    if not present.strip():
        problems.append("Say who was present.")
    if differences.keys() - {own.pk for own in marks}:
        problems.append("One of the marks you explained is not a mark for this answer.")
    problems += [
        f"Say why the agreed mark differs from {own.evaluator.user}’s."
        for own in marks
        if own.mark != mark and not differences.get(own.pk, "").strip()
    ]
    if problems:
        raise Refused(*problems)


@transaction.atomic
def lock_consensus(evaluation: Evaluation, *, by: User, now: datetime) -> Evaluation:
    """Make quality final, which shows prices and the ranking. Refused with each answer that has no agreed mark."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_moderate(by, evaluation)
    check_step(Status(evaluation.status), Status.AGREED)
    agreed = set(Consensus.objects.filter(evaluation=evaluation).values_list("bid_id", "question_id"))
    problems = [
        f"Agree a mark for {question.id} of {bidder.name}."
        for question in method(evaluation.tender).marked
        for bidder in bidders(evaluation)
        if (bidder.bid_id, question.id) not in agreed
    ]
    if problems:
        raise Refused(*problems)

    evaluation.status, evaluation.agreed_by, evaluation.agreed_at = Status.AGREED, by, now
    evaluation.save(update_fields=["status", "agreed_by", "agreed_at"])
    record(EvaluationEvent.CONSENSUS_LOCKED, target=evaluation, by=by, at=now)
    notifications.send_consensus_locked(evaluation, now=now)
    return evaluation

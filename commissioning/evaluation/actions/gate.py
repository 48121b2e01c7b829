"""Pass or fail, first of all: deciding the conditions, and confirming that one is not met."""

from datetime import datetime

from django.db import transaction

from commissioning.bids.models import Bid
from commissioning.evaluation import permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Status, check_stands_at
from commissioning.evaluation.lifecycle.query import Outcome
from commissioning.evaluation.models import Evaluation, Gate, Query
from commissioning.evaluation.reports.method import method
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused


@transaction.atomic
def decide_gate(
    evaluation: Evaluation,
    bid: Bid,
    condition_id: str,
    is_passed: bool,
    reason: str,
    *,
    by: User,
    now: datetime,
) -> Gate:
    """Decide whether a bid meets one condition, with a reason, before marking starts.

    It can be decided again until then. What was found not met is found met only by what the bidder answered to a
    question about it, on the record. An evaluation that came here undecided may still decide while it is marked.
    """
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    permissions.check_bid_of(bid, evaluation)
    before = Gate.objects.filter(bid=bid, condition_id=condition_id).first()
    check_stands_at(Status(evaluation.status), Status.PANEL, *([] if before else [Status.MARKING]))
    if condition_id not in {condition.id for condition in method(evaluation.tender).conditions}:
        raise Refused("This tender has no such condition.")
    if not reason.strip():
        raise Refused("Give the reason for your decision.")
    if before and is_passed and not before.is_passed:
        _check_explained(before)

    gate, _ = Gate.objects.update_or_create(
        bid=bid,
        condition_id=condition_id,
        defaults={
            "evaluation": evaluation,
            "is_passed": is_passed,
            "reason": reason.strip(),
            "decided_by": by,
            "decided_at": now,
            "confirmed_by": None,
            "confirmed_at": None,
        },
    )
    record(
        EvaluationEvent.GATE_DECIDED,
        target=evaluation,
        by=by,
        at=now,
        condition=condition_id,
        provider=bid.provider,
        outcome="met" if is_passed else "not met",
    )
    return gate


def _check_explained(before: Gate) -> None:
    """Refuse to take a fail back without an answer of the bidder that was asked for, and that explains."""
    asked = Query.objects.filter(bid=before.bid_id, about=before.condition_id, answered_at__gt=before.decided_at)
    if not asked.filter(outcome=Outcome.SHOWN).exists():
        raise Refused(
            "This condition was found not met. Ask the bidder about it, and decide that the answer explains and does "
            "not improve. Then you can decide the condition again."
        )


@transaction.atomic
def confirm_gate(evaluation: Evaluation, bid: Bid, condition_id: str, *, by: User, now: datetime) -> Gate:
    """Confirm that a condition is not met: an officer other than the one who decided it. From then on the bid is out."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    permissions.check_bid_of(bid, evaluation)
    check_stands_at(Status(evaluation.status), Status.PANEL, Status.MARKING)
    gate = Gate.objects.open_fails().filter(evaluation=evaluation, bid=bid, condition_id=condition_id).first()
    if gate is None:
        raise Refused("There is nothing to confirm here.")
    if gate.decided_by_id == by.pk:
        raise Refused("You decided this, so another procurement officer must confirm it.")

    gate.confirmed_by, gate.confirmed_at = by, now
    gate.save(update_fields=["confirmed_by", "confirmed_at"])
    record(
        EvaluationEvent.GATE_CONFIRMED,
        target=evaluation,
        by=by,
        at=now,
        condition=condition_id,
        provider=bid.provider,
    )
    return gate


def check_gates_decided(evaluation: Evaluation) -> None:
    """Refuse while a condition is undecided for a bid, or one officer alone has found one not met, naming each."""
    gates = {
        (bid_id, condition_id): (is_passed, confirmed_at)
        for bid_id, condition_id, is_passed, confirmed_at in Gate.objects.filter(evaluation=evaluation).values_list(
            "bid_id", "condition_id", "is_passed", "confirmed_at"
        )
    }
    conditions = method(evaluation.tender).conditions
    problems = []
    for bid in Bid.objects.filter(tender=evaluation.tender_id).select_related("provider").order_by("provider__name"):
        for condition in conditions:
            is_passed, confirmed_at = gates.get((bid.pk, condition.id), (None, None))
            if is_passed is None:
                problems.append(f"A procurement officer must decide condition {condition.id} for {bid.provider}.")
            elif not is_passed and confirmed_at is None:
                problems.append(
                    f"Another procurement officer must confirm that {bid.provider} does not meet condition "
                    f"{condition.id}."
                )
    if problems:
        raise Refused(*problems)

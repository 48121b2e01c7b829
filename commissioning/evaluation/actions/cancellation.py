"""Cancelling a procurement whose tender is published: one officer asks, another confirms, every bidder is told why."""

from datetime import datetime

from django.db import transaction

from commissioning.bids.notifications import tell_cancelled
from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.lifecycle import EvaluationEvent
from commissioning.evaluation.models import Cancellation, Evaluation
from commissioning.tenders.actions.draft import locked
from commissioning.tenders.lifecycle import Status as TenderStatus
from commissioning.tenders.lifecycle import TenderEvent
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused


@transaction.atomic
def ask_to_cancel(tender: Tender, reason: str, *, by: User, now: datetime) -> Cancellation:
    """Ask for the procurement to be cancelled, with the reason as bidders will read it. Until it is, work goes on."""
    tender = locked(tender)
    permissions.check_can_ask_to_cancel(by, tender, _found(tender), now)
    if not reason.strip():
        raise Refused("Say why, in words that every bidder may read.")
    found = Cancellation.objects.create(tender=tender, reason=reason.strip(), asked_by=by, asked_at=now)
    record(EvaluationEvent.CANCEL_ASKED, target=tender, by=by, at=now, reason=found.reason)
    notifications.send_cancel_asked(found, now=now)
    return found


@transaction.atomic
def confirm_cancellation(tender: Tender, *, by: User, now: datetime) -> Cancellation:
    """End the procurement for good and tell everyone who bid or follows it, in the same words.

    What is sealed stays sealed, and what the panel has written stays as it is: nothing more can be done to it. Where the
    Procurement Act 2023 applies, a procurement termination notice is due as soon as it can be published (s.55).
    """
    tender = locked(tender)
    # The row is locked first: whoever marks or decides at this moment is done, or finds the procurement cancelled.
    evaluation = Evaluation.objects.select_for_update().filter(tender=tender).first()
    found = _found(tender)
    permissions.check_can_confirm_cancellation(by, tender, found, now)
    found.confirmed_by, found.confirmed_at = by, now
    found.save(update_fields=["confirmed_by", "confirmed_at"])
    if evaluation is not None:
        evaluation.cancelled_at = now
        evaluation.save(update_fields=["cancelled_at"])
    tender.status, tender.cancelled_by, tender.cancelled_at = TenderStatus.CANCELLED, by, now
    tender.cancelled_reason = found.reason
    tender.save(update_fields=["status", "cancelled_by", "cancelled_at", "cancelled_reason"])
    record(TenderEvent.CANCELLED, target=tender, by=by, at=now, reason=found.reason)
    tell_cancelled(tender, now=now)
    return found


@transaction.atomic
def turn_down_cancellation(tender: Tender, reason: str, *, by: User, now: datetime) -> None:
    """Let the procurement go on, with the reason. Whoever asked may take it back in the same way."""
    tender = locked(tender)
    found = _found(tender)
    permissions.check_can_turn_down_cancellation(by, tender, found, now)
    if not reason.strip():
        raise Refused("Say why the procurement goes on.")
    found.delete()
    record(EvaluationEvent.CANCEL_TURNED_DOWN, target=tender, by=by, at=now, reason=reason.strip())


def _found(tender: Tender) -> Cancellation | None:
    return Cancellation.objects.filter(tender=tender).select_related("asked_by").first()

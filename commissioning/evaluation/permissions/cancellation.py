"""Who may cancel a procurement once its tender is published."""

from datetime import datetime

from commissioning.bids.permissions import check_belongs_to_no_bidder
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Cancellation, Evaluation
from commissioning.evaluation.permissions.evaluation import check_can_run
from commissioning.tenders.lifecycle import Phase
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


def check_can_ask_to_cancel(user: User, tender: Tender, found: Cancellation | None, now: datetime) -> None:
    """A procurement officer free of every bidder, from publication until the contract is made, if nobody has asked yet."""
    _check_can_cancel(user, tender, now)
    if found is not None:
        raise Refused(f"{found.asked_by} has asked to cancel this procurement already.")


def check_can_turn_down_cancellation(user: User, tender: Tender, found: Cancellation | None, now: datetime) -> None:
    """The same, once somebody has asked: whoever asked may take it back, and any other may turn it down."""
    _check_can_cancel(user, tender, now)
    if found is None:
        raise Refused("Nobody has asked to cancel this procurement.")


def check_can_confirm_cancellation(user: User, tender: Tender, found: Cancellation | None, now: datetime) -> None:
    """The same, but never the one who asked."""
    check_can_turn_down_cancellation(user, tender, found, now)
    if found is not None and found.asked_by_id == user.pk:
        raise Refused("You asked to cancel this procurement, so another procurement officer must confirm it.")


def _check_can_cancel(user: User, tender: Tender, now: datetime) -> None:
    check_can_run(user, tender)
    check_belongs_to_no_bidder(user, tender)
    phase = tender.phase(now)
    if phase is Phase.CANCELLED:
        raise Refused("This procurement has been cancelled already.")
    if phase not in (Phase.OPEN, Phase.CLOSED):
        raise Refused("This tender is not published, so it is cancelled from the page of its draft.")
    if Evaluation.objects.filter(tender=tender, status=Status.CONCLUDED).exists():
        raise Refused("The contract is made, so this procurement can’t be cancelled any more.")

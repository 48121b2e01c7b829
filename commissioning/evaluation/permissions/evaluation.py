"""Who may run an evaluation."""

from django.db.models import Exists

from commissioning.authorities.models import Role
from commissioning.authorities.permissions import check_holds
from commissioning.bids.models import Bid
from commissioning.evaluation.models import Conflict, Evaluation, PanelMember
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused

Seat = PanelMember.Seat

ROLE_OF_SEAT = {Seat.EVALUATOR: Role.EVALUATOR, Seat.CHAIR: Role.CHAIR}

CONFLICTED = "You have a conflict of interest with a bidder, so another officer must do this."

BIDS_TOO = (
    "{} belongs to an organisation that bid, or did since the tender was published, so can take no part in judging these "
    "bids."
)


def check_can_run(user: User, tender: Tender) -> None:
    """Name the panel, start marking, decide conditions, recommend or turn down: a procurement officer."""
    check_holds(user, tender.authority, Role.PROCUREMENT)
    check_free(user, tender)


def check_free(user: User, tender: Tender) -> None:
    """Refuse who is, or since publication was, a bidder, and whoever has declared a conflict with a bidder. One query."""
    belongs = Exists(Bid.objects.of_bidder(user).filter(tender=tender))
    conflict = Exists(Conflict.objects.conflicted().filter(user=user, evaluation__tender=tender))
    is_bidder, is_conflicted = Tender.objects.filter(pk=tender.pk).values_list(belongs, conflict).get()
    if is_bidder:
        raise Refused(BIDS_TOO.format(user))
    if is_conflicted:
        raise Refused(CONFLICTED)


def check_no_bidder(user: User, tender: Tender) -> None:
    """Refuse who is, or since publication was, a member of a provider whose bid was opened.

    While bids are sealed it tells nothing.
    """
    if Bid.objects.of_bidder(user).filter(tender=tender).exists():
        raise Refused(BIDS_TOO.format(user))


def check_bid_of(bid: Bid, evaluation: Evaluation) -> None:
    """Refuse a bid that is sealed, withdrawn or made for another tender."""
    if not Bid.objects.filter(pk=bid.pk, tender=evaluation.tender_id).exists():
        raise Refused("This bid is not part of this evaluation.")

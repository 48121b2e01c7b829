"""Who may sit on a panel, and use their seat."""

from django.db.models import Exists

from commissioning.authorities.models import Staff
from commissioning.bids.models import Bid
from commissioning.evaluation.models import READERS, Conflict, Evaluation, PanelMember
from commissioning.evaluation.permissions.evaluation import BIDS_TOO, ROLE_OF_SEAT, Seat
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


def check_can_sit(user: User, tender: Tender, seat: PanelMember.Seat, *, may_be_conflicted: bool = False) -> None:
    """Sit on a panel: holds the seat's role, no role that can read prices, and is a member of no bidder.

    An evaluator with a conflict leaves out that one bid; a chair, who sees every bid, leaves the chair.
    """
    authority = tender.authority
    # One query for all: these checks are made on every page of a marker.
    bids_too = Exists(Bid.objects.of_bidder(user).filter(tender=tender))
    conflict = Exists(Conflict.objects.conflicted().filter(user=user, evaluation__tender=tender))
    held = Staff.objects.filter(user=user, authority=authority).values_list("role", bids_too, conflict)
    roles = {role for role, _, _ in held}
    if ROLE_OF_SEAT[seat] not in roles:
        raise Refused(f"{user} does not hold the role “{seat.label}” at {authority}.")
    if roles & set(READERS):
        raise Refused(f"{user} can read the prices in bids, so can't be on the panel. Choose someone else.")
    if any(belongs for _, belongs, _ in held):
        raise Refused(BIDS_TOO.format(user))
    if seat == Seat.CHAIR and not may_be_conflicted and any(conflicted for _, _, conflicted in held):
        raise Refused(f"{user} has a conflict of interest with a bidder. Name another chair.")


def sitting(user: User, evaluation: Evaluation, seat: PanelMember.Seat) -> PanelMember:
    """The person's seat on the panel, if they may still use it."""
    member = PanelMember.objects.filter(evaluation=evaluation, user=user, seat=seat).first()
    if member is None:
        raise Refused(f"Only {'the chair' if seat is Seat.CHAIR else 'an evaluator'} of this panel can do this.")
    check_can_sit(user, evaluation.tender, seat)
    return member


def check_on_panel(user: User, evaluation: Evaluation) -> None:
    """Declare conflicts: anyone on the panel."""
    seats = [seat for seat in Seat if PanelMember.objects.filter(evaluation=evaluation, user=user, seat=seat).exists()]
    if not seats:
        raise Refused("Only people on this panel can do this.")
    check_can_sit(user, evaluation.tender, seats[0], may_be_conflicted=True)

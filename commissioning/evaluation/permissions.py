"""Who may do what in an evaluation. Each check refuses in words; states are checked in `lifecycle`.

Those who mark must not know a price before quality is final, and procurement officers and auditors may read whole bids.
So nobody who holds either role at the authority may sit on a panel: it is checked when the panel is named and again
each time a seat is used, in case a role was given later.
"""

from django.db.models import Exists

from commissioning.authorities.models import Role, Staff
from commissioning.authorities.permissions import check_holds, holds
from commissioning.bids.models import Bid
from commissioning.evaluation.lifecycle import BEFORE_MODERATION, BEFORE_PRICES
from commissioning.evaluation.models import READERS, Award, Conflict, Evaluation, PanelMember
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused

Seat = PanelMember.Seat
ROLE_OF_SEAT = {Seat.EVALUATOR: Role.EVALUATOR, Seat.CHAIR: Role.CHAIR}


BIDS_TOO = "{} belongs to an organisation that bid, so can take no part in judging these bids."


def check_can_run(user: User, tender: Tender) -> None:
    """Name the panel, start marking, decide conditions, recommend or turn down: a procurement officer."""
    check_holds(user, tender.authority, Role.PROCUREMENT)
    check_no_bidder(user, tender)


def check_no_bidder(user: User, tender: Tender) -> None:
    """Refuse a member of a provider whose bid for this tender was opened. While bids are sealed it tells nothing."""
    if Bid.objects.made_for(user).filter(tender=tender).exists():
        raise Refused(BIDS_TOO.format(user))


def check_can_sit(user: User, tender: Tender, seat: PanelMember.Seat) -> None:
    """Sit on a panel: holds the seat's role, no role that can read prices, and is a member of no bidder."""
    authority = tender.authority
    # One query for both: these checks are made on every page of a marker.
    bids_too = Exists(Bid.objects.made_for(user).filter(tender=tender))
    held = Staff.objects.filter(user=user, authority=authority).values_list("role", bids_too)
    roles = {role for role, _ in held}
    if ROLE_OF_SEAT[seat] not in roles:
        raise Refused(f"{user} does not hold the role “{seat.label}” at {authority}.")
    if roles & set(READERS):
        raise Refused(f"{user} can read the prices in bids, so can't be on the panel. Choose someone else.")
    if any(belongs for _, belongs in held):
        raise Refused(BIDS_TOO.format(user))


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
    check_can_sit(user, evaluation.tender, seats[0])


def check_bid_of(bid: Bid, evaluation: Evaluation) -> None:
    """Refuse a bid that is sealed, withdrawn or made for another tender."""
    if not Bid.objects.filter(pk=bid.pk, tender=evaluation.tender_id).exists():
        raise Refused("This bid is not part of this evaluation.")


def check_can_read_bid(user: User, bid: Bid) -> None:
    """See anything of a bid as a panel member: after declaring no conflict with its bidder."""
    declared = Conflict.objects.filter(user=user, bid=bid).values_list("is_conflicted", flat=True).first()
    if declared is None:
        raise Refused("Say first whether you have a conflict of interest with each bidder.")
    if declared:
        raise Refused("You declared a conflict of interest with this bidder, so you can't see or mark its bid.")


def check_can_moderate(user: User, evaluation: Evaluation) -> None:
    """Start moderation, agree marks, lock the consensus, sign off: the chair."""
    sitting(user, evaluation, Seat.CHAIR)


def check_sees_moderation(user: User, evaluation: Evaluation) -> None:
    """See everybody's marks: from moderation on, the chair, procurement officers and auditors."""
    if evaluation.status in BEFORE_MODERATION:
        raise Refused("Nobody can see another person's marks until moderation starts.")
    if not holds(user, evaluation.tender.authority, *READERS):
        check_can_moderate(user, evaluation)


def check_sees_ranking(user: User, evaluation: Evaluation) -> None:
    """See prices and the ranking: once quality is agreed, those who saw the moderation."""
    if evaluation.status in BEFORE_PRICES:
        raise Refused("Prices and the ranking are shown once the panel has agreed every mark.")
    check_sees_moderation(user, evaluation)


def check_sees_report(user: User, evaluation: Evaluation) -> None:
    """Read the evaluation report, prices included: once quality is agreed, the panel, officers and auditors.

    It tells of every bid, so a panel member who declared a conflict with any bidder does not read it.
    """
    if evaluation.status in BEFORE_PRICES:
        raise Refused("The report is there once the panel has agreed every mark.")
    if not holds(user, evaluation.tender.authority, *READERS):
        check_on_panel(user, evaluation)
        if Conflict.objects.filter(evaluation=evaluation, user=user, is_conflicted=True).exists():
            raise Refused("You declared a conflict of interest with a bidder, so you can't read the report.")


def check_can_approve(user: User, award: Award) -> None:
    """Approve an award: a procurement officer other than the one who recommended it."""
    check_can_run(user, award.evaluation.tender)
    if user.pk == award.recommended_by_id:
        raise Refused("You recommended this award, so another procurement officer must approve it.")

"""Who may open a tender's bids, and read them once they are open."""

from datetime import datetime

from django.conf import settings

from commissioning.authorities.models import Role as StaffRole
from commissioning.authorities.models import Staff
from commissioning.authorities.permissions import check_holds as check_staff_holds
from commissioning.bids.lifecycle import Status
from commissioning.bids.models import READERS, Bid, Extension, Opening, last_extension
from commissioning.tenders.lifecycle import Phase
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused
from socialvalue.text import datetime_text, duration_text


def check_can_ask_to_open(user: User, tender: Tender, opening: Opening | None, now: datetime) -> None:
    """Refuse unless `user` is a procurement officer of the authority, the tender is closed and nobody has asked yet."""
    check_staff_holds(user, tender.authority, StaffRole.PROCUREMENT)
    _check_closed(tender, now)
    check_belongs_to_no_bidder(user, tender)
    if opening is not None:
        raise Refused(f"{opening.asked_by} has asked to open the bids already.")
    if Extension.objects.waiting().filter(tender=tender).exists():
        raise Refused("A provider has asked for more time. Decide that first: after the bids are opened nobody can.")


def check_can_confirm_opening(user: User, tender: Tender, opening: Opening | None, now: datetime) -> None:
    """Refuse unless another procurement officer has asked, the tender is closed and the bids are still sealed."""
    check_staff_holds(user, tender.authority, StaffRole.PROCUREMENT)
    _check_closed(tender, now)
    check_belongs_to_no_bidder(user, tender)
    if opening is None:
        raise Refused("Nobody has asked to open the bids yet.")
    if opening.opened_at is not None:
        raise Refused(f"{opening.opened_by} has opened the bids already.")
    if opening.asked_by_id == user.pk:
        raise Refused("You asked to open the bids, so another procurement officer must confirm it.")


def reads_bids(user: User, tender: Tender) -> bool:
    """Whether the person may read the tender's opened bids: an officer or auditor of no bidder. One query."""
    rivals = Bid.objects.of_bidder(user).filter(tender=tender).values("tender__authority")
    staff = Staff.objects.filter(user=user, authority=tender.authority_id, role__in=READERS)
    return staff.exclude(authority__in=rivals).exists()


def check_belongs_to_no_bidder(user: User, tender: Tender) -> None:
    """Refuse who is, or since publication was, a member of a provider that has bid, alone or as partner.

    To somebody who left it may tell that a bid was sent; to let them open its rivals' bids would be worse.
    """
    if Bid.own.of_bidder(user).filter(tender=tender, status=Status.SUBMITTED).exists():
        raise Refused(
            "You belong to an organisation that has bid, or did since the tender was published, so another procurement "
            "officer must do this."
        )


def _check_closed(tender: Tender, now: datetime) -> None:
    if tender.phase(now) is Phase.OPEN:
        raise Refused(f"Bids stay sealed until the tender closes at {tender.closing_text(now)}.")
    if tender.phase(now) is not Phase.CLOSED:
        raise Refused("Only the bids of a tender that has closed can be opened.")
    final = tender.final_at(last_extension(tender))
    if now < final:
        raise Refused(f"Bids stay sealed until the closing is final: {_final_text(final)}.")


def opens_text(tender: Tender) -> str:
    """From when the bids of a tender with a closing time can be opened, for the end of a sentence. It does not tell why."""
    return _final_text(tender.final_at(last_extension(tender)))


def _final_text(final: datetime) -> str:
    """When a closing is final: as long after a full minute as the drain lasts, since no moment is written with seconds."""
    return f"{duration_text(settings.CLOSING_DRAIN)} after {datetime_text(final - settings.CLOSING_DRAIN)}"

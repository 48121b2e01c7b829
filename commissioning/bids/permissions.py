"""Who may write, submit and withdraw a bid, and who may open a tender's bids. All of it depends on the clock."""

from dataclasses import dataclass
from datetime import datetime

from commissioning.authorities.models import Role as StaffRole
from commissioning.authorities.models import Staff
from commissioning.authorities.permissions import check_holds as check_staff_holds
from commissioning.bids.lifecycle import Status, check_step
from commissioning.bids.models import READERS, Bid, Opening
from commissioning.tenders.lifecycle import Phase
from commissioning.tenders.models import Tender
from providers.models import Provider, Role
from providers.permissions import check_any, check_holds, roles_at
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused, allowed
from socialvalue.text import datetime_text

WRITERS = (Role.OWNER, Role.WRITER, Role.SIGNATORY)


def check_takes_bids(tender: Tender, now: datetime) -> None:
    """Refuse unless the tender takes bids at `now`, the instant at which the request arrived."""
    phase = tender.phase(now)
    if phase is Phase.CLOSED:
        raise Refused(f"This tender closed at {datetime_text(tender.closes_at)}. Bids can't be changed any more.")
    if phase is Phase.CANCELLED:
        raise Refused("This tender was cancelled. It takes no bids.")
    if phase is not Phase.OPEN:
        raise Refused("This tender is not open. It takes no bids yet.")


def check_can_start(user: User, provider: Provider, tender: Tender, now: datetime) -> None:
    """Refuse unless `user` may write for `provider` and the tender is open."""
    _check(roles_at(user, provider), provider, tender, now, *WRITERS)


def check_can_write(user: User, bid: Bid, now: datetime) -> None:
    """Refuse unless `user` is an owner, writer or signatory of the bid's provider and the tender is open."""
    _check(roles_at(user, bid.provider), bid.provider, bid.tender, now, *WRITERS)


def check_signs(user: User, bid: Bid) -> None:
    """Refuse unless `user` is a signatory of the bid's provider, whatever the clock says."""
    check_holds(user, bid.provider, Role.SIGNATORY)


def check_can_submit(user: User, bid: Bid, now: datetime) -> None:
    """Refuse unless `user` is a signatory of the bid's provider and the tender is open."""
    _check(roles_at(user, bid.provider), bid.provider, bid.tender, now, Role.SIGNATORY)
    check_step(Status(bid.status), Status.SUBMITTED)


def check_can_withdraw(user: User, bid: Bid, now: datetime) -> None:
    """Refuse unless `user` is a signatory of the bid's provider, the bid is submitted and the tender is open."""
    _check(roles_at(user, bid.provider), bid.provider, bid.tender, now, Role.SIGNATORY)
    check_step(Status(bid.status), Status.WITHDRAWN)


def check_can_confirm(user: User, bid: Bid, now: datetime) -> None:
    """Refuse unless `user` is a signatory of the bid's provider, the bid is submitted and the tender is open."""
    _check(roles_at(user, bid.provider), bid.provider, bid.tender, now, Role.SIGNATORY)
    if bid.status != Status.SUBMITTED:
        raise Refused("Only a bid that is submitted can be confirmed.")


@dataclass(frozen=True)
class May:
    """What one person may do with one bid just now."""

    write: bool
    submit: bool
    withdraw: bool


def may(held: frozenset[Role], bid: Bid, now: datetime) -> May:
    """Turn the checks into the buttons of a page, for a person who holds the roles `held` at the bid's provider."""
    signs = allowed(_check, held, bid.provider, bid.tender, now, Role.SIGNATORY)
    return May(
        write=allowed(_check, held, bid.provider, bid.tender, now, *WRITERS),
        submit=signs and allowed(check_step, Status(bid.status), Status.SUBMITTED),
        withdraw=signs and allowed(check_step, Status(bid.status), Status.WITHDRAWN),
    )


def _check(held: frozenset[Role], provider: Provider, tender: Tender, now: datetime, *roles: Role) -> None:
    check_any(held, provider, *roles)
    check_takes_bids(tender, now)


def check_can_ask_to_open(user: User, tender: Tender, opening: Opening | None, now: datetime) -> None:
    """Refuse unless `user` is a procurement officer of the authority, the tender is closed and nobody has asked yet."""
    check_staff_holds(user, tender.authority, StaffRole.PROCUREMENT)
    _check_closed(tender, now)
    _check_no_bidder(user, tender)
    if opening is not None:
        raise Refused(f"{opening.asked_by} has asked to open the bids already.")


def check_can_confirm_opening(user: User, tender: Tender, opening: Opening | None, now: datetime) -> None:
    """Refuse unless another procurement officer has asked, the tender is closed and the bids are still sealed."""
    check_staff_holds(user, tender.authority, StaffRole.PROCUREMENT)
    _check_closed(tender, now)
    _check_no_bidder(user, tender)
    if opening is None:
        raise Refused("Nobody has asked to open the bids yet.")
    if opening.opened_at is not None:
        raise Refused(f"{opening.opened_by} has opened the bids already.")
    if opening.asked_by_id == user.pk:
        raise Refused("You asked to open the bids, so another procurement officer must confirm it.")


def reads_bids(user: User, tender: Tender) -> bool:
    """Whether the person may read the tender's opened bids: an officer or auditor who belongs to no bidder. One query."""
    rivals = Bid.objects.made_for(user).filter(tender=tender).values("tender__authority")
    staff = Staff.objects.filter(user=user, authority=tender.authority_id, role__in=READERS)
    return staff.exclude(authority__in=rivals).exists()


def _check_no_bidder(user: User, tender: Tender) -> None:
    """Refuse a member of a provider that has bid. It tells only what a member knows."""
    if Bid.own.of(user).filter(tender=tender, status=Status.SUBMITTED).exists():
        raise Refused("You belong to an organisation that has bid, so another procurement officer must do this.")


def _check_closed(tender: Tender, now: datetime) -> None:
    if tender.phase(now) is Phase.OPEN:
        raise Refused(f"Bids stay sealed until the tender closes at {tender.closing_text(now)}.")
    if tender.phase(now) is not Phase.CLOSED:
        raise Refused("Only the bids of a tender that has closed can be opened.")

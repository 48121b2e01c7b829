"""Who may write, submit, confirm and withdraw a bid. All of it depends on the clock."""

from dataclasses import dataclass
from datetime import datetime

from commissioning.bids.lifecycle import Status, check_step
from commissioning.bids.models import Bid, extended_until, is_open_until
from commissioning.tenders.lifecycle import Phase
from commissioning.tenders.models import Tender
from providers.models import Provider, Role
from providers.permissions import check_any, roles_at
from socialvalue.accounts.models import User
from socialvalue.refusals import Late, Refused, allowed
from socialvalue.text import datetime_text

WRITERS = (Role.OWNER, Role.WRITER, Role.SIGNATORY)


def check_takes_bids(tender: Tender, now: datetime, provider: Provider | None = None) -> None:
    """Refuse unless the tender takes bids at `now`, the instant at which the request arrived.

    With a provider, the time that two officers gave it alone counts too. One query, and only once the tender has closed.
    """
    phase = tender.phase(now)
    if phase is Phase.CLOSED:
        until = extended_until(tender, provider) if provider else None
        if is_open_until(tender, until, now):
            return
        closed = max(tender.closes_at, until or tender.closes_at)
        whose = "Your time to bid for this tender ended" if closed > tender.closes_at else "This tender closed"
        raise Late(f"{whose} at {datetime_text(closed)}. Bids can't be changed any more.")
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


def check_signs(held: frozenset[Role], bid: Bid) -> None:
    """Refuse unless a signatory's role is among those `held` at the bid's provider, whatever the clock says."""
    check_any(held, bid.provider, Role.SIGNATORY)


def check_can_submit(held: frozenset[Role], bid: Bid, now: datetime) -> None:
    """Refuse unless a signatory's role is among those `held` at the bid's provider and the tender is open."""
    _check(held, bid.provider, bid.tender, now, Role.SIGNATORY)
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
    is_open = bid.is_open(now)
    signs = is_open and allowed(check_any, held, bid.provider, Role.SIGNATORY)
    return May(
        write=is_open and allowed(check_any, held, bid.provider, *WRITERS),
        submit=signs and allowed(check_step, Status(bid.status), Status.SUBMITTED),
        withdraw=signs and allowed(check_step, Status(bid.status), Status.WITHDRAWN),
    )


def _check(held: frozenset[Role], provider: Provider, tender: Tender, now: datetime, *roles: Role) -> None:
    check_any(held, provider, *roles)
    check_takes_bids(tender, now, provider)

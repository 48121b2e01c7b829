"""Who may open the prices of bids that are open."""

from commissioning.authorities.models import Role
from commissioning.authorities.permissions import check_holds
from commissioning.bids.models import Opening
from commissioning.bids.permissions.opening import reads_bids
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


def check_can_open_prices(user: User, tender: Tender, opening: Opening | None) -> None:
    """Open the prices: a procurement officer who belongs to no bidder, once, after the bids are opened."""
    check_holds(user, tender.authority, Role.PROCUREMENT)
    if opening is None or opening.opened_at is None:
        raise Refused("Open the bids first. Their prices stay sealed for longer.")
    if opening.prices_opened_at is not None:
        raise Refused("The prices are open already.")
    if not reads_bids(user, tender):
        raise Refused("You belong to an organisation that has bid, so another procurement officer must do this.")

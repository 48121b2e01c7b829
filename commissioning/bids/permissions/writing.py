"""Who may write, for a caller that holds the roles already."""

from datetime import datetime

from commissioning.bids.models import Bid
from commissioning.bids.permissions.bid import WRITERS, check_takes_bids
from providers.models import Role
from providers.permissions import check_any


def check_writes(held: frozenset[Role], bid: Bid, now: datetime) -> None:
    """Refuse unless an owner's, writer's or signatory's role is among those `held` and the bid can be changed."""
    check_any(held, bid.provider, *WRITERS)
    check_takes_bids(bid.tender, now, bid.provider)

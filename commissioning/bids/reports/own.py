"""A bid as its own people find it, for the stages above: the seal and the person are kept here."""

from uuid import UUID

from commissioning.bids.models import Bid, with_extension
from socialvalue.accounts.models import User


def own_bid(bid_id: UUID, user: User) -> Bid | None:
    """The bid if `user` is a member of the provider that made it, with tender, authority and provider. One query."""
    rows = with_extension(Bid.own.of(user).select_related("tender__authority", "tender__opening", "provider"))
    return rows.filter(pk=bid_id).first()

"""Who may see a bid in order to mark it."""

from commissioning.bids.models import Bid
from commissioning.evaluation.models import Conflict
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


def check_can_read_bid(user: User, bid: Bid) -> None:
    """See anything of a bid as a panel member: after declaring no conflict with its bidder, then or later."""
    declared = set(Conflict.objects.filter(user=user, bid=bid).values_list("is_conflicted", flat=True))
    if not declared:
        raise Refused("Say first whether you have a conflict of interest with each bidder.")
    if True in declared:
        raise Refused("You declared a conflict of interest with this bidder, so you can't see or mark its bid.")

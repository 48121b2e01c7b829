"""Who may comment on a bid: every member, viewers too, before the deadline and after it. Nobody else ever reads it."""

from datetime import datetime, timedelta

from commissioning.bids.models import Bid, Comment
from commissioning.bids.permissions.bid import WRITERS
from providers.models import Role
from providers.permissions import check_any
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused

TAKE_BACK = timedelta(hours=1)


def check_can_comment(held: frozenset[Role], bid: Bid) -> None:
    """Refuse unless any role is `held` at the bid's provider. A trustee who only reads may say what they think."""
    check_any(held, bid.provider, *Role)


def check_can_settle(user: User, held: frozenset[Role], comment: Comment) -> None:
    """Refuse unless `user` wrote the comment, or may write the bid."""
    check_can_comment(held, comment.bid)
    if comment.written_by_id != user.pk:
        check_any(held, comment.bid.provider, *WRITERS)


def check_can_take_back(user: User, held: frozenset[Role], comment: Comment, now: datetime) -> None:
    """Refuse unless `user` wrote the comment less than an hour ago."""
    check_can_comment(held, comment.bid)
    if comment.written_by_id != user.pk:
        raise Refused("Only the person who wrote a comment can delete it.")
    if now - comment.written_at >= TAKE_BACK:
        raise Refused("You can delete a comment for one hour. Settle it instead.")

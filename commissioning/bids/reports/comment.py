"""Comments on the questions of a bid, for the provider's own members."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from commissioning.bids.models import Bid, Comment
from commissioning.bids.permissions import WRITERS, check_can_take_back
from providers.models import Role
from socialvalue.accounts.models import User
from socialvalue.refusals import allowed
from socialvalue.text import count_text, datetime_text


@dataclass(frozen=True, slots=True)
class ShownComment:
    """One comment ready to be drawn. `settled` is "" while it is open."""

    pk: int
    by: str
    at: str
    text: str
    settled: str
    may_settle: bool
    may_remove: bool


def comments_on(
    bid: Bid, question_id: str, user: User, held: frozenset[Role], now: datetime
) -> tuple[ShownComment, ...]:
    """The comments on one question, oldest first, with what the reader may do to each. One query."""
    found = Comment.own.filter(bid=bid, question_id=question_id).select_related("written_by", "settled_by")
    writes = bool(held.intersection(WRITERS))
    rows = []
    for comment in found:
        comment.bid = bid
        is_open = comment.settled_at is None
        rows.append(
            ShownComment(
                pk=comment.pk,
                by=comment.written_by.name,
                at=datetime_text(comment.written_at),
                text=comment.text,
                settled="" if is_open else f"Settled by {comment.settled_by.name}, {datetime_text(comment.settled_at)}",
                may_settle=is_open and bool(held) and (writes or comment.written_by_id == user.pk),
                may_remove=allowed(check_can_take_back, user, held, comment, now),
            )
        )
    return tuple(rows)


def open_comments(bid: Bid) -> dict[str, int]:
    """How many comments are open, by question id. One query."""
    rows = Comment.own.filter(bid=bid, settled_at=None).order_by().values_list("question_id")
    return dict(rows.annotate(number=Count("pk")))


def open_text(number: int) -> str:
    """How many comments are open, in words; "" for none."""
    return f"{count_text(number, 'open comment')}" if number else ""

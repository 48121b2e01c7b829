"""Comments between colleagues: written, settled, taken back."""

from datetime import datetime, timedelta

from django.db import transaction

from commissioning.bids import notifications, permissions
from commissioning.bids.actions.locking import check_storable, question_of
from commissioning.bids.lifecycle import CommentEvent
from commissioning.bids.models import Bid, Comment
from providers.permissions import roles_at
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused

SAME_CLICK = timedelta(minutes=1)


@transaction.atomic
def write_comment(bid: Bid, question_id: str, text: str, *, by: User, now: datetime) -> Comment:
    """Say something to the colleagues about one question. Whoever sees to it and all in its thread are told at once.

    The same words from the same person within a minute are a second click, and change nothing.
    """
    bid = _locked(bid)
    permissions.check_can_comment(roles_at(by, bid.provider), bid)
    question = question_of(bid, question_id)
    check_storable(text)
    thread = Comment.own.filter(bid=bid, question_id=question_id)
    again = thread.filter(written_by=by, text=text, written_at__gt=now - SAME_CLICK).first()
    if again is not None:
        return again
    comment = Comment.own.create(bid=bid, question_id=question_id, text=text, written_by=by, written_at=now)
    record(CommentEvent.WRITTEN, target=bid, by=by, at=now, question=question.number)
    notifications.tell_comment(comment, question.number, now=now)
    return comment


@transaction.atomic
def settle_comment(comment: Comment, *, by: User, now: datetime) -> Comment:
    """Mark a comment as dealt with. Settled already, nothing changes."""
    bid = _locked(comment.bid)
    comment = _still_there(comment, bid)
    permissions.check_can_settle(by, roles_at(by, bid.provider), comment)
    if comment.settled_at is None:
        comment.settled_by, comment.settled_at = by, now
        comment.save(update_fields=["settled_by", "settled_at"])
        record(CommentEvent.SETTLED, target=bid, by=by, at=now, question=_number(comment))
    return comment


@transaction.atomic
def remove_comment(comment: Comment, *, by: User, now: datetime) -> None:
    """Take one's own comment back, within the hour."""
    bid = _locked(comment.bid)
    comment = _still_there(comment, bid)
    permissions.check_can_take_back(by, roles_at(by, bid.provider), comment, now)
    number = _number(comment)
    comment.delete()
    record(CommentEvent.REMOVED, target=bid, by=by, at=now, question=number)


def _locked(bid: Bid) -> Bid:
    return Bid.own.select_for_update(of=("self",)).select_related("tender", "provider").get(pk=bid.pk)


def _still_there(comment: Comment, bid: Bid) -> Comment:
    """The comment as it is now; Refused if its writer has deleted it."""
    found = Comment.own.filter(pk=comment.pk, bid=bid).first()
    if found is None:
        raise Refused("This comment was deleted.")
    found.bid = bid
    return found


def _number(comment: Comment) -> int | str:
    """The number of the question now; its id if the tender asks it no longer."""
    try:
        return question_of(comment.bid, comment.question_id).number
    except Refused:
        return comment.question_id

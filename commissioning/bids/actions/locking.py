"""The bid as it is now, and the refusal of a save that began from an older one."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from commissioning.bids import permissions
from commissioning.bids.models import Bid
from commissioning.bids.readiness import AskedQuestion, asked_by
from providers.models import Role
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


class Stale(Refused):
    """Somebody else, or another tab, has saved since the page was opened. `stored` is what they saved.

    For answers `stored` is a dict of Answer by question id; for a commitment the Commitment, or None if it was removed;
    for price and declarations the Bid.
    """

    def __init__(self, stored: object) -> None:
        super().__init__("Somebody has changed this since you opened the page. Nothing of yours was saved yet.")
        self.stored = stored


def locked_for_writing(bid: Bid, *, by: User, now: datetime) -> Bid:
    """The bid with its row locked until the transaction ends. Refused unless `by` may write it at `now`. Two queries."""
    bid = Bid.own.select_for_update(of=("self",)).select_related("tender", "provider").get(pk=bid.pk)
    permissions.check_can_write(by, bid, now)
    return bid


def locked_with_roles(bid_pk: UUID, by: User) -> tuple[Bid, frozenset[Role]]:
    """A bid of one of the person's providers, its row locked, with the roles held there. LookupError if there is none.

    One query for both, for what is saved many times an hour: a row for each role.
    """
    rows = Bid.own.select_for_update(of=("self",)).select_related("tender", "provider")
    found = list(rows.filter(pk=bid_pk, provider__members__user=by).annotate(held=F("provider__members__role")))
    if not found:
        raise LookupError(bid_pk)
    return found[0], frozenset(Role(row.held) for row in found)


def question_of(bid: Bid, question_id: str) -> AskedQuestion:
    """The question that the bid's tender asks under this id; Refused if there is none."""
    question = asked_by(bid.tender.document).question(question_id)
    if question is None:
        raise Refused("This tender does not ask that question.")
    return question


def check_storable(*texts: str) -> None:
    """Refuse the one character that no database can hold."""
    if any("\0" in text for text in texts):
        raise Refused("There is a hidden control character in the text. Delete it and type that part again.")

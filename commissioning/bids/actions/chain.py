"""Saying how a commitment comes about, what it leads to, and its milestones."""

from datetime import datetime

from django.db import transaction

from commissioning.bids.actions.locking import Stale, check_storable, locked_for_writing
from commissioning.bids.actions.partner import tell_of_lapses
from commissioning.bids.models import Bid, Commitment
from commissioning.bids.readiness import Chain, milestone_faults
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused
from socialvalue.text import UK


@transaction.atomic
def save_chain(bid: Bid, commitment_id: int, chain: Chain, *, from_version: int, by: User, now: datetime) -> Commitment:
    """Save the chain of one commitment. Saving the same again changes nothing.

    Raises Stale when the commitment was changed or removed since the page was made; its version counts both.
    """
    bid = locked_for_writing(bid, by=by, now=now)
    row = Commitment.own.filter(bid=bid, pk=commitment_id).first()
    if row is None:
        raise Stale(None)
    said = {name: text.strip() for name, text in chain.words.items()}
    check_storable(*said.values())
    said_milestones = [[one.by_when.isoformat(), str(one.quantity)] for one in chain.milestones]
    if said_milestones == row.milestones and all(getattr(row, name) == text for name, text in said.items()):
        return row
    if row.version != from_version:
        raise Stale(row)
    faults = milestone_faults(
        chain.milestones,
        unit=row.unit,
        quantity=row.quantity,
        by_when=row.by_when,
        today=now.astimezone(UK).date(),
    )
    if faults:
        raise Refused(*faults)
    for name, text in said.items():
        setattr(row, name, text)
    row.milestones, row.version = said_milestones, row.version + 1
    row.save(update_fields=[*said, "milestones", "version"])
    tell_of_lapses(bid, now=now)
    return row

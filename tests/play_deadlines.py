"""Reaching the states of a request for more time and of an outage by playing the real actions. All need the database."""

from datetime import datetime, timedelta

from commissioning.bids import actions
from commissioning.bids.models import Bid, Extension
from commissioning.tenders.models import Outage, Tender
from tests.cast import Cast

REASON = "Our power has been off since this morning."


def asked(cast: Cast, bid: Bid, now: datetime) -> Extension:
    """A request of the bid's writer that waits for an officer."""
    return actions.ask_for_time(bid, REASON, by=cast.writer, now=now)


def proposed(cast: Cast, bid: Bid, now: datetime, until: datetime | None = None) -> Extension:
    """A request with a time, two days after the closing, that waits for a second officer."""
    until = until or bid.tender.closes_at + timedelta(days=2)
    return actions.propose_time(asked(cast, bid, now), until, "It was not their fault.", by=cast.procurement, now=now)


def extended(cast: Cast, bid: Bid, now: datetime, until: datetime | None = None) -> Extension:
    """More time that two officers gave."""
    return actions.approve_time(proposed(cast, bid, now, until), by=cast.second_procurement, now=now)


def refused(cast: Cast, bid: Bid, now: datetime) -> Extension:
    """A request that an officer turned down."""
    return actions.refuse_time(asked(cast, bid, now), "There is time enough left.", by=cast.procurement, now=now)


def outage(cast: Cast, tender: Tender, hours: float = 2) -> Outage:
    """An outage that began so many hours before the tender's closing, lasted one, and was recorded when it was over."""
    began = tender.closes_at - timedelta(hours=hours)
    ended = began + timedelta(hours=1)
    return actions.record_outage(
        cast.county, began_at=began, ended_at=ended, what="Nobody could sign in.", by=cast.procurement, now=ended
    )

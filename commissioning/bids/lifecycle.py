"""The states of a bid and what is recorded of it. Plain Python: no clock, no user."""

from enum import StrEnum

from socialvalue.audit.events import Event


class Status(StrEnum):
    """What is stored of a bid. A submitted bid may be changed and submitted again until the deadline."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class BidEvent(Event):
    """What is recorded of a bid. Only the provider sees these until the bids are opened."""

    STARTED = "bid.started", "started the bid."
    SUBMITTED = "bid.submitted", "submitted version {version}, receipt {receipt}."
    WITHDRAWN = "bid.withdrawn", "withdrew the bid."


class OpeningEvent(Event):
    """What is recorded of opening a tender's bids."""

    ASKED = "opening.asked", "asked to open the bids."
    OPENED = "opening.opened", "confirmed and opened the bids."

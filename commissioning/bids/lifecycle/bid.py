"""The states of a bid and what is recorded of it. Plain Python: no clock, no user."""

from enum import StrEnum

from socialvalue.audit.events import Event
from socialvalue.refusals import Refused


class Status(StrEnum):
    """What is stored of a bid. A submitted bid may be changed and submitted again until the deadline."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


LABELS = {Status.DRAFT: "Draft", Status.SUBMITTED: "Submitted", Status.WITHDRAWN: "Withdrawn"}
COLOURS = {Status.DRAFT: "grey", Status.SUBMITTED: "green", Status.WITHDRAWN: "orange"}

# from -> to, and what the step is called. A withdrawn bid may come back until the deadline.
STEPS: dict[tuple[Status, Status], str] = {
    (Status.DRAFT, Status.SUBMITTED): "submit",
    (Status.SUBMITTED, Status.SUBMITTED): "submit again",
    (Status.SUBMITTED, Status.WITHDRAWN): "withdraw",
    (Status.WITHDRAWN, Status.SUBMITTED): "submit again",
}


def check_step(before: Status, after: Status) -> None:
    """Refuse a step that is not in the table."""
    if (before, after) not in STEPS:
        raise Refused(f"A bid that is {LABELS[before].lower()} can't become {LABELS[after].lower()}.")


class BidEvent(Event):
    """What is recorded of a bid. Only the provider sees these until the bids are opened."""

    STARTED = "bid.started", "started the bid."
    SUBMITTED = "bid.submitted", "submitted version {version}, receipt {receipt}."
    WITHDRAWN = "bid.withdrawn", "withdrew the bid."
    CONFIRMED = "bid.confirmed", "confirmed the bid as submitted for version {version} of the tender."


class OpeningEvent(Event):
    """What is recorded of opening a tender's bids."""

    ASKED = "opening.asked", "asked to open the bids."
    OPENED = "opening.opened", "confirmed and opened the bids. SHA-256 of what was there: {sha256}."
    PRICES_OPENED = "opening.prices_opened", "opened the prices."

"""The states of a tender and the steps between them. Plain Python: no clock, no user."""

from datetime import datetime
from enum import StrEnum

from socialvalue.audit.events import Event
from socialvalue.refusals import Refused


class Status(StrEnum):
    """What is stored of a tender."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    """What people are told: the status and what follows from the clock alone."""

    DRAFT = "Draft"
    IN_REVIEW = "Waiting for approval"
    OPEN = "Open"
    CLOSED = "Closed"
    CANCELLED = "Cancelled"


# from -> to, and what the step is called.
STEPS: dict[tuple[Status, Status], str] = {
    (Status.DRAFT, Status.IN_REVIEW): "send for approval",
    (Status.IN_REVIEW, Status.DRAFT): "send back to the drafter",
    (Status.IN_REVIEW, Status.PUBLISHED): "publish",
    (Status.DRAFT, Status.CANCELLED): "cancel",
    (Status.IN_REVIEW, Status.CANCELLED): "cancel",
    (Status.PUBLISHED, Status.CANCELLED): "cancel, by two officers",
}


def check_step(before: Status, after: Status) -> None:
    """Refuse a step that is not in the table."""
    if (before, after) not in STEPS:
        raise Refused(f"A tender that is {words(before)} can't become {words(after)}.")


def words(status: Status) -> str:
    """The status in the middle of a sentence."""
    return status.replace("_", " ")


def phase(status: Status, closes_at: datetime | None, now: datetime, *, is_held: bool = False) -> Phase:
    """The phase at `now`. A published tender is open while `now < closes_at`: the closing instant is too late.

    `is_held`: a bidder's question waits for its answer, so it stays open whatever the time.
    """
    if status is Status.PUBLISHED:
        if closes_at is None:
            raise ValueError("a published tender has a closing time")
        return Phase.OPEN if now < closes_at or is_held else Phase.CLOSED
    return {
        Status.DRAFT: Phase.DRAFT,
        Status.IN_REVIEW: Phase.IN_REVIEW,
        Status.CANCELLED: Phase.CANCELLED,
    }[status]


class TenderEvent(Event):
    """What is recorded of a tender."""

    STARTED = "tender.started", "started the draft."
    IMPORTED = "tender.imported", "made the draft from a file."
    EDITED = "tender.edited", "changed {section}."
    SENT_FOR_APPROVAL = "tender.sent_for_approval", "sent the draft for approval."
    SENT_BACK = "tender.sent_back", "sent the draft back: {reason}"
    PUBLISHED = (
        "tender.published",
        "approved and published version {version}, which closes at {closes_at}.",
    )
    FINDINGS_KEPT = "tender.findings_kept", "published it with these findings: {findings}."
    CANCELLED = "tender.cancelled", "cancelled the tender: {reason}"

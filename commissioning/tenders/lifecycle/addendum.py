"""The states of an addendum and the steps between them, and what is recorded of it. Plain Python: no clock, no user."""

from enum import StrEnum

from socialvalue.audit.events import Event
from socialvalue.refusals import Refused


class AddendumStatus(StrEnum):
    """What is stored of a change to a published tender."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    DROPPED = "dropped"


UNFINISHED = (AddendumStatus.DRAFT, AddendumStatus.IN_REVIEW)

ADDENDUM_STEPS: dict[tuple[AddendumStatus, AddendumStatus], str] = {
    (AddendumStatus.DRAFT, AddendumStatus.IN_REVIEW): "send for approval",
    (AddendumStatus.IN_REVIEW, AddendumStatus.DRAFT): "send back to the drafter",
    (AddendumStatus.IN_REVIEW, AddendumStatus.PUBLISHED): "publish",
    (AddendumStatus.DRAFT, AddendumStatus.DROPPED): "give up",
    (AddendumStatus.IN_REVIEW, AddendumStatus.DROPPED): "give up",
}


def check_addendum_step(before: AddendumStatus, after: AddendumStatus) -> None:
    """Refuse a step that is not in the table."""
    if (before, after) not in ADDENDUM_STEPS:
        raise Refused(f"A change that is {before.replace('_', ' ')} can't become {after.replace('_', ' ')}.")


class AddendumEvent(Event):
    """What is recorded, of the tender."""

    STARTED = "addendum.started", "began a change to the published tender."
    EDITED = "addendum.edited", "changed {section} in the change being prepared."
    SENT_FOR_APPROVAL = "addendum.sent_for_approval", "sent the change for approval: {reason}"
    SENT_BACK = "addendum.sent_back", "sent the change back: {reason}"
    DROPPED = "addendum.dropped", "gave up the change being prepared."
    PUBLISHED = (
        "addendum.published",
        "published addendum {number} ({kind}), version {version} of the tender, which closes at {closes_at}: {reason}",
    )

"""The states of a request for more time, and what is recorded of it. Plain Python: no clock, no user."""

from enum import StrEnum

from socialvalue.audit.events import Event
from socialvalue.refusals import Refused


class ExtensionStatus(StrEnum):
    """What is stored of one bidder's request for more time."""

    ASKED = "asked"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


WAITING = (ExtensionStatus.ASKED, ExtensionStatus.PROPOSED)

EXTENSION_LABELS = {
    ExtensionStatus.ASKED: "Waits for an officer",
    ExtensionStatus.PROPOSED: "Waits for a second officer",
    ExtensionStatus.APPROVED: "More time given",
    ExtensionStatus.REFUSED: "Refused",
}
EXTENSION_COLOURS = {
    ExtensionStatus.ASKED: "yellow",
    ExtensionStatus.PROPOSED: "yellow",
    ExtensionStatus.APPROVED: "green",
    ExtensionStatus.REFUSED: "red",
}

EXTENSION_STEPS: dict[tuple[ExtensionStatus, ExtensionStatus], str] = {
    (ExtensionStatus.ASKED, ExtensionStatus.PROPOSED): "propose a new time",
    (ExtensionStatus.ASKED, ExtensionStatus.REFUSED): "refuse",
    (ExtensionStatus.PROPOSED, ExtensionStatus.APPROVED): "approve, by another person",
    (ExtensionStatus.PROPOSED, ExtensionStatus.REFUSED): "refuse",
}


def check_extension_step(before: ExtensionStatus, after: ExtensionStatus) -> None:
    """Refuse a step that is not in the table."""
    if (before, after) not in EXTENSION_STEPS:
        raise Refused(f"A request for more time that is {before} can't become {after}.")


class ExtensionEvent(Event):
    """What is recorded of a request for more time. Nothing of it stands in the tender's own history."""

    ASKED = "extension.asked", "asked for more time for {provider}: {reason}"
    BEGUN_FOR_CALLER = (
        "extension.begun_for_caller",
        "began a request for more time for {provider}, who named itself: {reason}",
    )
    PROPOSED = "extension.proposed", "proposed that {provider} may send its bid until {until}: {reason}"
    APPROVED = "extension.approved", "approved that {provider} may send its bid until {until}."
    REFUSED = "extension.refused", "refused more time for {provider}: {reason}"

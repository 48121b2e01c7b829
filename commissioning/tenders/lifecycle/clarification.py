"""The states of a clarification, and what is recorded of it. Plain Python: no clock, no user."""

from enum import StrEnum

from socialvalue.audit.events import Event


class ClarificationStatus(StrEnum):
    """What became of a question: it waits, was answered to all, is answered by another answer, or was set aside."""

    WAITING = "waiting"
    PUBLISHED = "published"
    MERGED = "merged"
    SET_ASIDE = "set_aside"


class ClarificationEvent(Event):
    """What is recorded. Who asked is recorded of the asker's own row, which no page shows, and nowhere else."""

    ASKED = "clarification.asked", "asked a question about the tender."
    CAME = "clarification.came", "received a question about this tender."
    PUBLISHED = "clarification.published", "published clarification {number}."
    MERGED = "clarification.merged", "closed a question that clarification {number} answers."
    SET_ASIDE = "clarification.set_aside", "set a question aside and told its asker why."

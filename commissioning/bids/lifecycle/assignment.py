"""What is recorded of who does what. Plain Python: no clock, no user."""

from socialvalue.audit.events import Event


class AssignmentEvent(Event):
    """Only the provider's members see these."""

    ASSIGNED = "assignment.made", "asked {person} to see to {part}{by_when}."
    ENDED = "assignment.ended", "took {part} off {person}."

"""What is recorded of an outage. Plain Python: no clock, no user."""

from socialvalue.audit.events import Event


class OutageEvent(Event):
    """What is recorded, of the outage."""

    RECORDED = "outage.recorded", "recorded an outage from {began_at} until {ended_at}: {what}"
    MADE_UP_FOR = "outage.made_up_for", "moved the closing of {tender} from {closed_before} to {closes_at}."

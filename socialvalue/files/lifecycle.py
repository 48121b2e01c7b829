"""What is recorded of files. Plain Python: no clock, no user."""

from socialvalue.audit.events import Event


class FileEvent(Event):
    """What is recorded of a person's uploads."""

    INFECTED = "file.infected", "uploaded a file in which a virus was found: {signature}. It was not kept."

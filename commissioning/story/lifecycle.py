"""What is recorded of the story itself. Plain Python."""

from socialvalue.audit.events import Event


class StoryEvent(Event):
    """The mark of a database that holds a demonstration, which `manage.py demo --reset` may empty."""

    PLAYED = "story.played", "played the demonstration story: its people and organisations are invented."

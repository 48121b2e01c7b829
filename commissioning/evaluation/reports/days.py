"""When the panel marks and meets."""

from commissioning.evaluation.models import Evaluation
from socialvalue.text import date_text


def days_text(evaluation: Evaluation) -> str:
    """When to mark and when the panel meets, as sentences that follow others; "" while no day is set."""
    said = [
        (evaluation.marking_from, "Mark from {}."),
        (evaluation.marking_by, "Lock your marks by the end of {}."),
        (evaluation.moderation_on, "The panel meets on {}."),
    ]
    return "".join(f" {words.format(date_text(day))}" for day, words in said if day)

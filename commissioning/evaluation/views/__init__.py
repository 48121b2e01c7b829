"""Pages of an evaluation: find through the person, call one action, answer."""

from commissioning.evaluation.views.award import ranking, recommend, turn_down
from commissioning.evaluation.views.marking import condition, conditions, lock_marks, mark, marking
from commissioning.evaluation.views.moderation import agree_mark, lock_consensus, moderation, start_moderation
from commissioning.evaluation.views.panel import conflicts, evaluation, panel, start_marking

__all__ = [
    "agree_mark",
    "condition",
    "conditions",
    "conflicts",
    "evaluation",
    "lock_consensus",
    "lock_marks",
    "mark",
    "marking",
    "moderation",
    "panel",
    "ranking",
    "recommend",
    "start_marking",
    "start_moderation",
    "turn_down",
]

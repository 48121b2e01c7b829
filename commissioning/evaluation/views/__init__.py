"""Pages of an evaluation: find through the person, call one action, answer."""

from commissioning.evaluation.views.award import ranking, recommend, turn_down
from commissioning.evaluation.views.feedback import bid_outcome
from commissioning.evaluation.views.gate import condition, conditions, confirm_condition
from commissioning.evaluation.views.library import answer_library, provider_library
from commissioning.evaluation.views.marking import lock_marks, mark, marking
from commissioning.evaluation.views.moderation import agree_mark, lock_consensus, moderation, start_moderation
from commissioning.evaluation.views.panel import conflicts, evaluation, panel, start_marking
from commissioning.evaluation.views.prices import open_prices
from commissioning.evaluation.views.report import ask_for_paper, paper, paper_download, report, sign_off
from commissioning.evaluation.views.robustness import robustness

__all__ = [
    "agree_mark",
    "answer_library",
    "ask_for_paper",
    "bid_outcome",
    "condition",
    "conditions",
    "confirm_condition",
    "conflicts",
    "evaluation",
    "lock_consensus",
    "lock_marks",
    "mark",
    "marking",
    "moderation",
    "open_prices",
    "panel",
    "paper",
    "paper_download",
    "provider_library",
    "ranking",
    "recommend",
    "report",
    "robustness",
    "sign_off",
    "start_marking",
    "start_moderation",
    "turn_down",
]

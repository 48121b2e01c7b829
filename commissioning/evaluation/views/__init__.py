"""Pages of an evaluation: find through the person, call one action, answer."""

from commissioning.evaluation.views.assignment import assignment, reassign_answers, workload
from commissioning.evaluation.views.award import ranking, recommend, turn_down
from commissioning.evaluation.views.calibration import calibration, practice, practice_close, practice_set
from commissioning.evaluation.views.cancellation import cancellation
from commissioning.evaluation.views.conflict import conflict_register, conflicts, decide_conflict, late_conflict
from commissioning.evaluation.views.feedback import bid_outcome
from commissioning.evaluation.views.gate import condition, conditions, confirm_condition
from commissioning.evaluation.views.letter import masking, reveal_names
from commissioning.evaluation.views.library import answer_library, provider_library
from commissioning.evaluation.views.marking import lock_marks, mark, marking
from commissioning.evaluation.views.moderation import agree_mark, lock_consensus, moderation, start_moderation
from commissioning.evaluation.views.moderation_record import moderation_record
from commissioning.evaluation.views.overpromises import overpromises
from commissioning.evaluation.views.panel import evaluation, panel, start_marking
from commissioning.evaluation.views.papers import evaluation_papers
from commissioning.evaluation.views.prices import open_prices
from commissioning.evaluation.views.progress import marking_progress
from commissioning.evaluation.views.query import (
    bid_queries,
    bid_query_answer,
    confirm_query,
    queries,
    query,
    query_ask,
    query_file,
)
from commissioning.evaluation.views.report import ask_for_paper, paper, paper_download, report, sign_off
from commissioning.evaluation.views.robustness import robustness
from commissioning.evaluation.views.standstill import (
    decide_challenge,
    record_challenge,
    record_feedback_call,
    record_notice,
    standstill,
)
from commissioning.evaluation.views.summary import release_summaries, summaries, word_summary

__all__ = [
    "agree_mark",
    "answer_library",
    "ask_for_paper",
    "assignment",
    "bid_outcome",
    "bid_queries",
    "bid_query_answer",
    "calibration",
    "cancellation",
    "condition",
    "conditions",
    "confirm_condition",
    "confirm_query",
    "conflict_register",
    "conflicts",
    "decide_challenge",
    "decide_conflict",
    "evaluation",
    "evaluation_papers",
    "late_conflict",
    "lock_consensus",
    "lock_marks",
    "mark",
    "marking",
    "marking_progress",
    "masking",
    "moderation",
    "moderation_record",
    "open_prices",
    "overpromises",
    "panel",
    "paper",
    "paper_download",
    "practice",
    "practice_close",
    "practice_set",
    "provider_library",
    "queries",
    "query",
    "query_ask",
    "query_file",
    "ranking",
    "reassign_answers",
    "recommend",
    "record_challenge",
    "record_feedback_call",
    "record_notice",
    "release_summaries",
    "report",
    "reveal_names",
    "robustness",
    "sign_off",
    "standstill",
    "start_marking",
    "start_moderation",
    "summaries",
    "turn_down",
    "word_summary",
    "workload",
]

"""The only writers of an evaluation. Each locks a row, checks who and when, changes, records and tells."""

from commissioning.evaluation.actions.assignment import assign, reassign
from commissioning.evaluation.actions.award import approve, recommend, sign_off, turn_down
from commissioning.evaluation.actions.calibration import agree_reading, close_practice, mark_practice, set_practice
from commissioning.evaluation.actions.cancellation import ask_to_cancel, confirm_cancellation, turn_down_cancellation
from commissioning.evaluation.actions.challenge import decide_challenge, record_challenge
from commissioning.evaluation.actions.conflict import decide_conflict, declare_conflicts, find_conflict
from commissioning.evaluation.actions.feedback_call import record_feedback_call
from commissioning.evaluation.actions.gate import confirm_gate, decide_gate
from commissioning.evaluation.actions.letter import mask_words, reveal_names, show_words
from commissioning.evaluation.actions.marking import lock_marks, save_mark
from commissioning.evaluation.actions.moderation import (
    agree_mark,
    lock_consensus,
    save_agreement_draft,
    start_moderation,
)
from commissioning.evaluation.actions.panel import name_panel, start_marking
from commissioning.evaluation.actions.paper import ask_for_paper
from commissioning.evaluation.actions.prices import open_prices
from commissioning.evaluation.actions.query import answer_query, ask_query, confirm_query, decide_query
from commissioning.evaluation.actions.reminder import remind_markers
from commissioning.evaluation.actions.standstill import conclude, record_notice
from commissioning.evaluation.actions.summary import check_summaries, release_summaries, word_summary

__all__ = [
    "agree_mark",
    "agree_reading",
    "answer_query",
    "approve",
    "ask_for_paper",
    "ask_query",
    "ask_to_cancel",
    "assign",
    "check_summaries",
    "close_practice",
    "conclude",
    "confirm_cancellation",
    "confirm_gate",
    "confirm_query",
    "decide_challenge",
    "decide_conflict",
    "decide_gate",
    "decide_query",
    "declare_conflicts",
    "find_conflict",
    "lock_consensus",
    "lock_marks",
    "mark_practice",
    "mask_words",
    "name_panel",
    "open_prices",
    "reassign",
    "recommend",
    "record_challenge",
    "record_feedback_call",
    "record_notice",
    "release_summaries",
    "remind_markers",
    "reveal_names",
    "save_agreement_draft",
    "save_mark",
    "set_practice",
    "show_words",
    "sign_off",
    "start_marking",
    "start_moderation",
    "turn_down",
    "turn_down_cancellation",
    "word_summary",
]

"""The only writers of an evaluation. Each locks a row, checks who and when, changes, records and tells."""

from commissioning.evaluation.actions.award import approve, recommend, sign_off, turn_down
from commissioning.evaluation.actions.marking import decide_gate, lock_marks, save_mark
from commissioning.evaluation.actions.moderation import (
    agree_mark,
    lock_consensus,
    save_agreement_draft,
    start_moderation,
)
from commissioning.evaluation.actions.panel import declare_conflicts, name_panel, start_marking
from commissioning.evaluation.actions.paper import ask_for_paper

__all__ = [
    "agree_mark",
    "approve",
    "ask_for_paper",
    "decide_gate",
    "declare_conflicts",
    "lock_consensus",
    "lock_marks",
    "name_panel",
    "recommend",
    "save_agreement_draft",
    "save_mark",
    "sign_off",
    "start_marking",
    "start_moderation",
    "turn_down",
]

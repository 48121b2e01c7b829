"""Who may do what at this stage, a noun a file."""

from .addendum import (
    check_can_approve_addendum,
    check_can_change,
    check_can_drop_addendum,
    check_can_edit_addendum,
)
from .clarification import check_can_answer, check_can_ask, check_can_follow, check_takes_questions
from .origin import check_can_start_from
from .tender import check_can_approve, check_can_cancel, check_can_draft, check_can_edit, check_can_send

__all__ = [
    "check_can_answer",
    "check_can_approve",
    "check_can_approve_addendum",
    "check_can_ask",
    "check_can_cancel",
    "check_can_change",
    "check_can_draft",
    "check_can_drop_addendum",
    "check_can_edit",
    "check_can_edit_addendum",
    "check_can_follow",
    "check_can_send",
    "check_can_start_from",
    "check_takes_questions",
]

"""Who may do what at this stage, a noun a file."""

from .tender import check_can_approve, check_can_cancel, check_can_draft, check_can_edit, check_can_send

__all__ = ["check_can_approve", "check_can_cancel", "check_can_draft", "check_can_edit", "check_can_send"]

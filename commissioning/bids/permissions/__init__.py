"""Who may do what at this stage, a noun a file."""

from .bid import (
    WRITERS,
    May,
    check_can_confirm,
    check_can_start,
    check_can_submit,
    check_can_withdraw,
    check_can_write,
    check_signs,
    check_takes_bids,
    may,
)
from .opening import check_can_ask_to_open, check_can_confirm_opening, reads_bids

__all__ = [
    "WRITERS",
    "May",
    "check_can_ask_to_open",
    "check_can_confirm",
    "check_can_confirm_opening",
    "check_can_start",
    "check_can_submit",
    "check_can_withdraw",
    "check_can_write",
    "check_signs",
    "check_takes_bids",
    "may",
    "reads_bids",
]

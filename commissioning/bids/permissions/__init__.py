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
from .comment import TAKE_BACK, check_can_comment, check_can_settle, check_can_take_back
from .extension import (
    belongs_to_bidder,
    check_can_ask_for_caller,
    check_can_ask_for_time,
    check_can_decide,
    check_none_waits,
    check_until,
    sees_extensions,
)
from .opening import (
    check_belongs_to_no_bidder,
    check_can_ask_to_open,
    check_can_confirm_opening,
    opens_text,
    reads_bids,
)
from .outage import check_can_record_outage, sees_outages
from .partner import (
    ANSWERERS,
    MayAnswer,
    check_can_answer,
    check_can_choose,
    check_still_asked,
    may_answer,
    other_parts,
)
from .prices import check_can_open_prices
from .writing import check_writes

__all__ = [
    "ANSWERERS",
    "TAKE_BACK",
    "WRITERS",
    "May",
    "MayAnswer",
    "belongs_to_bidder",
    "check_belongs_to_no_bidder",
    "check_can_answer",
    "check_can_ask_for_caller",
    "check_can_ask_for_time",
    "check_can_ask_to_open",
    "check_can_choose",
    "check_can_comment",
    "check_can_confirm",
    "check_can_confirm_opening",
    "check_can_decide",
    "check_can_open_prices",
    "check_can_record_outage",
    "check_can_settle",
    "check_can_start",
    "check_can_submit",
    "check_can_take_back",
    "check_can_withdraw",
    "check_can_write",
    "check_none_waits",
    "check_signs",
    "check_still_asked",
    "check_takes_bids",
    "check_until",
    "check_writes",
    "may",
    "may_answer",
    "opens_text",
    "other_parts",
    "reads_bids",
    "sees_extensions",
    "sees_outages",
]

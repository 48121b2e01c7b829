"""Who may do what in an evaluation. Each check refuses in words; states are checked in `lifecycle`.

Those who mark must not know a price before quality is final, and procurement officers and auditors may read whole bids.
So nobody who holds either role at the authority may sit on a panel: it is checked when the panel is named and again
each time a seat is used, in case a role was given later.
"""

from commissioning.evaluation.permissions.award import (
    check_can_approve,
    check_can_release,
    check_sees_ranking,
    check_sees_report,
)
from commissioning.evaluation.permissions.calibration import (
    check_can_lead_practice,
    check_can_set_practice,
    practising_seats,
)
from commissioning.evaluation.permissions.cancellation import (
    check_can_ask_to_cancel,
    check_can_confirm_cancellation,
    check_can_turn_down_cancellation,
)
from commissioning.evaluation.permissions.conflict import (
    check_can_declare,
    check_conflicts_decided,
    check_has_declared,
    check_sees_conflict_register,
    moment_of,
    must_declare,
    reads_all,
)
from commissioning.evaluation.permissions.evaluation import (
    BIDS_TOO,
    ROLE_OF_SEAT,
    Seat,
    check_bid_of,
    check_can_run,
    check_no_bidder,
)
from commissioning.evaluation.permissions.marking import check_can_read_bid
from commissioning.evaluation.permissions.moderation import (
    check_can_moderate,
    check_sees_moderation,
    check_sees_progress,
)
from commissioning.evaluation.permissions.panel import check_can_sit, check_on_panel, sitting
from commissioning.evaluation.permissions.paper import (
    check_draws_moderation_record,
    check_draws_opening_record,
    check_draws_summaries,
)
from commissioning.evaluation.permissions.prices import check_can_open_prices
from commissioning.evaluation.permissions.procurement_file import check_draws_procurement_file
from commissioning.evaluation.permissions.query import check_can_answer_query
from commissioning.evaluation.permissions.recommendation import (
    check_draws_recommendation,
    check_draws_redacted_recommendation,
)
from commissioning.evaluation.permissions.robustness import check_sees_robustness

__all__ = [
    "BIDS_TOO",
    "ROLE_OF_SEAT",
    "Seat",
    "check_bid_of",
    "check_can_answer_query",
    "check_can_approve",
    "check_can_ask_to_cancel",
    "check_can_confirm_cancellation",
    "check_can_declare",
    "check_can_lead_practice",
    "check_can_moderate",
    "check_can_open_prices",
    "check_can_read_bid",
    "check_can_release",
    "check_can_run",
    "check_can_set_practice",
    "check_can_sit",
    "check_can_turn_down_cancellation",
    "check_conflicts_decided",
    "check_draws_moderation_record",
    "check_draws_opening_record",
    "check_draws_procurement_file",
    "check_draws_recommendation",
    "check_draws_redacted_recommendation",
    "check_draws_summaries",
    "check_has_declared",
    "check_no_bidder",
    "check_on_panel",
    "check_sees_conflict_register",
    "check_sees_moderation",
    "check_sees_progress",
    "check_sees_ranking",
    "check_sees_report",
    "check_sees_robustness",
    "moment_of",
    "must_declare",
    "practising_seats",
    "reads_all",
    "sitting",
]

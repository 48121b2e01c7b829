"""What people are told of an evaluation. No message holds a mark, a reason or a price."""

from commissioning.evaluation.notifications.award import (
    send_challenge_decided,
    send_challenged,
    send_decided,
    send_outcome_known,
    send_recommended,
)
from commissioning.evaluation.notifications.calibration import send_practice_set
from commissioning.evaluation.notifications.cancellation import send_cancel_asked
from commissioning.evaluation.notifications.letter import send_names_revealed
from commissioning.evaluation.notifications.marking import send_all_locked, send_marking_started, send_reminders
from commissioning.evaluation.notifications.moderation import send_consensus_locked, send_signed_off
from commissioning.evaluation.notifications.panel import (
    send_assigned,
    send_conflict_found,
    send_panel_named,
    send_reassigned,
)
from commissioning.evaluation.notifications.paper import send_paper_ready
from commissioning.evaluation.notifications.prices import send_prices_opened
from commissioning.evaluation.notifications.query import send_query_answered, send_query_asked

__all__ = [
    "send_all_locked",
    "send_assigned",
    "send_cancel_asked",
    "send_challenge_decided",
    "send_challenged",
    "send_conflict_found",
    "send_consensus_locked",
    "send_decided",
    "send_marking_started",
    "send_names_revealed",
    "send_outcome_known",
    "send_panel_named",
    "send_paper_ready",
    "send_practice_set",
    "send_prices_opened",
    "send_query_answered",
    "send_query_asked",
    "send_reassigned",
    "send_recommended",
    "send_reminders",
    "send_signed_off",
]

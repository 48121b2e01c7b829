"""The states of this stage's nouns, and what is recorded of them. Plain Python: no clock, no user."""

from .assignment import AssignmentEvent
from .bid import COLOURS, LABELS, STEPS, BidEvent, OpeningEvent, Status, check_step
from .comment import CommentEvent
from .extension import (
    EXTENSION_COLOURS,
    EXTENSION_LABELS,
    EXTENSION_STEPS,
    WAITING,
    ExtensionEvent,
    ExtensionStatus,
    check_extension_step,
)
from .partner import (
    BIDS_AS_LABELS,
    ROLE_LABELS,
    ROLES_IN,
    STATE_COLOURS,
    STATE_LABELS,
    BidsAs,
    PartnerEvent,
    PartnerRole,
    PartnerState,
)
from .sign_off import SignOffEvent

__all__ = [
    "BIDS_AS_LABELS",
    "COLOURS",
    "EXTENSION_COLOURS",
    "EXTENSION_LABELS",
    "EXTENSION_STEPS",
    "LABELS",
    "ROLES_IN",
    "ROLE_LABELS",
    "STATE_COLOURS",
    "STATE_LABELS",
    "STEPS",
    "WAITING",
    "AssignmentEvent",
    "BidEvent",
    "BidsAs",
    "CommentEvent",
    "ExtensionEvent",
    "ExtensionStatus",
    "OpeningEvent",
    "PartnerEvent",
    "PartnerRole",
    "PartnerState",
    "SignOffEvent",
    "Status",
    "check_extension_step",
    "check_step",
]

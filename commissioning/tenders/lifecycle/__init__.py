"""The states of this stage's nouns, and what is recorded of them. Plain Python: no clock, no user."""

from .addendum import ADDENDUM_STEPS, UNFINISHED, AddendumEvent, AddendumStatus, check_addendum_step
from .clarification import ClarificationEvent, ClarificationStatus
from .engagement import Audience, EngagementEvent, EngagementPhase, engagement_phase
from .tender import STEPS, Phase, Status, TenderEvent, check_step, phase, words

__all__ = [
    "ADDENDUM_STEPS",
    "STEPS",
    "UNFINISHED",
    "AddendumEvent",
    "AddendumStatus",
    "Audience",
    "ClarificationEvent",
    "ClarificationStatus",
    "EngagementEvent",
    "EngagementPhase",
    "Phase",
    "Status",
    "TenderEvent",
    "check_addendum_step",
    "check_step",
    "engagement_phase",
    "phase",
    "words",
]

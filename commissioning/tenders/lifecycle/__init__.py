"""The states of this stage's nouns, and what is recorded of them. Plain Python: no clock, no user."""

from .engagement import Audience, EngagementEvent, EngagementPhase, engagement_phase
from .tender import STEPS, Phase, Status, TenderEvent, check_step, phase, words

__all__ = [
    "STEPS",
    "Audience",
    "EngagementEvent",
    "EngagementPhase",
    "Phase",
    "Status",
    "TenderEvent",
    "check_step",
    "engagement_phase",
    "phase",
    "words",
]

"""The states of this stage's nouns, and what is recorded of them. Plain Python: no clock, no user."""

from .addendum import ADDENDUM_STEPS, UNFINISHED, AddendumEvent, AddendumStatus, check_addendum_step
from .clarification import ClarificationEvent, ClarificationStatus
from .conflicts import STAGES_OF_PHASE, AssessmentChange, AssessmentStage, ConflictEntry, ConflictsEvent, Interest
from .engagement import Audience, EngagementEvent, EngagementPhase, engagement_phase
from .origin import OriginEvent
from .outage import OutageEvent
from .route import RouteEvent
from .tender import STEPS, Phase, Status, TenderEvent, check_step, phase, words

__all__ = [
    "ADDENDUM_STEPS",
    "STAGES_OF_PHASE",
    "STEPS",
    "UNFINISHED",
    "AddendumEvent",
    "AddendumStatus",
    "AssessmentChange",
    "AssessmentStage",
    "Audience",
    "ClarificationEvent",
    "ClarificationStatus",
    "ConflictEntry",
    "ConflictsEvent",
    "EngagementEvent",
    "EngagementPhase",
    "Interest",
    "OriginEvent",
    "OutageEvent",
    "Phase",
    "RouteEvent",
    "Status",
    "TenderEvent",
    "check_addendum_step",
    "check_step",
    "engagement_phase",
    "phase",
    "words",
]

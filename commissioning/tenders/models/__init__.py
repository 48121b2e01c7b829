"""The rows of this stage: tenders with their published packs, engagements before them, and the question bank."""

from .addendum import Addendum, AddendumQuerySet
from .bank import BankQuestion, BankQuestionQuerySet
from .clarification import Asker, Clarification, ClarificationQuerySet, Follower
from .conflicts import ConflictsAssessment
from .engagement import Asked, Engagement, EngagementQuerySet, EngagementSession, Invitation, Response, Theme
from .origin import Origin
from .route import RouteChoice
from .tender import Pack, Tender, TenderQuerySet

__all__ = [
    "Addendum",
    "AddendumQuerySet",
    "Asked",
    "Asker",
    "BankQuestion",
    "BankQuestionQuerySet",
    "Clarification",
    "ClarificationQuerySet",
    "ConflictsAssessment",
    "Engagement",
    "EngagementQuerySet",
    "EngagementSession",
    "Follower",
    "Invitation",
    "Origin",
    "Pack",
    "Response",
    "RouteChoice",
    "Tender",
    "TenderQuerySet",
    "Theme",
]

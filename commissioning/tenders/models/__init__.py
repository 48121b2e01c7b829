"""The rows of this stage: tenders with their published packs, engagements before them, and the question bank."""

from .addendum import Addendum, AddendumQuerySet
from .bank import BankQuestion, BankQuestionQuerySet
from .benchmark import Benchmark
from .clarification import Asker, Clarification, ClarificationQuerySet, Follower
from .conflicts import ConflictsAssessment
from .engagement import Asked, Engagement, EngagementQuerySet, EngagementSession, Invitation, Response, Theme
from .lot import Lot
from .origin import Origin
from .outage import ClosingMove, Outage
from .route import RouteChoice
from .search import MOST_SEARCHES, SavedSearch, Told
from .tender import Pack, Tender, TenderQuerySet, final_text

__all__ = [
    "MOST_SEARCHES",
    "Addendum",
    "AddendumQuerySet",
    "Asked",
    "Asker",
    "BankQuestion",
    "BankQuestionQuerySet",
    "Benchmark",
    "Clarification",
    "ClarificationQuerySet",
    "ClosingMove",
    "ConflictsAssessment",
    "Engagement",
    "EngagementQuerySet",
    "EngagementSession",
    "Follower",
    "Invitation",
    "Lot",
    "Origin",
    "Outage",
    "Pack",
    "Response",
    "RouteChoice",
    "SavedSearch",
    "Tender",
    "TenderQuerySet",
    "Theme",
    "Told",
    "final_text",
]

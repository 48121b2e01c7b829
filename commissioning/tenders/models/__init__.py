"""The rows of this stage: tenders with their published packs, engagements before them, and the question bank."""

from .bank import BankQuestion, BankQuestionQuerySet
from .engagement import Asked, Engagement, EngagementQuerySet, EngagementSession, Invitation, Response, Theme
from .tender import Pack, Tender, TenderQuerySet

__all__ = [
    "Asked",
    "BankQuestion",
    "BankQuestionQuerySet",
    "Engagement",
    "EngagementQuerySet",
    "EngagementSession",
    "Invitation",
    "Pack",
    "Response",
    "Tender",
    "TenderQuerySet",
    "Theme",
]

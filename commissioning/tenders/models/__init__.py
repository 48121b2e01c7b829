"""The rows of this stage: tenders with their published packs, and the question bank."""

from .bank import BankQuestion, BankQuestionQuerySet
from .tender import Pack, Tender, TenderQuerySet

__all__ = ["BankQuestion", "BankQuestionQuerySet", "Pack", "Tender", "TenderQuerySet"]

"""What may be filled in about a provider, a noun a file."""

from .facts import WHAT_MEMBERS_MAY_DO, FactsForm, ReachForm, StandingFactsForm
from .papers import PaperForm
from .standing_text import StandingTextForm

__all__ = ["WHAT_MEMBERS_MAY_DO", "FactsForm", "PaperForm", "ReachForm", "StandingFactsForm", "StandingTextForm"]

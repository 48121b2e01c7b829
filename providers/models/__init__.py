"""The rows of the providers, a noun a file."""

from .paper import Paper
from .provider import Member, PastMember, Provider, ProviderQuerySet, Role
from .standing_text import StandingText, StandingTextQuerySet

__all__ = [
    "Member",
    "Paper",
    "PastMember",
    "Provider",
    "ProviderQuerySet",
    "Role",
    "StandingText",
    "StandingTextQuerySet",
]

"""The rows of the providers, a noun a file."""

from .provider import Member, Provider, ProviderQuerySet, Role

__all__ = [
    "Member",
    "Provider",
    "ProviderQuerySet",
    "Role",
]

"""What people are told at this stage, a noun a file. Each message is written in the transaction of its action."""

from .addendum import tell_addendum_published, tell_addendum_sent, tell_addendum_sent_back
from .clarification import (
    officers_of,
    short,
    tell_answered,
    tell_asked,
    tell_closing_moved,
    tell_merged,
    tell_set_aside,
    tell_waiting,
)
from .search import tell_matches
from .tender import tell_published, tell_sent_back, tell_sent_for_approval

__all__ = [
    "officers_of",
    "short",
    "tell_addendum_published",
    "tell_addendum_sent",
    "tell_addendum_sent_back",
    "tell_answered",
    "tell_asked",
    "tell_closing_moved",
    "tell_matches",
    "tell_merged",
    "tell_published",
    "tell_sent_back",
    "tell_sent_for_approval",
    "tell_set_aside",
    "tell_waiting",
]

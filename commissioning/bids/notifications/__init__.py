"""What people are told at this stage, a noun a file. Each message is written in the transaction of its action."""

from .assignment import tell_assigned
from .bid import tell_submitted, tell_withdrawn
from .cancellation import tell_cancelled
from .comment import tell_comment
from .extension import tell_extension_asked, tell_extension_begun, tell_extension_decided, tell_extension_proposed
from .outage import tell_closing_made_up
from .partner import (
    INVITATION,
    invitation_address,
    tell_answered,
    tell_invited,
    tell_lapsed,
    tell_partners_submitted,
    tell_partners_withdrawn,
    tell_removed,
)
from .sign_off import tell_asked, tell_declined

__all__ = [
    "INVITATION",
    "invitation_address",
    "tell_answered",
    "tell_asked",
    "tell_assigned",
    "tell_cancelled",
    "tell_closing_made_up",
    "tell_comment",
    "tell_declined",
    "tell_extension_asked",
    "tell_extension_begun",
    "tell_extension_decided",
    "tell_extension_proposed",
    "tell_invited",
    "tell_lapsed",
    "tell_partners_submitted",
    "tell_partners_withdrawn",
    "tell_removed",
    "tell_submitted",
    "tell_withdrawn",
]

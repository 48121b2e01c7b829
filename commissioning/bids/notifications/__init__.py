"""What people are told at this stage, a noun a file. Each message is written in the transaction of its action."""

from .bid import tell_submitted, tell_withdrawn

__all__ = [
    "tell_submitted",
    "tell_withdrawn",
]

"""What people are told at this stage, a noun a file. Each message is written in the transaction of its action."""

from .tender import tell_published, tell_sent_back, tell_sent_for_approval

__all__ = ["tell_published", "tell_sent_back", "tell_sent_for_approval"]

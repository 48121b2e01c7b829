"""The only writers of tenders and of the question bank: one noun a file."""

from commissioning.tenders.actions.clarification import ask, merge, publish_answer, set_aside
from commissioning.tenders.actions.draft import Stale, import_tender, save_draft, start_draft
from commissioning.tenders.actions.following import follow, unfollow
from commissioning.tenders.actions.publication import cancel, publish, send_back, send_for_approval

__all__ = [
    "Stale",
    "ask",
    "cancel",
    "follow",
    "import_tender",
    "merge",
    "publish",
    "publish_answer",
    "save_draft",
    "send_back",
    "send_for_approval",
    "set_aside",
    "start_draft",
    "unfollow",
]

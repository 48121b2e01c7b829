"""The only writers of tenders and of the question bank: one noun a file."""

from commissioning.tenders.actions.draft import Stale, import_tender, save_draft, start_draft
from commissioning.tenders.actions.publication import cancel, publish, send_back, send_for_approval

__all__ = [
    "Stale",
    "cancel",
    "import_tender",
    "publish",
    "save_draft",
    "send_back",
    "send_for_approval",
    "start_draft",
]

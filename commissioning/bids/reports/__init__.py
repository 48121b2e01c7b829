"""Many rows of bids as frozen dataclasses: the provider's own drafts, and what was opened."""

from commissioning.bids.reports.draft import Draft, draft_of, file_of
from commissioning.bids.reports.opened import OpenedBid, ReceiptRow, opened_bids, opened_submissions

__all__ = ["Draft", "OpenedBid", "ReceiptRow", "draft_of", "file_of", "opened_bids", "opened_submissions"]

"""Many rows of bids as frozen dataclasses: the provider's own drafts, and what was opened."""

from commissioning.bids.reports.advice import second_looks
from commissioning.bids.reports.chain import ShownChain, shown_chain
from commissioning.bids.reports.changed import unconfirmed
from commissioning.bids.reports.content import PROMISE_HEADERS, Content, ShownDocument, content
from commissioning.bids.reports.draft import Draft, commitment_of, draft_of, file_of
from commissioning.bids.reports.opened import OpenedBid, ReceiptRow, opened_bids, opened_submissions
from commissioning.bids.reports.overview import (
    VERSION_HEADERS,
    Overview,
    address_of,
    bid_rows,
    open_bid_rows,
    overview,
    progress_text,
    receipt_facts,
)
from commissioning.bids.reports.receipts import Checked, check_code, check_file, code_in

__all__ = [
    "PROMISE_HEADERS",
    "VERSION_HEADERS",
    "Checked",
    "Content",
    "Draft",
    "OpenedBid",
    "Overview",
    "ReceiptRow",
    "ShownChain",
    "ShownDocument",
    "address_of",
    "bid_rows",
    "check_code",
    "check_file",
    "code_in",
    "commitment_of",
    "content",
    "draft_of",
    "file_of",
    "open_bid_rows",
    "opened_bids",
    "opened_submissions",
    "overview",
    "progress_text",
    "receipt_facts",
    "second_looks",
    "shown_chain",
    "unconfirmed",
]

"""What leaves the building as a paper: a noun a file."""

from commissioning.bids.papers.before_start import before_start_pdf
from commissioning.bids.papers.offline_draft import offline_draft
from commissioning.bids.papers.offline_reading import Reading, read_offline
from commissioning.bids.papers.receipt import receipt_pdf

__all__ = ["Reading", "before_start_pdf", "offline_draft", "read_offline", "receipt_pdf"]

"""What leaves the building as a paper: a noun a file."""

from commissioning.bids.papers.receipt import receipt_pdf

__all__ = ["receipt_pdf"]

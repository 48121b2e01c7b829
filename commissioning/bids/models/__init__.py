"""The rows of this stage, a noun a file. The seal is the default manager of every one: see `bid`."""

from .bid import (
    READERS,
    AddendumConfirmation,
    Answer,
    Bid,
    BidDocument,
    BidPart,
    Commitment,
    Declaration,
    OpenedBids,
    OpenedParts,
    Opening,
    OwnBids,
    Submission,
)

__all__ = [
    "READERS",
    "AddendumConfirmation",
    "Answer",
    "Bid",
    "BidDocument",
    "BidPart",
    "Commitment",
    "Declaration",
    "OpenedBids",
    "OpenedParts",
    "Opening",
    "OwnBids",
    "Submission",
]

"""Pages of bids and of their opening."""

from commissioning.bids.views.chain import commitment_chain
from commissioning.bids.views.opened import opened_bid, opened_document, opening
from commissioning.bids.views.own import bid, bid_list, bid_start, confirm, receipt, receipt_file, withdraw
from commissioning.bids.views.parts import (
    commitment,
    commitment_add,
    commitment_remove,
    declarations,
    document,
    document_file,
    document_remove,
    documents,
    price,
)
from commissioning.bids.views.submission import check
from commissioning.bids.views.writing import answer, write

__all__ = [
    "answer",
    "bid",
    "bid_list",
    "bid_start",
    "check",
    "commitment",
    "commitment_add",
    "commitment_chain",
    "commitment_remove",
    "confirm",
    "declarations",
    "document",
    "document_file",
    "document_remove",
    "documents",
    "opened_bid",
    "opened_document",
    "opening",
    "price",
    "receipt",
    "receipt_file",
    "withdraw",
    "write",
]

"""Pages of bids and of their opening."""

from commissioning.bids.views.assignment import who
from commissioning.bids.views.autosave import answer_save
from commissioning.bids.views.before_start import before_start, before_start_draft, before_start_paper
from commissioning.bids.views.chain import commitment_chain
from commissioning.bids.views.comment import comments
from commissioning.bids.views.documents import document, document_file, document_remove, documents
from commissioning.bids.views.extension import extension, extension_ask, extension_list
from commissioning.bids.views.offline_draft import offline, offline_compare, offline_file
from commissioning.bids.views.opened import opened_bid, opened_document, opening
from commissioning.bids.views.outage import outage, outage_list
from commissioning.bids.views.own import bid, bid_list, bid_start, confirm, receipt, receipt_file, withdraw
from commissioning.bids.views.partner import partner, partner_add, partner_again, partner_remove, partners
from commissioning.bids.views.parts import (
    commitment,
    commitment_add,
    commitment_remove,
    declarations,
    price,
)
from commissioning.bids.views.receipts import receipt_paper, receipts
from commissioning.bids.views.revision import answer_versions
from commissioning.bids.views.share import invitation, share
from commissioning.bids.views.sign_off import decline, sign_off
from commissioning.bids.views.submission import check
from commissioning.bids.views.writing import answer, write

__all__ = [
    "answer",
    "answer_save",
    "answer_versions",
    "before_start",
    "before_start_draft",
    "before_start_paper",
    "bid",
    "bid_list",
    "bid_start",
    "check",
    "comments",
    "commitment",
    "commitment_add",
    "commitment_chain",
    "commitment_remove",
    "confirm",
    "declarations",
    "decline",
    "document",
    "document_file",
    "document_remove",
    "documents",
    "extension",
    "extension_ask",
    "extension_list",
    "invitation",
    "offline",
    "offline_compare",
    "offline_file",
    "opened_bid",
    "opened_document",
    "opening",
    "outage",
    "outage_list",
    "partner",
    "partner_add",
    "partner_again",
    "partner_remove",
    "partners",
    "price",
    "receipt",
    "receipt_file",
    "receipt_paper",
    "receipts",
    "share",
    "sign_off",
    "who",
    "withdraw",
    "write",
]

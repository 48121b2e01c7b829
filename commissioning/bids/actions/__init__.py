"""The only writers of bids and of their opening."""

from commissioning.bids.actions.chain import save_chain
from commissioning.bids.actions.locking import Stale
from commissioning.bids.actions.opening import ask_to_open, confirm_opening
from commissioning.bids.actions.promises import Promise, remove_commitment, save_commitment
from commissioning.bids.actions.submission import confirm_after_addendum, submit, withdraw
from commissioning.bids.actions.writing import (
    attach_document,
    remove_document,
    save_answer,
    save_answers,
    save_declarations,
    save_price,
    start_bid,
)

__all__ = [
    "Promise",
    "Stale",
    "ask_to_open",
    "attach_document",
    "confirm_after_addendum",
    "confirm_opening",
    "remove_commitment",
    "remove_document",
    "save_answer",
    "save_answers",
    "save_chain",
    "save_commitment",
    "save_declarations",
    "save_price",
    "start_bid",
    "submit",
    "withdraw",
]

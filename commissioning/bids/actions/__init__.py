"""The only writers of bids and of their opening."""

from commissioning.bids.actions.assignment import assign
from commissioning.bids.actions.chain import save_chain
from commissioning.bids.actions.comment import remove_comment, settle_comment, write_comment
from commissioning.bids.actions.documents import attach_earlier
from commissioning.bids.actions.extension import approve_time, ask_for_caller, ask_for_time, propose_time, refuse_time
from commissioning.bids.actions.library import put_in
from commissioning.bids.actions.locking import Stale
from commissioning.bids.actions.offline_draft import drop_offline_draft, keep_offline_draft, save_offline_draft
from commissioning.bids.actions.opening import ask_to_open, confirm_opening
from commissioning.bids.actions.outage import extend_for_all, record_outage
from commissioning.bids.actions.partner import (
    Share,
    ShareChanged,
    choose_organisation,
    decline_share,
    invite_again,
    invite_partner,
    refuse_invitation,
    remove_partner,
    save_bids_as,
    save_share,
    sign_share,
    withdraw_signature,
)
from commissioning.bids.actions.prices import open_prices
from commissioning.bids.actions.promises import Promise, remove_commitment, save_commitment
from commissioning.bids.actions.sign_off import ask_for_sign_off, decline_to_sign
from commissioning.bids.actions.submission import confirm_after_addendum, submit, withdraw
from commissioning.bids.actions.writing import (
    attach_document,
    autosave,
    remove_document,
    save_answer,
    save_answers,
    save_declarations,
    save_lot_prices,
    save_price,
    start_bid,
)

__all__ = [
    "Promise",
    "Share",
    "ShareChanged",
    "Stale",
    "approve_time",
    "ask_for_caller",
    "ask_for_sign_off",
    "ask_for_time",
    "ask_to_open",
    "assign",
    "attach_document",
    "attach_earlier",
    "autosave",
    "choose_organisation",
    "confirm_after_addendum",
    "confirm_opening",
    "decline_share",
    "decline_to_sign",
    "drop_offline_draft",
    "extend_for_all",
    "invite_again",
    "invite_partner",
    "keep_offline_draft",
    "open_prices",
    "propose_time",
    "put_in",
    "record_outage",
    "refuse_invitation",
    "refuse_time",
    "remove_comment",
    "remove_commitment",
    "remove_document",
    "remove_partner",
    "save_answer",
    "save_answers",
    "save_bids_as",
    "save_chain",
    "save_commitment",
    "save_declarations",
    "save_lot_prices",
    "save_offline_draft",
    "save_price",
    "save_share",
    "settle_comment",
    "sign_share",
    "start_bid",
    "submit",
    "withdraw",
    "withdraw_signature",
    "write_comment",
]

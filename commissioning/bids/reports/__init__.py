"""Many rows of bids as frozen dataclasses: the provider's own drafts, and what was opened."""

from commissioning.bids.reports.advice import second_looks
from commissioning.bids.reports.assignment import (
    WHO_HEADERS,
    MyTask,
    PartOfBid,
    assignments,
    my_tasks,
    parts_of,
    who_rows,
    who_text,
    with_people,
)
from commissioning.bids.reports.before_start import BeforeStart, before_start
from commissioning.bids.reports.chain import ShownChain, shown_chain
from commissioning.bids.reports.changed import unconfirmed
from commissioning.bids.reports.comment import ShownComment, comments_on, open_comments
from commissioning.bids.reports.content import PROMISE_HEADERS, Content, ShownDocument, content
from commissioning.bids.reports.documents import earlier_files
from commissioning.bids.reports.draft import (
    Draft,
    commitment_of,
    draft_of,
    file_of,
    partners_of,
    price_lines,
    price_words,
    signed_of,
    state_of,
)
from commissioning.bids.reports.extension import ExtensionView, extension_view, extensions, own_extensions
from commissioning.bids.reports.library import PastAnswer, Use, past_answers, text_uses
from commissioning.bids.reports.offline_draft import (
    Comparison,
    OfflineFacts,
    compared,
    empty_facts,
    offline_draft_of,
    offline_facts,
    short_id,
)
from commissioning.bids.reports.opened import OpenedBid, ReceiptRow, opened_bids, opened_submissions
from commissioning.bids.reports.opening_record import OpeningRecord, opening_record, record_of
from commissioning.bids.reports.outage import MOVE_HEADERS, OUTAGE_HEADERS, move_rows, outage_rows, touched_by
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
from commissioning.bids.reports.own import own_bid
from commissioning.bids.reports.partner import PartnerRow, ShareRow, partner_rows, partners_say, share_rows
from commissioning.bids.reports.receipts import Checked, check_code, check_file, code_in
from commissioning.bids.reports.revision import AnswerVersion, marked_between, versions_of
from commissioning.bids.reports.sign_off import ShownSignOff, WaitingBid, open_sign_off, sign_off, waiting_for
from commissioning.bids.reports.standing import facts_say

__all__ = [
    "MOVE_HEADERS",
    "OUTAGE_HEADERS",
    "PROMISE_HEADERS",
    "VERSION_HEADERS",
    "WHO_HEADERS",
    "AnswerVersion",
    "BeforeStart",
    "Checked",
    "Comparison",
    "Content",
    "Draft",
    "ExtensionView",
    "MyTask",
    "OfflineFacts",
    "OpenedBid",
    "OpeningRecord",
    "Overview",
    "PartOfBid",
    "PartnerRow",
    "PastAnswer",
    "ReceiptRow",
    "ShareRow",
    "ShownChain",
    "ShownComment",
    "ShownDocument",
    "ShownSignOff",
    "Use",
    "WaitingBid",
    "address_of",
    "assignments",
    "before_start",
    "bid_rows",
    "check_code",
    "check_file",
    "code_in",
    "comments_on",
    "commitment_of",
    "compared",
    "content",
    "draft_of",
    "earlier_files",
    "empty_facts",
    "extension_view",
    "extensions",
    "facts_say",
    "file_of",
    "marked_between",
    "move_rows",
    "my_tasks",
    "offline_draft_of",
    "offline_facts",
    "open_bid_rows",
    "open_comments",
    "open_sign_off",
    "opened_bids",
    "opened_submissions",
    "opening_record",
    "outage_rows",
    "overview",
    "own_bid",
    "own_extensions",
    "partner_rows",
    "partners_of",
    "partners_say",
    "parts_of",
    "past_answers",
    "price_lines",
    "price_words",
    "progress_text",
    "receipt_facts",
    "record_of",
    "second_looks",
    "share_rows",
    "short_id",
    "shown_chain",
    "sign_off",
    "signed_of",
    "state_of",
    "text_uses",
    "touched_by",
    "unconfirmed",
    "versions_of",
    "waiting_for",
    "who_rows",
    "who_text",
    "with_people",
]

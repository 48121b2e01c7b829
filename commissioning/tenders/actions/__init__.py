"""The only writers of tenders and of the question bank: one noun a file."""

from commissioning.tenders.actions.addendum import (
    StaleAddendum,
    approve_addendum,
    drop_addendum,
    save_addendum,
    send_addendum,
    send_addendum_back,
    start_addendum,
)
from commissioning.tenders.actions.benchmark import keep_benchmarks
from commissioning.tenders.actions.clarification import ask, merge, publish_answer, set_aside
from commissioning.tenders.actions.draft import Stale, import_tender, save_draft, start_draft
from commissioning.tenders.actions.following import follow, unfollow
from commissioning.tenders.actions.origin import start_from, unlock_group
from commissioning.tenders.actions.publication import cancel, publish, send_back, send_for_approval
from commissioning.tenders.actions.searching import change_search, end_search, save_search, stop_alerts

__all__ = [
    "Stale",
    "StaleAddendum",
    "approve_addendum",
    "ask",
    "cancel",
    "change_search",
    "drop_addendum",
    "end_search",
    "follow",
    "import_tender",
    "keep_benchmarks",
    "merge",
    "publish",
    "publish_answer",
    "save_addendum",
    "save_draft",
    "save_search",
    "send_addendum",
    "send_addendum_back",
    "send_back",
    "send_for_approval",
    "set_aside",
    "start_addendum",
    "start_draft",
    "start_from",
    "stop_alerts",
    "unfollow",
    "unlock_group",
]

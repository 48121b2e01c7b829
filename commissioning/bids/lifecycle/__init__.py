"""The states of this stage's nouns, and what is recorded of them. Plain Python: no clock, no user."""

from .bid import COLOURS, LABELS, STEPS, BidEvent, OpeningEvent, Status, check_step

__all__ = [
    "COLOURS",
    "LABELS",
    "STEPS",
    "BidEvent",
    "OpeningEvent",
    "Status",
    "check_step",
]

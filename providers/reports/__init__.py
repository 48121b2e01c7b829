"""What an organisation says of itself, in words."""

from providers.reports.facts import FACT_LABELS, fact_words
from providers.reports.papers import (
    PAPER_HEADERS,
    REMINDERS,
    PaperRow,
    expiring,
    paper_rows,
    paper_words,
    runs_out_words,
    state_of,
)
from providers.reports.standing import standing_words

__all__ = [
    "FACT_LABELS",
    "PAPER_HEADERS",
    "REMINDERS",
    "PaperRow",
    "expiring",
    "fact_words",
    "paper_rows",
    "paper_words",
    "runs_out_words",
    "standing_words",
    "state_of",
]

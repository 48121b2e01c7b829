"""The days of a procurement: how long it stays open, when it may close, which days are worked.

Plain Python: no Django, no clock, no user.
"""

from .closing import closes_at_midnight, closes_at_weekend, minimum_days, uk_day
from .working_days import LAST_KNOWN_YEAR, add_working_days, bank_holidays, is_working_day

__all__ = [
    "LAST_KNOWN_YEAR",
    "add_working_days",
    "bank_holidays",
    "closes_at_midnight",
    "closes_at_weekend",
    "is_working_day",
    "minimum_days",
    "uk_day",
]

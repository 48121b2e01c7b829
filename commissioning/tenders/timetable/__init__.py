"""The days of a procurement: how long it stays open, when it may close, which days are worked, and a whole timetable.

Plain Python: no Django, no clock, no user.
"""

from .breaks import Break, breaks
from .closing import closes_at_midnight, closes_at_weekend, minimum_days, uk_day
from .dates import Dates, Step, dates_of, in_timetable
from .plan import Choices, Note, Plan, make
from .quiet import QuietTime, quiet_time
from .standstill import Standstill, standstill_of
from .working_days import LAST_KNOWN_YEAR, add_working_days, bank_holidays, is_working_day

__all__ = [
    "LAST_KNOWN_YEAR",
    "Break",
    "Choices",
    "Dates",
    "Note",
    "Plan",
    "QuietTime",
    "Standstill",
    "Step",
    "add_working_days",
    "bank_holidays",
    "breaks",
    "closes_at_midnight",
    "closes_at_weekend",
    "dates_of",
    "in_timetable",
    "is_working_day",
    "make",
    "minimum_days",
    "quiet_time",
    "standstill_of",
    "uk_day",
]

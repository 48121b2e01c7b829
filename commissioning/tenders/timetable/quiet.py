"""The times of the year in which nobody should have to finish a bid: small providers are away or shut.

They are this portal's own choice and no law's. Easter is found from the bank holidays, so it is known as far as they are.
"""

from datetime import date, timedelta

from glossary.words import Word

from .working_days import bank_holidays

LAST_DAY_BEFORE_CHRISTMAS = 23
AUGUST = 8


class QuietTime(Word):
    """A quiet time, and what people call it."""

    CHRISTMAS = "christmas", "Christmas"
    EASTER = "easter", "Easter"
    AUGUST = "august", "August"


def quiet_time(day: date) -> QuietTime | None:
    """Return the quiet time that a day is in: 24 December to 1 January, Good Friday to Easter Monday, or August."""
    if day.month == AUGUST:
        return QuietTime.AUGUST
    if (day.month == 12 and day.day > LAST_DAY_BEFORE_CHRISTMAS) or (day.month, day.day) == (1, 1):
        return QuietTime.CHRISTMAS
    if any(bank_holidays().get(day - timedelta(days=since)) == "Good Friday" for since in range(4)):
        return QuietTime.EASTER
    return None

"""Which days are worked in England.

Bank holidays come from the copy that the govuk-bank-holidays library carries of the government's published list; it is
read once and needs no network. Years after its last one are not known to have any: `LAST_KNOWN_YEAR` says which that is.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

SATURDAY = 5
A_DAY = timedelta(days=1)


@cache
def bank_holidays() -> Mapping[date, str]:
    """Return the bank holidays of England and Wales, each with its name."""
    listed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return {holiday["date"]: holiday["title"] for holiday in listed}


LAST_KNOWN_YEAR = max(bank_holidays()).year


def is_working_day(day: date) -> bool:
    """Whether a day is neither a Saturday, a Sunday nor a bank holiday in England."""
    return day.weekday() < SATURDAY and day not in bank_holidays()


def add_working_days(day: date, count: int) -> date:
    """Return the day that is `count` working days after a day, which is not counted itself; before it when negative."""
    step = A_DAY if count >= 0 else -A_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day

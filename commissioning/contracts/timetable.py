"""When a contract runs and when it is reported on. Plain Python: no Django, no clock, no user."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

# Where a tender does not say how often it is reported on: once a year. A key performance indicator must be assessed at
# least once every 12 months (Procurement Act 2023, s.52(3)), and nobody has asked the provider for more hours than that.
MONTHS_BETWEEN_RETURNS = 12

# Days from the end of a period to the day its return is due. Wages, registers and timesheets are closed by the month,
# so the figures of the last month exist about two weeks after it; that leaves a working week to write them down.
DAYS_TO_REPORT = 20


@dataclass(frozen=True)
class Stretch:
    """A reporting period: its first day, its last day and the day its return is due."""

    starts_on: date
    ends_on: date
    due_on: date


def usable_start(published: date | None, today: date) -> date | None:
    """The first day that the tender published, unless it has passed; None where another must be agreed."""
    return published if published and published >= today else None


def months_later(day: date, months: int) -> date:
    """The same day of the month `months` later, or the last day of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def term_months(years: Decimal) -> int:
    """How many whole months a contract of so many years runs: rounded half up, at least one."""
    return max(1, int((years * 12).quantize(Decimal(1), ROUND_HALF_UP)))


def last_day(starts_on: date, years: Decimal) -> date:
    """The last day of a contract of so many years: the day before it would begin again."""
    return months_later(starts_on, term_months(years)) - timedelta(days=1)


def year_ends(starts_on: date, ends_on: date) -> list[date]:
    """The last day of each contract year, counted from the start; the last is the contract's own, even in mid-year."""
    return list(_last_days(starts_on, ends_on, 12))


def stretches(starts_on: date, ends_on: date, every_months: int) -> list[Stretch]:
    """The reporting periods, one after another without a gap. The last one ends with the contract, however short."""
    found = []
    first = starts_on
    for last in _last_days(starts_on, ends_on, every_months):
        found.append(Stretch(first, last, last + timedelta(days=DAYS_TO_REPORT)))
        first = last + timedelta(days=1)
    return found


def _last_days(starts_on: date, ends_on: date, every_months: int) -> Iterator[date]:
    """The last day of each run of so many months. Counted from the start, so that short months don't add up."""
    months = every_months
    while (last := months_later(starts_on, months) - timedelta(days=1)) < ends_on:
        yield last
        months += every_months
    yield ends_on

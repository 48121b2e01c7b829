"""The days of the story, counted from the day on which it is played. Plain Python."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from socialvalue.text import UK

SATURDAY = 5
# Tuesday to Thursday, which meets neither Good Friday nor a bank holiday Monday; from 22 December to 3 January, where
# the others lie, nothing closes.
CLOSING_WEEKDAYS = (1, 2, 3)
NOON = time(12)
MONDAY = 0
DAYS_TO_PREPARE = 60


@dataclass(frozen=True)
class Calendar:
    """`today` is the day on which the story is played. Days are given as offsets from it, below nothing in the past."""

    today: date

    def day(self, offset: int) -> date:
        """A working day: a weekend slides away from today."""
        day = self.today + timedelta(days=offset)
        while day.weekday() >= SATURDAY:
            day += _away(offset)
        return day

    def at(self, offset: int, hour: int, minute: int = 0) -> datetime:
        """A moment on a working day, UK time."""
        return moment(self.day(offset), hour, minute)

    def closing(self, offset: int) -> datetime:
        """12 noon, UK time, on a day that suits a closing."""
        day = self.today + timedelta(days=offset)
        while (
            day.weekday() not in CLOSING_WEEKDAYS or (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 3)
        ):
            day += _away(offset)
        return datetime.combine(day, NOON, UK)

    def next_summer(self) -> date:
        """The first Monday of the next summer holiday that leaves time to prepare: on or after 24 July."""
        day = self._next(7, 24)
        while day.weekday() != MONDAY:
            day += timedelta(days=1)
        return day

    def next_autumn(self) -> date:
        """The 1 September that begins the next school year that leaves time to prepare."""
        return self._next(9, 1)

    def _next(self, month: int, day: int) -> date:
        this_year = date(self.today.year, month, day)
        if this_year - self.today >= timedelta(days=DAYS_TO_PREPARE):
            return this_year
        return date(self.today.year + 1, month, day)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day, UK time."""
    return datetime.combine(day, time(hour, minute), UK)


def _away(offset: int) -> timedelta:
    return timedelta(days=-1 if offset < 0 else 1)

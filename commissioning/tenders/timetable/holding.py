"""Questions from bidders and the closing: until when they may ask, and how an answer moves the closing.

One rule does it all: whoever reads an answer has two whole working days before the tender closes. See
docs/decisions/0011-answers-and-changes-move-the-closing.md.
"""

from datetime import date, datetime, time, timedelta

from commissioning.tenders.tenderfile import TenderFile
from socialvalue.text import UK

from .closing import uk_day
from .working_days import add_working_days

DAYS_AFTER_AN_ANSWER = 2
"""Working days that bidders have, at least, from the day after an answer to the closing."""
DAYS_TO_ANSWER = 5
"""Working days before the closing at which questions stop, where the timetable names no day."""
NOON = time(12)


def closing_after_answer(closes_at: datetime, now: datetime) -> datetime:
    """Return when a tender closes once an answer is published at `now`: never sooner than it would have.

    That is the closing that stands, or 12 noon (UK) on the second working day after the answer if that is later.
    """
    day = add_working_days(uk_day(now), DAYS_AFTER_AN_ANSWER)
    return max(closes_at, datetime.combine(day, NOON, tzinfo=UK))


def closing_later(closes_at: datetime, days: int) -> datetime:
    """Return the closing so many working days later, at the same time of the day in the United Kingdom."""
    local = closes_at.astimezone(UK)
    return datetime.combine(add_working_days(local.date(), days), local.time(), tzinfo=UK)


def last_day_for_questions(tender: TenderFile, closes_at: datetime) -> date:
    """Return the last day (UK) on which bidders may ask: as published, and always before the day of closing."""
    closes_on = uk_day(closes_at)
    published = tender.timetable.clarifications_by if tender.timetable else None
    if published is None:
        published = add_working_days(closes_on, -DAYS_TO_ANSWER)
    return min(published, closes_on - timedelta(days=1))

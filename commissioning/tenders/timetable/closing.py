"""How long a tender must stay open, and when it may close."""

from datetime import date, datetime, time

from commissioning.tenders.tenderfile import Procedure, TenderFile
from socialvalue.text import UK

SATURDAY = 5


def minimum_days(tender: TenderFile) -> int:
    """Return the fewest days from the day of publication to the day of closing; 0 where no law sets any.

    Procurement Act 2023, s.54: 10 when urgent, 25 when electronic with all documents at once, 30 when only one of the
    two holds, otherwise 35; light touch and below threshold none. Public Contracts Regulations 2015, reg 27: open 35,
    or 30 when electronic; reg 28: restricted 30, or 25 when electronic.
    """
    dates = tender.timetable
    electronic = bool(dates and dates.electronic)
    if tender.procedure is Procedure.LEGACY_OPEN:
        return 30 if electronic else 35
    if tender.procedure is Procedure.LEGACY_PQQ:
        return 25 if electronic else 30
    if tender.procedure not in (Procedure.OPEN, Procedure.COMPETITIVE_FLEXIBLE):
        return 0
    if tender.consideration and tender.consideration.urgent:
        return 10
    all_documents = bool(dates and dates.all_documents)
    return 35 - 5 * (electronic + all_documents)


def uk_day(moment: datetime) -> date:
    """Return the day it is in the United Kingdom at a moment that knows its zone."""
    return moment.astimezone(UK).date()


def closes_at_midnight(closes_at: datetime) -> bool:
    """Whether it closes at 12 midnight or a minute before, when people mistake the day."""
    return closes_at.astimezone(UK).time() in (time(0, 0), time(23, 59))


def closes_at_weekend(closes_at: datetime) -> bool:
    """Whether it closes on a Saturday or Sunday, UK time."""
    return uk_day(closes_at).weekday() >= SATURDAY

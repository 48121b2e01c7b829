"""The dates of a tender as a calendar file (iCalendar, RFC 5545): the same facts give the same bytes."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID, uuid5

from icalendar import Calendar, Event

from commissioning.tenders import timetable
from commissioning.tenders.models import Tender
from commissioning.tenders.tenderfile import TenderFile
from commissioning.tenders.timetable import Dates, Step
from socialvalue.text import date_text, datetime_text

PRODUCT = "-//Social value commissioning//Tender dates//EN"
# Names the dates of tenders among all ids in the world. A stable id lets a calendar move a date and not add a second one.
NAMESPACE = UUID("6f0a3c5e-52f4-4f0b-9d53-0f2f6f2f9b1e")
# What anyone may know. The days for answers and for evaluation are the authority's own diary.
SHOWN = (
    Step.PUBLISHED_ON,
    Step.CLARIFICATIONS_BY,
    Step.CLOSES_AT,
    Step.AWARD_ON,
    Step.STANDSTILL_ENDS,
    Step.STARTS_ON,
)


def calendar_file(tender: Tender) -> bytes:
    """Return the dates of the newest published version, or of the draft. One query.

    Stamped with the day of publication, or with the day the draft was begun and its version, never with today.
    """
    pack = tender.packs.last() if tender.published_at else None
    said = pack.file if pack else tender.file
    stamp = pack.published_at if pack else tender.created_at
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    dates = timetable.dates_of(said)
    for step in SHOWN:
        if dates.day(step) is not None:
            calendar.add_component(_event(tender, said, dates, step, stamp, pack.version if pack else tender.version))
    return calendar.to_ical()


def closings_file(tenders: Iterable[Tender]) -> bytes:
    """Return the closings of some published tenders as one calendar. Each has the id that it has in the tender's own."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for tender in tenders:
        event = Event()
        event.add("uid", str(uuid5(NAMESPACE, f"{tender.authority.slug}/{tender.pk}/{Step.CLOSES_AT.value}")))
        event.add("sequence", tender.version)
        event.add("dtstamp", tender.published_at.astimezone(UTC).replace(microsecond=0))
        event.add("dtstart", tender.closes_at.astimezone(UTC))
        event.add("summary", f"{Step.CLOSES_AT.label}: {tender.title}")
        event.add("description", f"{datetime_text(tender.closes_at)}. {tender.authority.name}.")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return calendar.to_ical()


def _event(tender: Tender, said: TenderFile, dates: Dates, step: Step, stamp: datetime, version: int) -> Event:
    """Return one date: an instant in UTC for closing, a whole day for the others."""
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE, f"{tender.authority.slug}/{tender.pk}/{step.value}")))
    event.add("sequence", version)
    event.add("dtstamp", stamp.astimezone(UTC).replace(microsecond=0))
    if step is Step.CLOSES_AT and dates.closes_at:
        event.add("dtstart", dates.closes_at.astimezone(UTC))
        when = datetime_text(dates.closes_at)
    else:
        event.add("dtstart", dates.day(step))
        when = date_text(dates.day(step))
    event.add("summary", f"{step.label}: {said.title}")
    event.add("description", f"{step.label} {when}. {tender.authority.name}.")
    event.add("transp", "TRANSPARENT")
    return event

"""A tender of the story as a tender file: one of the samples, or one written for it, with dates around today."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from commissioning.story.calendar import Calendar
from commissioning.tenders import tenderfile
from commissioning.tenders.tenderfile import TenderFile, Timetable

SAMPLES = Path(tenderfile.__file__).parents[1] / "samples"
# The names under which a sample's own dates are replaced, in days after the contract starts.
DAYS_TO_SITE = 120
DAYS_TO_HANDOVER = 620
DAYS_OF_SUMMER_WORKS = 32
ANSWERS_STOP = timedelta(days=14)  # before the closing: the last day for questions


def document_of(said: dict, calendar: Calendar) -> TenderFile:
    """The tender file that a data file of the story describes."""
    starts_on = _starts_on(said, calendar)
    if "sample" in said:
        document = tenderfile.read(_with_words(_sample(said["sample"]), said.get("words", {}), starts_on))
    else:
        text = json.dumps({"format": tenderfile.FORMAT, **said["tender"]})
        document = tenderfile.read(text)
        if "scale_of" in said:
            document = replace(document, scale=tenderfile.read(_sample(said["scale_of"])).scale)
    days, closes_at = said["days"], calendar.closing(said["days"]["closes"])
    timetable = Timetable(
        published_on=calendar.day(days.get("published", days.get("opens"))),
        clarifications_by=closes_at.date() - ANSWERS_STOP,
        closes_at=closes_at,
        award_on=calendar.day(days["award"]),
        starts_on=starts_on,
        electronic=True,
        all_documents=True,
    )
    reasons = {**(document.reasons or {}), **said.get("reasons", {})}
    return replace(document, reference=said["reference"], timetable=timetable, reasons=reasons or None)


def _starts_on(said: dict, calendar: Calendar) -> date:
    """The day the contract starts: a day of the school year, or so many days from today."""
    match said.get("starts"):
        case "summer":
            return calendar.next_summer()
        case "autumn":
            return calendar.next_autumn()
        case _:
            return calendar.day(said["days"]["starts"])


def _sample(name: str) -> str:
    return (SAMPLES / f"{name}.json").read_text(encoding="utf-8")


def _with_words(text: str, words: dict[str, str], starts_on: date) -> str:
    """The sample with those of its words that name a day replaced. Each must be there: a changed sample is noticed."""
    dates = {
        "starts": starts_on,
        "handback": starts_on + timedelta(days=DAYS_OF_SUMMER_WORKS),
        "on_site": starts_on + timedelta(days=DAYS_TO_SITE),
        "handover": starts_on + timedelta(days=DAYS_TO_HANDOVER),
    }
    for old, new in words.items():
        if old not in text:
            raise ValueError(f"the sample no longer says: {old}")
        text = text.replace(old, new.format(**dates))
    return text

"""Every date of a procurement: the five that the tender says, and three that follow from them or are for the diary."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta

from commissioning.tenders.tenderfile import TenderFile, Timetable
from glossary.words import Word
from socialvalue.text import UK

from .closing import uk_day
from .standstill import standstill_of
from .working_days import add_working_days, is_working_day

DAYS_TO_READ_ANSWERS = 6
DAYS_TO_READ_ANSWERS_IF_URGENT = 4


class Step(Word):
    """The steps in order. The values of those that the tender says are its keys."""

    PUBLISHED_ON = "published_on", "Publication"
    CLARIFICATIONS_BY = "clarifications_by", "Last day for questions"
    ANSWERS_BY = "answers_by", "Every question is answered"
    CLOSES_AT = "closes_at", "Bids must arrive before"
    EVALUATED_BY = "evaluated_by", "Evaluation ends"
    AWARD_ON = "award_on", "Award notice"
    STANDSTILL_ENDS = "standstill_ends", "Last day of standstill"
    STARTS_ON = "starts_on", "Contract starts"


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The date of every step; None where it is not set. Closing is an instant."""

    published_on: date | None = None
    clarifications_by: date | None = None
    answers_by: date | None = None
    closes_at: datetime | None = None
    evaluated_by: date | None = None
    award_on: date | None = None
    standstill_ends: date | None = None
    starts_on: date | None = None

    def day(self, step: Step) -> date | None:
        """Return the UK day of a step."""
        when: date | datetime | None = getattr(self, step.value)
        return uk_day(when) if isinstance(when, datetime) else when

    @property
    def days(self) -> list[tuple[Step, date]]:
        """The steps that have a day, in their order."""
        return [(step, day) for step in Step if (day := self.day(step)) is not None]


def noon(day: date) -> datetime:
    """Return 12 noon UK time on a day, summer or winter."""
    return datetime.combine(day, time(12), tzinfo=UK)


def is_urgent(tender: TenderFile) -> bool:
    """Whether the tender says that it is urgent."""
    return bool(tender.consideration and tender.consideration.urgent)


def days_to_read_answers(urgent: bool) -> int:
    """Return how many days before closing the last answer should be given."""
    return DAYS_TO_READ_ANSWERS_IF_URGENT if urgent else DAYS_TO_READ_ANSWERS


def answers_before(tender: TenderFile, closes_on: date) -> date:
    """Return the last working day that leaves bidders time to read the answers.

    Public Contracts Regulations 2015, reg 47(3): six days before closing, four when urgent. The Procurement Act sets no
    number; the same one is kept as good practice.
    """
    day = closes_on - timedelta(days=days_to_read_answers(is_urgent(tender)))
    return day if is_working_day(day) else add_working_days(day, -1)


def dates_of(tender: TenderFile) -> Dates:
    """Return the dates that a tender says, with the last days for answers and of a standstill that is demanded."""
    said = tender.timetable or Timetable()
    closes_on = uk_day(said.closes_at) if said.closes_at else None
    standstill = standstill_of(tender.procedure)
    return Dates(
        published_on=said.published_on,
        clarifications_by=said.clarifications_by,
        answers_by=answers_before(tender, closes_on) if closes_on else None,
        closes_at=said.closes_at,
        award_on=said.award_on,
        standstill_ends=standstill.last_day(said.award_on) if said.award_on and standstill.is_demanded else None,
        starts_on=said.starts_on,
    )


def in_timetable(dates: Dates, timetable: Timetable) -> Timetable:
    """Return a tender's timetable with these dates, as far as it says them."""
    said = {field.name for field in fields(Timetable)}
    return replace(timetable, **{step.value: getattr(dates, step.value) for step in Step if step.value in said})

"""A whole timetable from a start date, by the rules of the route: each date with its rule, and why it was moved."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from commissioning.tenders.tenderfile import Procedure, TenderFile
from socialvalue.text import count_text, date_text, list_text

from .closing import SATURDAY, minimum_days
from .dates import Dates, Step, answers_before, days_to_read_answers, is_urgent, noon
from .quiet import QuietTime, quiet_time
from .standstill import LEGACY_ROUTES, standstill_of
from .working_days import add_working_days, bank_holidays, is_working_day

A_DAY = timedelta(days=1)
OWN = "Your choice"
ANSWERS_LAW = "Public Contracts Regulations 2015, reg 47(3)"


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the officer chooses. Days to ask and to bid are days of the week; all later ones are working days."""

    start: date
    asking_days: int = 14
    bidding_days: int = 35
    evaluation_days: int = 20
    decision_days: int = 5
    standstill: bool = True
    mobilisation_days: int = 20


@dataclass(frozen=True, kw_only=True)
class Note:
    """Why a date is what it is: the rule with its source, and a sentence for each time that it was moved."""

    rule: str
    source: str
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The dates, and a note for each."""

    dates: Dates
    notes: Mapping[Step, Note] = field(default_factory=dict)


def make(tender: TenderFile, choices: Choices) -> Plan:
    """Return a timetable for a tender: its route and whether it is electronic, complete and urgent come from its file.

    Days to bid and to ask leave out Christmas, Easter and August, and nothing but the start of the contract and the
    days of evaluation falls into them, unless the tender is urgent. No date is a weekend or a bank holiday.
    """
    avoided = () if is_urgent(tender) else tuple(QuietTime)
    notes: dict[Step, Note] = {}

    published_on, moved = _open_day(choices.start, tuple(one for one in avoided if one is QuietTime.CHRISTMAS))
    notes[Step.PUBLISHED_ON] = Note(rule="The day you start.", source=OWN, moved=moved)

    fewest = minimum_days(tender)
    days = max(choices.bidding_days, fewest, 1)
    closes_on, moved = _after(published_on, days, avoided)
    notes[Step.CLOSES_AT] = _closing_note(tender, days, choices.bidding_days, fewest, moved)

    asked_until, moved = _after(published_on, choices.asking_days, avoided)
    rule = f"{count_text(choices.asking_days, 'day')} to ask questions."
    notes[Step.CLARIFICATIONS_BY] = Note(rule=rule, source=OWN, moved=moved)

    is_legacy = tender.procedure in LEGACY_ROUTES
    answers_by = answers_before(tender, closes_on)
    notes[Step.ANSWERS_BY] = Note(
        rule=f"At least {'four' if is_urgent(tender) else 'six'} days before closing, so that bidders can use the answers.",
        source=ANSWERS_LAW if is_legacy else f"Good practice, after the {ANSWERS_LAW}",
        moved=_moved_back(closes_on, answers_by, is_urgent(tender)),
    )

    evaluated_by, moved = _working_days(closes_on, choices.evaluation_days, avoided)
    rule = f"{count_text(choices.evaluation_days, 'working day')} to open, mark and agree the marks."
    notes[Step.EVALUATED_BY] = Note(rule=rule, source=OWN, moved=moved)

    award_on, moved = _working_days(evaluated_by, choices.decision_days, avoided)
    rule = f"{count_text(choices.decision_days, 'working day')} to decide and to write to every bidder first."
    notes[Step.AWARD_ON] = Note(rule=rule, source="Procurement Act 2023, s.50" if not is_legacy else OWN, moved=moved)

    standstill = standstill_of(tender.procedure)
    standstill_ends = standstill.last_day(award_on) if standstill.is_demanded or choices.standstill else None
    if standstill_ends:
        notes[Step.STANDSTILL_ENDS] = Note(rule=standstill.rule, source=standstill.source)

    starts_on, moved = _working_days(standstill_ends or award_on, max(choices.mobilisation_days, 1), avoided)
    rule = f"{count_text(choices.mobilisation_days, 'working day')} to get ready after the standstill."
    notes[Step.STARTS_ON] = Note(rule=rule, source=OWN, moved=moved)

    dates = Dates(
        published_on=published_on,
        clarifications_by=asked_until,
        answers_by=answers_by,
        closes_at=noon(closes_on),
        evaluated_by=evaluated_by,
        award_on=award_on,
        standstill_ends=standstill_ends,
        starts_on=starts_on,
    )
    return Plan(dates=dates, notes=notes)


def period_law(procedure: Procedure) -> str:
    """Return what sets the fewest days to bid on a route."""
    return (
        "Public Contracts Regulations 2015, regs 27 and 28"
        if procedure in LEGACY_ROUTES
        else "Procurement Act 2023, s.54"
    )


def _closing_note(tender: TenderFile, days: int, chosen: int, fewest: int, moved: tuple[str, ...]) -> Note:
    """Return the note for closing: the law's fewest days where it sets any, and that the choice was raised to them."""
    if not fewest:
        rule = f"{count_text(days, 'day')} to bid. This route sets no fewest number. It closes at 12 noon."
        return Note(rule=rule, source=OWN, moved=moved)
    rule = f"{count_text(days, 'day')} to bid. The law asks for at least {fewest}. It closes at 12 noon."
    if chosen < fewest:
        moved = (f"You chose {count_text(chosen, 'day')}, which is fewer than the law allows.", *moved)
    return Note(rule=rule, source=period_law(tender.procedure), moved=moved)


def _after(day: date, count: int, avoided: tuple[QuietTime, ...]) -> tuple[date, tuple[str, ...]]:
    """Return the open day that is `count` days after a day, quiet times not counted, and why it is no earlier."""
    left, lost = count, Counter[QuietTime]()
    while left > 0:
        day += A_DAY
        quiet = quiet_time(day)
        if quiet in avoided and quiet is not None:
            lost[quiet] += 1
        else:
            left -= 1
    said = tuple(
        f"{count_text(days, 'day')} of {quiet.label} {_are(days)} not counted." for quiet, days in lost.items()
    )
    day, moved = _open_day(day, avoided)
    return day, (*said, *moved)


def _working_days(day: date, count: int, avoided: tuple[QuietTime, ...]) -> tuple[date, tuple[str, ...]]:
    """Return the working day that is `count` working days later, those of Christmas not counted, and why."""
    left, lost = count, 0
    while left > 0:
        day = add_working_days(day, 1)
        if quiet_time(day) is QuietTime.CHRISTMAS and avoided:
            lost += 1
        else:
            left -= 1
    said = f"{count_text(lost, 'working day')} at Christmas {_are(lost)} not counted."
    return day, (said,) if lost else ()


def _moved_back(closes_on: date, day: date, urgent: bool) -> tuple[str, ...]:
    """Return why the last day for answers is earlier than it need be; nothing when it is not."""
    latest = closes_on - timedelta(days=days_to_read_answers(urgent))
    return () if day == latest else (f"Moved back from {date_text(latest)}: {_shut(latest, ())}.",)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _open_day(day: date, avoided: tuple[QuietTime, ...]) -> tuple[date, tuple[str, ...]]:
    """Return the first working day from a day on that is in no quiet time to be avoided, and why it was moved."""
    first, reasons = day, dict[str, None]()
    while reason := _shut(day, avoided):
        reasons[reason] = None
        day += A_DAY
    return day, (f"Moved on from {date_text(first)}: {list_text(list(reasons))}.",) if day != first else ()


def _shut(day: date, avoided: tuple[QuietTime, ...]) -> str:
    """Return why a date should not be on a day; "" for one that is fine."""
    quiet = quiet_time(day)
    if quiet is not None and quiet in avoided:
        return quiet.label
    if is_working_day(day):
        return ""
    return bank_holidays().get(day) or ("a weekend" if day.weekday() >= SATURDAY else "")

"""What breaks when a date of a timetable is changed, in sentences, each beside the step that it speaks of."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise

from commissioning.tenders.tenderfile import TenderFile, Timetable
from socialvalue.text import count_text, date_text

from .closing import SATURDAY, closes_at_midnight, minimum_days
from .dates import Dates, Step, answers_before, is_urgent
from .plan import period_law
from .quiet import quiet_time
from .standstill import standstill_of
from .working_days import LAST_KNOWN_YEAR, bank_holidays

MID_SENTENCE = {
    Step.PUBLISHED_ON: "publication",
    Step.CLARIFICATIONS_BY: "the last day for questions",
    Step.ANSWERS_BY: "the day when every question is answered",
    Step.CLOSES_AT: "closing",
    Step.EVALUATED_BY: "the end of the evaluation",
    Step.AWARD_ON: "the award notice",
    Step.STANDSTILL_ENDS: "the last day of standstill",
    Step.STARTS_ON: "the start of the contract",
}
IN_TENDER = {Step(one.name) for one in fields(Timetable) if one.name in list(Step)}
# The day that ends one may begin the other: a tender can be published and asked about, or marked and awarded, in a day.
MAY_SHARE_A_DAY = {
    (Step.PUBLISHED_ON, Step.CLARIFICATIONS_BY),
    (Step.CLARIFICATIONS_BY, Step.ANSWERS_BY),
    (Step.EVALUATED_BY, Step.AWARD_ON),
}


@dataclass(frozen=True, kw_only=True)
class Break:
    """One thing that breaks, and the step to change. `is_checked`: a check of the draft says it as well."""

    step: Step
    sentence: str
    is_checked: bool = False


def breaks(tender: TenderFile, dates: Dates) -> list[Break]:
    """Return what breaks with these dates on the tender's route, in the order of the steps; nothing when all is well."""
    found = [
        *_order(dates),
        *_period(tender, dates),
        *_answers(tender, dates),
        *_standstill(tender, dates),
        *_days(dates),
    ]
    order = list(Step)
    return sorted(found, key=lambda one: order.index(one.step))


def _order(dates: Dates) -> Iterator[Break]:
    """Yield each step that comes before the one it follows."""
    for (before, early), (after, late) in pairwise(dates.days):
        if late < early or (late == early and (before, after) not in MAY_SHARE_A_DAY):
            how = "on the same day as" if late == early else "before"
            sentence = f"{MID_SENTENCE[after].capitalize()} comes {how} {MID_SENTENCE[before]}."
            is_checked = late < early and {before, after} <= IN_TENDER
            yield Break(step=after, sentence=sentence, is_checked=is_checked)


def _period(tender: TenderFile, dates: Dates) -> Iterator[Break]:
    """Yield that there are too few days to bid."""
    opens_on, closes_on, fewest = dates.published_on, dates.day(Step.CLOSES_AT), minimum_days(tender)
    if opens_on is None or closes_on is None:
        return
    days = (closes_on - opens_on).days
    if 0 < days < fewest:
        sentence = f"Bidders have {count_text(days, 'day')}. The law asks for at least {fewest} ({period_law(tender.procedure)})."
        yield Break(step=Step.CLOSES_AT, sentence=sentence, is_checked=True)


def _answers(tender: TenderFile, dates: Dates) -> Iterator[Break]:
    """Yield that questions or answers come too late to be of use in a bid."""
    closes_on = dates.day(Step.CLOSES_AT)
    if closes_on is None:
        return
    latest = answers_before(tender, closes_on)
    days = "four" if is_urgent(tender) else "six"
    if dates.clarifications_by is not None and dates.clarifications_by >= closes_on:
        sentence = f"Questions would still be taken when bids have closed. {date_text(latest)} is the last good day."
        yield Break(step=Step.CLARIFICATIONS_BY, sentence=sentence)
    for step in (Step.CLARIFICATIONS_BY, Step.ANSWERS_BY):
        day = dates.day(step)
        # A day after closing is out of order, and said so there.
        if day is not None and latest < day < closes_on:
            sentence = (
                f"Answers would come fewer than {days} days before closing. {date_text(latest)} is the last good day."
            )
            yield Break(step=step, sentence=sentence)


def _standstill(tender: TenderFile, dates: Dates) -> Iterator[Break]:
    """Yield that the contract begins before the standstill that the law demands is over."""
    standstill = standstill_of(tender.procedure)
    if not standstill.is_demanded or dates.award_on is None:
        return
    last = standstill.last_day(dates.award_on)
    if dates.standstill_ends is not None and dates.standstill_ends < last:
        sentence = f"The standstill is too short: it lasts to the end of {date_text(last)} ({standstill.source})."
        yield Break(step=Step.STANDSTILL_ENDS, sentence=sentence)
    if dates.starts_on is not None and dates.award_on < dates.starts_on <= last:
        sentence = (
            f"The standstill lasts to the end of {date_text(last)}. Start the contract later ({standstill.source})."
        )
        yield Break(step=Step.STARTS_ON, sentence=sentence)


def _days(dates: Dates) -> Iterator[Break]:
    """Yield what is wrong with a day by itself: a holiday, a quiet time, midnight, or a year of which nothing is known.

    A contract may start on any day.
    """
    for step, day in dates.days:
        if day.year > LAST_KNOWN_YEAR:
            sentence = f"The bank holidays after {LAST_KNOWN_YEAR} are not known yet. Check {date_text(day)} yourself."
            yield Break(step=step, sentence=sentence)
        elif step is not Step.STARTS_ON and (why := _not_worked(day)):
            sentence = f"{date_text(day)} is {why}. Choose a working day."
            yield Break(step=step, sentence=sentence, is_checked=step is Step.CLOSES_AT)
    closes_on = dates.day(Step.CLOSES_AT)
    if dates.closes_at is None or closes_on is None:
        return
    if closes_at_midnight(dates.closes_at):
        yield Break(step=Step.CLOSES_AT, sentence="Midnight is misread by a day. Close at 12 noon.", is_checked=True)
    quiet = quiet_time(closes_on)
    if quiet is not None:
        sentence = f"It closes in a quiet time ({quiet.label}). Small providers may be away."
        yield Break(step=Step.CLOSES_AT, sentence=sentence, is_checked=True)


def _not_worked(day: date) -> str:
    """Return why nobody works on a day; "" for a working day."""
    if name := bank_holidays().get(day):
        return f"a bank holiday ({name})"
    return "at the weekend" if day.weekday() >= SATURDAY else ""

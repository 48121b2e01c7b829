"""A timetable as a page shows it: the timeline, and each date with its rule, its source and what breaks."""

from dataclasses import dataclass

from commissioning.tenders import timetable
from commissioning.tenders.reports.page import Moment
from commissioning.tenders.tenderfile import TenderFile
from commissioning.tenders.timetable import Dates, Plan, Step
from socialvalue.text import date_text, datetime_text


@dataclass(frozen=True)
class StepRow:
    """One date: when, why it is then, where that comes from, and what breaks."""

    step: str
    when: str
    reasons: list[str]
    source: str
    breaks: list[str]


@dataclass(frozen=True)
class PlanPage:
    """A plan, ready to be drawn."""

    moments: list[Moment]
    rows: list[StepRow]
    count: int


def plan_page(tender: TenderFile, plan: Plan, dates: Dates) -> PlanPage:
    """Return the page of a plan as changed: `dates` are those asked about, and say so where they are not the plan's."""
    broken = timetable.breaks(tender, dates)
    rows, moments = [], []
    for step, day in dates.days:
        note, is_planned = plan.notes.get(step), dates.day(step) == plan.dates.day(step)
        reasons = [note.rule, *(note.moved if is_planned else ())] if note else []
        if note and not is_planned:
            reasons.append("You changed this day.")
        sentences = [one.sentence for one in broken if one.step is step]
        when = datetime_text(dates.closes_at) if step is Step.CLOSES_AT and dates.closes_at else date_text(day)
        rows.append(StepRow(step.label, when, reasons, note.source if note else "", sentences))
        moments.append(Moment(when, step.label, "next", " ".join(sentences)))
    return PlanPage(moments=moments, rows=rows, count=len(broken))


def breaks_now(tender: TenderFile, *, beside_checks: bool = False) -> list[str]:
    """Return what breaks with the dates that a tender says, in sentences that name the step.

    `beside_checks` leaves out what the checks of the draft say on the same page.
    """
    found = timetable.breaks(tender, timetable.dates_of(tender))
    return [f"{one.step.label}: {one.sentence}" for one in found if not (beside_checks and one.is_checked)]

"""The conflicts assessment of a tender as a page shows it."""

from dataclasses import dataclass
from datetime import datetime

from commissioning.tenders.lifecycle import AssessmentChange, AssessmentStage, Interest, Phase
from commissioning.tenders.models import ConflictsAssessment, Tender
from socialvalue.text import datetime_text


@dataclass(frozen=True)
class EntryView:
    """One conflict on the list; `place` counts from 0."""

    place: int
    who: str
    interest: str
    what: str
    steps: str


@dataclass(frozen=True)
class AssessmentPage:
    """The list as it stands, when it was last looked at, and every version."""

    version: int
    entries: list[EntryView]
    standing: str
    is_due: bool
    versions: list[tuple[str, str, str, str, str]]
    headers: tuple[str, ...] = ("When", "Who", "Stage", "What was done", "Entries then")


def stage_began(tender: Tender, now: datetime) -> datetime:
    """Return when the phase that the tender is in at `now` began, as far as this floor knows."""
    phase = tender.phase(now)
    if phase is Phase.OPEN and tender.published_at:
        return tender.published_at
    return tender.closes_at if phase is Phase.CLOSED and tender.closes_at else tender.created_at


def assessment_page(tender: Tender, now: datetime) -> AssessmentPage:
    """Return the page of an assessment. One query."""
    versions = list(tender.conflicts_assessments.select_related("by"))
    last = versions[-1] if versions else None
    is_due = last is None or last.at < stage_began(tender, now)
    return AssessmentPage(
        version=last.version if last else 0,
        entries=[
            EntryView(place, entry.who, Interest(entry.interest).label, entry.what, entry.steps)
            for place, entry in enumerate(last.conflicts if last else [])
        ],
        standing=_standing(last, is_due),
        is_due=is_due,
        versions=[
            (
                datetime_text(one.at),
                one.by.name,
                AssessmentStage(one.stage).label,
                f"{AssessmentChange(one.change).label}: {one.reason}"
                if one.reason
                else AssessmentChange(one.change).label,
                "; ".join(f"{entry.who}: {entry.what}" for entry in one.conflicts) or "None known",
            )
            for one in reversed(versions)
        ],
    )


def _standing(last: ConflictsAssessment | None, is_due: bool) -> str:
    """Say when it was last looked at, and whether it is time to do so again."""
    if last is None:
        return "No assessment has been made yet. The tender can’t be published until there is one."
    seen = f"{last.by.name} last looked at it at {datetime_text(last.at)}: {AssessmentStage(last.stage).label.lower()}."
    return f"{seen} The tender has moved on since. Look at it again." if is_due else seen

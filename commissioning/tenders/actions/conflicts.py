"""Making, changing and renewing the conflicts assessment: each is a new version of the whole list."""

from datetime import datetime

from django.db import transaction

from commissioning.tenders.actions.draft import locked
from commissioning.tenders.lifecycle import (
    STAGES_OF_PHASE,
    AssessmentChange,
    AssessmentStage,
    ConflictEntry,
    ConflictsEvent,
    Interest,
)
from commissioning.tenders.models import ConflictsAssessment, Tender
from commissioning.tenders.permissions.conflicts import check_can_assess_conflicts
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused

NO_VERSION = 0
"""The version that a first assessment follows."""


@transaction.atomic
def confirm_conflicts(
    tender: Tender, *, stage: AssessmentStage, from_version: int, by: User, now: datetime
) -> ConflictsAssessment:
    """Say that the list is right as it stands. The first time, with no entries, it says that no conflict is known."""
    last = _last(tender, from_version, by)
    return _keep(last, tender, last.conflicts if last else [], AssessmentChange.CONFIRMED, stage, by, now)


@transaction.atomic
def add_conflict(
    tender: Tender, entry: ConflictEntry, *, stage: AssessmentStage, from_version: int, by: User, now: datetime
) -> ConflictsAssessment:
    """Add an entry. Refuses one that leaves something out, and a list that changed since the page was opened."""
    last = _last(tender, from_version, by)
    if entry.interest not in list(Interest) or not all(text.strip() for text in (entry.who, entry.what, entry.steps)):
        raise Refused("Say who it is, how real the conflict is, what it is, and what was done about it.")
    entries = [*(last.conflicts if last else []), entry]
    return _keep(last, tender, entries, AssessmentChange.ADDED, stage, by, now)


@transaction.atomic
def end_conflict(
    tender: Tender, place: int, reason: str, *, stage: AssessmentStage, from_version: int, by: User, now: datetime
) -> ConflictsAssessment:
    """Take the entry at `place` (from 0) off the list, with a reason. It stays in the earlier versions."""
    last = _last(tender, from_version, by)
    entries = last.conflicts if last else []
    if not 0 <= place < len(entries):
        raise Refused("This entry is no longer on the list.")
    if not reason.strip():
        raise Refused("Say why the conflict has ended.")
    left = entries[:place] + entries[place + 1 :]
    return _keep(last, tender, left, AssessmentChange.ENDED, stage, by, now, reason.strip())


def _last(tender: Tender, from_version: int, by: User) -> ConflictsAssessment | None:
    """Return the newest version, None before the first; refuse when it is not the one that the page was made from."""
    check_can_assess_conflicts(by, locked(tender))
    last = tender.conflicts_assessments.last()
    if from_version != (last.version if last else NO_VERSION):
        raise Refused("Somebody changed this assessment since you opened the page. Read it again, then decide.")
    return last


def _keep(
    last: ConflictsAssessment | None,
    tender: Tender,
    entries: list[ConflictEntry],
    change: AssessmentChange,
    stage: AssessmentStage,
    by: User,
    now: datetime,
    reason: str = "",
) -> ConflictsAssessment:
    """Store the next version and record it."""
    if stage not in STAGES_OF_PHASE[tender.phase(now)]:
        raise Refused("The tender is at another stage now. Open the page again.")
    assessment = ConflictsAssessment.objects.create(
        tender=tender,
        version=(last.version if last else NO_VERSION) + 1,
        stage=stage,
        change=change,
        entries=[entry.as_json() for entry in entries],
        reason=reason,
        by=by,
        at=now,
    )
    record(ConflictsEvent[change.name], target=tender, by=by, at=now, stage=stage.label.lower())
    return assessment

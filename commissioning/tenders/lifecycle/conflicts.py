"""What a conflicts assessment says, and what is recorded of it. Plain Python: no clock, no user.

Procurement Act 2023, s.83: an authority assesses conflicts of interest before it publishes a tender notice, keeps the
assessment under review, and confirms it in later notices.
"""

from dataclasses import asdict, dataclass

from glossary.words import Word
from socialvalue.audit.events import Event

from .tender import Phase


class AssessmentStage(Word):
    """The point of the procurement at which an assessment was made or looked at again."""

    NOTICE = "notice", "Before the tender notice"
    OPEN = "open", "While the tender is open"
    CLOSED = "closed", "After closing"
    EVALUATION = "evaluation", "During the evaluation"
    AWARD = "award", "Before the award"


STAGES_OF_PHASE: dict[Phase, tuple[AssessmentStage, ...]] = {
    Phase.DRAFT: (AssessmentStage.NOTICE,),
    Phase.IN_REVIEW: (AssessmentStage.NOTICE,),
    Phase.OPEN: (AssessmentStage.OPEN,),
    Phase.CLOSED: (AssessmentStage.CLOSED, AssessmentStage.EVALUATION, AssessmentStage.AWARD),
    Phase.CANCELLED: (),
}
"""The stages that an assessment may be of: this floor knows when a tender closed, not what came of it."""


class Interest(Word):
    """How real a conflict is (Procurement Act 2023, s.81 and s.83(5))."""

    ACTUAL = "actual", "There is a conflict"
    POTENTIAL = "potential", "There may be one later"
    PERCEIVED = "perceived", "There is none, but people might think so"


class AssessmentChange(Word):
    """What a version of an assessment did."""

    CONFIRMED = "confirmed", "Confirmed"
    ADDED = "added", "Added an entry"
    ENDED = "ended", "Ended an entry"


@dataclass(frozen=True, kw_only=True)
class ConflictEntry:
    """One conflict: whose, how real (a value of `Interest`), what it is, and what was done so that it does no harm."""

    who: str
    interest: str
    what: str
    steps: str

    def as_json(self) -> dict[str, str]:
        """Return the entry as it is kept."""
        return asdict(self)


class ConflictsEvent(Event):
    """What is recorded of an assessment. No sentence names a person: those stay in the assessment."""

    CONFIRMED = "tender.conflicts_confirmed", "looked at the conflicts assessment ({stage}) and found it right."
    ADDED = "tender.conflicts_added", "added an entry to the conflicts assessment ({stage})."
    ENDED = "tender.conflicts_ended", "ended an entry of the conflicts assessment ({stage})."

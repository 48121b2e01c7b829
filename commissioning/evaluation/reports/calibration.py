"""Practice answers as the panel sees them: nobody else's mark before all are shown."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from commissioning.evaluation.models import Evaluation, Practice, PracticeMark
from commissioning.evaluation.reports.method import Method
from commissioning.tenders.tenderfile import plain
from socialvalue.accounts.models import User
from socialvalue.text import datetime_text


@dataclass(frozen=True, slots=True)
class PracticeGiven:
    """One person's practice mark with its reason."""

    person: str
    mark: Decimal
    text: str
    reason: str


@dataclass(frozen=True)
class ShownPractice:
    """One practice answer. `given` is empty until it is closed, but `mine` is there for the reader who has marked.

    `marked` and `panel` are how many of the panel have marked, and how many sit on it.
    """

    pk: int
    question_id: str
    question: str
    text: str
    given: tuple[PracticeGiven, ...]
    mine: PracticeGiven | None
    marked: int
    panel: int
    is_closed: bool
    reading: str
    agreed_text: str

    @property
    def title(self) -> str:
        """What it is called in a list, where several may be of one question."""
        return f"Practice answer {self.pk}, to {self.question_id}"

    @property
    def state(self) -> str:
        """How far it has come."""
        if self.reading:
            return "Agreed how to read the levels"
        return "Everyone’s marks are shown" if self.is_closed else f"{self.marked} of {self.panel} have marked"


def practices(evaluation: Evaluation, user: User, published: Method) -> list[ShownPractice]:
    """Every practice answer of an evaluation for this reader, as they were set. Three queries."""
    rows = list(
        Practice.objects.filter(evaluation=evaluation)
        .select_related("agreed_by")
        .prefetch_related(Prefetch("marks", PracticeMark.objects.select_related("user")))
    )
    panel = set(evaluation.panel.values_list("user", flat=True)) if rows else set()
    return [_shown(row, user, published, panel) for row in rows]


def _shown(row: Practice, user: User, published: Method, panel: set[int]) -> ShownPractice:
    question = published.question(row.question_id)
    marks = list(row.marks.all())
    given = {mark.user_id: PracticeGiven(str(mark.user), mark.mark, plain(mark.mark), mark.reason) for mark in marks}
    return ShownPractice(
        pk=row.pk,
        question_id=row.question_id,
        question=question.text if question else "",
        text=row.text,
        given=tuple(given.values()) if row.closed_at else (),
        mine=given.get(user.pk),
        marked=len(panel & given.keys()),
        panel=len(panel),
        is_closed=row.closed_at is not None,
        reading=row.reading,
        agreed_text=f"{row.agreed_by} wrote this down at {datetime_text(row.agreed_at)}." if row.agreed_at else "",
    )


def readings(evaluation: Evaluation, question_id: str) -> list[str]:
    """How the panel agreed to read the levels for one question, when it practised. One query."""
    rows = Practice.objects.filter(evaluation=evaluation, question_id=question_id).exclude(reading="")
    return list(rows.values_list("reading", flat=True))

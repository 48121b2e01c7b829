"""One evaluator's own marks: every bid open to them by every question, what is done, and what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from urllib.parse import quote
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from commissioning.evaluation.models import Evaluation, Mark, PanelMember
from commissioning.evaluation.reports.assignment import markers_of
from commissioning.evaluation.reports.bidders import bidders_open_to
from commissioning.evaluation.reports.method import Method, method
from commissioning.tenders.tenderfile import Question, plain
from socialvalue.accounts.models import User


class State(StrEnum):
    """How far one mark has come."""

    BLANK = "blank"
    DRAFT = "reason without mark"
    NO_REASON = "mark without reason"
    DONE = "marked"


def state(mark: Decimal | None, has_reason: bool) -> State:
    """The state of a mark from what is stored of it."""
    if mark is None:
        return State.DRAFT if has_reason else State.BLANK
    return State.DONE if has_reason else State.NO_REASON


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer to mark: `text` is the mark or a dash; `label` also says what is missing."""

    bid_id: UUID
    bidder: str
    question_id: str
    address: str
    text: str
    state: State

    @property
    def label(self) -> str:
        """What the matrix shows."""
        return {State.BLANK: "To mark", State.DRAFT: "No mark", State.NO_REASON: f"{self.text}, no reason"}.get(
            self.state, self.text
        )

    @property
    def is_done(self) -> bool:
        """Whether both the mark and its reason are stored."""
        return self.state is State.DONE

    @property
    def problem(self) -> str:
        """What is missing, in a sentence."""
        wanted = {State.BLANK: "a mark and a reason", State.DRAFT: "a mark", State.NO_REASON: "a reason"}
        return f"{self.bidder}, {self.question_id}: give {wanted[self.state]}."


@dataclass(frozen=True, slots=True)
class Row:
    """One bid's answers, in the order of the questions; None for an answer that somebody else marks."""

    bidder: str
    cells: tuple[Cell | None, ...]
    left: int


@dataclass(frozen=True)
class Matrix:
    """Bids by questions with one evaluator's marks, marked bid by bid or question by question.

    `next` is the first that is not done, or None.
    """

    questions: tuple[Question, ...]
    rows: tuple[Row, ...]
    done: int
    total: int
    by_bid: bool = False

    def cells(self) -> Iterator[Cell]:
        """Every answer in the order of marking: question by question, so that like is compared with like, or by bid."""
        if self.by_bid:
            yield from (cell for row in self.rows for cell in row.cells if cell)
            return
        for column in range(len(self.questions)):
            for row in self.rows:
                cell = row.cells[column]
                if cell:
                    yield cell

    @property
    def next(self) -> Cell | None:
        """The first answer that is not done."""
        return next((cell for cell in self.cells() if not cell.is_done), None)

    def next_after(self, bid_id: UUID, question_id: str) -> Cell | None:
        """The first that is not done after this one, or else from the start; never this one itself."""
        order = list(self.cells())
        here = next(i for i, cell in enumerate(order) if (cell.bid_id, cell.question_id) == (bid_id, question_id))
        return next((cell for cell in order[here + 1 :] + order[:here] if not cell.is_done), None)

    def place_of(self, bid_id: UUID, question_id: str) -> int:
        """Which one this is in the order of marking, from 1."""
        order = [(cell.bid_id, cell.question_id) for cell in self.cells()]
        return order.index((bid_id, question_id)) + 1


def marking_matrix(
    evaluation: Evaluation, user: User, published: Method | None = None, *, by_bid: bool = False
) -> Matrix:
    """The person's own marks for what they mark of every bid open to them. Four queries, one more without `published`.

    `by_bid` says the order of marking; the addresses keep it.
    """
    published = published or method(evaluation.tender)
    seat = {"evaluator__evaluation": evaluation, "evaluator__user": user}
    kept = {
        (bid_id, question_id): (mark, has_reason)
        for bid_id, question_id, mark, has_reason in Mark.objects.filter(
            **seat, evaluator__seat=PanelMember.Seat.EVALUATOR
        )
        .annotate(has_reason=~Q(reason=""))
        .values_list("bid_id", "question_id", "mark", "has_reason")
    }
    start = reverse("marking", args=[evaluation.tender_id])
    expected = {(bid_id, question_id) for _, bid_id, question_id in markers_of(evaluation, published, user=user)}
    theirs = {question_id for _, question_id in expected}
    questions = tuple(question for question in published.marked if question.id in theirs)
    kept_order = "?order=bidder" if by_bid else ""
    endings = [(question.id, f"{quote(question.id)}/{kept_order}") for question in questions]
    rows = []
    for bidder in bidders_open_to(evaluation, user):
        cells: list[Cell | None] = []
        for question_id, ending in endings:
            if (bidder.bid_id, question_id) not in expected:
                cells.append(None)
                continue
            mark, has_reason = kept.get((bidder.bid_id, question_id), (None, False))
            cells.append(
                Cell(
                    bidder.bid_id,
                    bidder.label,
                    question_id,
                    f"{start}{bidder.bid_id}/{ending}",
                    "–" if mark is None else plain(mark),
                    state(mark, has_reason),
                )
            )
        rows.append(Row(bidder.label, tuple(cells), sum(bool(cell and not cell.is_done) for cell in cells)))
    return Matrix(questions, tuple(rows), len(expected) - sum(row.left for row in rows), len(expected), by_bid)


def blank_marks(evaluation: Evaluation, user: User) -> list[Cell]:
    """Every answer for which the evaluator's mark or reason is still blank, in the order of marking."""
    return [cell for cell in marking_matrix(evaluation, user).cells() if not cell.is_done]

"""How far the evaluators' marks for each answer lie apart, the widest first; and one decision with its neighbours."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote
from uuid import UUID

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, TextField, Value, When
from django.urls import reverse

from commissioning.evaluation.models import Consensus, Evaluation, Mark
from commissioning.evaluation.reports.average import averaged, mark_text
from commissioning.evaluation.reports.bidders import bidders, in_order, lettered
from commissioning.evaluation.reports.method import Method, method
from commissioning.tenders.tenderfile import plain

Answer = tuple[UUID, str]
"""One answer: the bid's id and the question's."""
EMPTY = Value("", output_field=TextField())


@dataclass(frozen=True, slots=True)
class Given:
    """One evaluator's mark. `reason` is there for the answer that was asked for, and "" elsewhere."""

    pk: int
    user_id: int
    evaluator: str
    mark: Decimal
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Spread:
    """The marks for one answer, and what was agreed ("" while nothing is)."""

    bid_id: UUID
    bidder: str
    question_id: str
    question: str
    address: str
    given: tuple[Given, ...]
    width: Decimal
    width_text: str
    marks_text: str
    agreed: Decimal | None
    agreed_text: str


@dataclass(frozen=True)
class AnswerMarks:
    """One answer to decide, in the order of the table of spread: its marks, its place, and what stands around it.

    `next_open` is the widest other answer without an agreed mark. Addresses are "" where there is nothing.
    """

    given: tuple[Given, ...]
    place: int
    total: int
    left: int
    previous: str
    next: str
    next_open: str


def spread(evaluation: Evaluation, published: Method | None = None) -> list[Spread]:
    """Every answer with its marks, the widest apart first, then in the order of the tender. Three queries at most.

    Marks are there from moderation on, and not before: the caller checks `permissions.check_sees_moderation`.
    """
    published = published or method(evaluation.tender)
    marks, agreed = _gathered(_rows(evaluation), published)
    start = reverse("moderation", args=[evaluation.tender_id])
    everyone = bidders(evaluation)
    spreads = []
    for question in published.marked:
        for bidder in everyone:
            key = (bidder.bid_id, question.id)
            given = tuple(marks[key])
            figures = [one.mark for one in given]
            width = _width(given)
            spreads.append(
                Spread(
                    bid_id=bidder.bid_id,
                    bidder=bidder.label,
                    question_id=question.id,
                    question=question.text or question.id,
                    address=_address(start, key),
                    given=given,
                    width=width,
                    width_text=plain(width) if figures else "",
                    marks_text=", ".join(f"{one.evaluator} {one.text}" for one in given),
                    agreed=agreed.get(key),
                    agreed_text=mark_text(agreed[key]) if key in agreed else "",
                )
            )
    return sorted(spreads, key=lambda row: -row.width)


def answer_marks(evaluation: Evaluation, published: Method, bid_id: UUID, question_id: str) -> AnswerMarks:
    """The marks for one answer with their reasons, and where it stands among all answers. One query."""
    here = (bid_id, question_id)
    rows = _rows(evaluation).annotate(
        shown=Case(
            When(bid=bid_id, question_id=question_id, then=F("reason")), default=Value(""), output_field=TextField()
        )
    )
    marks, agreed = _gathered(rows, published)
    places = {question.id: place for place, question in enumerate(published.marked)}
    # The table's own order: the widest first, then by question, then as the bidders stand, which the rows keep.
    order = sorted((key for key in marks if key[1] in places), key=lambda key: (-_width(marks[key]), places[key[1]]))
    start = reverse("moderation", args=[evaluation.tender_id])
    still_open = [key for key in order if key not in agreed]
    place = order.index(here) if here in order else None
    return AnswerMarks(
        given=tuple(marks[here]),
        place=0 if place is None else place + 1,
        total=len(order),
        left=len(still_open),
        previous=_address(start, order[place - 1]) if place else "",
        next=_address(start, order[place + 1]) if place is not None and place + 1 < len(order) else "",
        next_open=next((_address(start, key) for key in still_open if key != here), ""),
    )


def _rows(evaluation: Evaluation) -> QuerySet[Mark]:
    """Every mark that counts, bidders in their order, with what was agreed for its answer. No reason is read."""
    rows = Mark.objects.revealed().counted().filter(evaluator__evaluation=evaluation, mark__isnull=False)
    agreed = Consensus.objects.in_force().filter(bid=OuterRef("bid"), question_id=OuterRef("question_id"))
    return rows.annotate(
        **lettered("bid"), agreed=Subquery(agreed.values("mark")), shown=Value("", output_field=TextField())
    ).order_by(*in_order(evaluation), "bid", "evaluator")


def _gathered(rows: QuerySet[Mark], published: Method) -> tuple[dict[Answer, list[Given]], dict[Answer, Decimal]]:
    """The marks by answer, and the agreed mark by answer as far as there is one."""
    marks: dict[Answer, list[Given]] = defaultdict(list)
    agreed = {}
    columns = "bid_id", "question_id", "pk", "evaluator__user", "evaluator__user__name", "mark", "shown", "agreed"
    for bid_id, question_id, pk, user_id, name, mark, reason, decided in rows.values_list(*columns):
        marks[bid_id, question_id].append(Given(pk, user_id, name, mark, plain(mark), reason))
        if decided is not None:
            agreed[bid_id, question_id] = decided
    if published.is_average:
        agreed = {key: averaged([(one.mark, "") for one in given]).mark for key, given in marks.items()}
    return marks, agreed


def _width(given: Iterable[Given]) -> Decimal:
    """How far apart the highest and the lowest mark lie."""
    figures = [one.mark for one in given]
    return max(figures) - min(figures) if figures else Decimal(0)


def _address(start: str, answer: Answer) -> str:
    return f"{start}{answer[0]}/{quote(answer[1])}/"

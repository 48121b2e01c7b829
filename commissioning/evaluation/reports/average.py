"""The mark of an answer: what the panel agreed or, where the published method says so, the average of the marks given."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from commissioning.evaluation.models import Consensus, Evaluation, Mark
from commissioning.evaluation.reports.method import Method
from commissioning.tenders.tenderfile import plain
from socialvalue.text import count_text, list_text, number_text

Answer = tuple[UUID, str]
"""One answer: the bid's id and the question's."""


@dataclass(frozen=True, slots=True)
class Averaged:
    """The average for one answer to 28 digits, never rounded to a level; how it came about; the evaluators' reasons.

    `reason` names nobody: it is what the bidder reads. The marks stand from the highest down, which tells of nobody.
    """

    mark: Decimal
    text: str
    working: str
    reason: str


def averages(evaluation: Evaluation, **only: object) -> dict[Answer, Averaged]:
    """The average of the marks that count for each answer that has any; `only` narrows the marks. One query.

    None before moderation: until then nobody's mark is shown to anybody, and an average tells of them.
    """
    given: dict[Answer, list[tuple[Decimal, str]]] = defaultdict(list)
    rows = Mark.objects.revealed().counted().filter(evaluator__evaluation=evaluation, mark__isnull=False, **only)
    columns = "bid_id", "question_id", "mark", "reason"
    for bid_id, question_id, mark, reason in rows.order_by("evaluator").values_list(*columns):
        given[bid_id, question_id].append((mark, reason))
    return {answer: averaged(marks) for answer, marks in given.items()}


def averaged(given: list[tuple[Decimal, str]]) -> Averaged:
    """The average of marks with their reasons: sum divided by number, by hand 4, 3 and 4 give 11 ÷ 3."""
    given = sorted(given, key=lambda one: -one[0])
    marks = [mark for mark, _ in given]
    mean = sum(marks, Decimal(0)) / len(marks)
    return Averaged(
        mark=mean,
        text=mark_text(mean),
        working=f"the average of {count_text(len(marks), 'mark')}: {list_text([plain(mark) for mark in marks])}",
        reason="\n\n".join(dict.fromkeys(reason for _, reason in given if reason)),
    )


def mark_text(mark: Decimal) -> str:
    """A mark for people: a level as it is published, an average to two places."""
    short = plain(mark)
    return short if len(short.partition(".")[2]) <= 2 else number_text(mark, 2)


def agreed_marks(evaluation: Evaluation, published: Method) -> dict[Answer, Decimal]:
    """The mark of each answer by the published method, as far as there is one. One query."""
    if published.is_average:
        return {answer: one.mark for answer, one in averages(evaluation).items()}
    rows = Consensus.objects.filter(evaluation=evaluation).values_list("bid_id", "question_id", "mark")
    return {(bid_id, question_id): mark for bid_id, question_id, mark in rows}

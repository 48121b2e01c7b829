"""How far each evaluator and each question has come. Never a mark, a reason or whose bid."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from commissioning.evaluation.models import Evaluation, Mark, PanelMember
from commissioning.evaluation.reports.assignment import markers_of
from commissioning.evaluation.reports.method import method
from socialvalue.text import datetime_text


@dataclass(frozen=True)
class Progress:
    """Finished rows: of people under `PEOPLE`, of questions under `QUESTIONS`. `waiting` are those who have not locked."""

    PEOPLE = ("Evaluator", "Marked", "Locked")
    QUESTIONS = ("Question", "Marked")

    people: tuple[tuple[str, str, str], ...]
    questions: tuple[tuple[str, str], ...]
    waiting: tuple[PanelMember, ...]


def progress(evaluation: Evaluation) -> Progress:
    """How many answers of how many have a mark and a reason. Five queries, however many."""
    published = method(evaluation.tender)
    expected = markers_of(evaluation, published)
    rows = Mark.objects.counted().filter(evaluator__evaluation=evaluation).exclude(Q(mark=None) | Q(reason=""))
    done = {row for row in rows.values_list("evaluator__user", "bid", "question_id") if row in expected}
    to_mark, marked = Counter(user for user, _, _ in expected), Counter(user for user, _, _ in done)
    wanted, given = Counter(one for _, _, one in expected), Counter(one for _, _, one in done)
    seats = evaluation.panel.filter(seat=PanelMember.Seat.EVALUATOR).select_related("user")
    return Progress(
        people=tuple(
            (
                str(seat.user),
                f"{marked[seat.user_id]} of {to_mark[seat.user_id]}",
                datetime_text(seat.locked_at) if seat.locked_at else "Not yet",
            )
            for seat in seats
        ),
        questions=tuple((one.id, f"{given[one.id]} of {wanted[one.id]}") for one in published.marked),
        waiting=tuple(seat for seat in seats if seat.locked_at is None),
    )

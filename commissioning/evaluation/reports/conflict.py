"""What follows at once from a conflict of interest, in words for the register."""

from dataclasses import dataclass
from uuid import UUID

from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Consensus, Evaluation, Mark, PanelMember
from commissioning.evaluation.reports.assignment import markers_of
from commissioning.evaluation.reports.method import method
from socialvalue.accounts.models import User
from socialvalue.text import count_text, list_text

Seat = PanelMember.Seat


@dataclass(frozen=True)
class Consequence:
    """What is done about a conflict at once. `needs_decision`: the person's marks were agreed for good before."""

    text: str
    needs_decision: bool = False


def consequence(evaluation: Evaluation, person: User, bid_id: UUID) -> Consequence:
    """What follows if the person has a conflict with this bidder. Asked before the conflict is written."""
    seats = set(PanelMember.objects.filter(evaluation=evaluation, user=person).values_list("seat", flat=True))
    if evaluation.status == Status.PANEL:
        return Consequence("Takes no part in judging this bid." if seats else "Takes no further part.")
    said = ["Cannot see this bid from then on." if seats else "Takes no further part."]
    if Seat.CHAIR in seats:
        said.append("Another chair must be named.")
    given = Mark.objects.filter(evaluator__evaluation=evaluation, evaluator__user=person, bid=bid_id)
    marks = given.counted().filter(mark__isnull=False).count()
    if evaluation.agreed_at:
        if marks or Seat.CHAIR in seats:
            said.append("The marks were agreed for good before this was known: an officer decides whether they stand.")
        return Consequence(" ".join(said), bool(marks or Seat.CHAIR in seats))
    if marks:
        is_one = marks == 1
        said.append(
            f"{count_text(marks, 'mark')} {'is' if is_one else 'are'} kept and {'does' if is_one else 'do'} not count."
        )
    if Seat.EVALUATOR in seats:
        said += _who_marks(evaluation, person, bid_id)
    agreed = Consensus.objects.filter(evaluation=evaluation, bid=bid_id).count()
    if agreed and seats:
        said.append(f"What was agreed ({count_text(agreed, 'mark')}) must be agreed again.")
    return Consequence(" ".join(said))


def _who_marks(evaluation: Evaluation, person: User, bid_id: UUID) -> list[str]:
    """Who is left to mark what the person marked of this bid, and what nobody is left to mark."""
    expected = {(user_id, question) for user_id, bid, question in markers_of(evaluation) if bid == bid_id}
    theirs = {question for user_id, question in expected if user_id == person.pk}
    left = {(user_id, question) for user_id, question in expected if user_id != person.pk and question in theirs}
    names = User.objects.filter(pk__in={user_id for user_id, _ in left}).order_by("name", "pk")
    covered = {question for _, question in left}
    orphans = [question.id for question in method(evaluation.tender).marked if question.id in theirs - covered]
    said = []
    if names:
        said.append(f"{list_text([str(one) for one in names])} marked or will mark these answers.")
    if orphans:
        said.append(f"Nobody is left to mark {list_text(orphans)}: an officer must give it to somebody.")
    return said

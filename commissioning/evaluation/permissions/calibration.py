"""Who practises marking before the bids are opened. No check here asks anything of a bid that is sealed."""

from commissioning.authorities.models import Role
from commissioning.authorities.permissions import holds
from commissioning.evaluation.models import Evaluation, PanelMember
from commissioning.evaluation.permissions.conflict import reads_all
from commissioning.evaluation.permissions.evaluation import check_can_run
from commissioning.evaluation.permissions.panel import check_can_sit, sitting
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


def practising_seats(user: User, evaluation: Evaluation) -> set[str]:
    """The seats of a reader of practice answers: none for officers and auditors, who read by their role; three queries.

    Refuses everybody else but the panel.
    """
    if reads_all(user, evaluation):
        return set()
    seats = set(PanelMember.objects.filter(evaluation=evaluation, user=user).values_list("seat", flat=True))
    if not seats:
        raise Refused("Only people on this panel can do this.")
    check_can_sit(user, evaluation.tender, PanelMember.Seat(max(seats)), may_be_conflicted=True)
    return seats


def check_can_set_practice(user: User, evaluation: Evaluation) -> None:
    """Set a practice answer: a procurement officer, or the chair."""
    if holds(user, evaluation.tender.authority, Role.PROCUREMENT):
        check_can_run(user, evaluation.tender)
    else:
        check_can_lead_practice(user, evaluation)


def check_can_lead_practice(user: User, evaluation: Evaluation) -> None:
    """Close a practice answer, and write what was agreed: the chair."""
    sitting(user, evaluation, PanelMember.Seat.CHAIR)

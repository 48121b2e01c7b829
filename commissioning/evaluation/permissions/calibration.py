"""Who practises marking before the bids are opened. No check here asks anything of a bid that is sealed."""

from commissioning.authorities.models import Role
from commissioning.authorities.permissions import holds
from commissioning.evaluation.models import Evaluation, PanelMember
from commissioning.evaluation.permissions.conflict import reads_all
from commissioning.evaluation.permissions.evaluation import check_can_run
from commissioning.evaluation.permissions.panel import check_on_panel, sitting
from socialvalue.accounts.models import User


def check_sees_practice(user: User, evaluation: Evaluation) -> None:
    """Read practice answers: the panel, procurement officers and auditors."""
    if not reads_all(user, evaluation):
        check_on_panel(user, evaluation)


def check_can_set_practice(user: User, evaluation: Evaluation) -> None:
    """Set a practice answer: a procurement officer, or the chair."""
    if holds(user, evaluation.tender.authority, Role.PROCUREMENT):
        check_can_run(user, evaluation.tender)
    else:
        check_can_lead_practice(user, evaluation)


def check_can_lead_practice(user: User, evaluation: Evaluation) -> None:
    """Close a practice answer, and write what was agreed: the chair."""
    sitting(user, evaluation, PanelMember.Seat.CHAIR)

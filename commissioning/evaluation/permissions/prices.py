"""Who may open the prices."""

from commissioning.evaluation.models import Evaluation, PanelMember
from commissioning.evaluation.permissions.evaluation import check_can_run
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


def check_can_open_prices(user: User, evaluation: Evaluation) -> None:
    """Open the prices: a procurement officer who never sat on the panel of this evaluation."""
    check_can_run(user, evaluation.tender)
    if PanelMember.ever.filter(evaluation=evaluation, user=user).exists():
        raise Refused("You have sat on this panel, so another procurement officer must open the prices.")

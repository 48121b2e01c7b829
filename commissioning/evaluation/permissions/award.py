"""Who sees prices, the ranking and the report, and who may approve an award."""

from commissioning.evaluation.lifecycle import BEFORE_PRICES
from commissioning.evaluation.models import Award, Conflict, Evaluation, SummaryWording
from commissioning.evaluation.permissions.conflict import reads_all
from commissioning.evaluation.permissions.evaluation import check_can_run
from commissioning.evaluation.permissions.moderation import check_sees_moderation
from commissioning.evaluation.permissions.panel import check_on_panel
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


def check_sees_ranking(user: User, evaluation: Evaluation) -> None:
    """See prices and the ranking: once the prices are opened, those who saw the moderation."""
    if evaluation.status in BEFORE_PRICES:
        raise Refused("Prices and the ranking are shown once an officer has opened the prices.")
    check_sees_moderation(user, evaluation)


def check_sees_report(user: User, evaluation: Evaluation) -> None:
    """Read the evaluation report, prices included: once the prices are opened, the panel, officers and auditors.

    It tells of every bid, so a panel member who declared a conflict with any bidder does not read it.
    """
    if evaluation.status in BEFORE_PRICES:
        raise Refused("The report is there once an officer has opened the prices.")
    if not reads_all(user, evaluation):
        check_on_panel(user, evaluation)
        if Conflict.objects.filter(evaluation=evaluation, user=user, is_conflicted=True).exists():
            raise Refused("You declared a conflict of interest with a bidder, so you can't read the report.")


def check_can_approve(user: User, award: Award) -> None:
    """Approve an award: a procurement officer other than the one who recommended it."""
    check_can_run(user, award.evaluation.tender)
    if user.pk == award.recommended_by_id:
        raise Refused("You recommended this award, so another procurement officer must approve it.")


def check_can_release(user: User, award: Award) -> None:
    """Send the assessment summaries: a procurement officer other than those who worded or checked them."""
    if award.checked_at is None:
        raise Refused("Another procurement officer must check the letters first.")
    worded = SummaryWording.objects.filter(evaluation=award.evaluation_id, by=user)
    if user.pk == award.checked_by_id or worded.exists():
        raise Refused("You worded or checked these letters, so another procurement officer must send them.")

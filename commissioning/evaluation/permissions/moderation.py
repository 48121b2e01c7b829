"""Who may moderate, and who sees everybody's marks."""

from commissioning.evaluation.lifecycle import BEFORE_MODERATION
from commissioning.evaluation.models import Evaluation
from commissioning.evaluation.permissions.conflict import reads_all
from commissioning.evaluation.permissions.evaluation import Seat, check_can_run
from commissioning.evaluation.permissions.panel import sitting
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused, allowed


def check_can_moderate(user: User, evaluation: Evaluation) -> None:
    """Start moderation, agree marks, lock the consensus, sign off: the chair."""
    sitting(user, evaluation, Seat.CHAIR)


def check_sees_progress(user: User, evaluation: Evaluation) -> None:
    """See how far marking has come, and remind: the chair and procurement officers. It tells no mark."""
    if not allowed(check_can_run, user, evaluation.tender):
        check_can_moderate(user, evaluation)


def check_sees_moderation(user: User, evaluation: Evaluation) -> None:
    """See everybody's marks: from moderation on, the chair, procurement officers and auditors."""
    if evaluation.status in BEFORE_MODERATION:
        raise Refused("Nobody can see another person's marks until moderation starts.")
    if not reads_all(user, evaluation):
        check_can_moderate(user, evaluation)

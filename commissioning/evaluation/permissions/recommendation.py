"""Who may have the recommendation report made, and which version of it."""

from commissioning.evaluation.models import Award, Evaluation
from commissioning.evaluation.permissions.award import check_sees_ranking
from commissioning.evaluation.permissions.robustness import check_sees_robustness
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


def check_draws_recommendation(user: User, evaluation: Evaluation) -> None:
    """Have the full report made: procurement officers and auditors, once an award is recommended."""
    check_sees_robustness(user, evaluation)
    _check_recommended(evaluation)


def check_draws_redacted_recommendation(user: User, evaluation: Evaluation) -> None:
    """Have the version for publication made: the chair too."""
    check_sees_ranking(user, evaluation)
    _check_recommended(evaluation)


def _check_recommended(evaluation: Evaluation) -> None:
    if not Award.objects.filter(evaluation=evaluation).exists():
        raise Refused("There is a recommendation report once an officer has recommended an award.")

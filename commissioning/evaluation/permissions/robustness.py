"""Who may ask whether another bid would have come first."""

from commissioning.authorities.permissions import holds
from commissioning.evaluation.models import READERS, Evaluation
from commissioning.evaluation.permissions.award import check_sees_ranking
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


def check_sees_robustness(user: User, evaluation: Evaluation) -> None:
    """Procurement officers and auditors, once they see the ranking. The panel has marked: it is not to think again."""
    check_sees_ranking(user, evaluation)
    if not holds(user, evaluation.tender.authority, *READERS):
        raise Refused("Only procurement officers and auditors see this.")

"""Who may have the procurement file made."""

from commissioning.evaluation.models import Evaluation
from commissioning.evaluation.permissions.conflict import check_sees_conflict_register
from commissioning.evaluation.permissions.evaluation import check_no_bidder
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


def check_draws_procurement_file(user: User, evaluation: Evaluation) -> None:
    """Procurement officers and auditors without a conflict who belong to no bidder, once the bids are opened."""
    check_sees_conflict_register(user, evaluation)
    opening = getattr(evaluation.tender, "opening", None)
    if opening is None or opening.opened_at is None:
        raise Refused("There is a procurement file once the bids are opened.")
    check_no_bidder(user, evaluation.tender)

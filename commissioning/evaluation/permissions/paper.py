"""Who may have papers made, where that is not who may read a page."""

from commissioning.evaluation.models import Evaluation, SummaryRelease
from commissioning.evaluation.permissions.conflict import check_sees_conflict_register
from commissioning.evaluation.permissions.moderation import check_sees_moderation
from commissioning.evaluation.permissions.procurement_file import check_draws_procurement_file
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


def check_draws_moderation_record(user: User, evaluation: Evaluation) -> None:
    """The record of the moderation: those who saw it, once every mark is final."""
    check_sees_moderation(user, evaluation)
    if evaluation.agreed_at is None:
        raise Refused("The panel has not agreed every mark.")


def check_draws_opening_record(user: User, evaluation: Evaluation) -> None:
    """The record of the opening: those who may read opened bids, and have no conflict with a bidder."""
    check_draws_procurement_file(user, evaluation)


def check_draws_summaries(user: User, evaluation: Evaluation) -> None:
    """The letters to all bidders in one paper: procurement officers and auditors, once they are sent."""
    check_sees_conflict_register(user, evaluation)
    if not SummaryRelease.objects.filter(evaluation=evaluation).exists():
        raise Refused("The assessment summaries have not been sent.")

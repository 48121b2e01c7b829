"""Who may read a tender's conflicts assessment, and who may change it."""

from commissioning.authorities.models import Role
from commissioning.authorities.permissions import check_holds
from commissioning.tenders.lifecycle import Status
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused

ASSESSORS = (Role.COMMISSIONER, Role.PROCUREMENT)
READERS = (*ASSESSORS, Role.AUDITOR)


def check_can_read_conflicts(user: User, tender: Tender) -> None:
    """Refuse unless `user` is a commissioner, procurement officer or auditor of the tender's authority."""
    check_holds(user, tender.authority, *READERS)


def check_can_assess_conflicts(user: User, tender: Tender) -> None:
    """Refuse unless `user` is a commissioner or procurement officer of the authority and the tender goes on."""
    check_holds(user, tender.authority, *ASSESSORS)
    if tender.status == Status.CANCELLED:
        raise Refused("This tender was cancelled, so its conflicts assessment can’t be changed.")

"""Who may change a published tender. Nobody approves a change that they drafted, whatever their roles."""

from datetime import datetime

from commissioning.authorities.models import Role
from commissioning.authorities.permissions import check_holds
from commissioning.tenders.lifecycle import AddendumStatus, Phase, check_addendum_step
from commissioning.tenders.models import Addendum, Tender
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


def check_can_change(user: User, tender: Tender, now: datetime) -> None:
    """Refuse unless `user` is a commissioner or procurement officer of the authority and the tender is open."""
    check_holds(user, tender.authority, Role.COMMISSIONER, Role.PROCUREMENT)
    _check_open(tender, now)


def check_can_edit_addendum(user: User, addendum: Addendum, now: datetime) -> None:
    """Refuse unless `user` may change the tender and the change is still being drafted."""
    check_can_change(user, addendum.tender, now)
    if addendum.status != AddendumStatus.DRAFT:
        raise Refused("This change is not being drafted any more, so it can't be edited.")


def check_can_drop_addendum(user: User, addendum: Addendum, now: datetime) -> None:
    """Refuse unless `user` may change the tender and the change is not published yet."""
    check_can_change(user, addendum.tender, now)
    check_addendum_step(AddendumStatus(addendum.status), AddendumStatus.DROPPED)


def check_can_approve_addendum(user: User, addendum: Addendum, now: datetime) -> None:
    """Refuse unless `user` is a procurement officer there who took no part in the change, and it waits for approval."""
    check_holds(user, addendum.tender.authority, Role.PROCUREMENT)
    check_addendum_step(AddendumStatus(addendum.status), AddendumStatus.PUBLISHED)
    _check_open(addendum.tender, now)
    if addendum.drafters.filter(pk=user.pk).exists():
        raise Refused("You helped to draft this change, so another procurement officer must approve it.")


def _check_open(tender: Tender, now: datetime) -> None:
    if tender.phase(now) is not Phase.OPEN:
        raise Refused("Only a tender that is open can be changed.")

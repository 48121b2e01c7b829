"""Who may draft, change, send, approve and cancel a tender. Nobody approves what they drafted, whatever their roles."""

from commissioning.authorities.models import Authority, Role
from commissioning.authorities.permissions import check_holds, holds
from commissioning.tenders.lifecycle import Status, check_step, words
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


def check_can_draft(user: User, authority: Authority) -> None:
    """Refuse unless `user` is a commissioner of `authority`."""
    check_holds(user, authority, Role.COMMISSIONER)


def check_can_edit(user: User, tender: Tender) -> None:
    """Refuse unless `user` is a commissioner of the tender's authority and it is still a draft."""
    check_can_draft(user, tender.authority)
    if tender.status != Status.DRAFT:
        raise Refused(f"This tender is {words(Status(tender.status))}, so it can't be changed.")


def check_can_send(user: User, tender: Tender) -> None:
    """Refuse unless `user` is a commissioner of the tender's authority and it is still a draft."""
    check_can_draft(user, tender.authority)
    check_step(Status(tender.status), Status.IN_REVIEW)


def check_can_approve(user: User, tender: Tender) -> None:
    """Refuse unless `user` is a procurement officer there who took no part in the draft, and it waits for approval.

    Binds everyone: those who procure are separate from those who commission.
    """
    check_holds(user, tender.authority, Role.PROCUREMENT)
    check_step(Status(tender.status), Status.PUBLISHED)
    if tender.drafters.filter(pk=user.pk).exists():
        raise Refused("You helped to draft this tender, so another procurement officer must approve it.")


def check_can_cancel(user: User, tender: Tender) -> None:
    """Refuse unless `user` is a procurement officer there, or a commissioner there while it is a draft.

    A published tender is refused: it may have bids, an evaluation or a contract, of which this stage knows nothing.
    """
    if tender.status == Status.PUBLISHED:
        raise Refused("This tender is published, so two procurement officers cancel it, from the page of the case.")
    if tender.status != Status.DRAFT or not holds(user, tender.authority, Role.COMMISSIONER):
        check_holds(user, tender.authority, Role.PROCUREMENT)
    check_step(Status(tender.status), Status.CANCELLED)

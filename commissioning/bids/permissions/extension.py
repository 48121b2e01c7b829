"""Who may ask for more time for one bidder, who may give it, and who reads of it."""

from datetime import datetime, timedelta

from django.db.models import Exists, Q

from commissioning.authorities.models import Role as StaffRole
from commissioning.authorities.models import Staff
from commissioning.authorities.permissions import check_holds as check_staff_holds
from commissioning.bids.lifecycle import ExtensionStatus, check_extension_step
from commissioning.bids.models import READERS, Bid, Extension, Opening, Partner
from commissioning.bids.permissions.bid import WRITERS, check_takes_bids
from commissioning.tenders.lifecycle import Phase
from commissioning.tenders.models import Tender
from providers.models import Provider
from providers.permissions import check_holds
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused
from socialvalue.text import datetime_text

MOST_DAYS = 14
"""Days after the closing to which one bidder's time may run: the others wait for the opening so long."""


def check_can_ask_for_time(user: User, bid: Bid, now: datetime) -> None:
    """Refuse unless `user` may write the bid, does not work for the authority, and the bid can still be sent."""
    check_holds(user, bid.provider, *WRITERS)
    if Staff.objects.filter(user=user, authority=bid.tender.authority_id).exists():
        raise Refused("You work for this authority, so somebody else of your organisation must ask.")
    check_takes_bids(bid.tender, now, bid.provider)
    check_none_waits(bid.tender, bid.provider)


def check_can_ask_for_caller(user: User, tender: Tender, now: datetime) -> None:
    """Refuse unless `user` is an officer of the authority who belongs to no bidder, and nobody has asked to open the bids."""
    check_staff_holds(user, tender.authority, StaffRole.PROCUREMENT)
    if belongs_to_bidder(user, tender):
        raise Refused("You belong to an organisation that bids, so another procurement officer must do this.")
    check_before_opening(tender, now)


def check_can_decide(user: User, extension: Extension, after: ExtensionStatus, now: datetime) -> None:
    """Refuse unless `user` is an officer with no part in a bidder, and the request may become `after` at `now`.

    To approve takes another person than asked and than proposed.
    """
    check_can_ask_for_caller(user, extension.tender, now)
    check_extension_step(ExtensionStatus(extension.status), after)
    if after is ExtensionStatus.APPROVED:
        if extension.proposed_by_id == user.pk:
            raise Refused("You proposed this time, so another procurement officer must approve it.")
        if extension.asked_by_id == user.pk:
            raise Refused("You began this request, so another procurement officer must approve it.")
        check_until(extension.tender, extension.until, now)


def check_until(tender: Tender, until: datetime, now: datetime) -> None:
    """Refuse a time that gives no more time, has passed, or keeps the others waiting too long."""
    latest = tender.closes_at + timedelta(days=MOST_DAYS)
    if until <= tender.closes_at:
        raise Refused(f"Everyone has time until {datetime_text(tender.closes_at)}. Choose a later time.")
    if until <= now:
        raise Refused(f"{datetime_text(until)} has passed. Choose a later time.")
    if until > latest:
        raise Refused(
            f"All other bidders wait so long. The latest time is {datetime_text(latest)}, {MOST_DAYS} days after the closing."
        )


def check_before_opening(tender: Tender, now: datetime) -> None:
    """Refuse unless the tender is open or closed, and nobody has asked to open its bids."""
    if tender.phase(now) not in (Phase.OPEN, Phase.CLOSED):
        raise Refused("More time can only be given for a tender that is published.")
    if Opening.objects.filter(tender=tender).exists():
        raise Refused("An officer has asked to open the bids. Nobody can be given more time any more.")


def check_none_waits(tender: Tender, provider: Provider) -> None:
    """Refuse a second request of the same provider while the first waits."""
    if Extension.objects.waiting().filter(tender=tender, provider=provider).exists():
        raise Refused(f"{provider} has asked for more time already. That request still waits for an answer.")


def sees_extensions(user: User, tender: Tender) -> bool:
    """Whether the person reads who asked for more time: an officer or auditor there who belongs to no bidder."""
    staff = Staff.objects.filter(user=user, authority=tender.authority_id, role__in=READERS)
    return staff.exists() and not belongs_to_bidder(user, tender)


def belongs_to_bidder(user: User, tender: Tender) -> bool:
    """Whether the person is a member of a provider that has begun a bid, takes part in one, or asked for time. One query.

    Who left since the tender was published counts too.
    A partner counts as soon as it has answered, not only once the bid is submitted: who asked for time is a rival.
    """
    published_at = Tender.objects.filter(pk=tender.pk).values("published_at")
    left = Provider.objects.filter(past_members__user=user, past_members__ended_at__gte=published_at)
    whose = Q(provider__in=Provider.objects.of(user)) | Q(provider__in=left)
    bids = Bid.own.of_bidder(user).filter(tender=tender)
    asked = Extension.objects.filter(whose, tender=tender)
    parts = Partner.own.filter(whose, bid__tender=tender, removed_at=None, declined_at=None)
    return Tender.objects.filter(Exists(bids) | Exists(asked) | Exists(parts), pk=tender.pk).exists()

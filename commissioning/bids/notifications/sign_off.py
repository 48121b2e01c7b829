"""What people are told when sign-off is asked for or declined."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from commissioning.bids.models import SignOff
from commissioning.bids.notifications.bid import short_title
from providers.models import Role
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post_all


def tell_asked(asking: SignOff, signatories: Iterable[User], *, now: datetime) -> None:
    """Tell every signatory that the bid waits for them."""
    bid = asking.bid
    post_all(
        set(signatories),
        subject=f"Please sign: {short_title(bid.tender.title)}",
        body=f"{asking.asked_by.name} asks you to check the bid of {bid.provider.name} for {bid.tender.title} and to "
        f"submit it. Nothing is missing.\n\nThe tender closes at {bid.closing_text(now)}.\n\n"
        f"Check it, then submit it or say why not: {settings.SITE_ADDRESS}{reverse('bid_check', args=[bid.pk])}",
        about=f"sign-off {asking.pk} of bid {bid.pk} asked",
        now=now,
    )


def tell_declined(asking: SignOff, *, now: datetime) -> None:
    """Tell whoever asked, if still a member, and every writer, but for the person who declined."""
    bid = asking.bid
    writers = Q(memberships__role=Role.WRITER) | Q(pk=asking.asked_by_id)
    people = User.objects.filter(writers, memberships__provider=bid.provider_id).exclude(pk=asking.declined_by_id)
    post_all(
        people.distinct(),
        subject=f"Not signed: {short_title(bid.tender.title)}",
        body=f"{asking.declined_by.name} did not sign the bid of {bid.provider.name} for {bid.tender.title}.\n\n"
        f"The reason:\n{asking.reason}\n\nThe bid is not submitted. Change it and ask again before "
        f"{bid.closing_text(now)}.\n\n{settings.SITE_ADDRESS}{reverse('bid', args=[bid.pk])}",
        about=f"sign-off {asking.pk} of bid {bid.pk} declined",
        now=now,
    )

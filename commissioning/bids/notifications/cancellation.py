"""What is told when a procurement ends without a contract."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from commissioning.bids.models import Bid
from commissioning.tenders.models import Follower, Tender
from commissioning.tenders.notifications import short
from providers.models import Member
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post_all


def tell_cancelled(tender: Tender, *, now: datetime) -> None:
    """Tell everyone who follows the tender and everyone of each provider that began a bid, all in the same words."""
    bidders = Member.objects.filter(provider__in=Bid.own.filter(tender=tender).values("provider"))
    followers = Follower.objects.filter(tender=tender)
    post_all(
        User.objects.filter(pk__in=bidders.values("user")) | User.objects.filter(pk__in=followers.values("user")),
        subject=f"Cancelled: {short(tender.title)}",
        body=f"{tender.authority} has cancelled {tender.title}. No contract comes of it.\n\n"
        f"Why: {tender.cancelled_reason}\n\n"
        "Nothing more is asked of you. What you wrote for it stays yours, and you can use it again.\n\n"
        f"{settings.SITE_ADDRESS}{reverse('bid_list')}",
        about=f"tender {tender.pk} cancelled",
        now=now,
    )

"""What is told when closings move to make up for an outage."""

from datetime import datetime

from commissioning.bids.models import Bid
from commissioning.bids.permissions import WRITERS
from commissioning.tenders.models import ClosingMove, Follower
from commissioning.tenders.notifications.clarification import address, short
from providers.models import Member
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post
from socialvalue.text import datetime_text


def tell_closing_made_up(move: ClosingMove, *, now: datetime) -> None:
    """Tell everyone who follows the tender or writes for a provider that has begun a bid, all in the same words."""
    tender = move.tender
    writers = Member.objects.filter(provider__in=Bid.own.filter(tender=tender).values("provider"), role__in=WRITERS)
    followers = Follower.objects.filter(tender=tender)
    people = User.objects.filter(pk__in=writers.values("user")) | User.objects.filter(pk__in=followers.values("user"))
    for person in people.distinct().order_by("pk"):
        post(
            to=person,
            subject=f"More time for everyone: {short(tender.title)}",
            body=f"{tender.title} closes later, for everyone.\n\n{move.addendum.reason}\n\n"
            f"Bids must arrive before {datetime_text(move.closes_at)}. It was {datetime_text(move.closed_before)}.\n\n"
            f"{address('addendum', tender.pk, move.addendum.number)}",
            about=f"closing move {move.pk}",
            now=now,
        )

"""What people are told when they are asked to see to a part of a bid."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from commissioning.bids.models import Assignment
from commissioning.bids.notifications.bid import short_title
from socialvalue.outbox.models import post
from socialvalue.text import date_text


def tell_assigned(assignment: Assignment, part: str, *, now: datetime) -> None:
    """Tell the person who is asked. `part` is what to see to, like "question 3" or "the price"."""
    bid = assignment.bid
    day = f"It should be done by {date_text(assignment.by_when)}. " if assignment.by_when else ""
    post(
        to=assignment.person,
        subject=f"Please see to {part}: {short_title(bid.tender.title)}",
        body=f"{assignment.assigned_by.name} asks you to see to {part} of the bid of {bid.provider.name} for "
        f"{bid.tender.title}.\n\n{day}The tender closes at {bid.closing_text(now)}.\n\n"
        f"{settings.SITE_ADDRESS}{reverse('bid', args=[bid.pk])}",
        about=f"bid {bid.pk}, {part} assigned at {now.isoformat()}",
        now=now,
    )

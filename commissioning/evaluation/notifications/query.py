"""What is told about a question to one bidder: that there is something to read, and nothing of what it says."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from commissioning.evaluation.models import Query
from commissioning.evaluation.notifications.audience import subject_of
from commissioning.evaluation.permissions.query import ANSWERERS
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post, post_all
from socialvalue.text import datetime_text


def send_query_asked(query: Query, *, now: datetime) -> None:
    """Tell those who may answer for the bidder that there is a question, and until when they may answer."""
    people = User.objects.filter(
        memberships__provider=query.bid.provider_id, memberships__role__in=ANSWERERS
    ).distinct()
    address = f"{settings.SITE_ADDRESS}{reverse('bid_queries', args=[query.bid_id])}"
    post_all(
        people,
        subject=subject_of("The buyer has a question about your bid", query.evaluation),
        body=f"Read it in the portal, and answer by {datetime_text(query.answer_by)}.\n\n{address}",
        about=f"query {query.pk} asked",
        now=now,
    )


def send_query_answered(query: Query, *, now: datetime) -> None:
    """Tell the officer who asked that there is an answer."""
    post(
        to=query.asked_by,
        subject=subject_of("A bidder has answered your question", query.evaluation),
        body="Read the answer in the portal, and decide about it.",
        about=f"query {query.pk} answered",
        now=now,
    )

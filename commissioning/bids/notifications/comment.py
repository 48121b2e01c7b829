"""Who hears of a comment: members only, and nobody on the authority's side."""

from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from commissioning.bids.models import Assignment, Comment
from commissioning.bids.notifications.bid import short_title
from commissioning.bids.readiness import Part
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post_all


def tell_comment(comment: Comment, number: int, *, now: datetime) -> None:
    """Tell the person who sees to the question and everybody in its thread, but for whoever wrote. Two queries."""
    bid = comment.bid
    thread = Comment.own.filter(bid=bid, question_id=comment.question_id).values("written_by")
    seeing = Assignment.own.filter(bid=bid, part=Part.QUESTION, question_id=comment.question_id).values("person")
    members = User.objects.filter(memberships__provider=bid.provider_id).exclude(pk=comment.written_by_id)
    people = members.filter(Q(pk__in=thread) | Q(pk__in=seeing)).distinct()
    post_all(
        people,
        subject=f"Comment on question {number}: {short_title(bid.tender.title)}",
        body=f"{comment.written_by.name} commented on question {number} of the bid of {bid.provider.name} for "
        f"{bid.tender.title}:\n\n{comment.text}\n\n"
        f"Answer: {settings.SITE_ADDRESS}{reverse('bid_comments', args=[bid.pk, number])}",
        about=f"comment {comment.pk} on bid {bid.pk}",
        now=now,
    )

"""What an organisation's own people are told about it."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from providers.models import Paper, Role
from providers.reports import runs_out_words
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post
from socialvalue.text import date_text


def tell_expiry(paper: Paper, *, mark: int, left: int, now: datetime) -> None:
    """Tell owners and writers that a paper runs out in `left` days; once for each `mark` of days before and each date."""
    people = User.objects.filter(
        memberships__provider=paper.provider_id, memberships__role__in=(Role.OWNER, Role.WRITER)
    ).distinct()
    words = runs_out_words(paper, left)
    for person in people.order_by("pk"):
        post(
            to=person,
            subject=f"{paper.name}: {words[0].lower()}{words[1:]}",
            body=f"{paper.get_kind_display()} of {paper.provider.name}: {paper.name}\n"
            f"{words}: {date_text(paper.expires_on)}\n\n"
            "Change its date when you have renewed it. Your next bid will say what stands here then.\n\n"
            f"{settings.SITE_ADDRESS}{reverse('provider_paper', args=[paper.provider_id, paper.pk])}",
            about=f"paper {paper.pk} runs out {paper.expires_on.isoformat()}, {mark} days",
            now=now,
        )

"""What people are told about a tender. Each message is written in the transaction of the action it tells of."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from commissioning.authorities.models import Role
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post
from socialvalue.text import datetime_text


def tell_sent_for_approval(tender: Tender, *, by: User, now: datetime) -> None:
    """Tell every procurement officer there who did not draft it."""
    officers = User.objects.filter(staff_roles__authority=tender.authority, staff_roles__role=Role.PROCUREMENT).exclude(
        pk__in=tender.drafters.values("pk")
    )
    for officer in officers:
        post(
            to=officer,
            subject=f"Please approve: {_short(tender.title)}",
            body=f"{by.name} has sent a tender for approval: {tender.title}.\n\n"
            f"Read it, then publish it or send it back:\n{_address('tender_approve', tender)}",
            about=f"tender {tender.pk} sent for approval at {now.isoformat()}",
            now=now,
        )


def tell_sent_back(tender: Tender, *, by: User, now: datetime) -> None:
    """Tell the drafters that it came back, and why."""
    for drafter in tender.drafters.all():
        post(
            to=drafter,
            subject=f"Sent back: {_short(tender.title)}",
            body=f"{by.name} has sent a tender back to you: {tender.title}.\n\n"
            f"The reason: {tender.sent_back_reason}\n\nMend it here:\n{_address('tender_draft', tender)}",
            about=f"tender {tender.pk} sent back at {now.isoformat()}",
            now=now,
        )


def tell_published(tender: Tender, *, by: User, now: datetime) -> None:
    """Tell the drafters that it is open."""
    for drafter in tender.drafters.all():
        post(
            to=drafter,
            subject=f"Published: {_short(tender.title)}",
            body=f"{by.name} has approved and published {tender.title}.\n\n"
            f"Bids must arrive before {datetime_text(tender.closes_at)}.\n\n{_address('tender', tender)}",
            about=f"tender {tender.pk} published",
            now=now,
        )


def _address(name: str, tender: Tender) -> str:
    """Return the whole address of one of the tender's pages."""
    return f"{settings.SITE_ADDRESS}{reverse(name, args=[tender.pk])}"


def _short(title: str) -> str:
    """Return a title that fits a subject line."""
    return title if len(title) <= 120 else f"{title[:117]}..."

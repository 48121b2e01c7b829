"""What a provider's people are told about their bid. Nobody on the authority's side is told anything."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from commissioning.bids.models import Bid, Submission
from providers.models import Role
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post, post_all
from socialvalue.text import datetime_text, utc_text


def tell_submitted(submission: Submission, *, owners: Iterable[User], now: datetime) -> None:
    """Send the receipt to the person who submitted and to the provider's owners, each once, from the committed row."""
    bid = submission.bid
    address = f"{settings.SITE_ADDRESS}{reverse('bid_receipt', args=[bid.pk, submission.version])}"
    post_all(
        {submission.submitted_by, *owners},
        subject=f"Bid submitted: {short_title(bid.tender.title)}",
        body=f"{submission.submitted_by.name} submitted a bid for {bid.provider.name}.\n\n"
        f"Tender: {bid.tender.title}\n"
        f"Receipt: {submission.reference}\n"
        f"Version: {submission.version}\n"
        f"Received: {datetime_text(submission.submitted_at)}, which is {utc_text(submission.submitted_at)}\n"
        f"SHA-256 of the bid: {submission.sha256}\n\n"
        f"You can change the bid and submit it again, or withdraw it, before "
        f"{bid.closing_text(now)}.\n\n"
        f"The receipt, and the same as a PDF: {address}\n\n"
        f"Anyone to whom you show it can check it: {settings.SITE_ADDRESS}{reverse('receipts')}",
        about=f"bid {bid.pk} submitted, version {submission.version}",
        now=now,
    )


def tell_withdrawn(bid: Bid, *, now: datetime) -> None:
    """Tell the person who withdrew and the provider's owners."""
    for person in _told(bid, bid.withdrawn_by):
        post(
            to=person,
            subject=f"Bid withdrawn: {short_title(bid.tender.title)}",
            body=f"{bid.withdrawn_by.name} withdrew the bid of {bid.provider.name} for {bid.tender.title}.\n\n"
            f"It will not be opened. You can submit it again before {bid.closing_text(now)}.\n\n"
            f"{settings.SITE_ADDRESS}{reverse('bid', args=[bid.pk])}",
            about=f"bid {bid.pk} withdrawn at {now.isoformat()}",
            now=now,
        )


def _told(bid: Bid, by: User) -> list[User]:
    """The person who acted and the provider's owners, each once."""
    owners = Q(memberships__provider=bid.provider_id, memberships__role=Role.OWNER)
    return list(User.objects.filter(owners | Q(pk=by.pk)).distinct().order_by("pk"))


def short_title(title: str) -> str:
    """Return a title that fits a subject line."""
    return title if len(title) <= 120 else f"{title[:117]}..."

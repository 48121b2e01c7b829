"""What people are told of a change to a published tender."""

from datetime import datetime

from commissioning.tenders.models import Addendum
from commissioning.tenders.notifications.clarification import address, officers_of, short, tell_followers
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post
from socialvalue.text import datetime_text


def tell_addendum_sent(addendum: Addendum, *, by: User, now: datetime) -> None:
    """Tell every procurement officer who did not draft the change."""
    tender, drafters = addendum.tender, set(addendum.drafters.values_list("pk", flat=True))
    for officer in officers_of(tender):
        if officer.pk not in drafters:
            post(
                to=officer,
                subject=f"Please approve a change: {short(tender.title)}",
                body=f"{by.name} has sent a change to a published tender for approval: {tender.title}.\n\n"
                f"The reason: {addendum.reason}\n\nRead it, then publish it or send it back:\n"
                f"{address('addendum_approve', tender.pk)}",
                about=f"change {addendum.pk} sent for approval at {now.isoformat()}",
                now=now,
            )


def tell_addendum_sent_back(addendum: Addendum, *, by: User, now: datetime) -> None:
    """Tell the drafters that the change came back, and why."""
    tender = addendum.tender
    for drafter in addendum.drafters.order_by("pk"):
        post(
            to=drafter,
            subject=f"A change was sent back: {short(tender.title)}",
            body=f"{by.name} has sent your change to {tender.title} back.\n\n"
            f"The reason: {addendum.sent_back_reason}\n\nMend it here:\n{address('addendum_draft', tender.pk)}",
            about=f"change {addendum.pk} sent back at {now.isoformat()}",
            now=now,
        )


def tell_addendum_published(addendum: Addendum, *, now: datetime, moved_from: datetime | None) -> None:
    """Tell everyone who follows the tender, all in the same words: nobody can learn from them who has bid."""
    tender = addendum.tender
    asked = (
        "The change matters to bids. If you have submitted one, confirm it or change it before the closing.\n\n"
        if addendum.is_material
        else ""
    )
    moved = f" It was {datetime_text(moved_from)}." if moved_from else ""
    tell_followers(
        tender,
        subject=f"The tender has changed: {short(tender.title)}",
        body=f"{tender.authority} has published addendum {addendum.number} to {tender.title}.\n\n"
        f"Why: {addendum.reason}\n\n{asked}"
        f"Bids must arrive before {datetime_text(tender.closes_at)}.{moved} {addendum.closing_reason}\n\n"
        f"What it was before and what it is now:\n{address('addendum', tender.pk, addendum.number)}",
        about=f"addendum {addendum.pk} published",
        now=now,
    )

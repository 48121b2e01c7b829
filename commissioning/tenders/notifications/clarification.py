"""What people are told of questions and answers. Nothing here says who asked, but to the asker."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from commissioning.authorities.models import Role
from commissioning.tenders.models import Asker, Clarification, Follower, Tender
from commissioning.tenders.timetable import uk_day
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post
from socialvalue.text import count_text, datetime_text


def tell_asked(clarification: Clarification, *, now: datetime) -> None:
    """Tell the procurement officers that a question waits. Its words stay on the page, where they are edited."""
    tender = clarification.tender
    for officer in officers_of(tender):
        post(
            to=officer,
            subject=f"A question waits for an answer: {short(tender.title)}",
            body=f"A provider has asked a question about {tender.title}.\n\n"
            f"While it waits, the tender does not close. It is due to close at {datetime_text(tender.closes_at)}.\n\n"
            f"Answer it here:\n{address('clarifications_waiting', tender.pk)}",
            about=f"question {clarification.pk} asked",
            now=now,
        )


def tell_waiting(tender: Tender, *, now: datetime) -> None:
    """Remind the procurement officers, once a day, that questions wait and hold the closing."""
    for officer in officers_of(tender):
        post(
            to=officer,
            subject=f"{count_text(tender.waiting, 'question')} to answer before the closing: {short(tender.title)}",
            body=f"Questions about {tender.title} still wait for an answer: {tender.waiting}.\n\n"
            f"The closing: {tender.closing_text(now)}.\n\n"
            f"Answer them here:\n{address('clarifications_waiting', tender.pk)}",
            about=f"tender {tender.pk} has questions waiting on {uk_day(now).isoformat()}",
            now=now,
        )


def tell_answered(clarification: Clarification, *, now: datetime, moved_from: datetime | None) -> None:
    """Tell everyone who follows the tender, all in the same words. `moved_from` is the closing time that no longer holds."""
    tender = clarification.tender
    moved = f"The closing time has moved. It was {datetime_text(moved_from)}.\n\n" if moved_from else ""
    tell_followers(
        tender,
        subject=f"Clarification {clarification.number}: {short(tender.title)}",
        body=f"{tender.authority} has answered a question about {tender.title}.\n\n"
        f"Question: {clarification.wording}\n\nAnswer: {clarification.answer}\n\n"
        f"{moved}Bids must arrive before {datetime_text(tender.closes_at)}.\n\n"
        f"{address('tender_clarifications', tender.pk)}",
        about=f"clarification {clarification.pk} published",
        now=now,
    )


def tell_closing_moved(tender: Tender, moved_from: datetime, reason: str, *, now: datetime) -> None:
    """Tell everyone who follows the tender that it closes at another time."""
    tell_followers(
        tender,
        subject=f"The closing has moved: {short(tender.title)}",
        body=f"{tender.title} closes at another time.\n\n{reason}\n\n"
        f"Bids must arrive before {datetime_text(tender.closes_at)}. It was {datetime_text(moved_from)}.\n\n"
        f"{address('tender', tender.pk)}",
        about=f"tender {tender.pk} closes at {tender.closes_at.isoformat()}",
        now=now,
    )


def tell_merged(clarification: Clarification, *, now: datetime) -> None:
    """Tell the asker which clarification answers the question."""
    _tell_asker(
        clarification,
        f"Clarification {clarification.same_as.number} answers it.",
        now=now,
    )


def tell_set_aside(clarification: Clarification, *, now: datetime) -> None:
    """Tell the asker, and nobody else, why the question gets no answer."""
    _tell_asker(clarification, f"It gets no answer. The reason: {clarification.set_aside_reason}", now=now)


def _tell_asker(clarification: Clarification, news: str, *, now: datetime) -> None:
    tender = clarification.tender
    asker = Asker.objects.select_related("user").get(clarification=clarification)
    post(
        to=asker.user,
        subject=f"Your question: {short(tender.title)}",
        body=f"You asked about {tender.title}:\n\n{clarification.question}\n\n{news}\n\n"
        f"{address('tender_clarifications', tender.pk)}",
        about=f"question {clarification.pk} settled",
        now=now,
    )


def tell_followers(tender: Tender, *, subject: str, body: str, about: str, now: datetime) -> None:
    """Send the same words to everyone who follows the tender, whether or not they have begun or submitted a bid."""
    followers = Follower.objects.filter(tender=tender).values("user")
    for person in User.objects.filter(pk__in=followers).order_by("pk"):
        post(to=person, subject=subject, body=body, about=about, now=now)


def officers_of(tender: Tender) -> list[User]:
    """Return the procurement officers of the tender's authority."""
    return list(
        User.objects.filter(staff_roles__authority=tender.authority_id, staff_roles__role=Role.PROCUREMENT)
        .distinct()
        .order_by("pk")
    )


def address(name: str, *args: object) -> str:
    """Return the whole address of a page."""
    return f"{settings.SITE_ADDRESS}{reverse(name, args=args)}"


def short(title: str) -> str:
    """Return a title that fits a subject line."""
    return title if len(title) <= 120 else f"{title[:117]}..."

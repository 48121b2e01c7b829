"""Whom a message of an evaluation goes to, and under what subject."""

from datetime import datetime

from django.utils.text import Truncator

from commissioning.authorities.models import Role
from commissioning.evaluation.models import Evaluation, PanelMember
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post


def subject_of(news: str, evaluation: Evaluation) -> str:
    """The news and the tender's title, cut to what a message's subject holds."""
    return Truncator(f"{news}: {evaluation.tender}").chars(200)


def tell_seat(
    evaluation: Evaluation, seat: PanelMember.Seat, *, subject: str, body: str, about: str, now: datetime
) -> None:
    """Post the same words to everyone who holds a seat on the panel."""
    for person in User.objects.filter(pk__in=evaluation.panel.filter(seat=seat).values("user")):
        post(to=person, subject=subject, body=body, about=f"evaluation {evaluation.pk} {about}", now=now)


def tell_officers(
    evaluation: Evaluation, *, subject: str, body: str, about: str, now: datetime, leaving_out: User | None = None
) -> None:
    """Post the same words to the authority's procurement officers, but for one of them."""
    authority = evaluation.tender.authority
    for person in User.objects.filter(staff_roles__authority=authority, staff_roles__role=Role.PROCUREMENT):
        if person != leaving_out:
            post(to=person, subject=subject, body=body, about=f"evaluation {evaluation.pk} {about}", now=now)

"""What people are told of an evaluation. No message holds a mark, a reason or a price."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator

from commissioning.authorities.models import Role
from commissioning.bids.models import Bid
from commissioning.evaluation.models import Award, Evaluation, PanelMember
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post, post_all


def send_panel_named(evaluation: Evaluation, people: Iterable[User], *, now: datetime) -> None:
    """Tell new panel members that they have been named."""
    for person in people:
        post(
            to=person,
            subject=_subject("You are on the panel", evaluation),
            body="Once the bids are opened you will be asked about conflicts of interest. Then you can mark.",
            about=f"evaluation {evaluation.pk} panel named",
            now=now,
        )


def send_marking_started(evaluation: Evaluation, *, now: datetime) -> None:
    """Tell the evaluators that they can mark."""
    _tell_seat(
        evaluation,
        PanelMember.Seat.EVALUATOR,
        subject=_subject("You can now mark the bids", evaluation),
        body="Mark each answer, give a reason for each mark, then lock your marks.",
        about="marking started",
        now=now,
    )


def send_all_locked(evaluation: Evaluation, *, now: datetime) -> None:
    """Tell the chair that every evaluator has locked their marks."""
    _tell_seat(
        evaluation,
        PanelMember.Seat.CHAIR,
        subject=_subject("Every mark is locked", evaluation),
        body="You can start moderation as soon as the conditions are decided.",
        about="all locked",
        now=now,
    )


def send_consensus_locked(evaluation: Evaluation, *, now: datetime) -> None:
    """Tell the procurement officers that quality is final."""
    _tell_officers(
        evaluation,
        subject=_subject("The panel has agreed its marks", evaluation),
        body="You can now see the ranking. The chair will sign off the evaluation report.",
        about="consensus locked",
        now=now,
    )


def send_signed_off(evaluation: Evaluation, *, now: datetime) -> None:
    """Tell the procurement officers that they can recommend an award."""
    _tell_officers(
        evaluation,
        subject=_subject("The evaluation report is signed off", evaluation),
        body="You can now recommend an award.",
        about="signed off",
        now=now,
    )


def send_recommended(award: Award, *, now: datetime) -> None:
    """Tell the other procurement officers that a recommendation waits for one of them."""
    _tell_officers(
        award.evaluation,
        subject=_subject("An award waits for your approval", award.evaluation),
        body="Another procurement officer has recommended an award. Read the reason, then approve it or turn it down.",
        about=f"award {award.pk} recommended",
        now=now,
        leaving_out=award.recommended_by,
    )


def send_decided(award: Award, decision: str, *, now: datetime) -> None:
    """Tell the officer who recommended an award what was decided: `decision` is "approved" or "turned down"."""
    post(
        to=award.recommended_by,
        subject=_subject(f"Your recommendation was {decision}", award.evaluation),
        body="The evaluation's page says who decided, and when.",
        about=f"award {award.pk} {decision}",
        now=now,
    )


def send_outcome_known(award: Award, *, now: datetime) -> None:
    """Tell everyone of every opened bid, winner or not, in the same words at the same moment, where the result stands."""
    bids = Bid.objects.filter(tender=award.evaluation.tender_id)
    people = User.objects.filter(memberships__provider__in=bids.values("provider")).distinct()
    post_all(
        people,
        subject=_subject("The award is decided", award.evaluation),
        body="Your bid was marked and the award is approved. Open your bid and choose “Where your bid stands”: it says "
        f"what was decided, and gives your marks with the reasons.\n\n{settings.SITE_ADDRESS}{reverse('bid_list')}",
        about=f"award {award.pk} known",
        now=now,
    )


def _subject(news: str, evaluation: Evaluation) -> str:
    """The news and the tender's title, cut to what a message's subject holds."""
    return Truncator(f"{news}: {evaluation.tender}").chars(200)


def _tell_seat(
    evaluation: Evaluation, seat: PanelMember.Seat, *, subject: str, body: str, about: str, now: datetime
) -> None:
    for person in User.objects.filter(pk__in=evaluation.panel.filter(seat=seat).values("user")):
        post(to=person, subject=subject, body=body, about=f"evaluation {evaluation.pk} {about}", now=now)


def _tell_officers(
    evaluation: Evaluation, *, subject: str, body: str, about: str, now: datetime, leaving_out: User | None = None
) -> None:
    authority = evaluation.tender.authority
    for person in User.objects.filter(staff_roles__authority=authority, staff_roles__role=Role.PROCUREMENT):
        if person != leaving_out:
            post(to=person, subject=subject, body=body, about=f"evaluation {evaluation.pk} {about}", now=now)

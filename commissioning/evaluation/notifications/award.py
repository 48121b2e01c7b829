"""What is told about an award."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from commissioning.bids.models import Bid
from commissioning.evaluation.models import Award, Challenge, Evaluation
from commissioning.evaluation.notifications.audience import subject_of, tell_officers
from commissioning.evaluation.reports.standstill import until_text
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post, post_all


def send_recommended(award: Award, *, now: datetime) -> None:
    """Tell the other procurement officers that a recommendation waits for one of them."""
    tell_officers(
        award.evaluation,
        subject=subject_of("An award waits for your approval", award.evaluation),
        body="Another procurement officer has recommended an award. Read the reason, then approve it or turn it down.",
        about=f"award {award.pk} recommended",
        now=now,
        leaving_out=award.recommended_by,
    )


def send_decided(award: Award, decision: str, *, now: datetime) -> None:
    """Tell the officer who recommended an award what was decided: `decision` is "approved" or "turned down"."""
    post(
        to=award.recommended_by,
        subject=subject_of(f"Your recommendation was {decision}", award.evaluation),
        body="The evaluation's page says who decided, and when.",
        about=f"award {award.pk} {decision}",
        now=now,
    )


def send_outcome_known(award: Award, *, now: datetime) -> None:
    """Tell everyone of every opened bid, winner or not, in the same words at the same moment, where the result stands."""
    _tell_bidders(
        award.evaluation,
        subject="The award is decided",
        body="Your assessment summary is there. Open your bid and choose “Where your bid stands”: it says what was "
        "decided, and gives your marks with the reasons.",
        about=f"award {award.pk} known",
        now=now,
    )


def send_challenged(challenge: Challenge, *, now: datetime) -> None:
    """Tell every bidder that a challenge was received; not from whom, nor about what."""
    _tell_bidders(
        challenge.evaluation,
        subject="The award has been challenged",
        body="The authority has received a challenge. It makes no contract until it has decided about it.",
        about=f"challenge {challenge.pk} received",
        now=now,
    )


def send_challenge_decided(challenge: Challenge, *, now: datetime) -> None:
    """Tell every bidder what comes of the challenge; the reason stays with the case."""
    if challenge.is_upheld:
        body = "The authority has found that the challenge is right. It takes the award back and decides again."
    else:
        until = until_text(Award.objects.get(evaluation=challenge.evaluation))
        body = f"The authority has found that the award stands. {until}"
    _tell_bidders(
        challenge.evaluation,
        subject="The challenge has been decided",
        body=body,
        about=f"challenge {challenge.pk} decided",
        now=now,
    )


def _tell_bidders(evaluation: Evaluation, *, subject: str, body: str, about: str, now: datetime) -> None:
    """Post the same words to everyone of every opened bid."""
    bids = Bid.objects.filter(tender=evaluation.tender_id)
    post_all(
        User.objects.filter(memberships__provider__in=bids.values("provider")).distinct(),
        subject=subject_of(subject, evaluation),
        body=f"{body}\n\n{settings.SITE_ADDRESS}{reverse('bid_list')}",
        about=about,
        now=now,
    )

"""What is told about an award."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from commissioning.bids.models import Bid
from commissioning.evaluation.models import Award
from commissioning.evaluation.notifications.audience import subject_of, tell_officers
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
    bids = Bid.objects.filter(tender=award.evaluation.tender_id)
    people = User.objects.filter(memberships__provider__in=bids.values("provider")).distinct()
    post_all(
        people,
        subject=subject_of("The award is decided", award.evaluation),
        body="Your bid was marked and the award is approved. Open your bid and choose “Where your bid stands”: it says "
        f"what was decided, and gives your marks with the reasons.\n\n{settings.SITE_ADDRESS}{reverse('bid_list')}",
        about=f"award {award.pk} known",
        now=now,
    )

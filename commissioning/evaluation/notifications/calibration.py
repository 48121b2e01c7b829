"""What the panel is told when it is to practise."""

from datetime import datetime

from commissioning.evaluation.models import Practice
from commissioning.evaluation.notifications.audience import subject_of
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post


def send_practice_set(practice: Practice, *, now: datetime) -> None:
    """Tell everyone on the panel that there is a practice answer to mark."""
    evaluation = practice.evaluation
    for person in User.objects.filter(pk__in=evaluation.panel.values("user")):
        post(
            to=person,
            subject=subject_of("Practise marking", evaluation),
            body="There is a practice answer to mark before the bids are opened. It is made up, and your mark counts "
            "nowhere. Mark it alone. When everyone has, you all see how far apart you are.",
            about=f"evaluation {evaluation.pk} practice {practice.pk}",
            now=now,
        )

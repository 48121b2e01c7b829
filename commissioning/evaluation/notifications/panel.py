"""What the panel is told."""

from collections.abc import Iterable
from datetime import datetime

from commissioning.evaluation.models import Evaluation
from commissioning.evaluation.notifications.audience import subject_of
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post


def send_panel_named(evaluation: Evaluation, people: Iterable[User], *, now: datetime) -> None:
    """Tell new panel members that they have been named."""
    for person in people:
        post(
            to=person,
            subject=subject_of("You are on the panel", evaluation),
            body="Once the bids are opened you will be asked about conflicts of interest. Then you can mark.",
            about=f"evaluation {evaluation.pk} panel named",
            now=now,
        )

"""What is told when the prices are opened."""

from datetime import datetime

from commissioning.evaluation.models import Evaluation, PanelMember
from commissioning.evaluation.notifications.audience import subject_of, tell_seat


def send_prices_opened(evaluation: Evaluation, *, now: datetime) -> None:
    """Tell the chair that the ranking is there."""
    tell_seat(
        evaluation,
        PanelMember.Seat.CHAIR,
        subject=subject_of("The prices are open", evaluation),
        body="You can now see the ranking. Read the evaluation report, then sign it off.",
        about="prices opened",
        now=now,
    )

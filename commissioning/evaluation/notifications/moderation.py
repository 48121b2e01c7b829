"""What is told about moderation."""

from datetime import datetime

from commissioning.evaluation.models import Evaluation
from commissioning.evaluation.notifications.audience import subject_of, tell_officers


def send_consensus_locked(evaluation: Evaluation, *, now: datetime) -> None:
    """Tell the procurement officers that quality is final."""
    tell_officers(
        evaluation,
        subject=subject_of("The panel has agreed its marks", evaluation),
        body="You can now open the prices. That shows the ranking.",
        about="consensus locked",
        now=now,
    )


def send_signed_off(evaluation: Evaluation, *, now: datetime) -> None:
    """Tell the procurement officers that they can recommend an award."""
    tell_officers(
        evaluation,
        subject=subject_of("The evaluation report is signed off", evaluation),
        body="You can now recommend an award.",
        about="signed off",
        now=now,
    )

"""What is told about marking."""

from datetime import datetime

from commissioning.evaluation.models import Evaluation, PanelMember
from commissioning.evaluation.notifications.audience import subject_of, tell_seat
from commissioning.evaluation.reports.days import days_text


def send_marking_started(evaluation: Evaluation, *, now: datetime) -> None:
    """Tell the evaluators that they can mark."""
    tell_seat(
        evaluation,
        PanelMember.Seat.EVALUATOR,
        subject=subject_of("You can now mark the bids", evaluation),
        body="Mark each answer, give a reason for each mark, then lock your marks." + days_text(evaluation),
        about="marking started",
        now=now,
    )


def send_all_locked(evaluation: Evaluation, *, now: datetime) -> None:
    """Tell the chair that every evaluator has locked their marks."""
    tell_seat(
        evaluation,
        PanelMember.Seat.CHAIR,
        subject=subject_of("Every mark is locked", evaluation),
        body="You can start moderation as soon as the conditions are decided.",
        about="all locked",
        now=now,
    )

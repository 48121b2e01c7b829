"""What is told about marking."""

from collections.abc import Iterable
from datetime import datetime

from commissioning.evaluation.models import Evaluation, PanelMember
from commissioning.evaluation.notifications.audience import subject_of, tell_seat
from commissioning.evaluation.reports.days import days_text
from commissioning.tenders.timetable import uk_day
from socialvalue.accounts.models import User
from socialvalue.outbox.models import Message, post_all


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


def send_reminders(evaluation: Evaluation, people: Iterable[User], *, now: datetime) -> int:
    """Remind these evaluators to lock their marks; how many had no reminder of this evaluation yet that day (UK)."""
    about = f"evaluation {evaluation.pk} marks awaited {uk_day(now):%Y-%m-%d}"
    told = Message.objects.filter(key__startswith=f"{about} to ").values_list("to", flat=True)
    new = [person for person in people if person.email not in set(told)]
    post_all(
        new,
        subject=subject_of("Your marks are awaited", evaluation),
        body="Some of your marks are not locked yet. Mark what is left, then lock your marks." + days_text(evaluation),
        about=about,
        now=now,
    )
    return len(new)


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

"""What the panel is told."""

from collections.abc import Iterable
from datetime import datetime

from commissioning.evaluation.models import Evaluation, PanelMember
from commissioning.evaluation.notifications.audience import subject_of, tell_officers, tell_seat
from commissioning.evaluation.reports.days import days_text
from socialvalue.accounts.models import User
from socialvalue.outbox.models import post


def send_panel_named(evaluation: Evaluation, people: Iterable[User], *, now: datetime) -> None:
    """Tell new panel members that they have been named."""
    for person in people:
        post(
            to=person,
            subject=subject_of("You are on the panel", evaluation),
            body="Once the bids are opened you will be asked about conflicts of interest. Then you can mark."
            + days_text(evaluation),
            about=f"evaluation {evaluation.pk} panel named",
            now=now,
        )


def send_assigned(evaluation: Evaluation, *, now: datetime) -> None:
    """Tell the evaluators that what they mark, or when, is settled."""
    tell_seat(
        evaluation,
        PanelMember.Seat.EVALUATOR,
        subject=subject_of("Who marks what, and when", evaluation),
        body="The procurement officer has said who marks what. Your own page of marks shows your part."
        + days_text(evaluation),
        about=f"assigned {now:%Y%m%d%H%M%S}",
        now=now,
    )


def send_reassigned(evaluation: Evaluation, person: User, *, now: datetime) -> None:
    """Tell an evaluator that they have more answers to mark."""
    post(
        to=person,
        subject=subject_of("You have more answers to mark", evaluation),
        body="A procurement officer has given you more answers. Mark them, then lock your marks."
        + days_text(evaluation),
        about=f"evaluation {evaluation.pk} reassigned {now:%Y%m%d%H%M%S}",
        now=now,
    )


def send_conflict_found(evaluation: Evaluation, person: User, *, now: datetime) -> None:
    """Tell the procurement officers that somebody has a conflict of interest. It names no bidder."""
    tell_officers(
        evaluation,
        subject=subject_of("A conflict of interest was found", evaluation),
        body=f"{person} has a conflict of interest with a bidder and can no longer see its bid. "
        "Read the conflict register: it says whether you must name somebody else.",
        about=f"conflict of {person.pk} {now:%Y%m%d%H%M%S}",
        now=now,
        leaving_out=person,
    )

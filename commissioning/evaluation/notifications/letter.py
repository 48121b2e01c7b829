"""What is told when the bidders' names are shown."""

from datetime import datetime

from commissioning.evaluation.models import Evaluation, PanelMember
from commissioning.evaluation.notifications.audience import subject_of, tell_officers, tell_seat

BODY = (
    "The bidders’ names are shown to the panel now. Say again whether you have a conflict of interest with any of them."
)


def send_names_revealed(evaluation: Evaluation, *, now: datetime) -> None:
    """Ask the panel to declare conflicts again; tell the officers that they can open the prices."""
    subject = subject_of("The bidders’ names are shown", evaluation)
    for seat in PanelMember.Seat:
        tell_seat(evaluation, seat, subject=subject, body=BODY, about="names revealed", now=now)
    tell_officers(
        evaluation,
        subject=subject,
        body="The quality marks are final, and the panel knows the names now. You can open the prices.",
        about="names revealed",
        now=now,
    )

"""Reminding evaluators who have not locked their marks."""

from datetime import datetime

from django.db import transaction

from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Status, check_stands_at
from commissioning.evaluation.models import Evaluation
from commissioning.evaluation.reports.progress import progress
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import count_text


@transaction.atomic
def remind_markers(evaluation: Evaluation, *, by: User, now: datetime) -> None:
    """Remind every evaluator who has not locked: the chair or a procurement officer. Each gets one a day at most."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_sees_progress(by, evaluation)
    check_stands_at(Status(evaluation.status), Status.MARKING)
    waiting = progress(evaluation).waiting
    if not waiting:
        raise Refused("Every evaluator has locked their marks.")
    told = notifications.send_reminders(evaluation, [seat.user for seat in waiting], now=now)
    if not told:
        raise Refused("They were reminded today already. Remind them again tomorrow.")
    record(EvaluationEvent.MARKERS_REMINDED, target=evaluation, by=by, at=now, count=count_text(told, "evaluator"))

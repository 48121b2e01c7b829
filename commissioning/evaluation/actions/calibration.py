"""Practising before the bids are opened: a made-up answer is set, marked alone, compared, and the reading agreed."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from commissioning.bids.models import Opening
from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Status, check_stands_at
from commissioning.evaluation.models import Evaluation, Practice, PracticeMark
from commissioning.evaluation.reports.method import method
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused


@transaction.atomic
def set_practice(evaluation: Evaluation, question_id: str, text: str, *, by: User, now: datetime) -> Practice:
    """Give the panel a made-up answer to one question to practise on. It is not changed after that."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_set_practice(by, evaluation)
    _check_before_opening(evaluation)
    method(evaluation.tender).check_marked(question_id)
    if not text.strip():
        raise Refused("Write the practice answer, or choose one.")
    practice = Practice.objects.create(
        evaluation=evaluation, question_id=question_id, text=text.strip(), set_by=by, set_at=now
    )
    record(EvaluationEvent.PRACTICE_SET, target=evaluation, by=by, at=now, question=question_id)
    notifications.send_practice_set(practice, now=now)
    return practice


@transaction.atomic
def mark_practice(practice: Practice, mark: Decimal, reason: str, *, by: User, now: datetime) -> PracticeMark:
    """Mark a practice answer alone, once. When the last of the panel has, everybody's marks are shown."""
    practice = _locked(practice)
    evaluation = practice.evaluation
    permissions.check_on_panel(by, evaluation)
    _check_before_opening(evaluation)
    _check_open(practice)
    method(evaluation.tender).check_on_scale(mark)
    if not reason.strip():
        raise Refused("Give your reason.")
    if practice.marks.filter(user=by).exists():
        raise Refused("You have marked this practice answer.")
    own = PracticeMark.objects.create(practice=practice, user=by, mark=mark, reason=reason.strip(), marked_at=now)
    record(EvaluationEvent.PRACTICE_MARKED, target=evaluation, by=by, at=now, question=practice.question_id)
    if not evaluation.panel.exclude(user__in=practice.marks.values("user")).exists():
        practice.closed_at = now
        practice.save(update_fields=["closed_at"])
    return own


@transaction.atomic
def close_practice(practice: Practice, *, by: User, now: datetime) -> Practice:
    """Show everybody's practice marks, though somebody has not marked."""
    practice = _locked(practice)
    permissions.check_can_lead_practice(by, practice.evaluation)
    _check_before_opening(practice.evaluation)
    _check_open(practice)
    if not practice.marks.exists():
        raise Refused("Nobody has marked this practice answer yet.")
    practice.closed_by, practice.closed_at = by, now
    practice.save(update_fields=["closed_by", "closed_at"])
    record(EvaluationEvent.PRACTICE_CLOSED, target=practice.evaluation, by=by, at=now, question=practice.question_id)
    return practice


@transaction.atomic
def agree_reading(practice: Practice, reading: str, *, by: User, now: datetime) -> Practice:
    """Write down how the panel reads the levels, once; evaluators see it beside the question when they mark."""
    practice = _locked(practice)
    permissions.check_can_lead_practice(by, practice.evaluation)
    _check_before_opening(practice.evaluation)
    if practice.closed_at is None:
        raise Refused("Everyone marks first. Then say how you read the levels.")
    if practice.reading:
        raise Refused("What was agreed is written down. Set another practice answer to agree more.")
    if not reading.strip():
        raise Refused("Say how you read the levels.")
    practice.reading, practice.agreed_by, practice.agreed_at = reading.strip(), by, now
    practice.save(update_fields=["reading", "agreed_by", "agreed_at"])
    record(EvaluationEvent.READING_AGREED, target=practice.evaluation, by=by, at=now, question=practice.question_id)
    return practice


def _locked(practice: Practice) -> Practice:
    """The row as it is now, locked to the end of the transaction after its evaluation."""
    evaluation = Evaluation.objects.locked(practice.evaluation)
    found = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    found.evaluation = evaluation
    return found


def _check_open(practice: Practice) -> None:
    if practice.closed_at:
        raise Refused("This practice answer is closed: everybody’s marks are shown.")


def _check_before_opening(evaluation: Evaluation) -> None:
    """Refuse once a real answer may have been read."""
    check_stands_at(Status(evaluation.status), Status.PANEL)
    if Opening.objects.filter(tender=evaluation.tender, opened_at__isnull=False).exists():
        raise Refused("The bids are open, so the time to practise is over.")

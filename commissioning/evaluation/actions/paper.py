"""Asking for a paper of an evaluation."""

from datetime import datetime, timedelta

from django.db import transaction

from commissioning.evaluation import papers, tasks
from commissioning.evaluation.lifecycle import EvaluationEvent
from commissioning.evaluation.models import Evaluation, Paper
from socialvalue.accounts.models import User
from socialvalue.audit.models import record

# A paper that has not come by then was lost with its worker; until then a second click gets the same one.
PATIENCE = timedelta(minutes=15)


@transaction.atomic
def ask_for_paper(evaluation: Evaluation, kind: Paper.Kind, *, by: User, now: datetime) -> Paper:
    """Ask for a paper. It is built off the request; one that is under way is not begun twice."""
    evaluation = Evaluation.objects.locked(evaluation, even_cancelled=True)
    papers.KINDS[kind].check(by, evaluation)
    waiting = evaluation.papers.filter(kind=kind, file=None, fault="", asked_by=by, asked_at__gt=now - PATIENCE).first()
    if waiting:
        return waiting
    paper = Paper.objects.create(evaluation=evaluation, kind=kind, asked_by=by, asked_at=now)
    record(EvaluationEvent.PAPER_ASKED, target=evaluation, by=by, at=now, paper=kind.label)
    # Queued in this transaction: the queue is a table, so the work is there if, and only if, the row is.
    tasks.build_paper.enqueue(paper.pk)
    return paper

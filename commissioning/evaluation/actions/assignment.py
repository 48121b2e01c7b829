"""Saying who marks what and when, and giving answers to somebody else."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Status, check_stands_at
from commissioning.evaluation.models import Assignment, Conflict, Evaluation, PanelMember
from commissioning.evaluation.reports.assignment import markers_of
from commissioning.evaluation.reports.method import method
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import count_text

Seat = PanelMember.Seat


@transaction.atomic
def assign(
    evaluation: Evaluation,
    questions: Mapping[User, Collection[str]],
    *,
    marking_from: date | None,
    marking_by: date | None,
    moderation_on: date | None,
    by: User,
    now: datetime,
    reason: str = "",
) -> Evaluation:
    """Say which questions each evaluator marks, and the days. Somebody who is not in `questions` marks every question.

    Until moderation; once marking has begun it needs its reason. Marks for what is no longer theirs are kept and no
    longer count; whoever gets more to mark can mark again if they had locked.
    """
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    check_stands_at(Status(evaluation.status), Status.PANEL, Status.MARKING)
    seats = list(PanelMember.objects.select_for_update().filter(evaluation=evaluation, seat=Seat.EVALUATOR))
    published = method(evaluation.tender)
    _check_plan(evaluation, {seat.user_id for seat in seats}, questions, reason)
    _check_days(marking_from, marking_by, moderation_on)
    for chosen in questions.values():
        for question_id in chosen:
            published.check_marked(question_id)

    before = markers_of(evaluation, published)
    Assignment.objects.filter(member__in=seats, bid=None).delete()
    chosen_by = {person.pk: chosen for person, chosen in questions.items()}
    for seat in seats:
        seat.marks_all = seat.user_id not in chosen_by
    PanelMember.objects.bulk_update(seats, ["marks_all"])
    Assignment.objects.bulk_create(
        Assignment(member=seat, question_id=question_id, assigned_by=by, assigned_at=now)
        for seat in seats
        for question_id in sorted(set(chosen_by.get(seat.user_id, ())))
    )
    evaluation.marking_from, evaluation.marking_by, evaluation.moderation_on = marking_from, marking_by, moderation_on
    evaluation.save(update_fields=["marking_from", "marking_by", "moderation_on"])
    _unlock({user_id for user_id, _, _ in markers_of(evaluation, published) - before}, evaluation)
    record(EvaluationEvent.ASSIGNED, target=evaluation, by=by, at=now, reason=reason.strip())
    notifications.send_assigned(evaluation, now=now)
    return evaluation


def _check_plan(
    evaluation: Evaluation, seated: set[int], questions: Mapping[User, Collection[str]], reason: str
) -> None:
    """Refuse a plan for people who don't mark, with nothing for somebody, or without a reason once marking has begun."""
    problems = [f"{person} is not an evaluator of this panel." for person in questions if person.pk not in seated]
    problems += [
        f"Choose at least one question for {person}, or everything."
        for person, chosen in questions.items()
        if not chosen
    ]
    if evaluation.status == Status.MARKING and not reason.strip():
        problems.append("Marking has begun, so give the reason for this change.")
    if problems:
        raise Refused(*problems)


def _check_days(marking_from: date | None, marking_by: date | None, moderation_on: date | None) -> None:
    """Refuse days in the wrong order."""
    problems = []
    if marking_from and marking_by and marking_by < marking_from:
        problems.append("Marking must end on the day it begins or after it.")
    if marking_by and moderation_on and moderation_on < marking_by:
        problems.append("Moderation must be on the day that marking ends or after it.")
    if problems:
        raise Refused(*problems)


@transaction.atomic
def reassign(
    evaluation: Evaluation,
    answers: Collection[tuple[UUID, str]],
    to: User,
    reason: str,
    *,
    by: User,
    now: datetime,
) -> None:
    """Give answers, each a bid's id and a question's, to an evaluator of the panel, with a reason, before quality is final.

    Marks that the evaluator has locked stay as they are.
    """
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    check_stands_at(Status(evaluation.status), Status.MARKING, Status.MODERATION)
    seat = permissions.sitting(to, evaluation, Seat.EVALUATOR)
    published = method(evaluation.tender)
    for _, question_id in answers:
        published.check_marked(question_id)
    wanted = defaultdict(list)
    for bid_id, question_id in sorted(set(answers)):
        wanted[bid_id].append(question_id)
    free = set(Conflict.objects.free().filter(evaluation=evaluation, user=to).values_list("bid_id", flat=True))
    problems = []
    if not answers:
        problems.append("Choose at least one answer.")
    if wanted.keys() - free:
        problems.append(f"{to} has a conflict of interest with one of these bidders, or has not declared yet.")
    if not reason.strip():
        problems.append("Give the reason.")
    already = markers_of(evaluation, published, user=to)
    if any((to.pk, *answer) in already for answer in answers):
        problems.append(f"{to} marks one of these answers already.")
    if problems:
        raise Refused(*problems)

    Assignment.objects.bulk_create(
        Assignment(member=seat, question_id=question_id, bid_id=bid_id, assigned_by=by, assigned_at=now)
        for bid_id, chosen in wanted.items()
        for question_id in chosen
    )
    _unlock({to.pk}, evaluation)
    count = count_text(len(set(answers)), "answer")
    record(EvaluationEvent.REASSIGNED, target=evaluation, by=by, at=now, count=count, person=to, reason=reason.strip())
    notifications.send_reassigned(evaluation, to, now=now)


def _unlock(people: Collection[int], evaluation: Evaluation) -> None:
    """Let them mark what is new to them. Their own marks that are locked stay locked."""
    PanelMember.objects.filter(evaluation=evaluation, seat=Seat.EVALUATOR, user__in=people).update(locked_at=None)

"""Naming the panel and changing it, starting to mark."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from commissioning.bids.models import Opening
from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.actions.gate import check_gates_decided
from commissioning.evaluation.actions.letter import draw_letters
from commissioning.evaluation.lifecycle import EvaluationEvent, Status, check_stands_at, check_step
from commissioning.evaluation.models import Conflict, Evaluation, PanelMember
from commissioning.evaluation.reports.assignment import unmarked_texts
from commissioning.evaluation.reports.bidders import bidders
from commissioning.tenders.actions.draft import locked
from commissioning.tenders.lifecycle import Status as TenderStatus
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import list_text

Seat = PanelMember.Seat
WHILE_MARKS_CAN_COME = (Status.PANEL, Status.MARKING, Status.MODERATION)
BEFORE_SIGNING = (Status.AGREED, Status.PRICED)  # the chair alone is still needed: to sign the report


@transaction.atomic
def name_panel(
    tender: Tender, *, evaluators: Sequence[User], chair: User, by: User, now: datetime, reason: str = ""
) -> Evaluation:
    """Name or change the panel of a published tender, before or after its bids are opened, until the report is signed.

    From the start of marking on a change needs its `reason`, and whoever leaves stays on record: their marks are kept
    and no longer count. A new evaluator marks everything while marking runs, and in moderation what an officer gives
    them. Once quality is agreed only the chair can change.
    """
    tender = locked(tender)
    permissions.check_can_run(by, tender)
    if tender.status != TenderStatus.PUBLISHED:
        raise Refused("Publish the tender before you name its panel.")
    _check_panel(tender, evaluators, chair)
    evaluation, _ = Evaluation.objects.get_or_create(tender=tender, defaults={"started_by": by, "started_at": now})
    evaluation = Evaluation.objects.locked(evaluation)
    has_started = evaluation.status != Status.PANEL

    wanted = {(chair.pk, Seat.CHAIR), *((person.pk, Seat.EVALUATOR) for person in evaluators)}
    seated = {(member.user_id, member.seat): member for member in evaluation.panel.all()}
    leaving, joining = seated.keys() - wanted, wanted - seated.keys()
    if has_started:
        _check_change(evaluation, {seat for _, seat in leaving | joining}, reason)
    seats = PanelMember.objects.filter(pk__in=[seated[key].pk for key in leaving])
    if has_started:
        seats.update(left_at=now, left_reason=reason.strip())
    else:
        seats.delete()
    PanelMember.objects.bulk_create(
        PanelMember(evaluation=evaluation, user_id=user_id, seat=seat, marks_all=evaluation.status != Status.MODERATION)
        for user_id, seat in sorted(joining)
    )

    people = list_text([f"{chair} (chair)", *(str(person) for person in evaluators)])
    if has_started:
        record(EvaluationEvent.PANEL_CHANGED, target=evaluation, by=by, at=now, people=people, reason=reason.strip())
    else:
        record(EvaluationEvent.PANEL_NAMED, target=evaluation, by=by, at=now, people=people)
    already = {user_id for user_id, _ in seated}
    newcomers = {person.pk: person for person in (chair, *evaluators) if person.pk not in already}
    notifications.send_panel_named(evaluation, newcomers.values(), now=now)
    return evaluation


def _check_change(evaluation: Evaluation, seats: set[str], reason: str) -> None:
    """Refuse a change that comes too late, changes nothing, or has no reason."""
    wanted = WHILE_MARKS_CAN_COME if Seat.EVALUATOR in seats else (*WHILE_MARKS_CAN_COME, *BEFORE_SIGNING)
    check_stands_at(Status(evaluation.status), *wanted)
    if not seats:
        raise Refused("Nobody has left or joined, so there is nothing to save.")
    if not reason.strip():
        raise Refused("Marking has begun, so give the reason for changing the panel.")


def _check_panel(tender: Tender, evaluators: Sequence[User], chair: User) -> None:
    """Refuse a panel that nobody marks for, or with people who may not sit on it, naming each."""
    if not evaluators:
        raise Refused("Choose at least one evaluator.")
    problems = []
    for person, seat in [(chair, Seat.CHAIR), *((person, Seat.EVALUATOR) for person in evaluators)]:
        try:
            permissions.check_can_sit(person, tender, seat)
        except Refused as refusal:
            problems += [problem for problem in refusal.problems if problem not in problems]
    if problems:
        raise Refused(*problems)


@transaction.atomic
def start_marking(evaluation: Evaluation, *, by: User, now: datetime) -> Evaluation:
    """Start marking: the bids are opened and the conditions decided, all have declared, every answer has a marker."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    check_step(Status(evaluation.status), Status.MARKING)
    if not Opening.objects.filter(tender=evaluation.tender, opened_at__isnull=False).exists():
        raise Refused("Open the bids before marking starts.")
    _check_panel_can_judge(evaluation)
    check_gates_decided(evaluation)
    permissions.check_has_declared(by, evaluation)

    draw_letters(evaluation, by=by, now=now)
    evaluation.status = Status.MARKING
    evaluation.save(update_fields=["status"])
    record(EvaluationEvent.MARKING_STARTED, target=evaluation, by=by, at=now)
    notifications.send_marking_started(evaluation, now=now)
    return evaluation


def _check_panel_can_judge(evaluation: Evaluation) -> None:
    """Refuse while a declaration is missing, the chair has a conflict, or nobody may mark an answer."""
    everyone = bidders(evaluation)
    if not everyone:
        raise Refused("Nobody has bid, so there is nothing to mark.")
    panel = list(evaluation.panel.select_related("user"))
    declared = set(Conflict.objects.filter(evaluation=evaluation).values_list("user_id", "bid_id"))
    problems = []
    for person in dict.fromkeys(member.user for member in panel):
        try:
            permissions.check_no_bidder(person, evaluation.tender)
        except Refused as refusal:
            problems += refusal.problems
    problems += [
        f"{person} has not yet declared conflicts of interest with every bidder."
        for person in dict.fromkeys(member.user for member in panel)
        if any((person.pk, bidder.bid_id) not in declared for bidder in everyone)
    ]
    if not problems:
        problems += unmarked_texts(evaluation)
    chair = next(member for member in panel if member.seat == Seat.CHAIR)
    if Conflict.objects.conflicted().filter(evaluation=evaluation, user=chair.user_id).exists():
        problems.append(f"{chair.user} has a conflict of interest with a bidder. Name another chair.")
    if problems:
        raise Refused(*problems)

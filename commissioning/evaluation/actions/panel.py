"""Naming the panel, declaring conflicts, starting to mark."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from commissioning.bids.models import Bid, Opening
from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Status, check_stands_at, check_step
from commissioning.evaluation.models import Conflict, Evaluation, Mark, PanelMember
from commissioning.evaluation.reports.bidders import bidders
from commissioning.tenders.lifecycle import Status as TenderStatus
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import list_text

Seat = PanelMember.Seat


@transaction.atomic
def name_panel(tender: Tender, *, evaluators: Sequence[User], chair: User, by: User, now: datetime) -> Evaluation:
    """Name or change the panel of a published tender, before or after its bids are opened, until marking starts."""
    tender = Tender.objects.select_for_update(of=("self",)).select_related("authority").get(pk=tender.pk)
    permissions.check_can_run(by, tender)
    if tender.status != TenderStatus.PUBLISHED:
        raise Refused("Publish the tender before you name its panel.")
    _check_panel(tender, evaluators, chair)
    evaluation, _ = Evaluation.objects.get_or_create(tender=tender, defaults={"started_by": by, "started_at": now})
    check_stands_at(Status(evaluation.status), Status.PANEL)

    wanted = {(chair.pk, Seat.CHAIR), *((person.pk, Seat.EVALUATOR) for person in evaluators)}
    seated = {(member.user_id, member.seat): member for member in evaluation.panel.all()}
    PanelMember.objects.filter(pk__in=[seated[key].pk for key in seated.keys() - wanted]).delete()
    PanelMember.objects.bulk_create(
        PanelMember(evaluation=evaluation, user_id=user_id, seat=seat)
        for user_id, seat in sorted(wanted - seated.keys())
    )

    people = [f"{chair} (chair)", *(str(person) for person in evaluators)]
    record(EvaluationEvent.PANEL_NAMED, target=evaluation, by=by, at=now, people=list_text(people))
    already = {user_id for user_id, _ in seated}
    newcomers = {person.pk: person for person in (chair, *evaluators) if person.pk not in already}
    notifications.send_panel_named(evaluation, newcomers.values(), now=now)
    return evaluation


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
def declare_conflicts(
    evaluation: Evaluation, declarations: Mapping[Bid, tuple[bool, str]], *, by: User, now: datetime
) -> None:
    """Declare, for every bidder at once, whether there is a conflict of interest and what it is.

    It can be done again until the person's marks are locked, but a conflict once declared stands. A conflict found
    while marking takes the person's draft marks for that bid out.
    """
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_on_panel(by, evaluation)
    # Saving a mark locks the seat alone: with it held, no mark can slip in behind the conflict that takes marks out.
    list(PanelMember.objects.select_for_update().filter(evaluation=evaluation, user=by))
    check_stands_at(Status(evaluation.status), Status.PANEL, Status.MARKING)
    declared = {bid.pk: declaration for bid, declaration in declarations.items()}
    _check_declarations(evaluation, declared, by)

    for bid_id, (is_conflicted, detail) in declared.items():
        Conflict.objects.update_or_create(
            user=by,
            bid_id=bid_id,
            defaults={
                "evaluation": evaluation,
                "is_conflicted": is_conflicted,
                "detail": detail.strip() if is_conflicted else "",
                "declared_at": now,
            },
        )
    conflicted = [bid_id for bid_id, (is_conflicted, _) in declared.items() if is_conflicted]
    Mark.objects.filter(evaluator__evaluation=evaluation, evaluator__user=by, bid__in=conflicted).delete()

    found = f"{len(conflicted)} of {len(declared)} bidders" if conflicted else "none"
    record(EvaluationEvent.CONFLICTS_DECLARED, target=evaluation, by=by, at=now, found=found)


def _check_declarations(evaluation: Evaluation, declared: Mapping[object, tuple[bool, str]], by: User) -> None:
    """Refuse declarations that leave a bidder out, explain nothing, take a conflict back, or leave a bid to nobody."""
    everyone = bidders(evaluation)
    if not everyone:
        raise Refused("Conflicts of interest are declared once the bids are opened.")
    if declared.keys() - {bidder.bid_id for bidder in everyone}:
        raise Refused("One of these bids is not part of this evaluation.")
    if PanelMember.objects.filter(evaluation=evaluation, user=by, locked_at__isnull=False).exists():
        raise Refused("You have locked your marks, so your declarations stand.")
    before = set(
        Conflict.objects.filter(evaluation=evaluation, user=by, is_conflicted=True).values_list("bid_id", flat=True)
    )
    left_to_nobody = _without_evaluators(evaluation, by) if evaluation.status == Status.MARKING else set()
    problems = []
    for bidder in everyone:
        if bidder.bid_id not in declared:
            problems.append(f"Say whether you have a conflict of interest with {bidder.name}.")
            continue
        is_conflicted, detail = declared[bidder.bid_id]
        if is_conflicted and not detail.strip():
            problems.append(f"Say what your conflict of interest with {bidder.name} is.")
        if not is_conflicted and bidder.bid_id in before:
            problems.append(f"You declared a conflict of interest with {bidder.name}. That can't be taken back.")
        if is_conflicted and bidder.bid_id in left_to_nobody:
            problems.append(
                f"Nobody else on the panel could mark or moderate {bidder.name}. Stop, and tell the procurement officer."
            )
    if problems:
        raise Refused(*problems)


def _without_evaluators(evaluation: Evaluation, leaving: User) -> set[object]:
    """Ids of the bids that the panel could no longer judge if `leaving` declared a conflict with their bidders."""
    seats = PanelMember.objects.filter(evaluation=evaluation)
    everyone = {bidder.bid_id for bidder in bidders(evaluation)}
    if seats.filter(user=leaving, seat=Seat.CHAIR).exists():
        return everyone
    others = seats.filter(seat=Seat.EVALUATOR).exclude(user=leaving)
    free = Conflict.objects.filter(evaluation=evaluation, is_conflicted=False, user__in=others.values("user"))
    return everyone - set(free.values_list("bid_id", flat=True))


@transaction.atomic
def start_marking(evaluation: Evaluation, *, by: User, now: datetime) -> Evaluation:
    """Start marking: the bids are opened, everyone on the panel has declared, and every bid has someone to mark it."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    check_step(Status(evaluation.status), Status.MARKING)
    if not Opening.objects.filter(tender=evaluation.tender, opened_at__isnull=False).exists():
        raise Refused("Open the bids before marking starts.")
    _check_panel_can_judge(evaluation)

    evaluation.status = Status.MARKING
    evaluation.save(update_fields=["status"])
    record(EvaluationEvent.MARKING_STARTED, target=evaluation, by=by, at=now)
    notifications.send_marking_started(evaluation, now=now)
    return evaluation


def _check_panel_can_judge(evaluation: Evaluation) -> None:
    """Refuse while a declaration is missing, the chair has a conflict, or nobody may mark a bid."""
    everyone = bidders(evaluation)
    if not everyone:
        raise Refused("Nobody has bid, so there is nothing to mark.")
    panel = list(evaluation.panel.select_related("user"))
    declared = {
        (user_id, bid_id): is_conflicted
        for user_id, bid_id, is_conflicted in Conflict.objects.filter(evaluation=evaluation).values_list(
            "user_id", "bid_id", "is_conflicted"
        )
    }
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
    for bidder in everyone:
        markers = [member for member in panel if member.seat == Seat.EVALUATOR]
        if all(declared.get((member.user_id, bidder.bid_id)) for member in markers):
            problems.append(f"Every evaluator has a conflict of interest with {bidder.name}. Name another evaluator.")
    for member in panel:
        if member.seat == Seat.CHAIR and any(declared.get((member.user_id, bidder.bid_id)) for bidder in everyone):
            problems.append(f"{member.user} has a conflict of interest with a bidder. Name another chair.")
    if problems:
        raise Refused(*problems)

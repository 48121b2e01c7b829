"""Declaring conflicts of interest, recording one that was found late, and deciding what follows from it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from commissioning.authorities.models import Role
from commissioning.authorities.permissions import holds
from commissioning.bids.models import Bid
from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Moment, Status
from commissioning.evaluation.models import Conflict, ConflictDecision, Evaluation, PanelMember
from commissioning.evaluation.reports.bidders import all_bidders
from commissioning.evaluation.reports.conflict import consequence
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused


@transaction.atomic
def declare_conflicts(
    evaluation: Evaluation, declarations: Mapping[Bid, tuple[bool, str]], *, by: User, now: datetime
) -> None:
    """Declare, for every bidder at once, whether there is a conflict of interest and what it is.

    It can be done again at any time, and each time is kept; a conflict once declared stands.
    """
    evaluation = _locked(evaluation)
    permissions.check_can_declare(by, evaluation)
    declared = {bid.pk: declaration for bid, declaration in declarations.items()}
    before = _conflicts_of(evaluation, by)
    _check_declarations(evaluation, declared, before)

    moment, _ = permissions.moment_of(evaluation, by)
    found = [bid_id for bid_id, (is_conflicted, _) in declared.items() if is_conflicted]
    new = [bid_id for bid_id in found if bid_id not in before]
    follows = {bid_id: consequence(evaluation, by, bid_id) for bid_id in new}
    Conflict.objects.bulk_create(
        Conflict(
            evaluation=evaluation,
            user=by,
            bid_id=bid_id,
            is_conflicted=is_conflicted,
            detail=detail.strip() if is_conflicted else "",
            moment=moment,
            declared_at=now,
            handling=follows[bid_id].text if bid_id in follows else "",
            needs_decision=bid_id in follows and follows[bid_id].needs_decision,
        )
        for bid_id, (is_conflicted, detail) in declared.items()
    )
    counted = f"{len(found)} of {len(declared)} bidders" if found else "none"
    record(EvaluationEvent.CONFLICTS_DECLARED, target=evaluation, by=by, at=now, found=counted)
    if new and evaluation.status != Status.PANEL:
        notifications.send_conflict_found(evaluation, by, now=now)


def _check_declarations(evaluation: Evaluation, declared: Mapping[UUID, tuple[bool, str]], before: set[UUID]) -> None:
    """Refuse declarations that leave a bidder out, explain nothing, or take a conflict back."""
    everyone = all_bidders(evaluation)
    if not everyone:
        raise Refused("Conflicts of interest are declared once the bids are opened.")
    if declared.keys() - {bidder.bid_id for bidder in everyone}:
        raise Refused("One of these bids is not part of this evaluation.")
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
    if problems:
        raise Refused(*problems)


@transaction.atomic
def find_conflict(evaluation: Evaluation, person: User, bid: Bid, detail: str, *, by: User, now: datetime) -> Conflict:
    """Record a conflict that was found late: by the person, or of another person by a procurement officer.

    The person's access to the bid ends with this transaction, and their marks for it no longer count.
    """
    evaluation = _locked(evaluation)
    permissions.check_can_declare(by, evaluation)
    if person != by:
        permissions.check_can_run(by, evaluation.tender)
        _check_takes_part(person, evaluation)
    permissions.check_bid_of(bid, evaluation)
    if not detail.strip():
        raise Refused("Say what the conflict of interest is.")
    if bid.pk in _conflicts_of(evaluation, person):
        raise Refused("This conflict of interest is recorded already.")

    follows = consequence(evaluation, person, bid.pk)
    conflict = Conflict.objects.create(
        evaluation=evaluation,
        user=person,
        bid=bid,
        is_conflicted=True,
        detail=detail.strip(),
        moment=Moment.LATE if person == by else Moment.REPORTED,
        declared_at=now,
        recorded_by=None if person == by else by,
        handling=follows.text,
        needs_decision=follows.needs_decision,
    )
    record(EvaluationEvent.CONFLICT_FOUND, target=evaluation, by=by, at=now, person=person)
    notifications.send_conflict_found(evaluation, person, now=now)
    return conflict


def _check_takes_part(person: User, evaluation: Evaluation) -> None:
    """Refuse somebody who is neither on the panel nor one of the officers."""
    if PanelMember.ever.filter(evaluation=evaluation, user=person).exists():
        return
    if not holds(person, evaluation.tender.authority, Role.PROCUREMENT):
        raise Refused(f"{person} takes no part in this evaluation.")


@transaction.atomic
def decide_conflict(conflict: Conflict, reason: str, *, by: User, now: datetime) -> ConflictDecision:
    """Decide, with a reason, that the agreed marks stand although a conflict was found after they were final."""
    evaluation = _locked(conflict.evaluation)
    permissions.check_can_run(by, evaluation.tender)
    if not conflict.needs_decision or ConflictDecision.objects.filter(conflict=conflict).exists():
        raise Refused("There is nothing to decide about this conflict of interest.")
    if not reason.strip():
        raise Refused("Give the reason why the agreed marks stand.")

    decision = ConflictDecision.objects.create(conflict=conflict, reason=reason.strip(), decided_by=by, decided_at=now)
    record(
        EvaluationEvent.CONFLICT_DECIDED,
        target=evaluation,
        by=by,
        at=now,
        person=conflict.user,
        reason=reason.strip(),
    )
    return decision


def _locked(evaluation: Evaluation) -> Evaluation:
    """The evaluation and its panel, locked: saving a mark locks the seat alone, and must not slip in behind a conflict."""
    evaluation = Evaluation.objects.locked(evaluation)
    list(PanelMember.objects.select_for_update().filter(evaluation=evaluation))
    return evaluation


def _conflicts_of(evaluation: Evaluation, person: User) -> set[UUID]:
    """The bids with whose bidders the person has declared a conflict."""
    rows = Conflict.objects.conflicted().filter(evaluation=evaluation, user=person)
    return set(rows.values_list("bid_id", flat=True))

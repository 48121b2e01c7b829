"""From everybody's marks to one: starting moderation, agreeing a mark, locking the consensus."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from commissioning.bids.models import Bid
from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.actions.gate import check_gates_decided
from commissioning.evaluation.lifecycle import EvaluationEvent, Stale, Status, check_stands_at, check_step
from commissioning.evaluation.models import (
    AgreementDraft,
    Consensus,
    Difference,
    Evaluation,
    Mark,
    PanelMember,
    PastConsensus,
)
from commissioning.evaluation.reports.assignment import markers_of, unmarked_texts
from commissioning.evaluation.reports.average import averages
from commissioning.evaluation.reports.bidders import bidders, label_of
from commissioning.evaluation.reports.method import Method, method
from commissioning.tenders.tenderfile import plain
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import list_text


@transaction.atomic
def start_moderation(evaluation: Evaluation, *, by: User, now: datetime) -> Evaluation:
    """Show the chair everybody's marks: every evaluator has locked, and every condition is decided for every bid."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_moderate(by, evaluation)
    check_step(Status(evaluation.status), Status.MODERATION)
    still_marking = evaluation.panel.filter(seat=PanelMember.Seat.EVALUATOR, locked_at=None).select_related("user")
    problems = [f"{member.user} has not yet locked their marks." for member in still_marking]
    problems += unmarked_texts(evaluation)
    if problems:
        raise Refused(*problems)
    check_gates_decided(evaluation)

    evaluation.status = Status.MODERATION
    evaluation.save(update_fields=["status"])
    record(EvaluationEvent.MODERATION_STARTED, target=evaluation, by=by, at=now)
    return evaluation


@transaction.atomic
def agree_mark(
    evaluation: Evaluation,
    bid: Bid,
    question_id: str,
    *,
    mark: Decimal,
    reason: str,
    present: Collection[User],
    others: str = "",
    differences: Mapping[int, str],
    from_version: int,
    by: User,
    now: datetime,
) -> Consensus:
    """Agree the one mark for an answer, with a reason, who was present, and why it differs from each mark that it does.

    `present` are people of the panel, `others` the names of anybody else, one a line. What was agreed before is kept.
    `differences` maps a mark's id to the reason; reasons given for marks that are the same as the agreed one are left
    out. `from_version` is the version that the page showed, 0 if there was none; `Stale` if another has saved.
    """
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_moderate(by, evaluation)
    check_stands_at(Status(evaluation.status), Status.MODERATION)
    permissions.check_bid_of(bid, evaluation)
    published = method(evaluation.tender)
    _check_agrees(published)
    published.check_marked(question_id)
    published.check_on_scale(mark)
    marks = list(
        Mark.objects.visible_to(by)
        .revealed()
        .counted()
        .filter(evaluator__evaluation=evaluation, bid=bid, question_id=question_id)
        .select_related("evaluator__user")
    )
    _check_everyone_has_marked(evaluation, bid, question_id, marks)
    panel = {member.user_id: str(member.user) for member in _seated(evaluation)}
    _check_agreement(mark, reason, [person.pk for person in present], panel, differences, marks)

    row = Consensus.objects.filter(bid=bid, question_id=question_id).first()
    if (row.version if row else 0) != from_version:
        raise Stale(row)
    if row is None:
        row = Consensus(evaluation=evaluation, bid=bid, question_id=question_id, version=0)
    else:
        _keep(row)
    there = {person.pk for person in present}
    row.mark, row.reason = mark, reason.strip()
    row.present_panel = [pk for pk in panel if pk in there]
    row.present_others = "\n".join(filter(None, map(str.strip, others.splitlines())))
    row.present = list_text([*(panel[pk] for pk in row.present_panel), *row.present_others.splitlines()])
    row.agreed_by, row.agreed_at, row.version = by, now, row.version + 1
    row.save()
    row.differences.all().delete()
    Difference.objects.bulk_create(
        Difference(consensus=row, mark=own, reason=differences[own.pk].strip()) for own in marks if own.mark != mark
    )
    AgreementDraft.objects.filter(bid=bid, question_id=question_id).delete()
    record(
        EvaluationEvent.CONSENSUS_AGREED,
        target=evaluation,
        by=by,
        at=now,
        question=question_id,
        provider=label_of(evaluation, bid),
    )
    return row


@transaction.atomic
def save_agreement_draft(
    evaluation: Evaluation,
    bid: Bid,
    question_id: str,
    *,
    mark: Decimal | None,
    reason: str,
    present: Collection[User],
    others: str,
    differences: Mapping[int, str],
    from_version: int,
    by: User,
    now: datetime,
) -> AgreementDraft:
    """Save what the chair has written so far about one answer; anything may be blank. Agreeing the mark takes it away.

    `from_version` is the draft's version that the page showed, 0 if there was none; `Stale` if another page has saved.
    """
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_moderate(by, evaluation)
    check_stands_at(Status(evaluation.status), Status.MODERATION)
    permissions.check_bid_of(bid, evaluation)
    published = method(evaluation.tender)
    _check_agrees(published)
    published.check_marked(question_id)
    if mark is not None:
        published.check_on_scale(mark)

    row = AgreementDraft.objects.filter(bid=bid, question_id=question_id).first()
    if (row.version if row else 0) != from_version:
        raise Stale(row)
    if row is None:
        row = AgreementDraft(evaluation=evaluation, bid=bid, question_id=question_id, version=0)
    row.mark, row.reason, row.present_others = mark, reason.strip(), others.strip()
    row.present_panel = sorted(person.pk for person in present)
    row.differences = {str(pk): text for pk, text in differences.items()}
    row.saved_by, row.saved_at, row.version = by, now, row.version + 1
    row.save()
    return row


def _check_agrees(published: Method) -> None:
    """Refuse to agree a mark where the published method is an average."""
    if published.is_average:
        raise Refused("The tender says that the marks are averaged, so no mark is agreed.")


def _seated(evaluation: Evaluation) -> QuerySet[PanelMember]:
    """The panel with its people, the chair first."""
    return evaluation.panel.select_related("user").order_by("seat", "pk")


def _check_everyone_has_marked(evaluation: Evaluation, bid: Bid, question_id: str, marks: list[Mark]) -> None:
    """Refuse to agree while nobody's mark counts, or somebody who was given the answer late has not locked theirs."""
    expected = {
        user for user, bid_id, question in markers_of(evaluation) if (bid_id, question) == (bid.pk, question_id)
    }
    if not expected:
        raise Refused("Nobody’s mark counts for this answer. A procurement officer must give it to an evaluator first.")
    waiting = User.objects.filter(pk__in=expected - {own.evaluator.user_id for own in marks}).order_by("name", "pk")
    if waiting:
        raise Refused(*(f"{person} has not yet locked a mark for this answer." for person in waiting))


def _keep(row: Consensus) -> None:
    """Keep for ever what is agreed now, before it is agreed again."""
    differences = row.differences.select_related("mark__evaluator__user").order_by("mark__evaluator")
    PastConsensus.objects.create(
        evaluation=row.evaluation,
        bid_id=row.bid_id,
        question_id=row.question_id,
        version=row.version,
        mark=row.mark,
        reason=row.reason,
        present=row.present,
        differences=[[str(one.mark.evaluator.user), plain(one.mark.mark), one.reason] for one in differences],
        agreed_by=row.agreed_by,
        agreed_at=row.agreed_at,
    )


def _check_agreement(
    mark: Decimal,
    reason: str,
    present: Collection[int],
    panel: Collection[int],
    differences: Mapping[int, str],
    marks: list[Mark],
) -> None:
    """Refuse an agreement with something left unsaid, naming all of it."""
    problems = []
    if not reason.strip():
        problems.append("Give the reason for the agreed mark.")
    if not present:
        problems.append("Say who was present.")
    if set(present) - set(panel):
        problems.append("Only people of this panel can be ticked. Write the names of others below.")
    if differences.keys() - {own.pk for own in marks}:
        problems.append("One of the marks you explained is not a mark for this answer.")
    problems += [
        f"Say why the agreed mark differs from {own.evaluator.user}’s."
        for own in marks
        if own.mark != mark and not differences.get(own.pk, "").strip()
    ]
    if problems:
        raise Refused(*problems)


@transaction.atomic
def lock_consensus(evaluation: Evaluation, *, by: User, now: datetime) -> Evaluation:
    """Make quality final. The prices are still sealed. Refused with each answer that has no agreed mark."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_moderate(by, evaluation)
    check_step(Status(evaluation.status), Status.AGREED)
    published = method(evaluation.tender)
    if published.is_average:
        agreed = set(averages(evaluation))
        missing = "Nobody’s mark counts for {} of {}. A procurement officer must give it to an evaluator first."
    else:
        agreed = set(Consensus.objects.in_force().filter(evaluation=evaluation).values_list("bid_id", "question_id"))
        missing = "Agree a mark for {} of {}."
    problems = [
        missing.format(question.id, bidder.label)
        for question in published.marked
        for bidder in bidders(evaluation)
        if (bidder.bid_id, question.id) not in agreed
    ]
    if problems:
        raise Refused(*problems)

    evaluation.status, evaluation.agreed_by, evaluation.agreed_at = Status.AGREED, by, now
    evaluation.save(update_fields=["status", "agreed_by", "agreed_at"])
    Consensus.objects.filter(evaluation=evaluation).update(locked_at=now)
    Difference.objects.filter(consensus__evaluation=evaluation).update(locked_at=now)
    record(EvaluationEvent.CONSENSUS_LOCKED, target=evaluation, by=by, at=now)
    notifications.send_consensus_locked(evaluation, now=now)
    return evaluation

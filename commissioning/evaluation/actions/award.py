"""Signing off the report, recommending an award, turning it down or approving it."""

import re
from datetime import datetime

from django.db import transaction

from commissioning.bids.models import Bid
from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Status, check_stands_at, check_step
from commissioning.evaluation.models import Award, Evaluation
from commissioning.evaluation.reports.query import unexplained
from commissioning.evaluation.reports.ranking import ranking
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused


@transaction.atomic
def sign_off(evaluation: Evaluation, report_sha256: str, *, by: User, now: datetime) -> Evaluation:
    """Sign the evaluation report. `report_sha256` is the hash of its facts, as 64 hexadecimal digits."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_moderate(by, evaluation)
    # Two steps lead to “signed off”: this one starts only here, turning down only from a recommendation.
    check_stands_at(Status(evaluation.status), Status.PRICED)
    permissions.check_has_declared(by, evaluation)
    if evaluation.tender.file.lots:
        raise Refused(
            "This tender is in lots. It ends at the ranking of each lot: an award by lot can't be made here yet."
        )
    if not re.fullmatch(r"[0-9a-f]{64}", report_sha256):
        raise Refused("Open the report, read it, and sign it off from there.")

    evaluation.status, evaluation.report_sha256 = Status.SIGNED_OFF, report_sha256
    evaluation.signed_off_by, evaluation.signed_off_at = by, now
    evaluation.save(update_fields=["status", "report_sha256", "signed_off_by", "signed_off_at"])
    record(EvaluationEvent.SIGNED_OFF, target=evaluation, by=by, at=now, sha256=report_sha256)
    notifications.send_signed_off(evaluation, now=now)
    return evaluation


@transaction.atomic
def recommend(evaluation: Evaluation, bid: Bid, reason: str, *, by: User, now: datetime) -> Award:
    """Recommend an award to a bid that ranks first, with the reason."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    check_step(Status(evaluation.status), Status.RECOMMENDED)
    permissions.check_has_declared(by, evaluation)
    permissions.check_conflicts_decided(evaluation)
    if bid.pk not in ranking(evaluation).first:
        raise Refused(f"{bid.provider} does not rank first, so the award can't go to it.")
    if unexplained(evaluation, bid):
        raise Refused(
            f"The price of {bid.provider} looks abnormally low. Ask the bidder to explain it, and decide about its answer."
        )
    if not reason.strip():
        raise Refused("Give the reason for your recommendation.")

    award = Award.objects.create(
        evaluation=evaluation, bid=bid, recommended_by=by, recommended_at=now, reason=reason.strip()
    )
    _move(evaluation, Status.RECOMMENDED)
    record(EvaluationEvent.RECOMMENDED, target=evaluation, by=by, at=now, provider=bid.provider)
    notifications.send_recommended(award, now=now)
    return award


@transaction.atomic
def turn_down(evaluation: Evaluation, reason: str, *, by: User, now: datetime) -> Evaluation:
    """Turn down the recommendation, with a reason. The history keeps it; another can be made."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    check_stands_at(Status(evaluation.status), Status.RECOMMENDED)
    if not reason.strip():
        raise Refused("Give the reason for turning the recommendation down.")

    award = Award.objects.select_related("recommended_by").get(evaluation=evaluation)
    notifications.send_decided(award, "turned down", now=now)
    award.delete()
    _move(evaluation, Status.SIGNED_OFF)
    record(EvaluationEvent.TURNED_DOWN, target=evaluation, by=by, at=now, reason=reason.strip())
    return evaluation


@transaction.atomic
def approve(evaluation: Evaluation, *, by: User, now: datetime) -> Award:
    """Approve the recommended award: a procurement officer other than the one who recommended it."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    check_step(Status(evaluation.status), Status.AWARDED)
    award = Award.objects.select_related("bid__provider", "recommended_by").get(evaluation=evaluation)
    permissions.check_can_approve(by, award)
    permissions.check_has_declared(by, evaluation)
    permissions.check_conflicts_decided(evaluation)

    award.approved_by, award.approved_at = by, now
    award.save(update_fields=["approved_by", "approved_at"])
    _move(evaluation, Status.AWARDED)
    record(EvaluationEvent.AWARDED, target=evaluation, by=by, at=now, provider=award.bid.provider)
    notifications.send_decided(award, "approved", now=now)
    return award


def _move(evaluation: Evaluation, to: Status) -> None:
    evaluation.status = to
    evaluation.save(update_fields=["status"])

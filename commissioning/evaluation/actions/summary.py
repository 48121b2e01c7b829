"""The assessment summaries: their wording, the check, and the moment at which all are sent."""

from datetime import datetime

from django.db import transaction

from commissioning.bids.models import Bid
from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Status, check_stands_at, check_step
from commissioning.evaluation.models import Award, Evaluation, SummaryRelease, SummaryWording
from commissioning.evaluation.reports.assessment_summary import AssessmentSummary, assessment_summaries, reason_in
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import count_text


@transaction.atomic
def word_summary(
    evaluation: Evaluation,
    to: Bid,
    about: Bid,
    question_id: str,
    *,
    text: str,
    is_accepted: bool,
    why: str,
    by: User,
    now: datetime,
) -> SummaryWording:
    """Say how one reason reads in the letter to one bidder, and why; `is_accepted` lets what the check finds there stand.

    The agreed reason stays as it is. A wording undoes the check of the letters.
    """
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    check_stands_at(Status(evaluation.status), Status.AWARDED)
    reason_in(assessment_summaries(evaluation), to, about, question_id)
    problems = []
    if not text.strip():
        problems.append("Write how the reason reads in this letter.")
    if not why.strip():
        problems.append("Say why.")
    if problems:
        raise Refused(*problems)
    Award.objects.filter(evaluation=evaluation).update(checked_by=None, checked_at=None)
    worded = SummaryWording.objects.create(
        evaluation=evaluation,
        to=to,
        about=about,
        question_id=question_id,
        text=text.strip(),
        is_accepted=is_accepted,
        why=why.strip(),
        by=by,
        at=now,
    )
    record(EvaluationEvent.SUMMARY_WORDED, target=evaluation, by=by, at=now)
    return worded


@transaction.atomic
def check_summaries(evaluation: Evaluation, *, by: User, now: datetime) -> Award:
    """Say that every letter is fit to be sent. Refused while one holds something found that nobody decided about."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    check_stands_at(Status(evaluation.status), Status.AWARDED)
    letters = assessment_summaries(evaluation)
    _refuse_undecided(letters)
    award = Award.objects.get(evaluation=evaluation)
    award.checked_by, award.checked_at = by, now
    award.save(update_fields=["checked_by", "checked_at"])
    record(EvaluationEvent.SUMMARIES_CHECKED, target=evaluation, by=by, at=now, count=_count(letters))
    return award


@transaction.atomic
def release_summaries(evaluation: Evaluation, *, by: User, now: datetime) -> list[SummaryRelease]:
    """Send every letter at the same moment, or none: another officer than the one who checked them.

    Each is kept as it was sent, with its hash; everyone of every bidder gets an e-mail.
    """
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    check_step(Status(evaluation.status), Status.TOLD)
    award = Award.objects.get(evaluation=evaluation)
    permissions.check_can_release(by, award)
    letters = assessment_summaries(evaluation)
    _refuse_undecided(letters)

    released = [
        SummaryRelease.objects.create(
            evaluation=evaluation,
            bid_id=letter.bid_id,
            letter=letter.letter,
            sha256=letter.sha256,
            released_by=by,
            released_at=now,
        )
        for letter in letters
    ]
    award.told_by, award.told_at = by, now
    award.save(update_fields=["told_by", "told_at"])
    evaluation.status = Status.TOLD
    evaluation.save(update_fields=["status"])
    record(EvaluationEvent.SUMMARIES_RELEASED, target=evaluation, by=by, at=now, count=_count(letters))
    notifications.send_outcome_known(award, now=now)
    return released


def _refuse_undecided(letters: tuple[AssessmentSummary, ...]) -> None:
    problems = [
        f"The letter to {letter.own_bid.bidder}: decide {count_text(letter.to_decide, 'reason')}."
        for letter in letters
        if letter.to_decide
    ]
    if problems:
        raise Refused(*problems)


def _count(letters: tuple[AssessmentSummary, ...]) -> str:
    return count_text(len(letters), "assessment summary", "assessment summaries")

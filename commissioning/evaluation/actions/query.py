"""Questions to one bidder about its bid: asking, answering, deciding about the answer, and confirming.

An answer explains and never improves: the bid stays as it was submitted. A low price is asked about in the same way,
as the Procurement Act 2023 requires before a bid may be disregarded for it (s.19(3)(c), (4) and (5)).
"""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from commissioning.bids.models import Bid
from commissioning.evaluation import notifications, permissions
from commissioning.evaluation.lifecycle import EvaluationEvent, Status, check_stands_at
from commissioning.evaluation.lifecycle.query import OUTCOMES, Kind, Outcome
from commissioning.evaluation.models import Evaluation, Query
from commissioning.evaluation.reports.method import method
from commissioning.evaluation.reports.query import flagged_bids
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.files.models import store
from socialvalue.refusals import Refused

STAGES = {
    Kind.UNCLEAR: (Status.PANEL, Status.MARKING, Status.MODERATION),
    Kind.LOW_PRICE: (Status.PRICED, Status.SIGNED_OFF),
}
"""While an evaluation stands at which a question of each kind is asked and decided."""


@transaction.atomic
def ask_query(
    evaluation: Evaluation,
    bid: Bid,
    kind: Kind,
    *,
    about: str = "",
    text: str,
    answer_by: datetime,
    by: User,
    now: datetime,
) -> Query:
    """Ask one bidder about its bid. `about` is the id of a question or condition, "" for a low price."""
    evaluation = Evaluation.objects.locked(evaluation)
    permissions.check_can_run(by, evaluation.tender)
    permissions.check_bid_of(bid, evaluation)
    check_stands_at(Status(evaluation.status), *STAGES[kind])
    _check_about(evaluation, bid, kind, about)
    if not text.strip():
        raise Refused("Write your question.")
    if answer_by <= now:
        raise Refused("Give the bidder time to answer: choose a moment that is still to come.")

    query = Query.objects.create(
        evaluation=evaluation,
        bid=bid,
        kind=kind,
        about=about,
        text=text.strip(),
        answer_by=answer_by,
        asked_by=by,
        asked_at=now,
    )
    record(EvaluationEvent.QUERY_ASKED, target=bid, by=by, at=now)
    notifications.send_query_asked(query, now=now)
    return query


def _check_about(evaluation: Evaluation, bid: Bid, kind: Kind, about: str) -> None:
    """Refuse a question about nothing that was asked, and a second one about a price that is being explained."""
    if kind is Kind.LOW_PRICE:
        if bid.pk not in flagged_bids(evaluation):
            raise Refused("This price was not found to look abnormally low.")
        if Query.objects.filter(bid=bid, kind=kind, outcome="").exists():
            raise Refused("This bidder has been asked about its price already.")
        return
    published = method(evaluation.tender)
    asked = {question.id for question in (*published.marked, *published.promised)}
    if about not in asked | {condition.id for condition in published.conditions}:
        raise Refused("Say which answer or condition your question is about.")


@transaction.atomic
def answer_query(query: Query, text: str, file: UploadedFile | None = None, *, by: User, now: datetime) -> Query:
    """Answer for the bidder, once, before the time to answer ends. It changes nothing of the bid."""
    query = _locked(query)
    permissions.check_can_answer_query(by, query, now)
    if not text.strip():
        raise Refused("Write your answer.")
    query.answer, query.answered_by, query.answered_at = text.strip(), by, now
    query.file = store(file, by=by, now=now) if file else None
    query.save(update_fields=["answer", "file", "answered_by", "answered_at"])
    record(EvaluationEvent.QUERY_ANSWERED, target=query.bid, by=by, at=now)
    notifications.send_query_answered(query, now=now)
    return query


@transaction.atomic
def decide_query(query: Query, outcome: Outcome, reason: str, *, by: User, now: datetime) -> Query:
    """Decide about an answer, or about a price that nobody explained in time, with the reason.

    That a bid is disregarded takes effect when another officer confirms it; until then it can be decided again.
    """
    query = _locked(query)
    permissions.check_can_run(by, query.evaluation.tender)
    check_stands_at(Status(query.evaluation.status), *STAGES[Kind(query.kind)])
    if outcome not in OUTCOMES[Kind(query.kind)]:
        raise Refused("Choose what you decide about this answer.")
    if query.is_settled:
        raise Refused("This is decided already.")
    if query.answered_at is None and (query.kind == Kind.UNCLEAR or now < query.answer_by):
        raise Refused("Wait for the answer.")
    if not reason.strip():
        raise Refused("Give the reason for your decision.")

    query.outcome, query.reason, query.decided_by, query.decided_at = outcome, reason.strip(), by, now
    query.save(update_fields=["outcome", "reason", "decided_by", "decided_at"])
    record(EvaluationEvent.QUERY_DECIDED, target=query.evaluation, by=by, at=now)
    return query


@transaction.atomic
def confirm_query(query: Query, *, by: User, now: datetime) -> Query:
    """Confirm that a bid is disregarded for its price: another officer. A report that was signed is signed again."""
    query = _locked(query)
    evaluation = query.evaluation
    permissions.check_can_run(by, evaluation.tender)
    check_stands_at(Status(evaluation.status), *STAGES[Kind.LOW_PRICE])
    if query.outcome != Outcome.DISREGARDED or query.confirmed_at is not None:
        raise Refused("There is nothing to confirm here.")
    if query.decided_by_id == by.pk:
        raise Refused("You decided this, so another procurement officer must confirm it.")

    query.confirmed_by, query.confirmed_at = by, now
    query.save(update_fields=["confirmed_by", "confirmed_at"])
    if evaluation.status == Status.SIGNED_OFF:
        evaluation.status, evaluation.report_sha256 = Status.PRICED, ""
        evaluation.signed_off_by = evaluation.signed_off_at = None
        evaluation.save(update_fields=["status", "report_sha256", "signed_off_by", "signed_off_at"])
    record(EvaluationEvent.QUERY_CONFIRMED, target=evaluation, by=by, at=now)
    return query


def _locked(query: Query) -> Query:
    """The row as it is now, locked to the end of the transaction after its evaluation."""
    evaluation = Evaluation.objects.locked(query.evaluation)
    found = Query.objects.select_for_update(of=("self",)).select_related("bid__provider").get(pk=query.pk)
    found.evaluation = evaluation
    return found

"""Asking about a tender and answering to all. Every action holds the tender's row, so numbers follow without a gap."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from commissioning.tenders import notifications, permissions
from commissioning.tenders.actions.closing import leave_time_to_read
from commissioning.tenders.actions.draft import locked
from commissioning.tenders.lifecycle import ClarificationEvent, ClarificationStatus
from commissioning.tenders.models import Asker, Clarification, Follower, Tender
from providers.models import Provider
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused

MOST_WAITING = 10
"""Questions of one provider about one tender that may wait at a time, so that nobody holds up a tender by a flood."""


@transaction.atomic
def ask(tender: Tender, provider: Provider, question: str, *, by: User, now: datetime) -> Clarification:
    """Ask a question for a provider. Until it is answered the tender does not close; the asker follows the tender.

    The tender's history says that a question came, and nothing of who asked.
    """
    tender = locked(tender)
    permissions.check_can_ask(by, provider, tender, now)
    question = _text(question, "Write your question.")
    waiting = Asker.objects.filter(
        provider=provider, clarification__tender=tender, clarification__status=ClarificationStatus.WAITING
    )
    if waiting.count() >= MOST_WAITING:
        raise Refused(f"Your organisation has {MOST_WAITING} questions that wait. Ask again when some are answered.")
    clarification = Clarification.objects.create(tender=tender, question=question, asked_at=now)
    asker = Asker.objects.create(clarification=clarification, user=by, provider=provider)
    Follower.objects.get_or_create(tender=tender, user=by)
    _count_waiting(tender)
    record(ClarificationEvent.ASKED, target=asker, by=by, at=now)
    record(ClarificationEvent.CAME, target=tender, by=None, at=now)
    notifications.tell_asked(clarification, now=now)
    return clarification


@transaction.atomic
def publish_answer(
    clarification: Clarification, *, wording: str, answer: str, by: User, now: datetime
) -> Clarification:
    """Answer to everyone, under the next number. `wording` is the question without anything that tells who asked.

    Bidders get two working days to read it: where the closing is nearer, it moves by an addendum, in the same transaction.
    """
    clarification = _locked(clarification, by=by, now=now)
    tender = clarification.tender
    clarification.wording = _text(wording, "Write the question as everyone will read it.")
    clarification.answer = _text(answer, "Write the answer.")
    clarification.number = (tender.clarifications.aggregate(last=Max("number"))["last"] or 0) + 1
    _settle(clarification, ClarificationStatus.PUBLISHED, by=by, now=now)
    record(ClarificationEvent.PUBLISHED, target=tender, by=by, at=now, number=clarification.number)
    reason = f"Clarification {clarification.number} was published. Bidders have two working days to read it."
    moved_from = leave_time_to_read(tender, reason, by=by, now=now)
    notifications.tell_answered(clarification, now=now, moved_from=moved_from)
    return clarification


@transaction.atomic
def merge(clarification: Clarification, number: int, *, by: User, now: datetime) -> Clarification:
    """Close a question that a published clarification of the same tender answers already. Its asker is told which."""
    clarification = _locked(clarification, by=by, now=now)
    tender = clarification.tender
    clarification.same_as = tender.clarifications.published().filter(number=number).first()
    if clarification.same_as is None:
        raise Refused("Choose the clarification that answers it.")
    _settle(clarification, ClarificationStatus.MERGED, by=by, now=now)
    record(ClarificationEvent.MERGED, target=tender, by=by, at=now, number=number)
    _release(tender, by=by, now=now)
    notifications.tell_merged(clarification, now=now)
    return clarification


@transaction.atomic
def set_aside(clarification: Clarification, reason: str, *, by: User, now: datetime) -> Clarification:
    """Close a question that gets no answer, such as one that is none. Only its asker is told why."""
    clarification = _locked(clarification, by=by, now=now)
    clarification.set_aside_reason = _text(reason, "Say why it gets no answer.")
    _settle(clarification, ClarificationStatus.SET_ASIDE, by=by, now=now)
    record(ClarificationEvent.SET_ASIDE, target=clarification.tender, by=by, at=now)
    _release(clarification.tender, by=by, now=now)
    notifications.tell_set_aside(clarification, now=now)
    return clarification


def _locked(clarification: Clarification, *, by: User, now: datetime) -> Clarification:
    """Return the question as it is now, its tender's row locked. Refused to who may not answer, and once it is settled."""
    tender = locked(clarification.tender)
    permissions.check_can_answer(by, tender, now)
    found = Clarification.objects.select_related("settled_by").get(pk=clarification.pk)
    found.tender = tender
    if found.status != ClarificationStatus.WAITING:
        raise Refused(f"{found.settled_by.name} has dealt with this question already. Nothing of yours was published.")
    return found


def _settle(clarification: Clarification, status: ClarificationStatus, *, by: User, now: datetime) -> None:
    clarification.status, clarification.settled_by, clarification.settled_at = status, by, now
    clarification.save()
    _count_waiting(clarification.tender)


def _count_waiting(tender: Tender) -> None:
    """Keep in the tender's row how many questions wait: while there is one, it does not close."""
    tender.waiting = tender.clarifications.waiting().count()
    tender.save(update_fields=["waiting"])


def _release(tender: Tender, *, by: User, now: datetime) -> None:
    """Set a new closing where the last question that held it has gone without an answer: nobody could know the time."""
    if tender.waiting or now < tender.closes_at:
        return
    reason = "The closing waited for an answer to a question, which needed none of its own."
    before = leave_time_to_read(tender, reason, by=by, now=now)
    notifications.tell_closing_moved(tender, before, reason, now=now)


def _text(typed: str, if_blank: str) -> str:
    """Return a text without spaces around it; refuse a blank one, and one that can't be stored."""
    if not typed.strip() or "\0" in typed:
        raise Refused(if_blank)
    return typed.strip()

"""Reaching the states of a question by playing the real actions. All of these need the database."""

from datetime import datetime

from commissioning.tenders import actions
from commissioning.tenders.models import Clarification, Tender
from providers.models import Provider
from socialvalue.accounts.models import User
from tests.cast import Cast

QUESTION = "What does question 3 mean by a lasting job?"
ANSWER = "A job that the person still holds after six months."


def asked(
    cast: Cast,
    tender: Tender,
    *,
    now: datetime,
    by: User | None = None,
    provider: Provider | None = None,
    question: str = QUESTION,
) -> Clarification:
    """A question that waits, asked by the charity's writer unless `by` and `provider` say otherwise."""
    return actions.ask(tender, provider or cast.reuse, question, by=by or cast.writer, now=now)


def answered(
    cast: Cast, tender: Tender, *, now: datetime, answered_at: datetime | None = None, **said: str
) -> Clarification:
    """A published clarification."""
    clarification = asked(cast, tender, now=now, question=said.pop("question", QUESTION))
    words = {"wording": QUESTION, "answer": ANSWER} | said
    return actions.publish_answer(clarification, **words, by=cast.procurement, now=answered_at or now)


def set_aside(
    cast: Cast, tender: Tender, *, now: datetime, reason: str = "It is not about this tender."
) -> Clarification:
    """A question that gets no answer."""
    return actions.set_aside(asked(cast, tender, now=now), reason, by=cast.procurement, now=now)

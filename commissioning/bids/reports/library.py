"""A provider's own past answers, for its answer library. What each was marked is known further up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from commissioning.bids.models import Answer, Bid, Submission, TextUse
from commissioning.bids.readiness import asked_by
from commissioning.bids.reports.overview import still_open
from providers.models import Provider
from socialvalue.accounts.models import User
from socialvalue.text import count_words


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """What was answered to one question of a past bid. `most` is the best mark there was; `at` when it was sent or saved."""

    bid_id: UUID
    question_id: str
    number: int
    question: str
    tender: str
    service: str
    text: str
    words: int
    at: datetime
    is_submitted: bool
    most: Decimal | None

    @property
    def sha256(self) -> str:
        """Of the words alone: the same text in two bids is one text of the library."""
        return sha256(self.text.encode()).hexdigest()


def past_answers(user: User, provider: Provider, now: datetime) -> list[PastAnswer]:
    """The answers of the newest version of every bid submitted, and of drafts whose tender has ended, newest first.

    Two queries, whatever their number. Only for a member of the provider; for anyone else there are none.
    """
    mine = Bid.own.of(user).filter(provider=provider)
    newest = Submission.own.filter(bid=OuterRef("bid")).order_by("-version").values("pk")[:1]
    sent = Submission.own.filter(bid__in=mine, pk=Subquery(newest)).select_related("bid__tender")
    found = [
        row
        for submission in sent
        for row in _answers(
            submission.bid,
            ((one.question, one.text) for one in submission.file.answers),
            submission.submitted_at,
            is_submitted=True,
        )
    ]
    never_sent = ~Exists(Submission.own.filter(bid=OuterRef("bid")))
    ended = mine.exclude(pk__in=still_open(mine, now).values("pk"))
    for answer in Answer.own.filter(never_sent, bid__in=ended).select_related("bid__tender"):
        found += _answers(answer.bid, [(answer.question_id, answer.text)], answer.saved_at, is_submitted=False)
    return sorted(found, key=lambda row: row.at, reverse=True)


def _answers(bid: Bid, texts: Iterable[tuple[str, str]], at: datetime, *, is_submitted: bool) -> list[PastAnswer]:
    """What a bid said in words, but for what is empty and what the tender asks no longer."""
    asked = asked_by(bid.tender.document)
    rows = []
    for question_id, text in texts:
        question = asked.question(question_id)
        if question is None or not text.strip():
            continue
        rows.append(
            PastAnswer(
                bid_id=bid.pk,
                question_id=question_id,
                number=question.number,
                question=question.question.text or "",
                tender=bid.tender.title,
                service=bid.tender.service,
                text=text,
                words=count_words(text),
                at=at,
                is_submitted=is_submitted,
                most=asked.levels[0].mark if asked.levels else None,
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class Use:
    """Where a text of the library was put in, and when."""

    tender: str
    at: datetime


def text_uses(user: User, provider: Provider) -> dict[int | str, list[Use]]:
    """Where texts of the library were put in, newest first: by a standing text's pk or a past text's hash. One query."""
    mine = Bid.own.of(user).filter(provider=provider)
    found: dict[int | str, list[Use]] = {}
    rows = TextUse.own.filter(bid__in=mine).order_by("-used_at")
    for pk, past, tender, at in rows.values_list(
        "standing_text_id", "past_text_sha256", "bid__tender__title", "used_at"
    ):
        found.setdefault(pk or past, []).append(Use(tender, at))
    return found

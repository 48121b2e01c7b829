"""Questions and answers ready to be drawn: for everyone, for the asker, and for the officers who answer."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from commissioning.tenders.lifecycle import ClarificationStatus
from commissioning.tenders.models import Asker, Clarification, Tender
from commissioning.tenders.reports.identifying import Piece, pieces
from commissioning.tenders.timetable import uk_day
from commissioning.tenders.timetable.holding import closing_after_answer
from socialvalue.accounts.models import User
from socialvalue.text import date_text, datetime_text


@dataclass(frozen=True)
class Answered:
    """One clarification as everyone reads it."""

    number: int
    question: str
    answer: str
    published: str


@dataclass(frozen=True)
class OwnQuestion:
    """One question as its asker sees it."""

    question: str
    state: str
    colour: str
    note: str
    asked: str


@dataclass(frozen=True)
class WaitingQuestion:
    """One question that waits, as the officers see it: the day it came, not the minute, and not from whom."""

    place: int
    question: str
    asked: str
    address: str


@dataclass(frozen=True)
class ToAnswer:
    """One question to be answered: its words in pieces, and when the tender closes if the answer is published now."""

    clarification: Clarification
    pieces: list[Piece]
    reasons: list[str]
    closes: str
    closes_after: str
    is_moved: bool


def answered(tender: Tender) -> list[Answered]:
    """Return what was answered, in the order of publication. One query, which does not read how it was asked."""
    rows = tender.clarifications.published().defer("question", "set_aside_reason")
    return [Answered(row.number, row.wording, row.answer, datetime_text(row.settled_at)) for row in rows]


def own_questions(tender: Tender, user: User) -> list[OwnQuestion]:
    """Return the person's own questions and what became of each. One query."""
    return [_own(asker.clarification) for asker in Asker.objects.who_is(user).filter(clarification__tender=tender)]


def _own(row: Clarification) -> OwnQuestion:
    state, colour, note = {
        ClarificationStatus.WAITING: ("Waiting", "yellow", "The tender does not close before it is answered."),
        ClarificationStatus.PUBLISHED: ("Answered", "green", f"See clarification {row.number}."),
        ClarificationStatus.MERGED: (
            "Answered",
            "green",
            f"Answered by clarification {row.same_as.number}." if row.same_as else "",
        ),
        ClarificationStatus.SET_ASIDE: ("Set aside", "grey", f"The reason: {row.set_aside_reason}"),
    }[ClarificationStatus(row.status)]
    return OwnQuestion(row.question, state, colour, note, date_text(uk_day(row.asked_at)))


def waiting(tender: Tender) -> list[WaitingQuestion]:
    """Return the questions that wait for an answer, the oldest first. One query."""
    return [
        WaitingQuestion(
            place=place,
            question=row.question,
            asked=date_text(uk_day(row.asked_at)),
            address=reverse("clarification_answer", args=[tender.pk, row.pk]),
        )
        for place, row in enumerate(tender.clarifications.waiting(), start=1)
    ]


def to_answer(clarification: Clarification, now: datetime) -> ToAnswer:
    """Return a question with what may tell who asked it. Two queries."""
    tender = clarification.tender
    found = pieces(clarification.question)
    after = closing_after_answer(tender.closes_at, now)
    return ToAnswer(
        clarification=clarification,
        pieces=found,
        reasons=list(dict.fromkeys(f"“{piece.text}” may be {piece.why}." for piece in found if piece.why)),
        closes=tender.closing_text(now),
        closes_after=datetime_text(after),
        is_moved=after != tender.closes_at,
    )

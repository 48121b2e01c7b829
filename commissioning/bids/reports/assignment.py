"""Who sees to which part of a bid, for the provider's own members."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from commissioning.bids.models import Assignment, Bid
from commissioning.bids.readiness import Part, asked_by
from commissioning.bids.reports.comment import open_text
from commissioning.bids.reports.overview import Overview, Task, still_open
from commissioning.tenders.timetable import uk_day
from providers.models import Member, Provider
from socialvalue.accounts.models import User
from socialvalue.text import date_text

PLACES = {Part.PRICE: "bid_price", Part.DECLARATIONS: "bid_declarations", Part.DOCUMENTS: "bid_documents"}
NAMES = {Part.PRICE: "Price", Part.DECLARATIONS: "Declarations", Part.DOCUMENTS: "Documents"}


def assignments(bid: Bid) -> dict[tuple[str, str], Assignment]:
    """Who sees to what, by part and question id; people who left the organisation are out. One query."""
    rows = _of_members(Assignment.own.filter(bid=bid)).select_related("person")
    return {(row.part, row.question_id): row for row in rows}


def _of_members(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Only those whose person still belongs to the bid's provider."""
    belongs = Member.objects.filter(provider=OuterRef("bid__provider"), user=OuterRef("person"))
    return rows.filter(Exists(belongs))


def who_text(assignment: Assignment | None) -> str:
    """Who sees to a part and by when: "Wendy Writer, by Friday 4 December 2026"; "" for nobody."""
    if assignment is None:
        return ""
    day = f", by {date_text(assignment.by_when)}" if assignment.by_when else ""
    return f"{assignment.person.name}{day}"


def with_people(
    seen: Overview, bid: Bid, found: dict[tuple[str, str], Assignment], comments: dict[str, int]
) -> Overview:
    """The overview with who sees to each part, and how many comments are open on each question, in the hints."""
    questions = tuple(
        _hinted(task, who_text(found.get((Part.QUESTION, question.id))), open_text(comments.get(question.id, 0)))
        for question, task in zip(seen.asked.questions, seen.questions, strict=True)
    )
    part_at = {reverse(name, args=[bid.pk]): part for part, name in PLACES.items()}
    rest = tuple(_hinted(task, who_text(found.get((part_at.get(task.address, ""), "")))) for task in seen.rest)
    return replace(seen, questions=questions, rest=rest)


def _hinted(task: Task, *more: str) -> Task:
    """The task with more sentences in its hint."""
    said = ". ".join(filter(None, [task.hint, *more]))
    return replace(task, hint=said)


@dataclass(frozen=True, slots=True)
class PartOfBid:
    """One part that somebody can see to. `key` is how a form names it: "1" for question 1, "price"."""

    key: str
    part: Part
    question_id: str
    title: str
    address: str


def parts_of(bid: Bid) -> list[PartOfBid]:
    """Every part of the bid that somebody can see to, in the order of the bid."""
    asked = asked_by(bid.tender.document)
    parts = [
        PartOfBid(
            key=str(question.number),
            part=Part.QUESTION,
            question_id=question.id,
            title=f"Question {question.number}. {question.question.text}",
            address=reverse("bid_answer", args=[bid.pk, question.number]),
        )
        for question in asked.questions
    ]
    is_asked = {Part.PRICE: True, Part.DECLARATIONS: asked.conditions, Part.DOCUMENTS: asked.documents}
    return parts + [
        PartOfBid(part.value, part, "", NAMES[part], reverse(name, args=[bid.pk]))
        for part, name in PLACES.items()
        if is_asked[part]
    ]


WHO_HEADERS = ["Part", "Who", "How far it is"]


def who_rows(bid: Bid, found: dict[tuple[str, str], Assignment], tasks: Iterable[Task]) -> list[tuple[object, ...]]:
    """A line for each part: what it is, who sees to it, how far it is."""
    status = {task.address: task.status for task in tasks}
    return [
        (
            (part.title, part.address),
            who_text(found.get((part.part, part.question_id))) or "Nobody yet",
            status.get(part.address, ""),
        )
        for part in parts_of(bid)
    ]


@dataclass(frozen=True, slots=True)
class MyTask:
    """One thing that the person was asked to see to, ready to be drawn. `by_when` is "" for no day."""

    title: str
    address: str
    tender: str
    by_when: str
    is_late: bool


def my_tasks(user: User, provider: Provider, now: datetime) -> list[MyTask]:
    """What the person sees to in this provider's bids that can still be sent; what is due first comes first.

    One query, whatever the number of bids.
    """
    bids = still_open(Bid.own.of(user).filter(provider=provider), now)
    rows = Assignment.own.filter(bid__in=bids.values("pk"), person=user).select_related("bid__tender")
    tasks, today = [], uk_day(now)
    for row in rows.order_by(F("by_when").asc(nulls_last=True), "pk"):
        for part in parts_of(row.bid):
            if (part.part, part.question_id) == (row.part, row.question_id):
                day = f"By {date_text(row.by_when)}" if row.by_when else ""
                is_late = row.by_when is not None and row.by_when < today
                tasks.append(MyTask(part.title, part.address, row.bid.tender.title, day, is_late))
    return tasks

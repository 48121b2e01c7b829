"""How far the evaluators' marks for each answer lie apart, the widest first."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse

from commissioning.evaluation.models import Consensus, Evaluation, Mark
from commissioning.evaluation.reports.bidders import bidders
from commissioning.evaluation.reports.method import Method, method
from commissioning.tenders.tenderfile import plain


@dataclass(frozen=True, slots=True)
class Given:
    """One evaluator's mark."""

    evaluator: str
    mark: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Spread:
    """The marks for one answer, and what was agreed ("" while nothing is)."""

    bid_id: UUID
    bidder: str
    question_id: str
    question: str
    address: str
    given: tuple[Given, ...]
    width: Decimal
    width_text: str
    marks_text: str
    agreed: Decimal | None
    agreed_text: str


def spread(evaluation: Evaluation, published: Method | None = None) -> list[Spread]:
    """Every answer with its marks, the widest apart first, then in the order of the tender. Four queries at most.

    Marks are there from moderation on, and not before: the caller checks `permissions.check_sees_moderation`.
    """
    published = published or method(evaluation.tender)
    marks: dict[tuple[UUID, str], list[Given]] = defaultdict(list)
    rows = Mark.objects.revealed().filter(evaluator__evaluation=evaluation, mark__isnull=False)
    for bid_id, question_id, name, mark in rows.order_by("evaluator").values_list(
        "bid_id", "question_id", "evaluator__user__name", "mark"
    ):
        marks[bid_id, question_id].append(Given(name, mark, plain(mark)))
    agreed = {
        (bid_id, question_id): mark
        for bid_id, question_id, mark in Consensus.objects.filter(evaluation=evaluation).values_list(
            "bid_id", "question_id", "mark"
        )
    }
    start = reverse("moderation", args=[evaluation.tender_id])
    everyone = bidders(evaluation)
    spreads = []
    for question in published.marked:
        ending = quote(question.id)
        for bidder in everyone:
            key = (bidder.bid_id, question.id)
            given = tuple(marks[key])
            figures = [one.mark for one in given]
            width = max(figures) - min(figures) if figures else Decimal(0)
            spreads.append(
                Spread(
                    bid_id=bidder.bid_id,
                    bidder=bidder.name,
                    question_id=question.id,
                    question=question.text or question.id,
                    address=f"{start}{bidder.bid_id}/{ending}/",
                    given=given,
                    width=width,
                    width_text=plain(width),
                    marks_text=", ".join(f"{one.evaluator} {one.text}" for one in given),
                    agreed=agreed.get(key),
                    agreed_text=plain(agreed[key]) if key in agreed else "",
                )
            )
    return sorted(spreads, key=lambda row: -row.width)

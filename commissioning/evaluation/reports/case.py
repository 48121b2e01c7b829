"""The scoring case of an evaluation: what the panel agreed, what the bids promise and cost, as `manage.py score` reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from commissioning.bids.reports import OpenedBid, opened_submissions
from commissioning.evaluation.lifecycle import BEFORE_PRICES
from commissioning.evaluation.models import Evaluation, Gate
from commissioning.evaluation.reports.average import agreed_marks
from commissioning.evaluation.reports.method import Method, method
from commissioning.evaluation.reports.out import bids_out
from commissioning.tenders.scorecase import ScoredBid, score_case
from commissioning.tenders.tenderfile import TenderFileFaults
from socialvalue.refusals import Refused


def case(evaluation: Evaluation) -> dict[str, object]:
    """The case as JSON has it; each bid goes by its receipt's reference. Five queries.

    `Refused` before the prices are opened, since a case holds them.
    """
    published = method(evaluation.tender)
    return case_of(judged(evaluation, published), published, opened_submissions(evaluation.tender))


@dataclass(frozen=True)
class Judged:
    """What the panel and the officers found: agreed marks and conditions by (bid, id), and why bids are out by bid."""

    marks: Mapping[tuple[UUID, str], Decimal]
    passes: Mapping[tuple[UUID, str], bool]
    out: Mapping[UUID, tuple[str, ...]]


def judged(evaluation: Evaluation, published: Method) -> Judged:
    """What was found of every bid. Three queries. `Refused` before the prices are opened."""
    if evaluation.status in BEFORE_PRICES:
        raise Refused("The ranking is there once an officer has opened the prices.")
    passes = Gate.objects.filter(evaluation=evaluation).values_list("bid_id", "condition_id", "is_passed")
    return Judged(
        marks=agreed_marks(evaluation, published),
        passes={(bid_id, condition_id): is_passed for bid_id, condition_id, is_passed in passes},
        out=bids_out(evaluation, published),
    )


def case_of(found: Judged, published: Method, opened: list[OpenedBid]) -> dict[str, object]:
    """The case of bids that have been read already; those that are out are left out. No query."""
    marks, passes = found.marks, found.passes
    bids = [
        ScoredBid(
            id=bid.reference,
            price=bid.file.price,
            marks={
                question.id: marks[bid.bid_id, question.id]
                for question in published.marked
                if (bid.bid_id, question.id) in marks
            },
            # A bid that stands from before an addendum has promised nothing where a question is new.
            quantities={
                question.id: promised[0].quantity if promised else Decimal()
                for question in published.promised
                for promised in [bid.file.commitments_to(question.id)]
            },
            passes={
                condition.id: passes[bid.bid_id, condition.id]
                for condition in published.conditions
                if (bid.bid_id, condition.id) in passes
            },
        )
        for bid in opened
        if bid.bid_id not in found.out
    ]
    try:
        return score_case(published.file, bids)
    except TenderFileFaults as faults:
        raise Refused(*(f"{fault.path}: {fault.message}" for fault in faults.faults)) from None

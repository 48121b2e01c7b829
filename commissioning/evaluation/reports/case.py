"""The scoring case of an evaluation: what the panel agreed, what the bids promise and cost, as `manage.py score` reads it."""

from decimal import Decimal

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
    out = bids_out(evaluation, published)
    opened = [bid for bid in opened_submissions(evaluation.tender) if bid.bid_id not in out]
    return case_of(evaluation, published, opened)


def case_of(evaluation: Evaluation, published: Method, opened: list[OpenedBid]) -> dict[str, object]:
    """The same from a method and bids that have been read already, without those that are out. Two queries."""
    if evaluation.status in BEFORE_PRICES:
        raise Refused("The ranking is there once an officer has opened the prices.")
    marks = agreed_marks(evaluation, published)
    passes = {
        (bid_id, condition_id): is_passed
        for bid_id, condition_id, is_passed in Gate.objects.filter(evaluation=evaluation).values_list(
            "bid_id", "condition_id", "is_passed"
        )
    }
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
    ]
    try:
        return score_case(published.file, bids)
    except TenderFileFaults as faults:
        raise Refused(*(f"{fault.path}: {fault.message}" for fault in faults.faults)) from None

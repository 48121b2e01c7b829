"""The scoring case of a tender: its criteria and the marks of its bids, in the form that `manage.py score` reads.

Plain Python: no Django, no clock, no user. The case itself is worked out in the stage above, and only there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .tenderfile import (
    Criterion,
    CriterionKind,
    Fault,
    Formula,
    Question,
    QuestionKind,
    TenderFile,
    TenderFileFaults,
    each_criterion,
    each_question,
    plain,
    weight_faults,
)

PLACES = 2
"""Digits after the point in the totals that people see."""


@dataclass(frozen=True, kw_only=True)
class ScoredBid:
    """One bid with what is needed to score it.

    `price` in pounds; `marks` on the tender's scale by the id of the written question; `quantities` in the measure's
    unit by the id of the commitment question; `passes` by the id of the pass criterion or condition.
    """

    id: str
    price: Decimal | None = None
    marks: Mapping[str, Decimal] = field(default_factory=dict)
    quantities: Mapping[str, Decimal] = field(default_factory=dict)
    passes: Mapping[str, bool] = field(default_factory=dict)


def score_case(tender: TenderFile, bids: Iterable[ScoredBid]) -> dict[str, object]:
    """Return the case as JSON has it: figures as text, nodes in the order of the tender, conditions as gates at the end.

    Raises TenderFileFaults when the tender is not finished enough to score: weights that do not add up, no scale, a
    criterion without questions, a kind not yet chosen.
    """
    faults = weight_faults(tender) + _unfinished(tender)
    if faults:
        raise TenderFileFaults(faults)
    case: dict[str, object] = {}
    if tender.scale and tender.scale.max is not None:
        case["scale"] = {"max": plain(tender.scale.max)}
    if any(criterion.formula == Formula.PRICE_PER_POINT for criterion in tender.criteria):
        case["formula"] = Formula.PRICE_PER_POINT.value
    gates = [{"id": condition.id, "kind": "pass"} for condition in tender.conditions or ()]
    case["criteria"] = [*(_criterion_node(criterion) for criterion in tender.criteria), *gates]
    if tender.ties is not None:
        case["ties"] = list(tender.ties)
    case["places"] = PLACES
    case["bids"] = [_bid(bid) for bid in bids]
    return case


def _unfinished(tender: TenderFile) -> list[Fault]:
    """Return what must still be said before any bid can be scored."""
    faults = []
    for path, criterion in each_criterion(tender):
        if criterion.kind is None:
            faults.append(Fault(path=f"{path}.kind", message="Say what this criterion judges."))
        elif criterion.kind == CriterionKind.PRICE:
            if criterion.formula is None:
                faults.append(Fault(path=f"{path}.formula", message="Choose how prices become points."))
        elif criterion.kind != CriterionKind.PASS and not criterion.criteria and not criterion.questions:
            faults.append(Fault(path=path, message="It has nothing to mark: add a question or take it away."))
    for path, question in each_question(tender):
        if question.kind is None:
            faults.append(Fault(path=f"{path}.kind", message="Say how this question is answered."))
        elif question.kind == QuestionKind.COMMITMENT and question.formula is None:
            faults.append(Fault(path=f"{path}.formula", message="Choose how quantities become points."))
        elif question.kind == QuestionKind.NARRATIVE and (tender.scale is None or tender.scale.max is None):
            faults.append(Fault(path="scale.max", message=f"A scale is needed to mark {question.id}."))
    return faults


def _criterion_node(criterion: Criterion) -> dict[str, object]:
    """Return one criterion with all below it."""
    node: dict[str, object] = {"id": criterion.id}
    if criterion.kind in (CriterionKind.PRICE, CriterionKind.PASS):
        node["kind"] = criterion.kind.value
    for key in ("weight", "threshold", "normalise", "formula", "high", "low", "zero_price"):
        _set(node, key, getattr(criterion, key))
    if node.get("formula") == Formula.PRICE_PER_POINT:
        del node["formula"]
    children = [
        *(_criterion_node(child) for child in criterion.criteria or ()),
        *(_question_node(question) for question in criterion.questions or ()),
    ]
    if children:
        node["children"] = children
    return node


def _question_node(question: Question) -> dict[str, object]:
    """Return one question as a leaf that takes a mark or a quantity."""
    node: dict[str, object] = {
        "id": question.id,
        "kind": "quantity" if question.kind == QuestionKind.COMMITMENT else "mark",
    }
    for key in ("weight", "threshold", "minimum", "formula", "target"):
        _set(node, key, getattr(question, key))
    if question.bands is not None:
        node["bands"] = [_band(band.at_least, band.points) for band in question.bands]
    return node


def _band(at_least: Decimal | None, points: Decimal | None) -> dict[str, object]:
    """Return one published step."""
    band: dict[str, object] = {}
    _set(band, "at_least", at_least)
    _set(band, "points", points)
    return band


def _set(node: dict[str, object], key: str, value: Decimal | str | None) -> None:
    """Put a value that is there into a node, figures as plain text."""
    if value is not None:
        node[key] = plain(value) if isinstance(value, Decimal) else str(value)


def _bid(bid: ScoredBid) -> dict[str, object]:
    """Return one bid as the case has it."""
    said: dict[str, object] = {"id": bid.id}
    _set(said, "price", bid.price)
    said["marks"] = {id: plain(mark) for id, mark in bid.marks.items()}
    said["quantities"] = {id: plain(quantity) for id, quantity in bid.quantities.items()}
    said["passes"] = dict(bid.passes)
    return said

"""The scoring case of a tender: its criteria and the marks of its bids, in the form that `manage.py score` reads.

Plain Python: no Django, no clock, no user. The case itself is worked out in the stage above, and only there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from .tenderfile import (
    WITHOUT_WEIGHT,
    Band,
    Criterion,
    CriterionKind,
    Fault,
    Formula,
    Question,
    QuestionKind,
    Scale,
    TenderFile,
    TenderFileFaults,
    each_criterion,
    each_question,
    plain,
    weight_faults,
)

NEEDS = {Formula.TARGET_CAPPED: "target", Formula.SHARE_OF_PRICE: "share", Formula.BANDS: "bands"}
"""The key that each formula of a question cannot do without, and that no other formula uses."""

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
    """Return the case as JSON has it: figures as text, conditions as gates after the criteria.

    Raises TenderFileFaults with the `scoring_faults` of a tender that is not finished enough to score.
    """
    faults = scoring_faults(tender)
    if faults:
        raise TenderFileFaults(faults)
    case: dict[str, object] = {}
    if tender.scale and tender.scale.max is not None:
        case["scale"] = {"max": plain(tender.scale.max)}
    nodes = [_criterion_node(criterion) for criterion in tender.criteria if not _ranks_whole_case(criterion)]
    gates: list[dict[str, object]] = [{"id": condition.id, "kind": "pass"} for condition in tender.conditions or ()]
    case["criteria"] = nodes + gates
    for criterion in tender.criteria:
        if _ranks_whole_case(criterion):
            _set(case, "formula", criterion.formula)
            _set(case, "zero_price", criterion.zero_price)
    if tender.ties is not None:
        case["ties"] = list(tender.ties)
    case["places"] = PLACES
    case["bids"] = [_bid(bid) for bid in bids]
    return case


def scoring_faults(tender: TenderFile) -> list[Fault]:
    """Return what must still be mended before any bid can be scored, the weights included."""
    faults = weight_faults(tender)
    for path, criterion in each_criterion(tender):
        if criterion.kind is None:
            faults.append(Fault(path=f"{path}.kind", message="Say what this criterion judges."))
        elif criterion.kind == CriterionKind.PRICE:
            faults += _price_faults(path, criterion, [id for id in tender.ties or () if id == criterion.id])
        elif criterion.kind != CriterionKind.PASS and not criterion.criteria and not criterion.questions:
            faults.append(Fault(path=path, message="It has nothing to mark: add a question or take it away."))
    for path, question in each_question(tender):
        faults += _question_faults(path, question, tender.scale)
    marked = any(question.kind == QuestionKind.NARRATIVE for _, question in each_question(tender))
    if marked and not (tender.scale and tender.scale.max):
        faults.append(Fault(path="scale.max", message="A scale is needed to mark the written answers."))
    return faults


def _price_faults(path: str, criterion: Criterion, ties: list[str]) -> list[Fault]:
    """Return what stops prices from being scored; `ties` are the tie rules that name this criterion."""
    if criterion.formula is None:
        return [Fault(path=f"{path}.formula", message="Choose how prices become points.")]
    faults = []
    if criterion.high is not None and criterion.low is not None and criterion.high <= criterion.low:
        faults.append(Fault(path=f"{path}.high", message="The high price must be above the low price."))
    if criterion.formula != Formula.LINEAR_BETWEEN:
        for key in ("high", "low"):
            if getattr(criterion, key) is not None:
                faults.append(Fault(path=f"{path}.{key}", message="This price formula has no high and low price."))
    if criterion.formula in WITHOUT_WEIGHT and criterion.threshold is not None:
        faults.append(Fault(path=f"{path}.threshold", message="This price formula gives no points to hold against it."))
    if criterion.formula == Formula.PRICE_PER_POINT:
        if "." in path:
            faults.append(
                Fault(path=f"{path}.formula", message="Price per point ranks the whole tender: move it to the top.")
            )
        if ties:
            faults.append(Fault(path="ties", message=f"{criterion.id} has no points of its own that could part a tie."))
    return faults


def _question_faults(path: str, question: Question, scale: Scale | None) -> list[Fault]:
    """Return what stops one question from being scored."""
    if question.kind is None:
        return [Fault(path=f"{path}.kind", message="Say how this question is answered.")]
    formula = question.formula or (Formula.ABSOLUTE if question.kind == QuestionKind.NARRATIVE else None)
    if formula is None:
        return [Fault(path=f"{path}.formula", message="Choose how quantities become points.")]
    faults = []
    for needing, key in NEEDS.items():
        given = getattr(question, key)
        if formula == needing and not given:
            faults.append(Fault(path=f"{path}.{key}", message=f'The formula "{formula}" needs it, above nil.'))
        if formula != needing and given is not None:
            faults.append(Fault(path=f"{path}.{key}", message=f'The formula "{formula}" does not use it.'))
    for place, band in enumerate(question.bands or ()):
        if band.points is None or (band.mark is None and band.from_ is None):
            faults.append(Fault(path=f"{path}.bands[{place}]", message="A step needs its start and its points."))
    if scale and scale.max and (question.minimum or 0) > scale.max:
        faults.append(Fault(path=f"{path}.minimum", message="No mark on the scale is as high as this."))
    return faults


def _ranks_whole_case(criterion: Criterion) -> bool:
    """Say whether a criterion is the rule that ranks the case rather than a node with points."""
    return criterion.formula == Formula.PRICE_PER_POINT


def _criterion_node(criterion: Criterion) -> dict[str, object]:
    """Return one criterion with all below it."""
    node: dict[str, object] = {"id": criterion.id}
    if criterion.kind in (CriterionKind.PRICE, CriterionKind.PASS):
        node["kind"] = criterion.kind.value
    for key in ("weight", "threshold", "normalise", "formula", "high", "low", "zero_price"):
        _set(node, key, getattr(criterion, key))
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
    for key in ("weight", "threshold", "minimum", "formula", "target", "share"):
        _set(node, key, getattr(question, key))
    if question.bands is not None:
        node["bands"] = [_band(band) for band in question.bands]
    return node


def _band(band: Band) -> dict[str, object]:
    """Return one published step."""
    step: dict[str, object] = {}
    _set(step, "mark", band.mark)
    _set(step, "from", band.from_)
    _set(step, "points", band.points)
    return step


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

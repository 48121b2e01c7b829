"""How a tender is marked, in words: what `SCORING` does with figures, said for people who never saw a formula."""

from dataclasses import dataclass
from decimal import Decimal

from commissioning.tenders.tenderfile import (
    Criterion,
    CriterionKind,
    Formula,
    Normalise,
    Question,
    QuestionKind,
    TenderFile,
    ZeroPrice,
    each_criterion,
    each_question,
    plain,
)
from socialvalue.text import money_text, number_text

WHOLE = Decimal(100)

FORMULA_WORDS: dict[Formula, str] = {
    Formula.ABSOLUTE: "The mark as a share of the highest mark on the scale.",
    Formula.RELATIVE_TO_BEST: "The best mark gets all the points. Others get their share of it.",
    Formula.BANDS: "Points in published steps.",
    Formula.LOWEST_OVER_PRICE: (
        "The lowest price gets all the points. Any other gets the lowest price divided by its own, as a share of them."
    ),
    Formula.LINEAR_BETWEEN: "Points fall in a straight line from the low price, which gets all, to the high one.",
    Formula.MEAN_BASED: "A price equal to the average gets half the points; cheaper ones get more, dearer ones fewer.",
    Formula.LINEAR_ABOVE_LOWEST: (
        "The lowest price gets all the points. A price that is a tenth higher gets a tenth less, and so on down to none."
    ),
    Formula.FIXED_PRICE: "The price is fixed, so it parts nobody.",
    Formula.PRICE_PER_POINT: "Bids are ranked by their price for each point of quality, lowest first.",
    Formula.TARGET_CAPPED: "Points for the share of the target that you promise. More than the target gets no more.",
    Formula.RELATIVE_TO_HIGHEST: "The highest promise gets all the points. Others get their share of it.",
    Formula.SHARE_OF_PRICE: "Points for the value you promise as a share of your price, up to the published share.",
}

ZERO_WORDS = {
    ZeroPrice.FULL_POINTS: "A price of nothing gets all the points.",
    ZeroPrice.REJECT: "A price of nothing is not accepted.",
}


@dataclass(frozen=True)
class WeightNode:
    """A criterion or question in the weight tree; `weight` in per cent of the whole."""

    name: str
    weight: Decimal
    children: tuple["WeightNode", ...] = ()


def weight_tree(tender: TenderFile) -> tuple[WeightNode, ...]:
    """Return the criteria and questions with their weights as shares of the whole tender."""
    return tuple(_node(criterion, WHOLE) for criterion in tender.criteria)


def _node(criterion: Criterion, above: Decimal) -> WeightNode:
    weight = (criterion.weight or Decimal()) * above / WHOLE
    children = [_node(child, weight) for child in criterion.criteria or ()]
    children += [
        WeightNode(f"Question {question.id}", (question.weight or Decimal()) * weight / WHOLE)
        for question in criterion.questions or ()
    ]
    return WeightNode(criterion.name or criterion.id, _rounded(weight), tuple(_shown(child) for child in children))


def _shown(node: WeightNode) -> WeightNode:
    return WeightNode(node.name, _rounded(node.weight), node.children)


def _rounded(weight: Decimal) -> Decimal:
    """Return a weight with at most two places, for showing only."""
    return Decimal(plain(weight.quantize(Decimal("0.01"))))


def share_text(weight: Decimal) -> str:
    """Say what share of the whole a weight is, such as "10.8% of the total"."""
    return f"{number_text(_rounded(weight))}% of the total"


def criterion_rules(criterion: Criterion) -> list[str]:
    """Return what applies to the whole of a criterion, in sentences."""
    rules = []
    if criterion.kind is CriterionKind.PASS:
        rules.append("You pass or fail. A bid that fails is out.")
    if criterion.formula:
        rules.append(FORMULA_WORDS[criterion.formula])
    if criterion.low is not None or criterion.high is not None:
        low = "the lowest price" if criterion.low is None else money_text(criterion.low)
        high = "the highest price" if criterion.high is None else money_text(criterion.high)
        rules.append(f"The line runs from {low} to {high}.")
    if criterion.zero_price:
        rules.append(ZERO_WORDS[criterion.zero_price])
    if criterion.normalise is Normalise.RELATIVE_TO_BEST:
        rules.append("Points here are stretched so that the best bid has all of them.")
    if criterion.threshold:
        rules.append(f"A bid with less than {plain(criterion.threshold)}% of the points here is out.")
    return rules


def question_rules(question: Question) -> list[str]:
    """Return how one answer is marked, in sentences."""
    is_narrative = question.kind is not QuestionKind.COMMITMENT
    formula = question.formula or (Formula.ABSOLUTE if is_narrative else None)
    rules = [FORMULA_WORDS[formula]] if formula else []
    if question.target is not None:
        unit = f" {question.measure.unit}" if question.measure and question.measure.unit else ""
        rules.append(f"The target is {number_text(question.target)}{unit}.")
    if question.share is not None:
        rules.append(f"The published share is {plain(question.share)}% of the price.")
    for band in question.bands or ():
        start = band.mark if is_narrative else band.from_
        if start is not None and band.points is not None:
            from_text = f"A mark of {plain(start)}" if is_narrative else f"{number_text(start)} or more"
            rules.append(f"{from_text} gets {plain(band.points)} of 100 points.")
    if question.minimum:
        rules.append(f"A bid with a mark below {plain(question.minimum)} is out.")
    if question.threshold:
        rules.append(f"A bid with less than {plain(question.threshold)}% of the points here is out.")
    return rules


def tie_names(tender: TenderFile) -> dict[str, str]:
    """Return what may part equal bids, by its id in the file."""
    names = {"lowest_price": "The lowest price"}
    for _, criterion in each_criterion(tender):
        names[criterion.id] = f"More points for {criterion.name or criterion.id}"
    for _, question in each_question(tender):
        names[question.id] = f"More points for question {question.id}"
    return {**names, "lot": "Drawing lots"}

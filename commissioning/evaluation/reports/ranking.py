"""The ranking: who comes first, by how much, and how it was worked out, in finished strings with the figures beside."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from commissioning.bids.reports import OpenedBid, opened_submissions
from commissioning.evaluation.models import Evaluation
from commissioning.evaluation.reports.case import Judged, case_of, judged
from commissioning.evaluation.reports.method import Method, method
from commissioning.evaluation.scoring import BidResult, CaseFaults, Result, Tie, parse_case, score
from commissioning.tenders.tenderfile import Criterion, CriterionKind, Formula, Question, QuestionKind, plain
from socialvalue.refusals import Refused
from socialvalue.text import list_text, money_text, number_text

FORMULA_WORDS = {
    Formula.ABSOLUTE: "100 × mark ÷ the highest mark on the scale",
    Formula.RELATIVE_TO_BEST: "100 × own figure ÷ the best figure",
    Formula.BANDS: "the points published for each step",
    Formula.LOWEST_OVER_PRICE: "100 × lowest price ÷ own price",
    Formula.LINEAR_BETWEEN: "100 × (high price − own price) ÷ (high price − low price), held to 0–100",
    Formula.MEAN_BASED: "50 − 100 × (own price − mean price) ÷ mean price, held to 0–100",
    Formula.LINEAR_ABOVE_LOWEST: "100 × (1 − (own price − lowest price) ÷ lowest price), not below 0",
    Formula.FIXED_PRICE: "the price is fixed: all are equal and it carries no weight",
    Formula.PRICE_PER_POINT: "own price ÷ quality points; the lowest ranks first",
    Formula.TARGET_CAPPED: "100 × own quantity ÷ the target, no more than 100",
    Formula.RELATIVE_TO_HIGHEST: "100 × own quantity ÷ the highest quantity",
    Formula.SHARE_OF_PRICE: "the value promised as a share of the price, against the published share, no more than 100",
}
FLAG_WORDS = {
    "abnormally_low": "The price looks abnormally low. Ask the bidder to explain it; the score does not change.",
}
WORKING_WORDS = {
    "lowest_price": "Lowest price",
    "highest_price": "Highest price",
    "mean_price": "Mean price",
    "median_price": "Median price",
    "mean_of_all_but_highest": "Mean of all prices but the highest",
}
USED_WORDS = {
    "best_points": "best points",
    "best_mark": "best mark",
    "highest_quantity": "highest quantity",
    "mean_price": "mean price",
    "lowest_price": "lowest price",
    "high": "high price",
    "low": "low price",
}


@dataclass(frozen=True)
class Node:
    """One criterion, question or condition. `share` is its part of the whole in per cent, None for a gate."""

    id: str
    name: str
    depth: int
    share: Decimal | None
    share_text: str
    formula_text: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one bid got for one node: points out of 100, and what they add to the total."""

    node: Node
    points: Decimal
    contribution: Decimal
    points_text: str
    contribution_text: str


@dataclass(frozen=True, slots=True)
class RankedBid:
    """One bid in the ranking. `parts` follow `Ranking.nodes`; `top` are those of the first level, which make the total."""

    bid_id: UUID
    reference: str
    provider: str
    rank: int | None
    rank_text: str
    price: Decimal | None
    price_text: str
    total: Decimal
    total_text: str
    parts: tuple[Part, ...]
    disqualified: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def top(self) -> tuple[Part, ...]:
        """The first level of the tree, without gates."""
        return tuple(part for part in self.parts if part.node.depth == 0 and part.node.share)


@dataclass(frozen=True)
class Ranking:
    """The whole ranking, best first, with its case, its result and its working in words.

    `out` are the bids that are not ranked because they are out, as (id of the bid, bidder, sentences why).
    """

    nodes: tuple[Node, ...]
    bids: tuple[RankedBid, ...]
    out: tuple[tuple[UUID, str, tuple[str, ...]], ...]
    ties: tuple[str, ...]
    working: tuple[tuple[str, str], ...]
    case: dict[str, object]
    result: Result

    @property
    def first(self) -> frozenset[UUID]:
        """The bids that rank first: one, several if nothing parts them, none if all are disqualified."""
        return frozenset(bid.bid_id for bid in self.bids if bid.rank == 1)

    @property
    def weighted(self) -> tuple[Node, ...]:
        """The nodes of the first level that carry weight, as the bars show them."""
        return tuple(node for node in self.nodes if node.depth == 0 and node.share)


def ranking(evaluation: Evaluation) -> Ranking:
    """The ranking of an evaluation whose prices are open. Five queries, however many bids.

    `Refused` before that, and in words where the published method can't be worked out.
    """
    published = method(evaluation.tender)
    return ranking_of(evaluation, published, opened_submissions(evaluation.tender))


def ranking_of(evaluation: Evaluation, published: Method, opened: list[OpenedBid]) -> Ranking:
    """The same from a method and bids that have been read already. Three queries.

    `Refused` where the tender is in lots: what bids cost together says nothing, since each is for lots of its own choice.
    """
    if published.file.lots:
        raise Refused("This tender is in lots, and each lot has a ranking of its own. See the page of the ranking.")
    return ranking_from(judged(evaluation, published), published, opened)


def ranking_from(found: Judged, published: Method, opened: list[OpenedBid]) -> Ranking:
    """The ranking of these bids at the prices that they carry. No query."""
    why = found.out
    opened, left_out = (
        [bid for bid in opened if bid.bid_id not in why],
        [bid for bid in opened if bid.bid_id in why],
    )
    facts = case_of(found, published, opened)
    try:
        result = score(parse_case(facts))
    except CaseFaults as faults:
        raise Refused(*(f"The ranking can’t be worked out yet: {fault}." for fault in faults.faults)) from None
    nodes = tuple(_nodes(published))
    names = {node.id: node.name for node in nodes}
    by_reference = {bid.reference: bid for bid in opened}
    shared = [row.rank for row in result.bids]
    bids = tuple(_ranked(by_reference[row.id], row, nodes, shared.count(row.rank) > 1) for row in result.bids)
    providers = {bid.reference: bid.provider for bid in bids}
    return Ranking(
        nodes=nodes,
        bids=bids,
        out=tuple((bid.bid_id, bid.provider, why[bid.bid_id]) for bid in left_out),
        ties=tuple(_tie_words(tie, providers, names) for tie in result.ties),
        working=tuple(_working(result, names)),
        case=facts,
        result=result,
    )


def _nodes(published: Method) -> Iterator[Node]:
    """Every node in the order of the tender, parents first, then the conditions."""
    for criterion in published.file.criteria:
        yield from _criterion_nodes(criterion, Decimal(100), 0)
    criteria = {
        node.id for criterion in published.file.criteria for node in _criterion_nodes(criterion, Decimal(100), 0)
    }
    for condition in published.conditions:
        if condition.id not in criteria:
            yield Node(condition.id, condition.name, 0, None, "", "pass or fail")


def _criterion_nodes(criterion: Criterion, above: Decimal, depth: int) -> Iterator[Node]:
    """One criterion and all below it; `above` is its parent's share in per cent of the whole."""
    name = criterion.name or criterion.id
    share = None if criterion.weight is None else above * criterion.weight / 100
    yield Node(criterion.id, name, depth, share, _share_text(share), _criterion_words(criterion))
    for child in criterion.criteria or ():
        yield from _criterion_nodes(child, share or Decimal(0), depth + 1)
    for question in criterion.questions or ():
        part = (share or Decimal(0)) * (question.weight or 0) / 100
        yield Node(
            question.id, question.text or question.id, depth + 1, part, _share_text(part), _question_words(question)
        )


def _share_text(share: Decimal | None) -> str:
    """A share of the whole: "18%"."""
    return "" if share is None else f"{number_text(share)}%"


def _criterion_words(criterion: Criterion) -> str:
    """How the criterion's points are worked out, with its threshold."""
    if criterion.kind == CriterionKind.PASS:
        words = "pass or fail"
    elif criterion.formula:
        words = FORMULA_WORDS[criterion.formula]
    else:
        words = "the weighted sum of what is below it"
    if criterion.normalise:
        words += ", then 100 × own points ÷ the best points"
    return words + _threshold_words(criterion.threshold)


def _question_words(question: Question) -> str:
    """How the question's points are worked out, with its target, minimum and threshold."""
    default = Formula.ABSOLUTE if question.kind == QuestionKind.NARRATIVE else None
    formula = question.formula or default
    words = FORMULA_WORDS[formula] if formula else ""
    if question.target is not None:
        words += f"; the target is {number_text(question.target)}"
    if question.minimum is not None:
        words += f"; a mark below {plain(question.minimum)} disqualifies"
    return words + _threshold_words(question.threshold)


def _threshold_words(threshold: Decimal | None) -> str:
    return "" if threshold is None else f"; below {plain(threshold)}% of its own maximum disqualifies"


def _ranked(opened: OpenedBid, row: BidResult, nodes: tuple[Node, ...], is_shared: bool) -> RankedBid:
    """One bid's row in finished strings."""
    names = {node.id: node.name for node in nodes}
    rank_text = "Not ranked" if row.rank is None else f"{row.rank}{'=' if is_shared else ''}"
    return RankedBid(
        bid_id=opened.bid_id,
        reference=opened.reference,
        provider=str(opened.provider),
        rank=row.rank,
        rank_text=rank_text,
        price=opened.file.price,
        price_text="" if opened.file.price is None else money_text(opened.file.price),
        total=row.total,
        total_text=row.display,
        parts=tuple(
            Part(
                node,
                row.criteria[node.id].points,
                row.criteria[node.id].contribution,
                number_text(row.criteria[node.id].points, 2),
                number_text(row.criteria[node.id].contribution, 2),
            )
            for node in nodes
        ),
        disqualified=tuple(f"On “{names[fault.criterion].rstrip('.')}”: {fault.reason}." for fault in row.disqualified),
        flags=tuple(FLAG_WORDS[flag] for flag in row.flags),
    )


def _tie_words(tie: Tie, providers: dict[str, str], names: dict[str, str]) -> str:
    """What happened where totals were level."""
    level = list_text([providers[reference] for reference in tie.bids])
    words = f"{level} have the same total."
    if tie.parted_by:
        rules = [names.get(rule, rule.replace("_", " ")) for rule in tie.parted_by]
        words += f" The published rule parts them by {list_text(rules, 'then')}."
    for group in tie.unparted:
        who = list_text([providers[reference] for reference in group])
        words += f" Nothing parts {who}" + (": the published rule is to draw lots." if tie.lot else ".")
    return words


def _working(result: Result, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The reference figures as (label, figure), as far as there are any."""
    yield "Bids that qualify", str(result.working.qualifying)
    for key, label in WORKING_WORDS.items():
        figure = getattr(result.working, key)
        if figure is not None:
            yield label, money_text(figure)
    for node, figures in result.working.criteria.items():
        for key, figure in figures.items():
            is_money = key in {"mean_price", "lowest_price", "high", "low"}
            yield f"{names[node]}: {USED_WORDS[key]}", money_text(figure) if is_money else number_text(figure, 2)

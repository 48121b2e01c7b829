"""Who qualifies: gates, minimums, nil prices and thresholds. Call inside a context of `PRECISION`."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_FLOOR, Decimal

from commissioning.evaluation.scoring.case import Bid, Case, Criterion, Kind, ZeroPrice
from commissioning.evaluation.scoring.formulas import (
    NIL,
    Spread,
    figure_of,
    including,
    own_points,
    price_points,
    relative_to_highest,
    settle,
)
from commissioning.evaluation.scoring.result import Disqualification, plain


def disqualifications(case: Case) -> dict[str, tuple[Disqualification, ...]]:
    """The reasons against each disqualified bid, by its id; bids that qualify are not in it.

    First what the bid alone decides. Then, where a threshold rests on figures without a maximum of their own, the other
    bids are admitted one at a time, the strongest figure first. A bid that is turned away is no measure for the next,
    so the answer for every other bid is the same as if it had never been there.
    """
    found: dict[str, tuple[Disqualification, ...]] = {}
    thresholds = [node for node in case.walk() if node.threshold is not None]
    open_leaves = {leaf.id: leaf for node in thresholds for leaf in node.walk() if leaf.is_open}
    closed = [node for node in thresholds if not any(leaf.is_open for leaf in node.walk())]
    unsettled = [node for node in thresholds if node not in closed]
    waiting: list[Bid] = []
    for bid in case.bids:
        if reasons := (*_own_reasons(case, bid), *_missed(closed, bid, case, {})):
            found[bid.id] = reasons
        else:
            waiting.append(bid)
    if not unsettled:
        return found

    def strongest_first(bid: Bid) -> tuple[tuple[Decimal, ...], str]:
        figures = ((leaf.kind, figure_of(leaf, bid)) for leaf in open_leaves.values())
        return tuple(figure if kind is Kind.PRICE else -figure for kind, figure in figures), bid.id

    spreads: dict[str, Spread] = {}
    for bid in sorted(waiting, key=strongest_first):
        wider = {name: including(spreads.get(name), figure_of(leaf, bid)) for name, leaf in open_leaves.items()}
        if reasons := tuple(_missed(unsettled, bid, case, wider)):
            found[bid.id] = reasons
        else:
            spreads = wider
    return found


def _own_reasons(case: Case, bid: Bid) -> Iterator[Disqualification]:
    """Gates not passed, marks below their minimum, and a nil price where the case rejects it."""
    nil_price_named = False
    for node in case.walk():
        if node.is_gate and not bid.passes[node.id]:
            yield Disqualification(node.id, "did not pass")
        if node.minimum is not None and bid.marks[node.id] < node.minimum:
            mark, least = plain(bid.marks[node.id]), plain(node.minimum)
            yield Disqualification(node.id, f"the mark {mark} is below the minimum of {least}")
        if node.kind is Kind.PRICE and node.zero_price is ZeroPrice.REJECT and bid.price == 0:
            nil_price_named = True
            yield Disqualification(node.id, "the price is nil, which the case rejects")
    if case.zero_price is ZeroPrice.REJECT and bid.price == 0 and not nil_price_named:
        yield Disqualification("price", "the price is nil, which the case rejects")


def _missed(nodes: list[Criterion], bid: Bid, case: Case, spreads: Mapping[str, Spread]) -> Iterator[Disqualification]:
    for node in nodes:
        points, least = settle(_unnormalised(node, bid, case, spreads)), node.threshold
        if least is not None and points < least:
            # Rounded down, so that the words never say that 60 is below 60.
            figure = plain(points.quantize(Decimal("0.0001"), ROUND_FLOOR))
            yield Disqualification(node.id, f"{figure} per cent is below the threshold of {plain(least)} per cent")


def _unnormalised(node: Criterion, bid: Bid, case: Case, spreads: Mapping[str, Spread]) -> Decimal:
    """Points before anything that has a maximum of its own is made relative to the best."""
    if node.children:
        parts = (
            _unnormalised(child, bid, case, spreads) * child.weight
            for child in node.children
            if child.weight is not None
        )
        return sum(parts, NIL) / 100
    if not node.is_open:
        return own_points(node, bid, case.scale) if node.kind is not Kind.PRICE else _price(node, bid, None)
    if node.kind is Kind.PRICE:
        return _price(node, bid, spreads[node.id])
    return relative_to_highest(figure_of(node, bid), spreads[node.id])


def _price(node: Criterion, bid: Bid, spread: Spread | None) -> Decimal:
    """Points of a price: between two published ends no other bid's price is looked at."""
    price = figure_of(node, bid)
    return price_points(node, price, spread or including(None, price))

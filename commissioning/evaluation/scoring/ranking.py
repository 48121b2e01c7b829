"""The ranking: points up the tree, contributions down it, best first, ties parted."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Context, Decimal, localcontext
from itertools import groupby, pairwise

from commissioning.evaluation.scoring.case import LOT, LOWEST_PRICE, Bid, Case, Criterion, Formula, Kind
from commissioning.evaluation.scoring.formulas import (
    FULL,
    NIL,
    PRECISION,
    Spread,
    ends,
    figure_of,
    including,
    lowest_price,
    own_points,
    price_points,
    relative_to_highest,
    settle,
    settle_parts,
)
from commissioning.evaluation.scoring.qualifying import disqualifications
from commissioning.evaluation.scoring.result import (
    ABNORMALLY_LOW,
    BidResult,
    NodeResult,
    Result,
    Tie,
    Working,
    displayed,
)


def score(case: Case) -> Result:
    """The ranking of a sound case and its working out."""
    with localcontext(Context(prec=PRECISION)):
        return _Scoring(case).result()


class _Scoring:
    """One run. Tables are by the id of the criterion, then of the bid."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.disqualified = disqualifications(case)
        self.qualifying = [bid for bid in case.bids if bid.id not in self.disqualified]
        self.points: dict[str, dict[str, Decimal]] = {}
        self.raw: dict[str, dict[str, Decimal]] = {}  # a parent's points before it is made relative to the best
        self.used: dict[str, Mapping[str, Decimal]] = {}
        for criterion in case.criteria:
            self._find_points(criterion)

    def result(self) -> Result:
        """Every bid scored, ranked and flagged."""
        low = self._abnormally_low()
        rows = [self._bid_result(bid, low) for bid in self.case.bids]
        prices = {bid.id: bid.price for bid in self.case.bids}
        ranked, ties = self._ranked([row for row in rows if not row.disqualified], prices)
        out = sorted((row for row in rows if row.disqualified), key=lambda row: row.id)
        return Result(bids=(*ranked, *out), ties=ties, working=self._working())

    def _find_points(self, node: Criterion) -> None:
        """Fill in the points of every bid for this criterion and all below it."""
        for child in node.children:
            self._find_points(child)
        bids = self.case.bids
        if node.children:
            self.raw[node.id] = figures = {bid.id: self._weighed_sum(node.children, bid) for bid in bids}
        else:
            figures = {bid.id: figure_of(node, bid) for bid in bids}
        compares = (
            node.formula in (Formula.RELATIVE_TO_BEST, Formula.RELATIVE_TO_HIGHEST) or node.kind is Kind.PRICE
        ) and node.formula is not Formula.FIXED_PRICE
        if not compares:
            self.points[node.id] = (
                figures if node.children else {bid.id: own_points(node, bid, self.case.scale) for bid in bids}
            )
            return
        spread = Spread.of(figures[bid.id] for bid in self.qualifying)
        points = self.points[node.id] = {}
        for bid in bids:
            figure = figures[bid.id]
            # A disqualified bid is measured against the qualifying ones and itself, and is no measure for them.
            own = including(spread, figure) if spread is None or bid.id in self.disqualified else spread
            compare = price_points(node, figure, own) if node.kind is Kind.PRICE else relative_to_highest(figure, own)
            points[bid.id] = compare
        if spread is not None:
            self.used[node.id] = _figures_used(node, spread)

    def _weighed_sum(self, siblings: tuple[Criterion, ...], bid: Bid) -> Decimal:
        """Points of the parent of these criteria, before it is made relative to the best."""
        parts = (self.points[node.id][bid.id] * node.weight for node in siblings if node.weight is not None)
        return sum(parts, NIL) / FULL

    def _bid_result(self, bid: Bid, low: set[str]) -> BidResult:
        total = settle(self._weighed_sum(self.case.criteria, bid))
        nodes: dict[str, NodeResult] = {}
        self._contribute(self.case.criteria, bid, total, Decimal(1), nodes)
        return BidResult(
            id=bid.id,
            rank=None,
            total=total,
            display=displayed(total, self.case.places),
            figure=self._figure(bid, total),
            criteria=nodes,
            disqualified=self.disqualified.get(bid.id, ()),
            flags=(ABNORMALLY_LOW,) if bid.id in low else (),
        )

    def _contribute(
        self,
        siblings: tuple[Criterion, ...],
        bid: Bid,
        whole: Decimal,
        part: Decimal,
        nodes: dict[str, NodeResult],
    ) -> None:
        """Note these criteria and all below them. `whole` is their parent's contribution, settled; `part` is what one
        point of the parent, before it is made relative to the best, adds to the total.
        """
        points = [self.points[node.id][bid.id] for node in siblings]
        worth = [part * node.weight / FULL if node.weight is not None else NIL for node in siblings]
        exact = [own * one for own, one in zip(points, worth, strict=True)]
        settled = settle_parts(exact, whole)
        for i, node in enumerate(siblings):
            nodes[node.id] = NodeResult(settle(points[i]), settled[i])
            if node.children:
                # A parent made relative to the best grows; its children's contributions grow with it, so they add up.
                raw = self.raw[node.id][bid.id]
                self._contribute(node.children, bid, settled[i], exact[i] / raw if raw else worth[i], nodes)

    def _figure(self, bid: Bid, total: Decimal) -> Decimal | None:
        """The money that ranks the bid under a whole-case formula; None where there is none."""
        if bid.price is None or self.case.formula is None:
            return None
        if self.case.formula is Formula.PRICE_PER_POINT:
            return settle(bid.price / total) if total else None
        worth = (
            self.points[criterion.id][bid.id] * criterion.value
            for criterion in self.case.criteria
            if criterion.value is not None
        )
        return settle(bid.price - sum(worth, NIL) / FULL)

    def _ranked(
        self, rows: list[BidResult], prices: Mapping[str, Decimal | None]
    ) -> tuple[list[BidResult], tuple[Tie, ...]]:
        rules = [rule for rule in self.case.ties if rule != LOT]

        def first(row: BidResult) -> tuple[bool, Decimal]:
            if self.case.formula is None:
                return False, -row.total
            return row.figure is None, row.figure or NIL

        def parting(row: BidResult) -> tuple[Decimal, ...]:
            return tuple(
                (prices[row.id] or NIL) if rule == LOWEST_PRICE else -row.criteria[rule].points for rule in rules
            )

        rows = sorted(rows, key=lambda row: (first(row), parting(row), row.id))
        ranked: list[BidResult] = []
        ties: list[Tie] = []
        for _, level in groupby(rows, key=first):
            group = list(level)
            if len(group) > 1:
                ties.append(self._tie(group, [parting(row) for row in group], rules, rank=len(ranked) + 1))
            for _, equal in groupby(group, key=parting):
                rank = len(ranked) + 1
                ranked.extend(replace(row, rank=rank) for row in equal)
        return ranked, tuple(ties)

    def _tie(self, group: list[BidResult], keys: list[tuple[Decimal, ...]], rules: list[str], rank: int) -> Tie:
        parted_by = tuple(
            rule for i, rule in enumerate(rules) if len({key[: i + 1] for key in keys}) > len({key[:i] for key in keys})
        )
        ids_by_key: dict[tuple[Decimal, ...], list[str]] = {}
        for row, key in zip(group, keys, strict=True):
            ids_by_key.setdefault(key, []).append(row.id)
        unparted = tuple(tuple(ids) for ids in ids_by_key.values() if len(ids) > 1)
        lot = LOT in self.case.ties and bool(unparted)
        return Tie(rank, tuple(row.id for row in group), parted_by, unparted, lot)

    def _prices(self) -> list[Decimal]:
        """Prices of the qualifying bids, lowest first; empty where one is missing or the price was fixed."""
        if any(node.formula is Formula.FIXED_PRICE for node in self.case.walk()):
            return []
        prices = [bid.price for bid in self.qualifying if bid.price is not None]
        return sorted(prices) if len(prices) == len(self.qualifying) else []

    def _abnormally_low(self) -> set[str]:
        """Ids of bids priced more than 15% below the mean of all but the highest and over 1% below the next lowest.

        Source: Scottish Government, Construction Procurement Handbook. Both tests are multiplied out, so exact.
        """
        prices = self._prices()
        others = prices[:-1]
        low = {
            price
            for price, following in pairwise(prices)
            if FULL * price * len(others) < 85 * sum(others) and FULL * price < 99 * following
        }
        # Two bids at one price have each other as the next lowest, so neither is more than 1% below it.
        return {bid.id for bid in self.qualifying if bid.price in low and prices.count(bid.price) == 1}

    def _working(self) -> Working:
        prices = self._prices()
        count = len(prices)
        middle = (prices[(count - 1) // 2] + prices[count // 2]) / 2 if prices else None
        others = prices[:-1]
        return Working(
            qualifying=len(self.qualifying),
            lowest_price=prices[0] if prices else None,
            highest_price=prices[-1] if prices else None,
            mean_price=settle(sum(prices, NIL) / count) if prices else None,
            median_price=middle,
            mean_of_all_but_highest=settle(sum(others, NIL) / len(others)) if others else None,
            criteria=self.used,
        )


def _figures_used(node: Criterion, spread: Spread) -> Mapping[str, Decimal]:
    """The reference figures by which this criterion compared the bids."""
    if node.children:
        return {"best_points": settle(spread.highest)}
    if node.kind is Kind.MARK:
        return {"best_mark": spread.highest}
    if node.kind is Kind.QUANTITY:
        return {"highest_quantity": spread.highest}
    if node.formula is Formula.MEAN_BASED:
        return {"mean_price": settle(spread.mean)}
    if node.formula is Formula.LINEAR_BETWEEN:
        high, low = ends(node, spread)
        return {"high": high, "low": low}
    return {"lowest_price": lowest_price(node, spread)}

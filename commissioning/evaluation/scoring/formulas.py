"""Points out of 100 for one figure, each formula as its source publishes it. Call inside a context of `PRECISION`."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from commissioning.evaluation.scoring.case import Bid, Criterion, Formula, Kind, ZeroPrice

PRECISION = 120
SETTLED = Decimal(1).scaleb(-24)
NIL = Decimal(0)
FULL = Decimal(100)
HALF = Decimal(50)


def settle(value: Decimal) -> Decimal:
    """The value to 24 decimal places: the last digits of a division never part two equal totals or miss a threshold."""
    return value.quantize(SETTLED) or NIL


def settle_parts(parts: list[Decimal], whole: Decimal) -> list[Decimal]:
    """The parts of a settled whole, settled so that they add up to it exactly: the largest takes the last digits."""
    settled = [settle(part) for part in parts]
    largest = max(range(len(parts)), key=parts.__getitem__)
    settled[largest] += whole - sum(settled, NIL)
    return settled


@dataclass(frozen=True, slots=True)
class Spread:
    """The figures of the qualifying bids for one criterion, as the relative formulas need them."""

    lowest: Decimal
    lowest_above_nil: Decimal | None
    highest: Decimal
    total: Decimal
    count: int

    @classmethod
    def of(cls, figures: Iterable[Decimal]) -> "Spread | None":
        """The spread of these figures; None where there are none."""
        found = list(figures)
        if not found:
            return None
        above = [figure for figure in found if figure > 0]
        return cls(min(found), min(above) if above else None, max(found), sum(found, NIL), len(found))

    @property
    def mean(self) -> Decimal:
        """The mean of the figures."""
        return self.total / self.count


def including(spread: Spread | None, figure: Decimal) -> Spread:
    """The spread with one more figure in it."""
    above = figure if figure > 0 else None
    if spread is None:
        return Spread(figure, above, figure, figure, 1)
    lowest_above = spread.lowest_above_nil
    if above is not None:
        lowest_above = above if lowest_above is None else min(above, lowest_above)
    return Spread(
        min(spread.lowest, figure),
        lowest_above,
        max(spread.highest, figure),
        spread.total + figure,
        spread.count + 1,
    )


def figure_of(criterion: Criterion, bid: Bid) -> Decimal:
    """What a bid gives for a leaf: a mark, a quantity, a price, or 1 and 0 for yes and no."""
    match criterion.kind:
        case Kind.MARK:
            return bid.marks[criterion.id]
        case Kind.QUANTITY:
            return bid.quantities[criterion.id]
        case Kind.PASS:
            return Decimal(int(bid.passes[criterion.id]))
        case _:
            return NIL if bid.price is None else bid.price  # None only for a fixed price, which scores no figure


def own_points(criterion: Criterion, bid: Bid, scale: Decimal | None) -> Decimal:
    """Points of a leaf that the bid alone decides. A mark counts against the top of the scale, whatever its formula."""
    figure = figure_of(criterion, bid)
    match criterion.formula:
        case Formula.BANDS:
            return max((band.points for band in criterion.bands if band.start <= figure), default=NIL)
        case Formula.TARGET_CAPPED:
            return FULL * min(figure / _there(criterion.target), Decimal(1))
        case Formula.SHARE_OF_PRICE:
            return share_of_price(figure, _there(bid.price), _there(criterion.share))
        case Formula.FIXED_PRICE:
            return FULL
        case None:  # pass: yes or no
            return FULL * figure
        case _:
            return FULL * figure / _there(scale)


def share_of_price(value: Decimal, price: Decimal, share: Decimal) -> Decimal:
    """100 where the promised value is `share` per cent of the price or more, in proportion below."""
    if value == 0:
        return NIL
    if FULL * value >= share * price:
        return FULL
    return FULL * (FULL * value / price) / share


def relative_to_highest(figure: Decimal, spread: Spread) -> Decimal:
    """100 x own / highest, for marks, quantities and the points of parents; 0 for all where the highest is nil."""
    return FULL * figure / spread.highest if spread.highest > 0 else NIL


def price_points(criterion: Criterion, price: Decimal, spread: Spread) -> Decimal:
    """Points of a price under a formula that compares prices. `spread` has this price in it."""
    if price == 0 and criterion.zero_price is not None:
        return FULL if criterion.zero_price is ZeroPrice.FULL_POINTS else NIL
    match criterion.formula:
        case Formula.LOWEST_OVER_PRICE:
            return FULL * lowest_price(criterion, spread) / price
        case Formula.LINEAR_ABOVE_LOWEST:
            lowest = lowest_price(criterion, spread)
            return max(NIL, FULL * (1 - (price - lowest) / lowest))
        case Formula.MEAN_BASED:
            if spread.total == 0:
                return HALF
            return _held(HALF - FULL * (price - spread.mean) / spread.mean)
        case _:
            return _linear_between(criterion, price, spread)


def lowest_price(criterion: Criterion, spread: Spread) -> Decimal:
    """The lowest price to measure against: above nil, where a nil price has its points already."""
    if criterion.zero_price is None or spread.lowest_above_nil is None:
        return spread.lowest
    return spread.lowest_above_nil


def ends(criterion: Criterion, spread: Spread) -> tuple[Decimal, Decimal]:
    """High and low of `linear_between`: published, or else observed."""
    high = spread.highest if criterion.high is None else criterion.high
    low = spread.lowest if criterion.low is None else criterion.low
    return high, low


def _linear_between(criterion: Criterion, price: Decimal, spread: Spread) -> Decimal:
    high, low = ends(criterion, spread)
    if high > low:
        return _held(FULL * (high - price) / (high - low))
    # One end is published and every price lies beyond it, or all prices are equal.
    return NIL if criterion.high is not None else FULL


def _held(points: Decimal) -> Decimal:
    return max(NIL, min(FULL, points))


def _there(value: Decimal | None) -> Decimal:
    if value is None:
        raise ValueError("the case was made by hand and lacks a figure that its formula needs")
    return value

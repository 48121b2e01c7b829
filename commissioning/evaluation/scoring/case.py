"""The case: what is to be scored, once it has been read and found sound."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a bid gives for a criterion that has no children."""

    MARK = "mark"
    QUANTITY = "quantity"
    PRICE = "price"
    PASS = "pass"


class Formula(StrEnum):
    """How what a bid gives becomes points out of 100."""

    ABSOLUTE = "absolute"
    RELATIVE_TO_BEST = "relative_to_best"
    BANDS = "bands"
    LOWEST_OVER_PRICE = "lowest_over_price"
    LINEAR_BETWEEN = "linear_between"
    MEAN_BASED = "mean_based"
    LINEAR_ABOVE_LOWEST = "linear_above_lowest"
    FIXED_PRICE = "fixed_price"
    TARGET_CAPPED = "target_capped"
    RELATIVE_TO_HIGHEST = "relative_to_highest"
    SHARE_OF_PRICE = "share_of_price"
    PRICE_PER_POINT = "price_per_point"
    VALUE_DEDUCTION = "value_deduction"


class ZeroPrice(StrEnum):
    """What a price of nil means: all the points, or a bid that is turned away."""

    FULL_POINTS = "full_points"
    REJECT = "reject"


WHOLE_CASE = (Formula.PRICE_PER_POINT, Formula.VALUE_DEDUCTION)
FORMULAS: Mapping[Kind, tuple[Formula, ...]] = {
    Kind.MARK: (Formula.ABSOLUTE, Formula.RELATIVE_TO_BEST, Formula.BANDS),
    Kind.QUANTITY: (Formula.TARGET_CAPPED, Formula.BANDS, Formula.RELATIVE_TO_HIGHEST, Formula.SHARE_OF_PRICE),
    Kind.PRICE: (
        Formula.LOWEST_OVER_PRICE,
        Formula.LINEAR_BETWEEN,
        Formula.MEAN_BASED,
        Formula.LINEAR_ABOVE_LOWEST,
        Formula.FIXED_PRICE,
    ),
    Kind.PASS: (),
}

LOWEST_PRICE = "lowest_price"
LOT = "lot"


@dataclass(frozen=True, slots=True)
class Band:
    """A step: from this mark or quantity up, these points out of 100."""

    start: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class Criterion:
    """A node of the tree. A parent has children and no kind.

    `weight` is per cent of the parent; None for a gate and for a fixed price. `threshold` and `share` are per cent,
    `minimum` is a mark, `target` a quantity, `high`, `low` and `value` are money.
    """

    id: str
    weight: Decimal | None
    kind: Kind | None = None
    formula: Formula | None = None
    children: "tuple[Criterion, ...]" = ()
    threshold: Decimal | None = None
    minimum: Decimal | None = None
    bands: tuple[Band, ...] = ()
    target: Decimal | None = None
    share: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None
    zero_price: ZeroPrice | None = None
    value: Decimal | None = None

    @property
    def is_gate(self) -> bool:
        """True for a pass or fail criterion without a weight: failing it disqualifies."""
        return self.kind is Kind.PASS and self.weight is None

    @property
    def is_open(self) -> bool:
        """True where the figure has no maximum of its own, so that points depend on the other bids whatever is done."""
        if self.formula is Formula.LINEAR_BETWEEN:
            return self.high is None or self.low is None
        return self.formula in (
            Formula.LOWEST_OVER_PRICE,
            Formula.LINEAR_ABOVE_LOWEST,
            Formula.MEAN_BASED,
            Formula.RELATIVE_TO_HIGHEST,
        )

    def walk(self) -> "Iterator[Criterion]":
        """This criterion and all below it, parents first, in the order of the case."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Bid:
    """What one bidder gave, by the id of the criterion. `price` is None only where no rule needs one."""

    id: str
    price: Decimal | None
    marks: Mapping[str, Decimal]
    quantities: Mapping[str, Decimal]
    passes: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Case:
    """A sound case. `scale` is the highest mark (None where nothing is marked); `formula` is a whole-case formula."""

    scale: Decimal | None
    criteria: tuple[Criterion, ...]
    formula: Formula | None
    zero_price: ZeroPrice | None
    ties: tuple[str, ...]
    places: int
    bids: tuple[Bid, ...]

    def walk(self) -> Iterator[Criterion]:
        """Every criterion, parents first, in the order of the case."""
        for criterion in self.criteria:
            yield from criterion.walk()

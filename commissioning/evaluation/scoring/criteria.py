"""Reading the tree of criteria."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Context, Decimal, localcontext
from itertools import pairwise

from commissioning.evaluation.scoring.case import (
    FORMULAS,
    LOT,
    LOWEST_PRICE,
    WHOLE_CASE,
    Band,
    Criterion,
    Formula,
    Kind,
    ZeroPrice,
)
from commissioning.evaluation.scoring.fault import Reading, step
from commissioning.evaluation.scoring.formulas import PRECISION

DEEPEST = 20
_HUNDRED = Decimal(100)
_OWN_KEYS: Mapping[Formula, tuple[str, ...]] = {
    Formula.BANDS: ("bands",),
    Formula.TARGET_CAPPED: ("target",),
    Formula.SHARE_OF_PRICE: ("share",),
    Formula.LINEAR_BETWEEN: ("high", "low"),
}
_EVERY_KEY = (
    *("id", "kind", "weight", "value", "threshold", "children", "formula", "normalise"),
    *("minimum", "bands", "target", "share", "high", "low", "zero_price"),
)


class CriteriaReading:
    """Reads the criteria of one case. A leaf whose kind could not be read comes back with neither kind nor children.

    `whole` turns False where some ids could not be read: then an id elsewhere cannot be called unknown.
    """

    def __init__(
        self, reading: Reading, scale: Decimal | None, formula: Formula | None, zero_price: ZeroPrice | None
    ) -> None:
        self.reading = reading
        self.scale = scale
        self.formula = formula
        self.zero_price = zero_price
        self.whole = True
        self.ids = {LOWEST_PRICE, LOT}  # words of the tie rules, so never the id of a criterion

    def siblings(self, rows: list[object], path: str, depth: int = 1) -> tuple[Criterion, ...]:
        """The criteria of one list, whose weights must add up to exactly 100."""
        if not rows:
            self.whole = False
            return ()
        by_value = depth == 1 and self.formula is Formula.VALUE_DEDUCTION
        found = [self._criterion(row, f"{path}[{i}]", depth, by_value) for i, row in enumerate(rows)]
        criteria = tuple(criterion for criterion in found if criterion)
        if len(criteria) < len(rows) or not all(_has_its_weight(criterion) for criterion in criteria):
            return criteria  # a sum over weights that could not all be read would only mislead
        # Inputs have at most 54 digits: sums here are exact, and the parts by value are as fine as every other sum.
        with localcontext(Context(prec=PRECISION)):
            if by_value:
                return self._weighed_by_value(criteria, path)
            total = sum((criterion.weight for criterion in criteria if criterion.weight is not None), Decimal(0))
            if total != _HUNDRED:
                self.reading.fault(
                    path, f"each weight here adds up to {total:f}, and together they must be exactly 100"
                )
        return criteria

    def _weighed_by_value(self, criteria: tuple[Criterion, ...], path: str) -> tuple[Criterion, ...]:
        values = [criterion.value for criterion in criteria if criterion.value is not None]
        money = sum(values, Decimal(0))
        if money == 0:
            self.reading.fault(path, "the money values add up to 0, so nothing can be deducted")
            return criteria
        return tuple(
            replace(criterion, weight=None if criterion.value is None else _HUNDRED * criterion.value / money)
            for criterion in criteria
        )

    def _criterion(self, data: object, path: str, depth: int, by_value: bool) -> Criterion | None:
        reading = self.reading
        if (row := reading.mapping(data, path)) is None or depth > DEEPEST:
            self.whole = False
            if row is not None:
                reading.fault(path, f"is more than {DEEPEST} levels deep")
            return None
        name = reading.name(row, path, self.ids) or ""
        self.whole = self.whole and bool(name)
        is_parent = "children" in row
        kind = formula = None
        sound = True
        if is_parent:
            formula = self._parent_formula(row, path)
        elif not reading.given(row, "kind", path):
            sound = False
        elif word := reading.choice(row["kind"], step(path, "kind"), list(Kind)):
            kind = Kind(word)
            formula, sound = self._formula(row, path, kind)
        else:
            sound = False
        weight_key = "value" if by_value else "weight"
        has_weight = weight_key in row
        self._check_keys(row, path, kind, formula, weight_key, has_weight, sound)
        weight = self._weight(row, path, kind, formula, weight_key) if sound or has_weight else None
        high, low = self._ends(row, path, formula)
        children = (
            self.siblings(reading.items(row, "children", path, filled=True), step(path, "children"), depth + 1)
            if is_parent
            else ()
        )
        return Criterion(
            id=name,
            weight=weight,
            kind=kind,
            formula=formula,
            children=children,
            threshold=self._optional(row, path, "threshold", most=_HUNDRED),
            minimum=self._optional(row, path, "minimum", most=self.scale),
            bands=self._bands(row, path, kind) if formula is Formula.BANDS and sound else (),
            target=self._above_nil(row, path, "target") if formula is Formula.TARGET_CAPPED else None,
            share=self._above_nil(row, path, "share") if formula is Formula.SHARE_OF_PRICE else None,
            high=high,
            low=low,
            zero_price=self._zero_price(row, path) if kind is Kind.PRICE else None,
            value=weight if by_value else None,
        )

    def _parent_formula(self, row: Mapping[str, object], path: str) -> Formula | None:
        """A parent is made relative to the best by `formula` or by `normalise`, two spellings of one rule."""
        relative = None
        for key in ("formula", "normalise"):
            if key in row and self.reading.choice(row[key], step(path, key), [Formula.RELATIVE_TO_BEST]):
                relative = Formula.RELATIVE_TO_BEST
        return relative

    def _formula(self, row: Mapping[str, object], path: str, kind: Kind) -> tuple[Formula | None, bool]:
        """The formula of a leaf, and whether it could be read."""
        if kind is Kind.PASS:
            return None, True
        if kind is Kind.PRICE and self.formula is not None:
            self.reading.fault(step(path, "kind"), f"{self.formula} counts the price itself: take this criterion out")
            return None, False
        if kind is Kind.MARK and "formula" not in row:
            return Formula.ABSOLUTE, True
        if not self.reading.given(row, "formula", path):
            return None, False
        value = row["formula"]
        if isinstance(value, str) and value in WHOLE_CASE:
            self.reading.fault(step(path, "formula"), f"{value} is for the whole case: put it beside the criteria")
            return None, False
        word = self.reading.choice(value, step(path, "formula"), FORMULAS[kind])
        return (Formula(word), True) if word else (None, False)

    def _check_keys(
        self,
        row: Mapping[str, object],
        path: str,
        kind: Kind | None,
        formula: Formula | None,
        weight_key: str,
        has_weight: bool,
        sound: bool,
    ) -> None:
        if not sound:  # what this criterion may hold is not known, so only refuse what none may
            self.reading.keys(row, path, _EVERY_KEY, "of a criterion")
            return
        if kind is None:
            allowed = {"id", weight_key, "threshold", "children", "formula", "normalise"}
            self.reading.keys(row, path, allowed, "of a criterion with children")
            return
        allowed = {"id", "kind"}
        place = f"of a {kind} criterion"
        if formula is Formula.FIXED_PRICE:
            place = "of a fixed price, which has no weight"
        else:
            allowed.add(weight_key)
            if has_weight or kind is not Kind.PASS:
                allowed.add("threshold")
            else:
                place = "of a gate"
        if formula is not None:
            allowed |= {"formula", *_OWN_KEYS.get(formula, ())}
            place += f" scored by {formula}" if formula is not Formula.FIXED_PRICE else ""
        if kind is Kind.MARK:
            allowed.add("minimum")
        if kind is Kind.PRICE:
            allowed.add("zero_price")
        self.reading.keys(row, path, allowed, place)

    def _weight(
        self, row: Mapping[str, object], path: str, kind: Kind | None, formula: Formula | None, key: str
    ) -> Decimal | None:
        if formula is Formula.FIXED_PRICE or (kind is Kind.PASS and key not in row):
            return None
        if not self.reading.given(row, key, path):
            return None
        return self.reading.number(row[key], step(path, key), most=_HUNDRED if key == "weight" else None)

    def _optional(self, row: Mapping[str, object], path: str, key: str, most: Decimal | None) -> Decimal | None:
        return self.reading.number(row[key], step(path, key), most=most) if key in row else None

    def _above_nil(self, row: Mapping[str, object], path: str, key: str) -> Decimal | None:
        if not self.reading.given(row, key, path):
            return None
        return self.reading.number(row[key], step(path, key), above_nil=True)

    def _ends(
        self, row: Mapping[str, object], path: str, formula: Formula | None
    ) -> tuple[Decimal | None, Decimal | None]:
        if formula is not Formula.LINEAR_BETWEEN:
            return None, None
        high, low = (self._optional(row, path, key, most=None) for key in ("high", "low"))
        if high is not None and low is not None and high <= low:
            self.reading.fault(step(path, "high"), f"{high:f} must be above the low of {low:f}")
        return high, low

    def _zero_price(self, row: Mapping[str, object], path: str) -> ZeroPrice | None:
        if "zero_price" not in row:
            return self.zero_price
        word = self.reading.choice(row["zero_price"], step(path, "zero_price"), list(ZeroPrice))
        if word and self.zero_price and word != self.zero_price:
            self.reading.fault(step(path, "zero_price"), f"{word} is not what the case says: {self.zero_price}")
        return ZeroPrice(word) if word else None

    def _bands(self, row: Mapping[str, object], path: str, kind: Kind | None) -> tuple[Band, ...]:
        """The steps, lowest first. More never earns less."""
        start_key, top = ("mark", self.scale) if kind is Kind.MARK else ("from", None)
        where = step(path, "bands")
        rows = self.reading.items(row, "bands", path, filled=True)
        bands: dict[Decimal, Band] = {}
        for i, data in enumerate(rows):
            at = f"{where}[{i}]"
            if (band := self.reading.mapping(data, at)) is None:
                continue
            self.reading.keys(band, at, (start_key, "points"), "of a band")
            given = [self.reading.given(band, key, at) for key in (start_key, "points")]
            if not all(given):
                continue
            start = self.reading.number(band[start_key], step(at, start_key), most=top)
            points = self.reading.number(band["points"], step(at, "points"), most=_HUNDRED)
            if start is None or points is None:
                continue
            if start in bands:
                self.reading.fault(step(at, start_key), f"{start:f} is used more than once")
            bands[start] = Band(start, points)
        steps = tuple(bands[start] for start in sorted(bands))
        for lower, higher in pairwise(steps):
            if higher.points < lower.points:
                self.reading.fault(where, f"{higher.start:f} earns fewer points than {lower.start:f}")
        return steps


def _has_its_weight(criterion: Criterion) -> bool:
    return criterion.weight is not None or criterion.is_gate or criterion.formula is Formula.FIXED_PRICE

"""Reading the bids: every mark, quantity, pass and price that the criteria ask for, and nothing else."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeVar

from commissioning.evaluation.scoring.case import LOWEST_PRICE, Bid, Criterion, Formula, Kind
from commissioning.evaluation.scoring.fault import Reading, step

T = TypeVar("T")
_KEY_OF = {Kind.MARK: "marks", Kind.QUANTITY: "quantities", Kind.PASS: "passes"}
_DIVIDES_BY_LOWEST = (Formula.LOWEST_OVER_PRICE, Formula.LINEAR_ABOVE_LOWEST)


class BidsReading:
    """Reads the bids of one case against its criteria."""

    def __init__(
        self,
        reading: Reading,
        scale: Decimal | None,
        criteria: tuple[Criterion, ...],
        formula: Formula | None,
        ties: tuple[str, ...],
        *,
        whole: bool,
    ) -> None:
        self.reading = reading
        self.scale = scale
        self.whole = whole  # False where some ids could not be read: then none is called unknown or missing
        self.criteria = {criterion.id: criterion for criterion in criteria if criterion.id}
        self.needs_price = (
            formula is not None
            or LOWEST_PRICE in ties
            or any(
                criterion.formula is Formula.SHARE_OF_PRICE
                or (criterion.kind is Kind.PRICE and criterion.formula is not Formula.FIXED_PRICE)
                for criterion in criteria
            )
        )
        self.nil_is_undefined = any(
            criterion.formula in _DIVIDES_BY_LOWEST and criterion.zero_price is None for criterion in criteria
        )

    def bids(self, rows: list[object]) -> tuple[Bid, ...]:
        """The bids, in the order of the case."""
        ids: set[str] = set()
        return tuple(bid for i, row in enumerate(rows) if (bid := self._bid(row, f"bids[{i}]", ids)))

    def _bid(self, data: object, path: str, ids: set[str]) -> Bid | None:
        if (row := self.reading.mapping(data, path)) is None:
            return None
        self.reading.keys(row, path, ("id", "price", *_KEY_OF.values()), "of a bid")
        return Bid(
            id=self.reading.name(row, path, ids) or "",
            price=self._price(row, path),
            marks=self._given(row, path, Kind.MARK, self._mark),
            quantities=self._given(row, path, Kind.QUANTITY, lambda value, _, at: self.reading.number(value, at)),
            passes=self._given(row, path, Kind.PASS, self._pass),
        )

    def _price(self, row: Mapping[str, object], path: str) -> Decimal | None:
        if "price" not in row and not self.needs_price:
            return None
        if not self.reading.given(row, "price", path):
            return None
        price = self.reading.number(row["price"], step(path, "price"))
        if price == 0 and self.nil_is_undefined:
            message = 'the price is nil, so the case must say "zero_price": "full_points" or "zero_price": "reject"'
            self.reading.fault(step(path, "price"), message)
        return price

    def _given(
        self,
        row: Mapping[str, object],
        path: str,
        kind: Kind,
        read: Callable[[object, Criterion, str], T | None],
    ) -> dict[str, T]:
        """What the bid gives for each criterion of this kind: all of them, and for no other id."""
        path = step(path, _KEY_OF[kind])
        given = self.reading.mapping(row[_KEY_OF[kind]], path) if _KEY_OF[kind] in row else {}
        if given is None:
            return {}
        found: dict[str, T] = {}
        for name, value in given.items():
            at, criterion = step(path, name), self.criteria.get(name)
            if criterion is None:
                if self.whole:
                    self.reading.fault(at, "unknown id: no criterion has it")
            elif criterion.kind is None and not criterion.children:
                continue  # its kind is already a fault
            elif criterion.kind is not kind:
                what = "a parent" if criterion.kind is None else f"a {criterion.kind} criterion"
                self.reading.fault(at, f"does not belong here: it is {what}")
            elif (answer := read(value, criterion, at)) is not None:
                found[name] = answer
        for name, criterion in self.criteria.items():
            if self.whole and criterion.kind is kind and name not in given:
                self.reading.fault(step(path, name), "missing")
        return found

    def _mark(self, value: object, criterion: Criterion, path: str) -> Decimal | None:
        mark = self.reading.number(value, path, most=self.scale)
        levels = [band.start for band in criterion.bands]
        if mark is not None and levels and mark not in levels:
            self.reading.fault(path, f"{mark:f} is not one of the levels {', '.join(f'{level:f}' for level in levels)}")
        return mark

    def _pass(self, value: object, _: Criterion, path: str) -> bool | None:
        if isinstance(value, bool):
            return value
        self.reading.fault(path, "blank" if value is None else "must be true or false")
        return None

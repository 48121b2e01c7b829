"""Who gets which lot where one bidder may win only so many: the published mechanism, worked out whole. Plain Python.

A lot goes to the bidder that ranks first in it. A bidder that would get more lots than it may win keeps as many as it
may, and each other lot goes to its next best bidder, who may then be over the limit in turn. Every way to keep lots is
tried. Of all outcomes those count that award the most lots; among them the published mechanism decides: the lowest total
price, or the highest total of points. Bidders and lots go by ids, prices are GBP without VAT, points are out of 100.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

MOST_WAYS = 20_000
"""How many ways to keep lots are tried before the sum is refused: enough for 12 lots with one bidder best in each."""


class Mechanism(StrEnum):
    """What decides between ways to keep lots."""

    LOWEST_PRICE = "lowest_total_price"
    HIGHEST_POINTS = "highest_total_points"


@dataclass(frozen=True, order=True)
class Standing:
    """How one bidder stands in one lot: `rank` from 1, equal where nothing parts two."""

    rank: int
    bidder: str
    price: Decimal
    points: Decimal


@dataclass(frozen=True)
class Outcome:
    """One way to give the lots: (lot, standing of its winner, None where nobody is left), in the order of the lots."""

    lots: tuple[tuple[str, Standing | None], ...]

    @property
    def winners(self) -> dict[str, str]:
        """The bidder of each lot that is awarded."""
        return {lot: standing.bidder for lot, standing in self.lots if standing}

    @property
    def price(self) -> Decimal:
        """All awarded lots together, GBP without VAT."""
        return sum((standing.price for _, standing in self.lots if standing), Decimal())

    @property
    def points(self) -> Decimal:
        """The winners' totals together."""
        return sum((standing.points for _, standing in self.lots if standing), Decimal())


@dataclass(frozen=True)
class Allocation:
    """Who gets which lot. `outcomes` are several where the mechanism does not part them; `tried` counts all ways.

    `over` are the bidders that rank first in more lots than they may win, each with those lots.
    """

    outcomes: tuple[Outcome, ...]
    tried: int
    over: tuple[tuple[str, tuple[str, ...]], ...]


class NotAllocated(Exception):
    """The lots can't be given: a tie that the ranking left, no published mechanism, or too many ways to try.

    `lot` and `bidders` are the lot and who shares its first place, "" and () for the other two.
    """

    def __init__(self, reason: str, lot: str = "", bidders: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.lot, self.bidders = lot, bidders


def allocate(
    rankings: Mapping[str, Sequence[Standing]], *, most: int | None, mechanism: Mechanism | None
) -> Allocation:
    """Give each lot to a bidder, none more than `most` of them; None for as many as it is best for.

    Raises NotAllocated. The order of lots in `rankings` is kept; that of standings plays no part.
    """
    if most is not None and most < 1:
        raise ValueError("A bidder may win one lot at least.")
    rows = {lot: tuple(sorted(found)) for lot, found in rankings.items()}
    firsts = _held(rows)
    over = tuple((bidder, lots) for bidder, lots in sorted(firsts.items()) if most is not None and len(lots) > most)
    if not over or most is None:
        return Allocation((_outcome(rows),), 1, ())
    if mechanism is None:
        raise NotAllocated("The tender does not say how a bidder that is best for too many lots is given its lots.")
    seen: set[tuple[tuple[str, str], ...]] = set()
    outcomes = []
    for tried, outcome in enumerate(_ways(rows, most), 1):
        if tried > MOST_WAYS:
            raise NotAllocated(f"There are more than {MOST_WAYS:,} ways to give the lots, too many to try each.")
        key = tuple(sorted(outcome.winners.items()))
        if key not in seen:
            seen.add(key)
            outcomes.append(outcome)
    best = min(_merit(outcome, mechanism) for outcome in outcomes)
    found = [outcome for outcome in outcomes if _merit(outcome, mechanism) == best]
    found.sort(key=lambda outcome: [standing.bidder if standing else "" for _, standing in outcome.lots])
    return Allocation(tuple(found), len(outcomes), over)


def _merit(outcome: Outcome, mechanism: Mechanism) -> tuple[int, Decimal]:
    """What makes an outcome better than another: the least of these is the best."""
    return (
        -len(outcome.winners),
        outcome.price if mechanism is Mechanism.LOWEST_PRICE else -outcome.points,
    )


def _ways(rows: Mapping[str, tuple[Standing, ...]], most: int) -> Iterator[Outcome]:
    """Every outcome in which nobody has more than `most` lots."""
    held = _held(rows)
    bidder = next((bidder for bidder in sorted(held) if len(held[bidder]) > most), None)
    if bidder is None:
        yield _outcome(rows)
        return
    for kept in combinations(held[bidder], most):
        # It has its lots, so it stands in no other one's way, even where it is not first yet.
        yield from _ways(
            {
                lot: found if lot in kept else tuple(one for one in found if one.bidder != bidder)
                for lot, found in rows.items()
            },
            most,
        )


def _held(rows: Mapping[str, tuple[Standing, ...]]) -> dict[str, tuple[str, ...]]:
    """The lots in which each bidder is first; NotAllocated where two share the first place."""
    held: dict[str, tuple[str, ...]] = {}
    for lot, found in rows.items():
        if len(found) > 1 and found[0].rank == found[1].rank:
            tied = tuple(one.bidder for one in found if one.rank == found[0].rank)
            raise NotAllocated("Nothing parts the bids in first place.", lot, tied)
        if found:
            held[found[0].bidder] = (*held.get(found[0].bidder, ()), lot)
    return held


def _outcome(rows: Mapping[str, tuple[Standing, ...]]) -> Outcome:
    return Outcome(tuple((lot, found[0] if found else None) for lot, found in rows.items()))

"""The result: bids best first, the ties, and the reference figures, with every digit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from commissioning.evaluation.scoring.formulas import PRECISION

ABNORMALLY_LOW = "abnormally_low"


@dataclass(frozen=True, slots=True)
class NodeResult:
    """`points` are 0-100 of the criterion's own maximum; `contribution` is its part of the total."""

    points: Decimal
    contribution: Decimal


@dataclass(frozen=True, slots=True)
class Disqualification:
    """One reason: the id of the criterion and the reason in words."""

    criterion: str
    reason: str

    def __str__(self) -> str:
        return f"{self.criterion}: {self.reason}"


@dataclass(frozen=True, slots=True)
class BidResult:
    """One bid. `rank` is None if disqualified; `figure` is the money that ranks it under a whole-case formula."""

    id: str
    rank: int | None
    total: Decimal
    display: str
    figure: Decimal | None
    criteria: Mapping[str, NodeResult]
    disqualified: tuple[Disqualification, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """Bids level at first: the best rank among them, what parted any, who is level still, whether a lot decides."""

    rank: int
    bids: tuple[str, ...]
    parted_by: tuple[str, ...]
    unparted: tuple[tuple[str, ...], ...]
    lot: bool


@dataclass(frozen=True, slots=True)
class Working:
    """Reference figures of the qualifying bids. `criteria` names, for each relative criterion, the figures it used."""

    qualifying: int
    lowest_price: Decimal | None
    highest_price: Decimal | None
    mean_price: Decimal | None
    median_price: Decimal | None
    mean_of_all_but_highest: Decimal | None
    criteria: Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Result:
    """What `score` returns: qualifying bids best first, then the disqualified ones by id."""

    bids: tuple[BidResult, ...]
    ties: tuple[Tie, ...]
    working: Working


def plain(value: Decimal) -> str:
    """A number as plain decimals, without exponent and without noughts that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def displayed(value: Decimal, places: int) -> str:
    """A number rounded half up to `places`, for people."""
    with localcontext(Context(prec=PRECISION)):
        return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"


def result_as_json(result: Result) -> str:
    """The result as JSON; numbers are text, so that none loses a digit. The same result gives the same bytes."""
    return json.dumps(
        {
            "bids": [_bid(bid) for bid in result.bids],
            "ties": [
                {
                    "rank": tie.rank,
                    "bids": tie.bids,
                    "parted_by": tie.parted_by,
                    "unparted": tie.unparted,
                    "lot": tie.lot,
                }
                for tie in result.ties
            ],
            "working": _working(result.working),
        },
        indent=2,
    )


def _bid(bid: BidResult) -> dict[str, object]:
    return {
        "id": bid.id,
        "rank": bid.rank,
        "total": plain(bid.total),
        "display": bid.display,
        "figure": _money(bid.figure),
        "criteria": {
            name: {"points": plain(node.points), "contribution": plain(node.contribution)}
            for name, node in bid.criteria.items()
        },
        "disqualified": "; ".join(map(str, bid.disqualified)) or None,
        "flags": bid.flags,
    }


def _working(working: Working) -> dict[str, object]:
    return {
        "qualifying": working.qualifying,
        "lowest_price": _money(working.lowest_price),
        "highest_price": _money(working.highest_price),
        "mean_price": _money(working.mean_price),
        "median_price": _money(working.median_price),
        "mean_of_all_but_highest": _money(working.mean_of_all_but_highest),
        "criteria": {
            name: {key: plain(value) for key, value in figures.items()} for name, figures in working.criteria.items()
        },
    }


def _money(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)

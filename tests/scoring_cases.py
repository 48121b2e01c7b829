"""Short ways to write a case down for the scoring tests."""

from decimal import Decimal

from commissioning.evaluation.scoring import CaseFaults, parse_case, score


def priced(formula, prices, **keys):
    """A case whose one criterion is the price; bids are A, B, C... in the order of the prices."""
    return {
        "criteria": [{"id": "P", "weight": "100", "kind": "price", "formula": formula, **keys}],
        "bids": [{"id": chr(65 + i), "price": price} for i, price in enumerate(prices)],
    }


def marked(criteria, marks, top="5", **keys):
    """A case of marks alone; `marks` is one mapping for each of bids A, B, C..."""
    return {
        "scale": {"max": top},
        "criteria": criteria,
        "bids": [{"id": chr(65 + i), "marks": row} for i, row in enumerate(marks)],
        **keys,
    }


def quantities(formula, amounts, **keys):
    """A case whose one criterion is a quantity, Q; bids are A, B, C..."""
    return {
        "criteria": [{"id": "Q", "weight": "100", "kind": "quantity", "formula": formula, **keys}],
        "bids": [{"id": chr(65 + i), "quantities": {"Q": amount}} for i, amount in enumerate(amounts)],
    }


def scored(data):
    """The results of a case by the id of the bid."""
    return {bid.id: bid for bid in score(parse_case(data)).bids}


def points(data, criterion):
    """The points of one criterion, by the id of the bid, to six places."""
    return {
        name: bid.criteria[criterion].points.quantize(Decimal("0.000001")).normalize() + 0
        for name, bid in scored(data).items()
    }


def ranks(data):
    """The rank of each bid, by id."""
    return {name: bid.rank for name, bid in scored(data).items()}


def faults(data):
    """Every fault of a case as path and message; an empty list where it is sound."""
    try:
        parse_case(data)
    except CaseFaults as refusal:
        return [(fault.path, fault.message) for fault in refusal.faults]
    return []

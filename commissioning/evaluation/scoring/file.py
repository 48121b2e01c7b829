"""A case as JSON text: read once, refused with every fault."""

import json
from decimal import Decimal, InvalidOperation

from commissioning.evaluation.scoring.bids import BidsReading
from commissioning.evaluation.scoring.case import (
    LOT,
    LOWEST_PRICE,
    WHOLE_CASE,
    Case,
    Formula,
    Kind,
    ZeroPrice,
)
from commissioning.evaluation.scoring.criteria import CriteriaReading
from commissioning.evaluation.scoring.fault import CaseFaults, Fault, Reading, RepeatedKeys, shown

LARGEST_FILE = 20_000_000  # bytes; 2,000 bids on 60 criteria need about 4 million
_KEYS = ("scale", "criteria", "formula", "zero_price", "ties", "places", "bids")


def load_case(text: str | bytes) -> Case:
    """The case in a JSON text.

    Raises `CaseFaults`, and nothing else, for whatever is wrong with it. Numbers keep every digit; a key given twice in
    one object, NaN and the infinities are faults with their paths.
    """
    if len(text) > LARGEST_FILE:
        raise _refusal(f"is larger than {LARGEST_FILE:,} bytes")
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8")
        data = json.loads(
            text.removeprefix("\ufeff"),
            parse_int=_number,
            parse_float=_number,
            parse_constant=_number,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        raise _refusal(f"is not UTF-8 text: the byte at position {error.start} does not belong") from None
    except json.JSONDecodeError as error:
        raise _refusal(f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise _refusal("is nested too deeply") from None
    return parse_case(data)


def parse_case(data: object) -> Case:
    """The case in parsed JSON: dicts, lists, text, bools, and ints or Decimals (never floats, which lose digits).

    Raises `CaseFaults` with every fault that can be told from the others.
    """
    reading = Reading()
    row = reading.mapping(data, "")
    if row is None:
        raise CaseFaults(reading.faults)
    reading.keys(row, "", _KEYS, "of a case")
    scale = _scale(reading, row["scale"]) if "scale" in row else None
    formula = None
    if "formula" in row and (word := reading.choice(row["formula"], "formula", WHOLE_CASE)):
        formula = Formula(word)
    zero_price = None
    if "zero_price" in row and (word := reading.choice(row["zero_price"], "zero_price", list(ZeroPrice))):
        zero_price = ZeroPrice(word)

    tree = CriteriaReading(reading, scale, formula, zero_price)
    criteria = tree.siblings(reading.items(row, "criteria", "", filled=True), "criteria")
    nodes = tuple(node for criterion in criteria for node in criterion.walk())
    ids = {node.id for node in nodes} if tree.whole else None
    if "scale" not in row and any(node.kind is Kind.MARK for node in nodes):
        reading.fault("scale", "missing")
    ties = _ties(reading, row["ties"], ids) if "ties" in row else ()
    places = _places(reading, row["places"]) if "places" in row else 2
    bids = BidsReading(reading, scale, nodes, formula, ties, whole=tree.whole).bids(reading.items(row, "bids", ""))
    if reading.faults:
        raise CaseFaults(reading.faults)
    return Case(
        scale=scale, criteria=criteria, formula=formula, zero_price=zero_price, ties=ties, places=places, bids=bids
    )


def _scale(reading: Reading, value: object) -> Decimal | None:
    row = reading.mapping(value, "scale")
    if row is None:
        return None
    reading.keys(row, "scale", ("max",), "of a scale")
    return reading.number(row["max"], "scale.max", above_nil=True) if reading.given(row, "max", "scale") else None


def _ties(reading: Reading, value: object, ids: set[str] | None) -> tuple[str, ...]:
    rules = reading.items({"ties": value}, "ties", "")
    sound: list[str] = []
    for i, rule in enumerate(rules):
        at = f"ties[{i}]"
        if not isinstance(rule, str):
            reading.fault(at, "must be text: the id of a criterion, lowest_price or lot")
        elif ids is not None and rule not in ids and rule not in (LOWEST_PRICE, LOT):
            reading.fault(at, f"unknown id {shown(rule)}: no criterion has it")
        elif rule in sound:
            reading.fault(at, f"{shown(rule)} is used more than once")
        elif rule == LOT and i < len(rules) - 1:
            reading.fault(at, "lot must come last: nothing after it could part anyone")
        else:
            sound.append(rule)
    return tuple(sound)


def _places(reading: Reading, value: object) -> int:
    number = reading.number(value, "places", most=Decimal(20))
    if number is None:
        return 2
    if number != int(number):
        reading.fault("places", f"{number:f} is not a whole number")
    return int(number)


def _refusal(message: str) -> CaseFaults:
    return CaseFaults([Fault("case", message)])


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:  # an exponent beyond what Decimal can hold; refused with its path, as not finite
        return Decimal("Infinity")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    row = dict(pairs)
    if len(row) == len(pairs):
        return row
    keys = [key for key, _ in pairs]
    doubled = RepeatedKeys(row)
    doubled.repeated = tuple(key for key in row if keys.count(key) > 1)
    return doubled

"""What is worth a second look in a bid's promises: the same one made twice, and more than similar contracts delivered.

Advice, never a fault: nothing here stops a bid. The buyer may ask the same question after the opening.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from commissioning.bids.bidfile import Commitment
from commissioning.bids.readiness.bid import Asked
from glossary.words import Counting, bare_unit, counting
from socialvalue.text import count_text, money_text, number_text

PER = Decimal(100_000)
NOT_LETTERS = re.compile(r"[^a-z0-9%]+")


@dataclass(frozen=True)
class Delivered:
    """What one contract for the same kind of service delivered: `rate` is units per £100,000 paid, or the share reached."""

    name: str
    unit: str
    rate: Decimal


@dataclass(frozen=True)
class Advice:
    """A sentence about the promises under one question, by its number."""

    sentence: str
    number: int


def advice(
    asked: Asked, promises: Sequence[Commitment], delivered: Sequence[Delivered], *, value: Decimal
) -> list[Advice]:
    """What is worth a second look, in the order of the bid. `value` is what the contract pays in GBP."""
    numbers = {question.id: question.number for question in asked.questions}
    promises = [promise for promise in promises if promise.question in numbers]
    return [
        *_twice(promises, numbers),
        *(
            Advice(sentence, numbers[promise.question])
            for promise in promises
            if (sentence := _beyond(promise, delivered, value, asked.years))
        ),
    ]


def _twice(promises: Sequence[Commitment], numbers: dict[str, int]) -> list[Advice]:
    """Say which promises name the same thing in the same unit."""
    return [
        Advice(
            f"“{later.measure}” is promised under question {numbers[first.question]} and again under question "
            f"{numbers[later.question]}. If it is one promise, make it once: it would be owed twice.",
            numbers[later.question],
        )
        for first, later in combinations(promises, 2)
        if same_thing(first.measure, first.unit) == same_thing(later.measure, later.unit)
    ]


def same_thing(name: str, unit: str) -> tuple[str, str]:
    """A measure and its unit without what does not tell them apart: capitals, signs, the period of the unit."""
    return NOT_LETTERS.sub(" ", name.lower()).strip(), NOT_LETTERS.sub(" ", bare_unit(unit).lower()).strip()


def _beyond(promise: Commitment, delivered: Sequence[Delivered], value: Decimal, years: Decimal) -> str:
    """Say that a promise is more than any similar contract delivered; "" where it is not, or where nobody knows."""
    wanted = same_thing(promise.measure, promise.unit)
    rates = [one.rate for one in delivered if same_thing(one.name, one.unit) == wanted]
    if not rates or value <= 0:
        return ""
    best = max(rates)
    promised = rate_of(promise.quantity, promise.unit, value=value, years=years)
    if promised <= best:
        return ""
    similar = f"{count_text(len(rates), 'similar contract')} delivered at most"
    if counting(promise.unit) is Counting.SHARE:
        return (
            f"You promise {_short(promised)} {promise.unit}. {similar} {_short(best)}. "
            "Be sure that you can: the buyer may ask how."
        )
    unit = bare_unit(promise.unit)
    return (
        f"You promise {_short(promised)} {unit} for each {money_text(PER)}. {similar} {_short(best)}. "
        "Be sure that you can: the buyer may ask how."
    )


def rate_of(quantity: Decimal, unit: str, *, value: Decimal, years: Decimal) -> Decimal:
    """How much a quantity is for each £100,000 of `value` in GBP: a share as it stands, what is owed yearly for all `years`."""
    match counting(unit):
        case Counting.SHARE:
            return quantity
        case Counting.EACH_YEAR:
            return quantity * years * PER / value
        case Counting.IN_ALL:
            return quantity * PER / value


def _short(number: Decimal) -> str:
    return number_text(number.quantize(Decimal("0.1"), ROUND_HALF_UP))

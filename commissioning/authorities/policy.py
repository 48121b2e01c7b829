"""The figures that a tender is judged by: every one a dated value of the authority's own, with its source.

Plain Python: no Django, no clock, no user. What a figure means, its kind and the value that holds until an authority
sets its own are in `data/figures.json`; an authority's values are rows (`models.PolicyRow`) or a policy file.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Never

from glossary.words import Benefit, Word

DATA = Path(__file__).parent / "data"
FORMAT = "socialvalue-policy/1"
LONGEST = 200_000
"""Bytes in the largest policy file that is read."""
MOST_VALUES = 500
LONGEST_SOURCE = 300
LONGEST_NAME = 150
YEARS = range(1990, 2200)


class FigureKind(Word):
    """What sort of value a figure has. `BENEFITS` is a list of kinds of benefit, all others are one number."""

    MONEY = "money", "pounds"
    PERCENT = "percent", "per cent"
    COUNT = "count", "a number"
    HOURS = "hours", "hours"
    DAYS = "days", "days"
    TIMES = "times", "times"
    AGE = "age", "years of age"
    BENEFITS = "benefits", "kinds of benefit"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure of a policy: its key, what people call it, its kind, and the default with its source."""

    key: str
    group: str
    label: str
    hint: str
    kind: FigureKind
    default: str
    source: str
    least: str = "0"


@dataclass(frozen=True, kw_only=True)
class PolicyValue:
    """What one figure is from a day on: `text` as it is written in a policy file, with its source."""

    key: str
    text: str
    since: date
    source: str


def read_figures() -> dict[str, Figure]:
    """Return every figure by its key, in the order of the data file."""
    listed = json.loads((DATA / "figures.json").read_text())
    return {one["key"]: Figure(**{**one, "kind": FigureKind(one["kind"])}) for one in listed}


FIGURES = read_figures()


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The figures in force on one day. Ask for one by its key; a key that no figure has is a KeyError."""

    name: str
    values: Mapping[str, PolicyValue]

    def number(self, key: str) -> Decimal:
        """Return a figure that is a number, in the unit of its kind."""
        return Decimal(self.text(key))

    def benefits(self, key: str) -> frozenset[Benefit]:
        """Return a figure that is a list of kinds of benefit; empty when none is set."""
        return frozenset(Benefit(word) for word in self.text(key).split())

    def text(self, key: str) -> str:
        """Return a figure as it was written."""
        value = self.values.get(key)
        return FIGURES[key].default if value is None else value.text

    def source(self, key: str) -> str:
        """Return where a figure comes from."""
        value = self.values.get(key)
        return FIGURES[key].source if value is None else value.source


DEFAULTS = Policy(name="Defaults", values={})


def in_force(name: str, values: Iterable[PolicyValue], on: date) -> Policy:
    """Return the policy of `name` on a day: of each figure the latest value that had begun by then."""
    latest: dict[str, PolicyValue] = {}
    for value in sorted(values, key=lambda value: value.since):
        if value.since <= on:
            latest[value.key] = value
    return Policy(name=name, values=latest)


def from_day(values: Iterable[PolicyValue], day: date) -> list[PolicyValue]:
    """Return what a policy's values are to somebody who takes them over on a day.

    What had begun by then holds from that day; what begins later begins when it says.
    """
    values = list(values)
    begun = in_force("", values, day).values.values()
    return [replace(value, since=day) for value in begun] + [value for value in values if value.since > day]


MOST = {
    FigureKind.MONEY: Decimal(10**10),
    FigureKind.PERCENT: Decimal(100),
    FigureKind.COUNT: Decimal(10_000),
    FigureKind.HOURS: Decimal(10_000),
    FigureKind.DAYS: Decimal(365),
    FigureKind.TIMES: Decimal(1000),
    FigureKind.AGE: Decimal(25),
}
"""The largest value of each kind of number."""
WHOLE = frozenset({FigureKind.COUNT, FigureKind.DAYS, FigureKind.AGE})
"""The kinds that are whole numbers; the others have at most two digits after the point."""
IN_ORDER = (
    ("band.small", "band.large"),
    ("weight.small.least", "weight.small.most"),
    ("weight.medium.least", "weight.medium.most"),
    ("weight.large.least", "weight.large.most"),
    ("effort.share.warn", "effort.share.stop"),
    ("effort.hours.warn", "effort.hours.stop"),
)
"""Pairs of figures of which the first may not be above the second: no tender could meet both."""

DIGITS = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?", re.ASCII)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def value_fault(figure: Figure, text: str) -> str:
    """Say what is wrong with a figure's value as a policy file writes it, in one sentence; "" if nothing is."""
    if figure.kind is FigureKind.BENEFITS:
        words = text.split()
        known = [benefit.value for benefit in Benefit]
        if text != " ".join(words) or len(set(words)) < len(words) or not set(words) <= set(known):
            return f"It must be any of these, each once, with one space between: {', '.join(known)}."
        return ""
    if not DIGITS.fullmatch(text):
        return 'It must be plain digits with at most two after the point, such as "12" or "12.5".'
    number = Decimal(text)
    if figure.kind in WHOLE and number != number.to_integral_value():
        return "It must be a whole number."
    if not Decimal(figure.least) <= number <= MOST[figure.kind]:
        return f"It must be from {figure.least} to {MOST[figure.kind]}."
    return ""


def order_faults(policy: Policy) -> list[str]:
    """Return a sentence for each pair of figures that no tender could meet at once."""
    return [
        f"“{FIGURES[lower].label}” is {policy.text(lower)}, above “{FIGURES[upper].label}”, which is "
        f"{policy.text(upper)}."
        for lower, upper in IN_ORDER
        if policy.number(lower) > policy.number(upper)
    ]


class PolicyFileFaults(ValueError):
    """The file is not a policy. `faults` holds a line for each fault, with its path, such as `values[3].since`."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults; the message is all of them."""
        self.faults = faults
        super().__init__("\n".join(faults))


def read_policy(text: bytes | str) -> tuple[str, list[PolicyValue]]:
    """Return the name of a policy file and its values, in the order of the file.

    The file is JSON: `format`, `name` and `values`, each of these with `key`, `value`, `since` (a day) and `source`.
    Raises PolicyFileFaults with every fault found: text that is not JSON or not UTF-8 or over 200 KB, keys that are
    unknown, repeated or missing, figures that are unknown, values of the wrong kind, pairs that contradict each other.
    """
    parsed = _parsed(text)
    faults: list[str] = []
    whole = _record(parsed, ("format", "name", "values"), "", faults)
    if "format" in whole and whole["format"] != FORMAT:
        faults.append(f'format: It must be "{FORMAT}".')
    name = _line(whole, "name", "", LONGEST_NAME, faults)
    listed = whole.get("values", [])
    if not isinstance(listed, list):
        faults.append("values: It must be a list in square brackets.")
        listed = []
    if len(listed) > MOST_VALUES:
        _refuse(f"It holds {len(listed)} values. The most is {MOST_VALUES}.")
    values = [_value(one, f"values[{place}]", faults) for place, one in enumerate(listed)]
    for place, value in enumerate(values):
        if value and any(other and (other.key, other.since) == (value.key, value.since) for other in values[:place]):
            faults.append(f"values[{place}]: The figure {value.key} comes twice with the same day.")
    kept = [value for value in values if value]
    if not faults:
        faults += [f"values: {fault}" for day in _days(kept) for fault in order_faults(in_force(name, kept, day))]
    if faults:
        raise PolicyFileFaults(faults)
    return name, kept


def shipped_policies() -> dict[str, str]:
    """Return the text of each policy file that comes with the portal, by its short name; the defaults come first."""
    paths = sorted((DATA / "policies").glob("*.json"), key=lambda path: (path.stem != "defaults", path.stem))
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


def _days(values: list[PolicyValue]) -> list[date]:
    """Return the days on which a value begins, in order."""
    return sorted({value.since for value in values})


class _Object(dict[str, Any]):
    """A JSON object that remembers which keys came twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]


def _parsed(text: bytes | str) -> object:
    """Return the JSON value that the text holds."""
    if len(text) > LONGEST:
        _refuse(f"It is larger than {LONGEST // 1000} KB.")
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        # Numbers stay as they are written: no figure is too long to hold.
        return json.loads(text, object_pairs_hook=_Object, parse_int=Decimal, parse_float=Decimal)
    except UnicodeDecodeError as error:
        _refuse(f"It is not UTF-8 text: byte {error.start} does not fit.")
    except json.JSONDecodeError as error:
        _refuse(f"It is not JSON: {error.msg}, line {error.lineno}, column {error.colno}.")
    except (RecursionError, ArithmeticError):
        _refuse("It is nested too deeply, or holds a number that cannot be read.")


def _refuse(message: str) -> Never:
    raise PolicyFileFaults([f"file: {message}"])


def _record(raw: object, keys: tuple[str, ...], path: str, faults: list[str]) -> dict[str, Any]:
    """Return a JSON object, noting keys that it must have and has not, or has and must not."""
    before = f"{path}." if path else ""
    if not isinstance(raw, _Object):
        faults.append(f"{path or 'file'}: It must be an object in curly brackets.")
        return {}
    faults += [f"{before}{_shown(key)}: The key comes more than once." for key in raw.repeated]
    faults += [f"{before}{_shown(key)}: A policy file has no such key here." for key in raw if key not in keys]
    faults += [f"{before}{key}: It is missing." for key in keys if key not in raw]
    return raw


def _value(raw: object, path: str, faults: list[str]) -> PolicyValue | None:
    """Return one value of the list, or None where a fault was noted."""
    before = len(faults)
    one = _record(raw, ("key", "value", "since", "source"), path, faults)
    key = _line(one, "key", path, LONGEST_NAME, faults)
    text = one.get("value", "")
    if key and key not in FIGURES:
        faults.append(f"{path}.key: There is no figure called {_shown(key)}.")
    elif not isinstance(text, str):
        faults.append(f"{path}.value: It must be text in quotes.")
    elif key and (fault := value_fault(FIGURES[key], text)):
        faults.append(f"{path}.value: {fault}")
    source = _line(one, "source", path, LONGEST_SOURCE, faults)
    since = _day(one, path, faults)
    if since is None or len(faults) > before:
        return None
    return PolicyValue(key=key, text=text, since=since, source=source)


def _line(raw: dict[str, Any], key: str, path: str, longest: int, faults: list[str]) -> str:
    """Return a text of one line; "" where it is missing or a fault was noted."""
    text = raw.get(key)
    if key not in raw:
        return ""
    if not isinstance(text, str) or not text.strip() or not text.isprintable() or len(text) > longest:
        faults.append(f"{path + '.' if path else ''}{key}: It must be one line of text of 1 to {longest} characters.")
        return ""
    return text.strip()


def _day(raw: dict[str, Any], path: str, faults: list[str]) -> date | None:
    """Return the day from which a value holds; None where it is missing or a fault was noted."""
    text = raw.get("since")
    if "since" not in raw:
        return None
    try:
        if not isinstance(text, str) or not DAY.fullmatch(text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        faults.append(f'{path}.since: It must be a day in quotes, such as "2027-04-01".')
        return None
    if day.year not in YEARS:
        faults.append(f"{path}.since: The year must be from {YEARS[0]} to {YEARS[-1]}.")
        return None
    return day


def _shown(text: str) -> str:
    """Return a text on one line, in quotes, cut short."""
    return json.dumps(text if len(text) <= 60 else f"{text[:57]}...")

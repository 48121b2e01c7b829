"""Reading a tender file: JSON text in, a `TenderFile` out, or every fault with its path."""

import json
import re
import types
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Never, TypeVar, Union, get_args, get_origin, get_type_hints

from .faults import Fault, TenderFileFaults
from .nouns import Between, Named, TenderFile
from .references import reference_faults
from .writing import plain

LONGEST = 5_000_000
"""Bytes in the largest file that is read."""
DEEPEST = 40
"""Levels of lists and objects inside one another."""

DIGITS = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
SURROGATE = re.compile("[\ud800-\udfff]")
YEARS = range(1990, 2200)
Noun = TypeVar("Noun")


def read(text: bytes | str) -> TenderFile:
    """Return the tender that a JSON file says.

    Raises TenderFileFaults with every fault found: text that is not JSON or not UTF-8, over 5 MB or 40 levels, keys
    that are unknown, repeated or missing, values of the wrong type or out of range, ids that are repeated or that
    name nothing.
    """
    return read_as(TenderFile, text, reference_faults)


def read_as(noun: type[Noun], text: bytes | str, more_faults: Callable[[Noun], list[Fault]] = lambda _: []) -> Noun:
    """Return what a JSON file says as a noun whose field types are its rules. Raises TenderFileFaults like `read`.

    `more_faults` looks at the whole that was read; what was faulty in it is None there.
    """
    reader = _Reader()
    whole: Noun = reader.record(noun, _parsed(text), "")
    reader.faults += more_faults(whole)
    if reader.faults:
        raise TenderFileFaults(reader.faults)
    return whole


class _Object(dict[str, Any]):
    """A JSON object that remembers which keys came twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated: list[str] = []
        if len(self) < len(pairs):
            self.repeated = [key for key, times in Counter(key for key, _ in pairs).items() if times > 1]


@dataclass(frozen=True)
class _Number:
    """A JSON number as it was written, so that no figure is too long to hold; NaN and Infinity too."""

    digits: str


def _parsed(text: bytes | str) -> object:
    """Return the JSON value that the text holds, its objects as `_Object` and numbers as `_Number`."""
    if len(text) > LONGEST:
        _refuse(f"It is larger than {LONGEST // 1_000_000} MB.")
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            _refuse(f"It is not UTF-8 text: byte {error.start} does not fit.")
    try:
        parsed = json.loads(
            text,
            object_pairs_hook=_Object,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_Number,
        )
    except json.JSONDecodeError as error:
        _refuse(f"It is not JSON: {error.msg}, line {error.lineno}, column {error.colno}.")
    except RecursionError:
        _refuse(f"It is more than {DEEPEST} levels deep.")
    if _deeper_than(parsed, DEEPEST):
        _refuse(f"It is more than {DEEPEST} levels deep.")
    return parsed


def _refuse(message: str) -> Never:
    raise TenderFileFaults([Fault(path="", message=message)])


def _deeper_than(parsed: object, levels: int) -> bool:
    """Say whether a JSON value has more levels of lists and objects than allowed."""
    layer = [parsed]
    for _ in range(levels):
        layer = [
            inner
            for value in layer
            if isinstance(value, (dict, list))
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    return any(isinstance(value, (dict, list)) for value in layer)


class _Reader:
    """Checks parsed JSON against the nouns, gathering faults as it goes.

    A faulty value becomes None, even where the noun does not allow it: nothing built so leaves `read`, but the checks
    that follow can still look at the rest of the file.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: str, message: str) -> None:
        """Note one fault."""
        self.faults.append(Fault(path=path, message=message))

    def record(self, noun: type, raw: object, path: str) -> Any:
        """Return a noun from a JSON object; an empty one when it is none, so that places in a list stay."""
        slots = _slots(noun)
        parts: dict[str, Any] = {slot.field: None for slot in slots.values()}
        if not isinstance(raw, _Object):
            self.fault(path, f"It must be an object in curly brackets, not {_said(raw)}.")
            return noun(**parts)
        self.repeats(raw, path)
        for key in raw:
            if key not in slots:
                self.fault(_join(path, key), f"The key {_shown(key)} is not one that the file may have here.")
        for key, slot in slots.items():
            at = f"{path}.{key}" if path else key
            if key in raw:
                parts[slot.field] = slot.way(self, raw[key], at)
            elif slot.required:
                self.fault(at, "It is missing, and the file must have it.")
        return noun(**parts)

    def repeats(self, raw: _Object, path: str) -> None:
        """Note keys that come more than once."""
        for key in raw.repeated:
            self.fault(_join(path, key), f"The key {_shown(key)} comes more than once.")

    def items(self, way: "Way", raw: object, path: str) -> tuple[Any, ...] | None:
        """Return a tuple from a JSON list."""
        if not isinstance(raw, list):
            self.fault(path, f"It must be a list in square brackets, not {_said(raw)}.")
            return None
        return tuple(way(self, item, f"{path}[{place}]") for place, item in enumerate(raw))

    def mapping(self, key_way: "Way", raw: object, path: str) -> dict[Any, Any] | None:
        """Return a dictionary of texts from a JSON object."""
        if not isinstance(raw, _Object):
            self.fault(path, f"It must be an object in curly brackets, not {_said(raw)}.")
            return None
        self.repeats(raw, path)
        text_way = _way(str)
        return {
            key_way(self, key, _join(path, key)): text_way(self, text, _join(path, key)) for key, text in raw.items()
        }


Way = Callable[[_Reader, object, str], Any]
"""How a value is read: from the JSON value and its path; None when it is faulty."""


class _Wrong(ValueError):
    """A value that cannot be read; its text says why."""


@dataclass(frozen=True)
class _Slot:
    """What may stand under a key: the field it fills, how it is read, and whether it must be there."""

    field: str
    way: Way
    required: bool


@cache
def _slots(noun: type) -> Mapping[str, _Slot]:
    """Return the keys of a noun with what may stand there, from its field types."""
    hints = get_type_hints(noun, include_extras=True)
    slots = {}
    for field in fields(noun):
        hint = hints[field.name]
        optional = get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint)
        if optional:
            (hint,) = (part for part in get_args(hint) if part is not type(None))
        slots[field.name.rstrip("_")] = _Slot(field.name, _way(hint), required=not optional)
    return slots


@cache
def _way(hint: Any) -> Way:
    """Return how a value of this type is read."""
    rule = None
    if get_origin(hint) is Annotated:
        hint, rule = get_args(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda reader, raw, path: reader.record(hint, raw, path)
    if get_origin(hint) is tuple:
        return lambda reader, raw, path: reader.items(_way(get_args(hint)[0]), raw, path)
    if get_origin(hint) is Mapping:
        return lambda reader, raw, path: reader.mapping(_way(get_args(hint)[0]), raw, path)
    if get_origin(hint) is Literal:
        return _leaf(_choice, {word: word for word in get_args(hint)})
    if issubclass(hint, Enum):
        return _leaf(_choice, {member.value: member for member in hint})
    return _leaf(_READ[hint], rule)


def _leaf(parse: Callable[[object, Any], object], rule: object) -> Way:
    """Return how a value without others in it is read: parsed by its rule, or noted as a fault."""

    def way(reader: _Reader, raw: object, path: str) -> object:
        try:
            return parse(raw, rule)
        except _Wrong as wrong:
            reader.fault(path, str(wrong))
            return None

    return way


def _choice(raw: object, words: Mapping[str, object]) -> object:
    """Return what one of the fixed words stands for."""
    if not isinstance(raw, str) or raw not in words:
        raise _Wrong(f"It must be one of {', '.join(words)}; not {_said(raw)}.")
    return words[raw]


def _text(raw: object, rule: Named | None) -> str:
    """Return a text that can be stored and written: no NUL, no half of a surrogate pair."""
    if not isinstance(raw, str):
        raise _Wrong(f"It must be text in quotes, not {_said(raw)}.")
    if "\0" in raw:
        raise _Wrong("It holds a NUL character, which no text may.")
    if SURROGATE.search(raw):
        raise _Wrong("It holds half a character (a lone surrogate), which cannot be written.")
    if rule:
        if not raw.strip():
            raise _Wrong("It is empty.")
        if raw != raw.strip():
            raise _Wrong("It must not begin or end with a space.")
        if CONTROL.search(raw):
            raise _Wrong("It must be on one line, without control characters.")
        if rule.printable and not raw.isprintable():
            raise _Wrong("It holds a character that nobody can see.")
        if len(raw) > rule.longest:
            raise _Wrong(f"It is longer than {rule.longest} characters.")
    return raw


def _decimal(raw: object, rule: Between) -> Decimal:
    """Return a figure from its digits in quotes."""
    if not isinstance(raw, str):
        raise _Wrong(f'It must be a figure in quotes, such as "12.5", not {_said(raw)}.')
    if raw.startswith("-") and DIGITS.fullmatch(raw[1:]):
        raise _Wrong(f"It must not be negative, but it is {raw}.")
    if not DIGITS.fullmatch(raw):
        raise _Wrong(f'It must be plain digits, such as "12.5", not {_shown(raw)}.')
    figure = Decimal(plain(Decimal(raw)))
    if len(plain(figure).partition(".")[2]) > rule.places:
        raise _Wrong(f"It must have at most {rule.places} digits after the point, not {plain(figure)}.")
    if not rule.low <= figure <= rule.high:
        raise _Wrong(f"It must be from {rule.low} to {rule.high}, not {plain(figure)}.")
    return figure


def _whole(raw: object, rule: Between) -> int:
    """Return a whole number."""
    if not isinstance(raw, _Number) or not re.fullmatch(r"-?[0-9]{1,18}", raw.digits):
        raise _Wrong(f"It must be a whole number without quotes, such as 500, not {_said(raw)}.")
    if not rule.low <= int(raw.digits) <= rule.high:
        raise _Wrong(f"It must be from {rule.low} to {rule.high}, not {raw.digits}.")
    return int(raw.digits)


def _boolean(raw: object, _rule: None) -> bool:
    """Return true or false."""
    if not isinstance(raw, bool):
        raise _Wrong(f"It must be true or false, not {_said(raw)}.")
    return raw


def _day(raw: object, _rule: None) -> date:
    """Return a date written as 2026-12-01."""
    if not isinstance(raw, str) or not DAY.fullmatch(raw):
        raise _Wrong(f'It must be a date in quotes, such as "2026-12-01", not {_said(raw)}.')
    return _in_years(date.fromisoformat, raw)


def _instant(raw: object, _rule: None) -> datetime:
    """Return an instant written with its offset, as 2027-01-20T12:00:00+00:00."""
    if not isinstance(raw, str) or not INSTANT.fullmatch(raw):
        raise _Wrong(f'It must be a time with its offset, such as "2027-01-20T12:00:00+00:00", not {_said(raw)}.')
    return _in_years(datetime.fromisoformat, raw)


Day = TypeVar("Day", date, datetime)


def _in_years(parse: Callable[[str], Day], raw: str) -> Day:
    """Return a date or time that exists, in the years that a procurement can be in."""
    try:
        day = parse(raw)
    except ValueError:
        raise _Wrong(f"There is no such date or time as {raw}.") from None
    if day.year not in YEARS:
        raise _Wrong(f"The year must be from {YEARS[0]} to {YEARS[-1]}, not {day.year}.")
    return day


_READ: dict[type, Callable[[object, Any], object]] = {
    str: _text,
    Decimal: _decimal,
    int: _whole,
    bool: _boolean,
    date: _day,
    datetime: _instant,
}


def _join(path: str, key: str) -> str:
    """Return the path of a key; a key that is no plain word is shown in quotes."""
    name = key if re.fullmatch(r"[\w.-]{1,60}", key) else _shown(key)
    return f"{path}.{name}" if path else name


def _shown(text: str) -> str:
    """Return a text in quotes, on one line, cut short."""
    return json.dumps(text if len(text) <= 60 else f"{text[:57]}...")


def _said(raw: object) -> str:
    """Return what was found instead, in words, on one line."""
    if isinstance(raw, str):
        return _shown(raw)
    if isinstance(raw, _Number):
        return f"the number {raw.digits[:30]}"
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if raw is None:
        return "null (leave the key out instead)"
    return "a list" if isinstance(raw, list) else "an object"

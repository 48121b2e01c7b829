"""Faults: what is wrong with a case, each with its path, all collected before the case is refused."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

LARGEST = Decimal(10) ** 24
MOST_PLACES = 30
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")
_PLAIN_KEY = re.compile(r"[\w-]{1,60}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule: `path` into the case, such as ``criteria[1].weight``, and a message of one line."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class CaseFaults(ValueError):
    """The case breaks at least one rule; `faults` holds every one, in the order of the case."""

    def __init__(self, faults: Collection[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


class RepeatedKeys(dict[str, object]):
    """A JSON object in which a key stood more than once; `repeated` names them."""

    repeated: tuple[str, ...] = ()


def shown(value: object) -> str:
    """A value as it can stand in a one-line message: short, and with nothing in it that a terminal cannot print."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    # A number is cut before it is written: Python refuses to write very long whole numbers.
    if isinstance(value, int | Decimal) and (value := Decimal(value)).is_finite() and value.adjusted() > 60:
        return "a number too long to show"
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def step(path: str, key: str) -> str:
    """The path of a key inside the object at `path`."""
    name = key if _PLAIN_KEY.fullmatch(key) and key.isprintable() else f"[{shown(key)}]"
    return f"{path}.{name}" if path and not name.startswith("[") else f"{path}{name}"


class Reading:
    """Reads values out of a case and notes each fault. Readers return None where they noted one."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: str, message: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(path, message))

    def mapping(self, value: object, path: str) -> Mapping[str, object] | None:
        """An object with text keys, none of them twice."""
        if not isinstance(value, dict):
            self.fault(path or "case", f"must be an object, not {_named(value)}")
            return None
        if isinstance(value, RepeatedKeys):
            for key in value.repeated:
                self.fault(step(path, key), "given more than once")
        if strange := [key for key in value if not isinstance(key, str)]:
            self.fault(path or "case", f"the key {shown(strange[0])} must be text")
            return None
        return value

    def keys(self, row: Mapping[str, object], path: str, allowed: Collection[str], place: str) -> None:
        """Refuse, by name, each key of `row` that is not allowed in this place."""
        for key in row:
            if key not in allowed:
                self.fault(step(path, key), f"unknown key {place}")

    def given(self, row: Mapping[str, object], key: str, path: str) -> bool:
        """True where the key is there and not blank; notes a fault otherwise."""
        if key not in row:
            self.fault(step(path, key), "missing")
        elif row[key] is None:
            self.fault(step(path, key), "blank")
        else:
            return True
        return False

    def items(self, row: Mapping[str, object], key: str, path: str, *, filled: bool = False) -> list[object]:
        """The list under a key that must be there; with `filled`, something must be in it."""
        if not self.given(row, key, path):
            return []
        value = row[key]
        if isinstance(value, list):
            if filled and not value:
                self.fault(step(path, key), "is empty")
            return value
        self.fault(step(path, key), f"must be a list, not {_named(value)}")
        return []

    def name(self, row: Mapping[str, object], path: str, taken: set[str]) -> str | None:
        """The `id` of a row: text, not blank, and not in `taken`, to which it is added."""
        if not self.given(row, "id", path):
            return None
        value, path = row["id"], step(path, "id")
        if not isinstance(value, str):
            self.fault(path, f"must be text, not {_named(value)}")
        elif not value.strip():
            self.fault(path, "blank")
        elif not value.isprintable():
            self.fault(path, f"{shown(value)} holds a character that cannot be printed")
        elif value in taken:
            self.fault(path, f"{shown(value)} is used more than once")
        else:
            taken.add(value)
            return value
        return None

    def choice(self, value: object, path: str, choices: Collection[str]) -> str | None:
        """One of the words in `choices`."""
        if isinstance(value, str) and value in choices:
            return value
        self.fault(path, f"must be {' or '.join(choices)}, not {shown(value)}")
        return None

    def number(
        self,
        value: object,
        path: str,
        *,
        least: Decimal | None = Decimal(0),
        most: Decimal | None = None,
        above_nil: bool = False,
    ) -> Decimal | None:
        """A finite number from text or a JSON number, within `least` and `most`, both allowed themselves."""
        if value is None:
            self.fault(path, "blank")
            return None
        number = _decimal(value)
        if number is None:
            self.fault(path, f"must be a number, not {shown(value)}")
        elif not number.is_finite():
            self.fault(path, f"must be a finite number, not {number}")
        elif number.copy_abs() >= LARGEST:
            self.fault(path, "is too large: the number must be below 10 to the power 24")
        elif -int(number.as_tuple().exponent) > MOST_PLACES:
            self.fault(path, f"has more than {MOST_PLACES} decimal places")
        elif above_nil and number <= 0:
            self.fault(path, f"{shown(number)} must be above 0")
        elif least is not None and number < least:
            self.fault(path, f"{shown(number)} is below {least}")
        elif most is not None and number > most:
            self.fault(path, f"{shown(number)} is above {most}")
        else:
            return number or Decimal(0)  # never -0
        return None


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, str) and len(value) <= 200 and _PLAIN_NUMBER.fullmatch(value):
        return Decimal(value)
    return None


def _named(value: object) -> str:
    return "null" if value is None else shown(value)

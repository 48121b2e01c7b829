"""The figures that a tender is judged by: every one a dated value of the authority's own, with its source.

Plain Python: no Django, no clock, no user. What a figure means, its kind and the value that holds until an authority
sets its own are in `data/figures.json`; an authority's values are rows (`models.PolicyRow`) or a policy file.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from glossary.words import Benefit, Word

DATA = Path(__file__).parent / "data"


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

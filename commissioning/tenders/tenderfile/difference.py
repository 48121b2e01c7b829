"""What changed from one tender file to another, in words. Plain Python: no Django, no clock, no user.

Parts with an id (questions, criteria, conditions, parts of the specification, lots) are compared with the part of the same
id, wherever it stands; a part that only one of the two has is one difference, with all that it says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal

from glossary.words import Word
from socialvalue.text import date_text, datetime_text, money_text

from .nouns import (
    Condition,
    Criterion,
    Level,
    Lot,
    Measure,
    MonitoringIndicator,
    Question,
    RequiredDocument,
    Scale,
    SpecificationItem,
    TenderFile,
    Timetable,
    Value,
)
from .writing import plain


@dataclass(frozen=True)
class Difference:
    """One change: `path` by ids, such as `questions[SV1].word_limit`; `where` for people; "" for what is not there."""

    path: str
    where: str
    before: str
    after: str


@dataclass(frozen=True)
class _Leaf:
    """One thing that a file says: of which part (its path and name), under which label, in words."""

    part: str
    part_name: str
    path: str
    label: str
    words: str


NAMES: dict[type, str] = {
    Criterion: "Criterion",
    Question: "Question",
    SpecificationItem: "Specification, part",
    Lot: "Lot",
    Condition: "Condition",
    RequiredDocument: "Document",
    Level: "Level of the marking scale",
    MonitoringIndicator: "Indicator",
    Timetable: "Timetable",
    Value: "Value",
    Scale: "Marking scale",
}
"""What people call a part. A part that is not named here is called by the key it stands under."""

PLURALS: dict[type, str] = {Criterion: "criteria", Question: "questions"}
"""Parts of the tree are found by their id alone, because a question may move from one criterion to another."""

LABELS = {
    "closes_at": "bids must arrive before",
    "published_on": "publication",
    "clarifications_by": "last day for questions",
    "award_on": "award",
    "starts_on": "start of the contract",
    "all_documents": "all documents at once",
    "amount": "amount",
    "years": "years",
    "extension_years": "years it may be extended by",
    "word_limit": "word limit",
    "asked_of": "who shows it",
    "means": "what an answer must do",
    "no_lots_reason": "why there are no lots",
    "partners_allowed": "bidding with partners",
    "expected_bidders": "expected bidders",
    "moderation": "how one mark is found from several",
    "ties": "what decides tied bids",
    "reasons": "recorded reasons",
    "strands_set_aside": "strands left out, and why",
    "every_months": "months between reports",
}
MONEY = {(Value, "amount"), (Condition, "amount"), (Lot, "value"), (Criterion, "high"), (Criterion, "low")}
ORDER = "The order of the questions or other parts"


def differences(before: TenderFile, after: TenderFile) -> list[Difference]:
    """Return every change, in the order of the tender as it will be, what is taken away last."""
    old, new = {leaf.path: leaf for leaf in _leaves(before)}, {leaf.path: leaf for leaf in _leaves(after)}
    old_parts, new_parts = {leaf.part for leaf in old.values()}, {leaf.part for leaf in new.values()}
    found: dict[str, Difference] = {}
    for path, leaf in new.items():
        if leaf.part not in old_parts:
            found.setdefault(leaf.part, Difference(leaf.part, leaf.part_name, "", _whole(new, leaf.part)))
        elif path not in old or old[path].words != leaf.words:
            found[path] = Difference(path, _where(leaf), old[path].words if path in old else "", leaf.words)
    for path, leaf in old.items():
        if leaf.part not in new_parts:
            found.setdefault(leaf.part, Difference(leaf.part, leaf.part_name, _whole(old, leaf.part), ""))
        elif path not in new:
            found[path] = Difference(path, _where(leaf), leaf.words, "")
    if not found and before != after:
        return [Difference("", ORDER, ", ".join(_order(before)), ", ".join(_order(after)))]
    return list(found.values())


def _order(tender: TenderFile) -> list[str]:
    """Return the ids of criteria and questions in the order of the file."""
    return [leaf.part_name for leaf in _leaves(tender) if leaf.label == "id" and leaf.part.startswith(("crit", "ques"))]


def _where(leaf: _Leaf) -> str:
    return f"{leaf.part_name}: {leaf.label}" if leaf.part_name else leaf.label[:1].upper() + leaf.label[1:]


def _whole(leaves: Mapping[str, _Leaf], part: str) -> str:
    """Return all that one part says, a line each."""
    said = [leaf for leaf in leaves.values() if leaf.part == part and leaf.label != "id"]
    return "\n".join(f"{leaf.label[:1].upper()}{leaf.label[1:]}: {leaf.words}" for leaf in said)


def _leaves(value: object, part: str = "", part_name: str = "") -> Iterator[_Leaf]:
    """Yield everything that a part of the file says; parts inside it have names of their own."""
    for field in fields(value):  # type: ignore[arg-type]  # only called with dataclasses
        inside, key = getattr(value, field.name), field.name.rstrip("_")
        if inside is None or (key == "format" and isinstance(value, TenderFile)):
            continue
        if is_dataclass(inside):
            if isinstance(inside, Measure):
                yield from _measure(inside, part, part_name)
            else:
                yield from _leaves(inside, _joined(part, key), NAMES.get(type(inside), _label(key).capitalize()))
        elif isinstance(inside, tuple) and inside and is_dataclass(inside[0]):
            yield from _items(inside, _joined(part, key), key, part_name)
        else:
            words = _words(value, key, inside)
            yield _Leaf(part, part_name, _joined(part, key), _label(key), words)


def _measure(measure: Measure, part: str, part_name: str) -> Iterator[_Leaf]:
    """Yield a question's measure as part of the question."""
    for leaf in _leaves(measure, part, part_name):
        key = leaf.path.rpartition(".")[2]
        yield _Leaf(part, part_name, _joined(part, f"measure.{key}"), f"measure, {leaf.label}", leaf.words)


def _items(items: tuple[object, ...], above: str, key: str, owner: str) -> Iterator[_Leaf]:
    """Yield the parts of a list, each by its id, its name or its place."""
    for place, item in enumerate(items, start=1):
        own = getattr(item, "id", None) or getattr(item, "name", None) or getattr(item, "question", None)
        if isinstance(item, Level) and item.mark is not None:
            own = plain(item.mark)
        name = str(own) if own else str(place)
        stem = PLURALS.get(type(item), above)
        called = NAMES.get(type(item)) or (f"{owner}, {_label(key)}" if owner else _label(key).capitalize())
        yield from _leaves(item, f"{stem}[{name}]", f"{called} {name}")


def _joined(part: str, key: str) -> str:
    return f"{part}.{key}" if part else key


def _label(key: str) -> str:
    return LABELS.get(key, key.replace("_", " "))


def _words(owner: object, key: str, value: object) -> str:
    """Return one value in words."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Word):
        return str(value.label)
    if isinstance(value, datetime):
        return datetime_text(value)
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, Decimal):
        return money_text(value) if (type(owner), key) in MONEY else plain(value)
    if isinstance(value, tuple):
        return ", ".join(_words(owner, key, one) for one in value) or "None"
    if isinstance(value, Mapping):
        return "\n".join(f"{name}: {value[name]}" for name in sorted(value))
    return str(value)

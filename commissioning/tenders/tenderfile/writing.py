"""Writing a tender file in its one canonical form."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal

from .nouns import TenderFile


def plain(figure: Decimal) -> str:
    """Return a figure as plain digits: "60", "12.5"; never an exponent, never a trailing zero after the point."""
    return format(figure.normalize(), "f")


def write(tender: TenderFile) -> bytes:
    """Return the canonical file: UTF-8, keys in the order of the nouns, absent keys left out, two spaces a level.

    The keys of `strands_set_aside` and `reasons` are sorted, since no order is meant by them and databases keep none.
    """
    return (json.dumps(as_json(tender), ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def as_json(value: object) -> object:
    """Return one value, or one noun of the file, as JSON has it."""
    if is_dataclass(value):
        pairs = ((field.name.rstrip("_"), getattr(value, field.name)) for field in fields(value))
        return {name: as_json(part) for name, part in pairs if part is not None}
    if isinstance(value, tuple):
        return [as_json(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): as_json(value[key]) for key in sorted(value)}
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return value

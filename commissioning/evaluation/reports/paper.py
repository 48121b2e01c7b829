"""The uniform shape of a paper: finished strings in sections, so that it can be drawn without knowing what it is about."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A finished table. The first cell of a row is its header; `numbers` are its right-aligned columns from 1."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: str = ""
    empty: str = "There is nothing here yet."


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper under its own heading: paragraphs, then tables, then what was decided as labels and values."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    facts: tuple[tuple[str, Facts], ...] = ()


@dataclass(frozen=True)
class PaperReport:
    """A paper. `version` says in a sentence whether it is the full one or the one for publication."""

    title: str
    tender: str
    authority: str
    reference: str
    version: str
    facts: Facts
    sections: tuple[Section, ...]

    @property
    def facts_json(self) -> str:
        """The whole paper as JSON: sorted keys, no spaces. The same facts give the same text."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of `facts_json`, as 64 hexadecimal digits."""
        return hashlib.sha256(self.facts_json.encode()).hexdigest()

    @property
    def paper_sha256(self) -> str:
        """The same: a paper in this shape says nothing but its facts."""
        return self.sha256

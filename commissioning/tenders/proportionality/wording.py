"""The words that rules look for, the texts of a tender that bidders read, and how a find is quoted.

The lists are data, each with its source, in `data/words`: beside the thresholds and the bank, because they are reviewed
and mended like those, by people who need not read code.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from commissioning.tenders.tenderfile import TenderFile, each_criterion, each_question

DATA = Path(__file__).parent.parent / "data" / "words"
QUOTED = 80
"""The most letters of the tender that a finding quotes."""

SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\s*\n\s*")


@cache
def word_list(name: str) -> Mapping[str, Any]:
    """Return one list of `data/words` as it stands in the file."""
    listed: Mapping[str, Any] = json.loads((DATA / f"{name}.json").read_text())
    return listed


def pattern(lines: Sequence[str], stands_for: Mapping[str, str] | None = None) -> re.Pattern[str]:
    """Return one expression for any of the lines, with names in capitals replaced by what they stand for, in order.

    It is for text in small letters: looking for either case takes ten times as long. Every line begins at the beginning
    of a word, which is asked once for all of them.
    """
    joined = "|".join(line.removeprefix(r"\b") for line in lines)
    for name, meaning in (stands_for or {}).items():
        joined = joined.replace(name, meaning)
    return re.compile(rf"\b(?=\w)(?:{joined})")


@dataclass(frozen=True)
class Phrases:
    """Words that are found in a sentence unless the same sentence has words that make them innocent."""

    found: re.Pattern[str]
    unless: re.Pattern[str] | None = None

    def first_in(self, text: str) -> str | None:
        """Return the first words found, as they stand in the text; None when there are none."""
        if not self.found.search(text.lower()):
            return None
        for sentence in sentences(text):
            lowered = sentence.lower()
            match = self.found.search(lowered)
            if match and not (self.unless and self.unless.search(lowered)):
                # A few letters of other scripts are longer when small: then the places would not fit the sentence.
                standing = sentence if len(sentence) == len(lowered) else lowered
                return standing[match.start() : match.end()].strip()
        return None


def phrases(name: str, **stands_for: str) -> Phrases:
    """Return the phrases of a list that has `found`, and may have `unless` and what names in capitals stand for."""
    listed = word_list(name)
    names = {**listed.get("stands_for", {}), **stands_for}
    unless = listed.get("unless")
    return Phrases(pattern(listed["found"], names), pattern(unless, names) if unless else None)


@lru_cache(maxsize=4096)
def plain_words(text: str) -> str:
    """Return a text with straight apostrophes and single spaces; its line ends are kept."""
    lines = text.replace("’", "'").replace("‘", "'").splitlines()
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text of plain words. A line is a sentence of its own."""
    return [sentence for sentence in SENTENCE_END.split(text) if sentence.strip()]


@lru_cache(maxsize=4096)
def same_words(text: str) -> str:
    """Return what is left of a text when case, spaces and punctuation do not count: equal for equal words."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def is_blank(text: str | None) -> bool:
    """Whether nothing is written."""
    return not (text and text.strip())


def quoted(text: str | None) -> str:
    """Return a text as a finding quotes it: one line, cut at a word when long."""
    line = " ".join((text or "").split())
    return line if len(line) <= QUOTED else f"{line[:QUOTED].rpartition(' ')[0] or line[:QUOTED]} …"


def texts(tender: TenderFile) -> Iterator[tuple[str, str]]:
    """Yield (path, plain words) for every text of the tender that bidders read, in the order of the file."""
    for path, text in _all_texts(tender):
        if text and not text.isspace():
            yield path, plain_words(text)


def _all_texts(tender: TenderFile) -> Iterator[tuple[str, str | None]]:
    yield "title", tender.title
    yield "summary", tender.summary
    for place, item in enumerate(tender.specification or ()):
        yield f"specification[{place}].heading", item.heading
        yield f"specification[{place}].text", item.text
    for place, lot in enumerate(tender.lots or ()):
        yield f"lots[{place}].title", lot.title
        yield f"lots[{place}].description", lot.description
    yield "lot_limits.rule", tender.lot_limits.rule if tender.lot_limits else None
    yield "no_lots_reason", tender.no_lots_reason
    for place, condition in enumerate(tender.conditions or ()):
        yield f"conditions[{place}].name", condition.name
        yield f"conditions[{place}].text", condition.text
    for place, document in enumerate(tender.documents or ()):
        yield f"documents[{place}].name", document.name
        yield f"documents[{place}].reason", document.reason
    for place, level in enumerate((tender.scale and tender.scale.levels) or ()):
        yield f"scale.levels[{place}].label", level.label
        yield f"scale.levels[{place}].means", level.means
    for path, criterion in each_criterion(tender):
        yield f"{path}.name", criterion.name
    for path, question in each_question(tender):
        yield f"{path}.text", question.text
        if question.measure:
            yield f"{path}.measure.name", question.measure.name
            yield f"{path}.measure.unit", question.measure.unit
            yield f"{path}.measure.definition", question.measure.definition
            yield f"{path}.measure.evidence", question.measure.evidence

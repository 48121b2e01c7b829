"""Finding codes by everyday words: plurals, the order of words and small slips of spelling do not matter."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from glossary.words import ServiceCategory

from .codes import CODES

FILE = Path(__file__).parents[1] / "data" / "plain_words.json"

EMPTY_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "my",
        "not",
        "of",
        "on",
        "or",
        "our",
        "other",
        "the",
        "their",
        "to",
        "us",
        "we",
        "with",
        "provide",
        "provider",
        "provision",
        "providing",
        "service",
        "contract",
        "people",
        "person",
        "work",
        "works",
        "need",
    ]
)
"""Words that say nothing about which service is meant."""

MOST = 30
"""Codes in the longest answer."""
MOST_TYPED = 12
"""Words that are looked at; nobody needs more."""
ENOUGH = 0.34
"""The share of what was typed, rare words counting more, that a phrase must have to be found at all."""


@dataclass(frozen=True)
class Found:
    """One code with the service that it is suggested for and the reason why it was found."""

    code: str
    description: str
    service: ServiceCategory
    why: str


@dataclass(frozen=True)
class _Phrase:
    """Some words that lead to codes, the best code first. `plain` tells our words from a code's own description."""

    text: str
    order: tuple[str, ...]
    words: frozenset[str]
    codes: tuple[str, ...]
    service: ServiceCategory
    plain: bool


def search(typed: str) -> list[Found]:
    """Return the codes that fit what was typed, best first, at most 30; nothing for nothing.

    Digits are taken for the beginning of a code. Each code comes once, with the best reason that was found for it.
    """
    digits = re.sub(r"[\s-]", "", typed)
    if re.fullmatch(r"[0-9]{2,9}", digits):
        return [
            Found(code.digits, code.description, code.service, "The code begins with these digits.")
            for code in CODES.values()
            if f"{code.digits}{code.check}".startswith(digits)
        ][:MOST]
    best: dict[str, tuple[float, Found]] = {}
    for score, phrase in _fitting(typed):
        for place, digits in enumerate(phrase.codes):
            points = score - place / 100
            if digits not in best or best[digits][0] < points:
                found = Found(digits, CODES[digits].description, phrase.service, _why(phrase))
                best[digits] = (points, found)
    ranked = sorted(best.values(), key=lambda pair: (-pair[0], pair[1].code))
    return [found for _, found in ranked[:MOST]]


def services_meant(typed: str) -> list[ServiceCategory]:
    """Return the services whose plain words are what was typed, or hold all of it where none are just that.

    "bulky waste" means the environment; words that we do not know mean nothing.
    """
    wanted = frozenset(_understood(typed))
    if not wanted:
        return []
    near = [phrase for phrase in _phrases() if phrase.plain and wanted <= phrase.words]
    meant = [phrase.service for phrase in near if wanted == phrase.words] or [phrase.service for phrase in near]
    return list(dict.fromkeys(meant))


def _why(phrase: _Phrase) -> str:
    return f"People call it “{phrase.text}”." if phrase.plain else "Its description has your words."


def _fitting(typed: str) -> Iterable[tuple[float, _Phrase]]:
    """Yield (score, phrase) for every phrase that has enough of what was typed; 1 is a perfect fit."""
    order = _understood(typed)
    wanted = frozenset(order)
    whole = _weight(wanted)
    if not whole:
        return
    for phrase in _phrases():
        shared = _weight(wanted & phrase.words)
        if shared / whole >= ENOUGH:
            # Both ways: how much of what was typed is in the phrase, and how much of the phrase was typed.
            score = 0.6 * shared / whole + 0.4 * shared / _weight(phrase.words)
            # Our own words were chosen for this; and a care home is not home care.
            yield score + (0.05 if phrase.plain else 0) + (0.02 if phrase.order == order else 0), phrase


def _understood(typed: str) -> tuple[str, ...]:
    """Return the words that were typed, each as the nearest word that we know; unknown ones stay as they are."""
    known = _counts()
    return tuple(word if word in known else _nearest(word) for word in _words(typed)[:MOST_TYPED])


@cache
def _vocabulary() -> tuple[str, ...]:
    return tuple(sorted(_counts()))


def _nearest(word: str) -> str:
    """Return the known word that a word is a small slip away from; itself when it is short or nothing is near."""
    if len(word) < 4 or len(word) > 30:
        return word
    return next(iter(get_close_matches(word, _vocabulary(), n=1, cutoff=0.78)), word)


def _words(text: str) -> list[str]:
    """Return the words that matter, without endings of the plural."""
    found = re.findall(r"[a-zé0-9]+", text.casefold().replace("’", "'").replace("'s", ""))
    return [single for word in found if (single := _singular(word)) not in EMPTY_WORDS]


def _singular(word: str) -> str:
    """Return a word as if there were one of it: bodies body, boxes box, meals meal."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


@cache
def _phrases() -> tuple[_Phrase, ...]:
    """Return our own words first, then every code's description."""
    ours = json.loads(FILE.read_text(encoding="utf-8"))
    plain = [
        _phrase(text, tuple(codes), ServiceCategory(service), plain=True)
        for service, phrases in ours.items()
        for text, codes in phrases.items()
    ]
    official = [_phrase(code.description, (code.digits,), code.service, plain=False) for code in CODES.values()]
    return tuple(phrase for phrase in (*plain, *official) if phrase.words)


def _phrase(text: str, codes: tuple[str, ...], service: ServiceCategory, *, plain: bool) -> _Phrase:
    order = tuple(_words(text))
    return _Phrase(text, order, frozenset(order), codes, service, plain)


@cache
def _counts() -> Counter[str]:
    """Return in how many phrases each word comes."""
    return Counter(word for phrase in _phrases() for word in phrase.words)


def _weight(words: Iterable[str]) -> float:
    """Return how much some words say: a word that few phrases have says more."""
    counts = _counts()
    return sum(math.log(1 + len(_phrases()) / (1 + counts[word])) for word in words)

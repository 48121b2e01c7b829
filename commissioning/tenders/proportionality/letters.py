"""Short forms in capitals, such as SEN, and whether a tender says anywhere what they stand for."""

import re
from collections.abc import Iterator
from functools import cache

from .wording import word_list

LETTERS = re.compile(r"(?<![\w.@-])([A-Z]{2,7})(?:s|'s)?(?![\w@]|-\d|-[A-Z]|[ \u00a0]?\d|\.\w)")
"""Two to seven capitals: no reference number (HCC-2026-014), no standard with its number (ISO 9001), no address."""

IN_BRACKETS = re.compile(r"([^()\n]{4,120})\((?:the |known as |or )?[\"“']?([A-Z]{2,7})s?[\"”']?\)")
BEFORE_BRACKETS = re.compile(r"\b([A-Z]{2,7})s? \(([^()\n]{4,120})\)")
IN_WORDS = re.compile(r"\b([A-Z]{2,7})s?[\"”']? (?:means|stands for|stand for|is short for|are short for)\b")
ROMAN = re.compile(r"[IVX]+")


def unexplained(texts: list[tuple[str, str]], names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield (path, letters) for each short form that no text explains, where it first stands.

    `names` are words in capitals that are names of their own, such as the ids of criteria.
    """
    seen = {*_listed("known"), *_listed("shouted"), *names}
    for _, text in texts:
        seen.update(_explained(text))
    for path, text in texts:
        for match in LETTERS.finditer(text):
            letters = match.group(1)
            if letters not in seen and not ROMAN.fullmatch(letters) and not _is_shouting(text, match):
                seen.add(letters)
                yield path, letters


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(word_list("letters")[name])


def _explained(text: str) -> Iterator[str]:
    """Yield the short forms that a text writes out: "special educational needs (SEN)", either way round."""
    if "(" in text:
        for match in IN_BRACKETS.finditer(text):
            if _begins_with(match.group(1), match.group(2)):
                yield match.group(2)
        for match in BEFORE_BRACKETS.finditer(text):
            if _begins_with(match.group(2), match.group(1)):
                yield match.group(1)
    for match in IN_WORDS.finditer(text):
        yield match.group(1)


def _begins_with(words: str, letters: str) -> bool:
    """Whether the letters stand in this order in the words, the first of them at the beginning of a word."""
    within = ".*?".join(map(re.escape, letters))
    return re.search(rf"\b{within}", words, re.IGNORECASE) is not None


def _is_shouting(text: str, match: re.Match[str]) -> bool:
    """Whether the whole text, or each word beside it, is in capitals too: then it is stressed, not short."""
    if text.isupper() and " " in text:
        return True
    before = text[: match.start()].split()[-1:]
    after = text[match.end() :].split()[:1]
    beside = [word for word in (*before, *after) if word.isalpha() and len(word) > 1]
    return bool(beside) and all(word.isupper() for word in beside)

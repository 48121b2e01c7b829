"""Words in a bidder's question that may tell who asked: suggestions for the officer who publishes it.

They are looked for among everybody who is registered, whoever asked, so that a mark on a word says nothing of the asker.
"""

import re
from dataclasses import dataclass

from providers.models import Provider
from socialvalue.accounts.models import User

SHORTEST_NAME = 4
"""Letters: shorter family names are words too often."""

PATTERNS = {
    # Looked for from the first letter of a word only: at every letter of a very long one it would take hours.
    "an e-mail address": r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "a web address": r"\b(?:https?://|www\.)\S+",
    "a postcode": r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b",
    "a phone number": r"(?<!\w)(?:\+44\s?|0)\d[\d\s-]{7,12}\d\b",
    "a charity or company number": r"\b(?:\d{6,8}|(?:SC|NI|OC|RS|IP)\d{6})\b",
    "words of whoever holds the contract now": r"\b(?:incumbent|(?:our|as the) (?:current|existing) (?:contract|provider)|"
    r"we (?:currently|already) (?:run|provide|deliver|hold))\b",
}


@dataclass(frozen=True)
class Piece:
    """A piece of a text; `why` says what it may be, "" for an ordinary one."""

    text: str
    why: str = ""


def pieces(text: str) -> list[Piece]:
    """Return the text in pieces, those that may tell who asked with a reason. Two queries, whatever the text."""
    found = sorted(_found(text), key=lambda hit: (hit[0], -hit[1]))
    made, place = [], 0
    for start, end, why in found:
        if start < place:
            continue
        made += [Piece(text[place:start]), Piece(text[start:end], why)]
        place = end
    return [piece for piece in [*made, Piece(text[place:])] if piece.text]


def _found(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, why) of everything that may identify, in no order."""
    hits = [
        (match.start(), match.end(), why)
        for why, pattern in PATTERNS.items()
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]
    for name in Provider.objects.order_by("pk").values_list("name", flat=True):
        hits += _whole_words(text, name, "the name of a registered provider")
    people = User.objects.filter(memberships__isnull=False).distinct().values_list("name", flat=True)
    for name in people:
        hits += _whole_words(text, name, "the name of a person")
        family = name.split()[-1] if name.split() else ""
        if len(family) >= SHORTEST_NAME and family != name:
            hits += [hit for hit in _whole_words(text, family, "the name of a person") if text[hit[0]].isupper()]
    return hits


def _whole_words(text: str, name: str, why: str) -> list[tuple[int, int, str]]:
    """Return every place where a name stands as words of its own, in any case."""
    if not name.strip() or name.casefold() not in text.casefold():
        return []
    return [
        (match.start(), match.end(), why)
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)
    ]

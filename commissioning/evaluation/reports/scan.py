"""The check of a reason before it goes to a bidder: what in its words belongs to somebody else."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

RUN = 8
"""Words in a row that a reason shares with a bid's answer before it counts as that bid's text."""

SHORTEST = 4
"""Characters: a shorter name would be found inside ordinary words."""

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<!\w)(?:\+44|0)(?:[\s()-]?\d){9,10}(?!\w)")


@dataclass(frozen=True)
class Rival:
    """What would give one bid away. `others` are its partners, people and numbers; `words` the texts of its answers."""

    bid_id: UUID
    name: str
    others: tuple[str, ...]
    price: Decimal | None
    words: tuple[str, ...]


@dataclass(frozen=True)
class Piece:
    """A stretch of a reason; `why` is what the check found there, or "" where it found nothing."""

    text: str
    why: str


def pieces(text: str, rivals: Sequence[Rival], *, may_name: UUID) -> tuple[Piece, ...]:
    """The text cut at what the check found, in order: joined again it is the text.

    `rivals` are all bids but the reader's own. Bid `may_name`, the winner's, may be called by its name, not more.
    """
    found = sorted(_hits(text, rivals, may_name), key=lambda hit: (hit[0], -hit[1]))
    cut, at = [], 0
    for start, end, why in found:
        if end <= at:
            continue
        start = max(start, at)
        if start > at:
            cut.append(Piece(text[at:start], ""))
        cut.append(Piece(text[start:end], why))
        at = end
    if at < len(text):
        cut.append(Piece(text[at:], ""))
    return tuple(cut)


def _hits(text: str, rivals: Sequence[Rival], may_name: UUID) -> Iterator[tuple[int, int, str]]:
    """Every (start, end, what it is)."""
    for rival in rivals:
        is_winner = rival.bid_id == may_name
        if not is_winner:
            yield from _named(text, rival.name, "the name of another bidder")
        for name in rival.others:
            yield from _named(text, name, "a person, partner or number of another bidder")
        if rival.price is not None:
            yield from _priced(text, rival.price)
        yield from _runs(text, rival.words)
    for pattern, why in ((EMAIL, "an e-mail address"), (PHONE, "a telephone number")):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), why


def _named(text: str, name: str, why: str) -> Iterator[tuple[int, int, str]]:
    name = name.strip()
    if len(name) >= SHORTEST:
        words = r"\W+".join(re.escape(word) for word in WORD.findall(name))
        for match in re.finditer(rf"(?<!\w){words}(?!\w)", text, re.IGNORECASE) if words else ():
            yield match.start(), match.end(), why


def _priced(text: str, price: Decimal) -> Iterator[tuple[int, int, str]]:
    """The price as people write it: with commas or without, with pence or without."""
    pounds = f"{int(price):,}".replace(",", ",?")
    pence = f"{price % 1:.2f}"[2:]
    tail = rf"(?:\.{pence})?" if pence == "00" else rf"\.{pence}"
    for match in re.finditer(rf"(?<![\d,.]){pounds}{tail}(?![\d]|,\d|\.\d)", text):
        yield match.start(), match.end(), "the price of another bidder"


def _runs(text: str, written: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Every stretch of RUN words or more that stands in an answer too, whatever its capitals and stops."""
    places = list(WORD.finditer(text))
    if len(places) < RUN:
        return
    said = [place.group().casefold() for place in places]
    known = set()
    for answer in written:
        words = [word.casefold() for word in WORD.findall(answer)]
        known |= {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
    first = last = None
    for at in range(len(said) - RUN + 1):
        if tuple(said[at : at + RUN]) in known:
            if first is None or last is None or at > last + 1:
                if first is not None and last is not None:
                    yield places[first].start(), places[last].end(), "words of another bidder’s bid"
                first = at
            last = at + RUN - 1
    if first is not None and last is not None:
        yield places[first].start(), places[last].end(), "words of another bidder’s bid"

"""Whom the conditions of a tender shut out, among the registered providers of its service and area.

Counts are of providers without names, and still a count can give one away. So a page shows only `shown` and `rounded`:
nought is "none", one to four is "fewer than five", and all else is a step of five, "15 to 19". Exact counts with the
small ones left out would not do: a total of 20 with 17 shut out says that 3 are left. Nor would the nearest five: 5 to 7
in all, of which 5 to 7 meet a condition and some fail it and some have not said, is 1 and 1 and 5. With steps every
small count keeps more than one value that fits. Kinds and sizes of fewer than five are put together, a table of them is
left out where its sums would give a small count away, and a market of fewer than five is not looked into at all.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from commissioning.tenders.tenderfile import Condition, ConditionKind, Needed, TenderFile
from glossary.words import Word

from .market import Market, Offer

FEWEST_SHOWN = 5
NUMBER_OF_ONE = re.compile(r"(?<!\w)(?:\d-)?\w*\d{6,}\w*")
"""A word with six digits or more in a row is the number of one organisation, not the name of a paper."""
OTHERS = "others"
"""The name of the group that holds all groups of fewer than five."""


class Standing(Enum):
    """How one provider stands to one condition."""

    MEETS = auto()
    SHUT_OUT = auto()
    NOT_KNOWN = auto()


class Judged(Word):
    """Whether the register can say who meets a condition."""

    YES = "yes", "Counted from what providers have said"
    LATER = "later", "Needed only when the contract starts, so it shuts nobody out of bidding"
    NOT_KNOWN = "not_known", "Not known: providers have not been asked about this"


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many providers meet a condition, are shut out by it, or have not said what it turns on."""

    meets: int = 0
    shut_out: int = 0
    not_known: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.meets + self.shut_out + self.not_known

    @property
    def left(self) -> int:
        """Those that are not shut out, as far as is known."""
        return self.meets + self.not_known


@dataclass(frozen=True, kw_only=True)
class Group:
    """The tally of one kind or size: its value in `providers.models`, or "others"."""

    name: str
    tally: Tally


@dataclass(frozen=True, kw_only=True)
class Share:
    """A tally of all providers, of the charities and community bodies, and by kind and size.

    The charities are None, and a list of groups is empty, where they would say too much.
    """

    all: Tally
    vcse: Tally | None
    by_kind: tuple[Group, ...]
    by_size: tuple[Group, ...]


@dataclass(frozen=True, kw_only=True)
class ConditionReach:
    """What one condition does, taken by itself: its id, its path in the file, and the tallies where it can be judged."""

    id: str
    at: str
    kind: ConditionKind | None
    judged: Judged
    share: Share


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What the conditions do one by one, and what all of them do together."""

    conditions: tuple[ConditionReach, ...]
    together: Share

    @property
    def total(self) -> int:
        """How many providers were looked at."""
        return self.together.all.total

    @property
    def is_too_small(self) -> bool:
        """Whether there are so few providers that nothing may be shown of them."""
        return self.total < FEWEST_SHOWN


def shown(count: int) -> str:
    """Return a count as it may be shown: "none", "fewer than five", "15 to 19"."""
    low, high = _bounds(count)
    if low < FEWEST_SHOWN:
        return "fewer than five" if count else "none"
    return f"{low} to {high}"


def rounded(count: int) -> int | None:
    """Return the first number of a count's step of five for a chart; 0 for nought, None for one to four."""
    return None if 0 < count < FEWEST_SHOWN else _bounds(count)[0]


def _bounds(count: int) -> tuple[int, int]:
    """Return the least and the most that a count may be, as far as is shown."""
    if count < FEWEST_SHOWN:
        return min(count, 1), FEWEST_SHOWN - 1 if count else 0
    low = count - count % FEWEST_SHOWN
    return low, low + FEWEST_SHOWN - 1


def reach(tender: TenderFile, market: Market) -> Reach:
    """Return how many providers of a market each condition shuts out, and how many all together leave.

    A provider is shut out of the whole when one condition shuts it out; it meets the whole when it meets every condition
    that can be judged; otherwise it is not known.
    """
    standings: list[list[Standing]] = [[] for _ in market.offers]
    found = []
    for place, condition in enumerate(tender.conditions or ()):
        judged = judged_how(condition, market.offers)
        each = [standing(condition, offer) if judged is Judged.YES else _UNJUDGED[judged] for offer in market.offers]
        if judged is Judged.YES:
            for one, so_far in zip(each, standings, strict=True):
                so_far.append(one)
        found.append(
            ConditionReach(
                id=condition.id,
                at=f"conditions[{place}]",
                kind=condition.kind,
                judged=judged,
                share=_share(market.offers, each),
            )
        )
    return Reach(conditions=tuple(found), together=_share(market.offers, [_worst(one) for one in standings]))


_UNJUDGED = {Judged.LATER: Standing.MEETS, Judged.NOT_KNOWN: Standing.NOT_KNOWN}


def judged_how(condition: Condition, offers: Sequence[Offer]) -> Judged:
    """Say whether the register can judge a condition, from what the providers of a market, or a single one, have said.

    What is needed only when the contract starts shuts nobody out of bidding. A certificate or registration can be judged
    when it is named, or when its text names one that some of these providers has. Experience and earlier awards are
    not in the register.
    """
    if condition.needed is Needed.CONTRACT_START:
        return Judged.LATER
    if condition.kind in (ConditionKind.TURNOVER, ConditionKind.INSURANCE) and condition.amount is not None:
        return Judged.YES
    if condition.kind is ConditionKind.ACCOUNTS and condition.audited:
        return Judged.YES
    papers = _PAPERS.get(condition.kind)
    if papers and (
        (condition.name or "").strip()
        or any(_is_asked(paper, condition) for offer in offers for paper in papers(offer))
    ):
        return Judged.YES
    return Judged.NOT_KNOWN


def standing(condition: Condition, offer: Offer) -> Standing:
    """Say how a provider stands to a condition that can be judged.

    Who has listed no certificate at all has not said; who has listed others has not got this one.
    """
    if condition.kind is ConditionKind.ACCOUNTS:
        return _as_said(offer.has_audited_accounts)
    if condition.kind in _PAPERS:
        papers = _PAPERS[condition.kind](offer)
        return _as_said(any(_is_asked(paper, condition) for paper in papers) if papers else None)
    has = offer.turnover if condition.kind is ConditionKind.TURNOVER else offer.insurance
    return _as_said(None if has is None or condition.amount is None else has >= condition.amount)


_PAPERS: dict[ConditionKind | None, Callable[[Offer], tuple[str, ...]]] = {
    ConditionKind.CERTIFICATE: lambda offer: offer.certificates,
    ConditionKind.REGISTRATION: lambda offer: offer.registrations,
}


def _is_asked(paper: str, condition: Condition) -> bool:
    """Whether a paper is the one that a condition names, or that its text speaks of: as whole words, one in the other."""
    has, name, text = (f" {_spaced(words or '')} " for words in (paper, condition.name, condition.text))
    if not has.strip():
        return False
    return has in name or name in has if name.strip() else has in text


@lru_cache(maxsize=4096)
def _spaced(text: str) -> str:
    """Return the letters and digits of a text in lower case, all else as single spaces, without what is one holder's alone.

    A registration number in a condition would find its one holder: "none" or "fewer than five" would say who is registered
    here. Standards have at most five digits (ISO 27001), numbers of charities and companies six or more.
    """
    named = NUMBER_OF_ONE.sub(" ", text.casefold())
    return " ".join("".join(letter if letter.isalnum() else " " for letter in named).split())


def _as_said(meets: bool | None) -> Standing:
    if meets is None:
        return Standing.NOT_KNOWN
    return Standing.MEETS if meets else Standing.SHUT_OUT


def _worst(standings: Iterable[Standing]) -> Standing:
    """Return how a provider stands to all conditions together."""
    met = set(standings)
    return next((one for one in (Standing.SHUT_OUT, Standing.NOT_KNOWN) if one in met), Standing.MEETS)


def _share(offers: tuple[Offer, ...], each: list[Standing]) -> Share:
    pairs = list(zip(offers, each, strict=True))
    vcse = _tally(one for offer, one in pairs if offer.is_vcse)
    return Share(
        all=_tally(each),
        vcse=vcse if vcse.total >= FEWEST_SHOWN else None,
        by_kind=_groups([(offer.kind, one) for offer, one in pairs]),
        by_size=_groups([(offer.size, one) for offer, one in pairs]),
    )


def _tally(each: Iterable[Standing]) -> Tally:
    counted = Counter(each)
    return Tally(
        meets=counted[Standing.MEETS], shut_out=counted[Standing.SHUT_OUT], not_known=counted[Standing.NOT_KNOWN]
    )


def _groups(pairs: list[tuple[str, Standing]]) -> tuple[Group, ...]:
    """Return the tallies of each group of five or more, the rest put together; nothing where they say too much.

    Where the rest are fewer than five in all, the smallest other group goes with them.
    """
    sizes = Counter(name for name, _ in pairs)
    alone = sorted((name for name in sizes if sizes[name] >= FEWEST_SHOWN), key=lambda name: (-sizes[name], name))
    rest = len(pairs) - sum(sizes[name] for name in alone)
    if 0 < rest < FEWEST_SHOWN:
        del alone[-1:]
    if not alone:
        return ()
    groups = [Group(name=name, tally=_tally(one for group, one in pairs if group == name)) for name in alone]
    if len(pairs) > sum(sizes[name] for name in alone):
        groups.append(Group(name=OTHERS, tally=_tally(one for group, one in pairs if group not in alone)))
    return () if gives_away([group.tally for group in groups], _tally(one for _, one in pairs)) else tuple(groups)


def gives_away(groups: Sequence[Tally], whole: Tally) -> bool:
    """Whether a small count can be worked out from a table of groups over their whole, as it is shown.

    Each cell has the bounds of its step. What a row or column adds to narrows them, until nothing changes; a cell of one
    to four with nothing left between its bounds is given away.
    """
    rows = [_cells(tally) for tally in [*groups, whole]]
    cells = {(row, column): _bounds(count) for row, counts in enumerate(rows) for column, count in enumerate(counts)}
    last_row, last_column = len(rows) - 1, len(rows[0]) - 1
    sums = [([(row, column) for column in range(last_column)], (row, last_column)) for row in range(len(rows))]
    sums += [([(row, column) for row in range(last_row)], (last_row, column)) for column in range(last_column + 1)]
    before: dict[tuple[int, int], tuple[int, int]] = {}
    while before != cells:
        before = dict(cells)
        for parts, total in sums:
            _narrow(cells, parts, total)
    return any(low == high and 0 < low < FEWEST_SHOWN for low, high in cells.values())


def _cells(tally: Tally) -> tuple[int, ...]:
    return tally.meets, tally.shut_out, tally.not_known, tally.total


def _narrow(
    cells: dict[tuple[int, int], tuple[int, int]], parts: list[tuple[int, int]], total: tuple[int, int]
) -> None:
    """Narrow the bounds of the parts by those of their total, and the other way round."""
    least, most = (sum(cells[part][end] for part in parts) for end in (0, 1))
    low, high = cells[total] = max(cells[total][0], least), min(cells[total][1], most)
    for part in parts:
        own_least, own_most = cells[part]
        cells[part] = max(own_least, low - (most - own_most)), min(own_most, high - (least - own_least))

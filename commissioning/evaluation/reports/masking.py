"""The marking copy of a bid: what would tell the panel who wrote it is hidden until the chair reveals the names.

Only what is shown is changed; the submission and its hash stay as they were.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

from commissioning.bids.models import Bid, Partner
from commissioning.evaluation.models import Evaluation, MaskedWords
from commissioning.evaluation.reports.bidders import Bidder
from commissioning.evaluation.reports.scan import EMAIL, PHONE, SHORTEST, WORD
from providers.models import Member
from socialvalue.refusals import Refused

HIDDEN = "[hidden]"
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)>\]]+", re.IGNORECASE)
Mask = Callable[[str], str]
Thing = TypeVar("Thing")


def mask_of(words: Iterable[str]) -> Mask:
    """What hides these words, whatever their capitals and the spaces between, and every web, mail and phone address."""
    wanted = [WORD.findall(one) for one in sorted(words, key=len, reverse=True)]
    patterns = [r"\W+".join(map(re.escape, one)) for one in wanted if one]
    named = re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE) if patterns else None

    def hide(text: str) -> str:
        for pattern in (ADDRESS, EMAIL, PHONE, *([named] if named else [])):
            text = pattern.sub(HIDDEN, text)
        return text

    return hide


def masked(thing: Thing, hide: Mask) -> Thing:
    """The same with every text in it masked: a text, a tuple or a frozen dataclass of such."""
    found: Any = thing
    if isinstance(found, str):
        found = hide(found)
    elif isinstance(found, tuple):
        found = tuple(masked(one, hide) for one in found)
    elif is_dataclass(found) and not isinstance(found, type):
        found = replace(found, **{one.name: masked(getattr(found, one.name), hide) for one in fields(found)})
    return found  # type: ignore[no-any-return]


def masks(evaluation: Evaluation, bid_ids: Iterable[UUID]) -> dict[UUID, Mask]:
    """What hides each bid's words from the panel, while it knows the bidders by letters. One query."""
    words: dict[UUID, list[str]] = {bid_id: [] for bid_id in bid_ids}
    rows = MaskedWords.objects.filter(evaluation=evaluation, bid__in=words, shown_at=None)
    for bid_id, one in rows.values_list("bid_id", "words"):
        words[bid_id].append(one)
    return {bid_id: mask_of(own) for bid_id, own in words.items()}


def identifying_words(evaluation: Evaluation) -> dict[UUID, tuple[str, ...]]:
    """What would give each opened bid away: the names and numbers of its organisations and its people. Three queries."""
    bids = list(Bid.objects.filter(tender=evaluation.tender_id).select_related("provider"))
    organisations = {bid.pk: [bid.provider] for bid in bids}
    rows = Partner.objects.filter(bid__in=organisations, removed_at=None, provider__isnull=False)
    for partner in rows.select_related("provider"):
        organisations[partner.bid_id].append(partner.provider)
    people: dict[int, list[str]] = defaultdict(list)
    everyone = {one for own in organisations.values() for one in own}
    for provider_id, name in Member.objects.filter(provider__in=everyone).values_list("provider_id", "user__name"):
        people[provider_id].append(name)
    return {
        bid_id: tuple(
            dict.fromkeys(
                words[:200]
                for one in own
                for words in (one.name, one.charity_number, one.company_number, *people[one.pk])
                if len(words) >= SHORTEST
            )
        )
        for bid_id, own in organisations.items()
    }


@dataclass(frozen=True)
class MarkingCopy:
    """What is hidden in one bid: (row, words)."""

    heading: str
    name: str
    words: tuple[tuple[int, str], ...]


def marking_copies(evaluation: Evaluation, everyone: Iterable[Bidder]) -> list[MarkingCopy]:
    """What is hidden in each bid, for officers, who know whose it is. One query."""
    hidden: dict[UUID, list[tuple[int, str]]] = defaultdict(list)
    rows = MaskedWords.objects.filter(evaluation=evaluation, shown_at=None)
    for bid_id, pk, words in rows.values_list("bid_id", "pk", "words"):
        hidden[bid_id].append((pk, words))
    return [
        MarkingCopy(
            f"{bidder.name}: {bidder.label}" if bidder.letter else bidder.name,
            bidder.name,
            tuple(hidden[bidder.bid_id]),
        )
        for bidder in everyone
    ]


def masked_row(evaluation: Evaluation, said: str) -> MaskedWords:
    """The words of this number, hidden in this evaluation; Refused where there are none such."""
    rows = MaskedWords.objects.filter(evaluation=evaluation, shown_at=None).select_related("bid")
    row = rows.filter(pk=int(said)).first() if re.fullmatch(r"[0-9]{1,18}", said) else None
    if row is None:
        raise Refused("These words are not hidden.")
    return row

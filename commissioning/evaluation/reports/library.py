"""A provider's answer library: its past answers with the mark and the reason each got, and its standing texts.

A mark is joined to an answer only once the award is approved, and only to the reader's own provider's answers.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from commissioning.bids.models import Bid
from commissioning.bids.reports import PastAnswer, Use, past_answers, text_uses
from commissioning.evaluation.models import Consensus
from commissioning.tenders.timetable import uk_day
from glossary.words import ServiceCategory
from providers.models import Provider, StandingText
from socialvalue.accounts.models import User
from socialvalue.text import count_text, count_words, date_text, number_text

TELLING = re.compile(r"\w{4,}")
COMMON = frozenset({"that", "this", "what", "will", "with", "your", "have", "from", "they", "their", "which", "about"})
OF_SAME_SERVICE = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text was used: the tender, the question, when. `mark` and `reason` are "" until an award is approved."""

    tender: str
    question: str
    when: str
    mark: str
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of the library, ready to be drawn. `source` is what `actions.put_in` takes; `address` changes it, or ""."""

    key: str
    title: str
    kind: str
    text: str
    words: str
    service: str
    tags: str
    last_use: str
    places: tuple[Place, ...]
    address: str
    source: StandingText | str
    services: frozenset[str]

    @property
    def searched(self) -> str:
        """Everything that a search looks through."""
        said = " ".join(f"{place.tender} {place.question}" for place in self.places)
        return f"{self.title} {self.text} {self.service} {self.tags} {said}".casefold()


def library(user: User, provider: Provider, now: datetime, *, but: Bid | None = None) -> list[Entry]:
    """All texts of a provider's library, the one that was used last first; without what `but` itself says.

    Five queries, whatever their number. Only for a member; for anyone else it is empty.
    """
    past = [row for row in past_answers(user, provider, now) if but is None or row.bid_id != but.pk]
    marks, uses = _marks(user, past), text_uses(user, provider)
    groups: dict[str, list[PastAnswer]] = {}
    for row in past:
        groups.setdefault(row.sha256, []).append(row)
    entries = [
        (max([rows[0].at, *(use.at for use in uses.get(sha256, []))]), _of_past(sha256, rows, marks, uses))
        for sha256, rows in groups.items()
    ]
    for text in StandingText.objects.of(user).filter(provider=provider):
        used = uses.get(text.pk, [])
        entries.append((used[0].at if used else text.saved_at, _of_standing(text, used)))
    return [entry for _, entry in sorted(entries, key=lambda pair: pair[0], reverse=True)]


def _marks(user: User, past: Iterable[PastAnswer]) -> dict[tuple[UUID, str], tuple[object, str]]:
    """Mark and reason of the reader's own opened answers whose award is approved. One query."""
    rows = Consensus.objects.filter(
        bid__in=Bid.objects.made_for(user).filter(pk__in={row.bid_id for row in past}),
        evaluation__award__approved_at__isnull=False,
    )
    return {
        (bid_id, question): (mark, reason)
        for bid_id, question, mark, reason in rows.values_list("bid_id", "question_id", "mark", "reason")
    }


def _of_past(sha256: str, rows: list[PastAnswer], marks: dict, uses: dict[int | str, list[Use]]) -> Entry:
    """A text that was answered with, once or more."""
    newest = rows[0]
    places = []
    for row in rows:
        mark, reason = marks.get((row.bid_id, row.question_id), (None, "")) if row.is_submitted else (None, "")
        most = f" of {number_text(row.most)}" if row.most is not None else ""
        places.append(
            Place(
                tender=row.tender,
                question=f"Question {row.number}: {row.question}",
                when=f"{'Submitted' if row.is_submitted else 'Written, never submitted,'} on {_day(row.at)}",
                mark="" if mark is None else f"{number_text(mark)}{most}",
                reason=reason,
            )
        )
    used = uses.get(sha256, [])
    services = frozenset(row.service for row in rows if row.service)
    return Entry(
        key=sha256[:16],
        title=newest.question,
        kind="Past answer",
        text=newest.text,
        words=count_text(newest.words, "word"),
        service=", ".join(ServiceCategory(name).label for name in sorted(services)),
        tags="",
        last_use=_last_use(used) or places[0].when,
        places=tuple(places),
        address="",
        source=sha256,
        services=services,
    )


def _of_standing(text: StandingText, used: list[Use]) -> Entry:
    """A text that the organisation keeps."""
    return Entry(
        key=f"text-{text.pk}",
        title=text.title,
        kind="Standing text",
        text=text.text,
        words=count_text(count_words(text.text), "word"),
        service=text.service_label,
        tags=text.tags,
        last_use=_last_use(used) or "Not used yet",
        places=tuple(Place(use.tender, "", f"Put in on {_day(use.at)}", "", "") for use in used),
        address=reverse("provider_text", args=[text.provider_id, text.pk]),
        source=text,
        services=frozenset({text.service} if text.service else ()),
    )


def _last_use(used: list[Use]) -> str:
    """When a text was last put into an answer, or ""."""
    return f"Last put in on {_day(used[0].at)}: {used[0].tender}" if used else ""


def _day(moment: datetime) -> str:
    return date_text(uk_day(moment))


def matching(entries: list[Entry], *, words: str = "", service: str = "") -> list[Entry]:
    """Those of the entries that hold every one of the words and, if one is named, are for the service or for any."""
    wanted = words.casefold().split()
    return [
        entry
        for entry in entries
        if all(word in entry.searched for word in wanted)
        and (not service or service in entry.services or not entry.services)
    ]


def fitting(entries: list[Entry], *, question: str, service: str) -> list[Entry]:
    """The entries with those first that fit a question: the same service, and words of the question in their titles."""
    telling = set(TELLING.findall(question.casefold())) - COMMON

    def fit(entry: Entry) -> int:
        said = set(TELLING.findall(f"{entry.title} {entry.tags}".casefold()))
        return len(telling & said) + OF_SAME_SERVICE * (service in entry.services)

    return sorted(entries, key=fit, reverse=True)

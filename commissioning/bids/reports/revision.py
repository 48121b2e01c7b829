"""The versions of one answer, ready to be drawn, and the words in which two of them differ."""

from dataclasses import dataclass
from itertools import takewhile

from commissioning.bids.models import Answer, AnswerRevision, Bid
from commissioning.tenders.reports.addendum import Run, marked
from socialvalue.text import count_text, count_words, datetime_text

MOST_VERSIONS = 200


@dataclass(frozen=True)
class AnswerVersion:
    """One version of an answer. `number` is how often it had been saved; `is_now` for the one that stands."""

    number: int
    text: str
    by: str
    when: str
    words: str
    is_now: bool

    @property
    def label(self) -> str:
        """What it is called in a list of choices."""
        return f"{self.when}, {self.by}, {self.words}{' (stands now)' if self.is_now else ''}"


def versions_of(bid: Bid, question_id: str) -> list[AnswerVersion]:
    """The newest versions of an answer, the one that stands first; none if it was never saved. Two queries."""
    now = Answer.own.select_related("saved_by").filter(bid=bid, question_id=question_id).first()
    if now is None:
        return []
    before = AnswerRevision.own.select_related("saved_by").filter(bid=bid, question_id=question_id)
    return [_version(row, row is now) for row in (now, *before.order_by("-version")[:MOST_VERSIONS])]


def _version(row: Answer | AnswerRevision, is_now: bool) -> AnswerVersion:
    """One version from its row."""
    return AnswerVersion(
        number=row.version,
        text=row.text,
        by=row.saved_by.name,
        when=datetime_text(row.saved_at),
        words=count_text(count_words(row.text), "word"),
        is_now=is_now,
    )


def marked_between(before: str, after: str) -> tuple[list[Run], list[Run]]:
    """Both texts in runs of words, marked where the other has not the same. What they begin and end with alike is not
    searched, so that a long answer with one changed sentence is compared word by word."""
    head = _shared(before, after)
    tail = _shared(before[head:][::-1], after[head:][::-1])
    left, right = (text[head : len(text) - tail] for text in (before, after))
    start, end = before[:head], before[len(before) - tail :]
    return tuple(  # type: ignore[return-value]  # two of them
        [run for run in (Run(start, False), *runs, Run(end, False)) if run.text] for runs in marked(left, right)
    )


def _shared(one: str, other: str) -> int:
    """How many characters both begin with, cut back to the last white space, so that no word is cut in two."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    if same == len(one) == len(other):
        return same
    while same and not one[same - 1].isspace():
        same -= 1
    return same

"""What a Word document of a bid holds, and how the texts that came back differ from those on the portal."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from commissioning.bids.models import Bid, OfflineDraft
from commissioning.bids.models.offline_draft import KEPT_FOR
from commissioning.bids.readiness import Asked, AskedQuestion, asked_by
from commissioning.bids.reports.draft import Draft, draft_of, price_lines
from commissioning.bids.reports.revision import marked_between
from commissioning.tenders.models import Tender
from commissioning.tenders.reports.addendum import Run
from socialvalue.accounts.models import User
from socialvalue.text import count_text, count_words, date_text, number_text

MARK = re.compile(r"sv_([0-9a-f]{10})_([0-9]{1,9})_([0-9a-f]{12})")
DOCUMENT_MARK = re.compile(r"svdoc_([0-9]{1,18})_([0-9]{1,9})_([0-9a-f]{32}|empty)")
# What XML 1.0 cannot hold, beside the control characters that no answer has.
NOT_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True)
class Box:
    """What a document starts from under one question: what is written there, and how often it had been saved."""

    text: str
    version: int
    promises: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfflineFacts:
    """All that goes into a document. `bid` is the bid's id as 32 hexadecimal digits, "empty" without one.

    `facts` are pairs for the head of the document. `boxes` by question id; a question without one is empty.
    """

    tender: int
    pack_version: int
    bid: str
    title: str
    facts: tuple[tuple[str, str], ...]
    asked: Asked
    boxes: dict[str, Box]


def carried(text: str) -> str:
    """A text as it comes back: plain line ends, no control characters but tab, no white space around the whole."""
    plain = re.sub(r"\r\n?", "\n", text)
    kept = (one for one in plain if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cs"})
    return NOT_XML.sub("\ufffd", "".join(kept)).strip()


def digest(text: str) -> str:
    """A short fingerprint of a text as it comes back, to tell whether it was changed."""
    return hashlib.sha256(carried(text).encode()).hexdigest()[:12]


def short_id(tender: int, question_id: str) -> str:
    """A question's id in a mark: short enough for a bookmark, and of this tender only."""
    return hashlib.sha256(f"{tender}:{question_id}".encode()).hexdigest()[:10]


def empty_facts(tender: Tender, now: datetime) -> OfflineFacts:
    """What the document of a published tender holds for somebody who has no bid yet. One query."""
    return _facts(tender, "empty", (), tender.closing_text(now), {})


def offline_facts(bid: Bid, now: datetime) -> OfflineFacts:
    """What the document of a bid holds. Five queries, whatever its size."""
    draft, asked = draft_of(bid), asked_by(bid.tender.document)
    boxes = {
        question.id: Box(
            draft.text(question.id),
            draft.version(question.id),
            tuple(
                f"{number_text(one.quantity)} {one.unit} by {date_text(one.by_when)}: {one.measure}. "
                f"What will show it: {one.evidence}"
                for one in draft.commitments_to(question.id)
            ),
        )
        for question in asked.questions
    }
    price = "; ".join(price_lines(bid, asked)) if bid.price is not None else "No price yet"
    more = (("Bidder", bid.provider.name), ("Price without VAT", price))
    return _facts(bid.tender, bid.pk.hex, more, bid.closing_text(now), boxes)


def _facts(
    tender: Tender, bid: str, more: tuple[tuple[str, str], ...], closes: str, boxes: dict[str, Box]
) -> OfflineFacts:
    """The same for both."""
    newest = tender.packs.values_list("version", flat=True).last() or 0
    facts = (("Tender", tender.title), *more, ("Bids must arrive before", closes))
    return OfflineFacts(tender.pk, newest, bid, tender.title, facts, asked_by(tender.document), boxes)


class Change(StrEnum):
    """How the text of a document stands to the one on the portal."""

    SAME = "same"
    MINE = "mine"
    THEIRS = "theirs"
    EMPTIED = "emptied"
    BOTH = "both"


CHANGES = {
    Change.SAME: ("Unchanged", "grey"),
    Change.MINE: ("Changed in your document", "blue"),
    Change.THEIRS: ("Changed on the portal since", "yellow"),
    Change.EMPTIED: ("Emptied in your document", "orange"),
    Change.BOTH: ("Changed in both", "red"),
}
FIRST = {Change.MINE: "mine", Change.THEIRS: "theirs", Change.EMPTIED: "theirs", Change.BOTH: ""}
"""Which of the two is chosen at first; where both changed, neither."""


@dataclass(frozen=True)
class Compared:
    """One question: the text of the document, `mine`, and the portal's, `theirs`, with the version that it has now."""

    question: AskedQuestion
    change: Change
    mine: str
    theirs: str
    version: int
    saved: str
    has_pictures: bool
    left: list[Run]
    right: list[Run]

    @property
    def tag(self) -> tuple[str, str]:
        """What the page says of it, and the colour."""
        return CHANGES[self.change]

    @property
    def both(self) -> str:
        """Both texts, one after the other."""
        return f"{self.theirs}\n\n{self.mine}".strip()

    @property
    def short(self) -> str:
        """A name for the question in a form: an addendum may move its number."""
        return hashlib.sha256(self.question.id.encode()).hexdigest()[:10]

    @property
    def first_choice(self) -> str:
        """What is chosen at first; where both changed, nothing."""
        return FIRST[self.change]

    def chosen(self, choice: str) -> str:
        """The text that a choice stands for."""
        return {"mine": self.mine, "theirs": self.theirs, "both": self.both}[choice]

    def words(self, text: str) -> str:
        """How many words a text has, of how many it may: "120 of 300 words"."""
        number, limit = count_words(text), self.question.question.word_limit
        return f"{number:,} of {count_text(limit, 'word')}" if limit else count_text(number, "word")

    @property
    def my_words(self) -> str:
        """The words of the document's text."""
        return self.words(self.mine)

    @property
    def their_words(self) -> str:
        """The words of the portal's text."""
        return self.words(self.theirs)

    @property
    def words_of_both(self) -> str:
        """The words of both, one after the other."""
        return self.words(self.both)


@dataclass(frozen=True)
class Comparison:
    """A document beside the portal. `same` and `missing` are numbers of questions; `stray` texts without a question."""

    differing: tuple[Compared, ...]
    same: tuple[int, ...]
    missing: tuple[int, ...]
    stray: tuple[str, ...]
    is_older: bool


def offline_draft_of(bid: Bid, user: User, now: datetime) -> OfflineDraft | None:
    """What the person sent back and has not saved yet. One query."""
    return OfflineDraft.own.filter(bid=bid, person=user, read_at__gt=now - KEPT_FOR).first()


def compared(bid: Bid, kept: OfflineDraft) -> Comparison:
    """Every question of the tender as it is now. Six queries, whatever its size."""
    asked, draft = asked_by(bid.tender.document), draft_of(bid)
    found = {row[0]: row for row in kept.answers}
    rows = [
        _compared(question, draft, *found[question.id][2:])
        for question in asked.questions
        if question.id in found and not question.is_commitment
    ]
    asked_in_words = {question.id for question in asked.questions if not question.is_commitment}
    newest = bid.tender.packs.values_list("version", flat=True).last()
    return Comparison(
        differing=tuple(row for row in rows if row.change is not Change.SAME),
        same=tuple(row.question.number for row in rows if row.change is Change.SAME),
        missing=tuple(one.number for one in asked.questions if one.id in asked_in_words and one.id not in found),
        stray=(*(row[3] for id, row in found.items() if id not in asked_in_words and row[3]), *kept.stray),
        is_older=kept.pack_version is not None and kept.pack_version != newest,
    )


def _compared(question: AskedQuestion, draft: Draft, began: str, mine: str, has_pictures: bool) -> Compared:
    """One question; `began` is the digest of the text that the document was made from."""
    theirs = draft.text(question.id)
    change = _change(began, mine, theirs)
    row = draft.answers.get(question.id)
    left, right = marked_between(theirs, mine) if change is not Change.SAME else ([], [])
    return Compared(
        question=question,
        change=change,
        mine=mine,
        theirs=theirs,
        version=draft.version(question.id),
        saved=row.saved_by.name if row else "",
        has_pictures=has_pictures,
        left=left,
        right=right,
    )


def _change(began: str, mine: str, theirs: str) -> Change:
    """How a text that began from the digest `began` stands to the one on the portal."""
    if digest(mine) == digest(theirs):
        return Change.SAME
    if digest(theirs) == began:
        return Change.MINE if mine else Change.EMPTIED
    return Change.THEIRS if digest(mine) == began else Change.BOTH

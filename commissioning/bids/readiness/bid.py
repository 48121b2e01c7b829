"""What a tender asks of a bid, and what a bid still lacks before it can be submitted.

Plain Python: no Django, no clock, no user. The same function says what is left on the overview, what to mend on the page
before submitting, and what the submission refuses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from commissioning.bids.bidfile import BidFile
from commissioning.bids.readiness.partner import partner_faults
from commissioning.tenders import tenderfile
from commissioning.tenders.tenderfile import (
    AskedOf,
    Condition,
    Criterion,
    CriterionKind,
    Formula,
    Level,
    Needed,
    Question,
    QuestionKind,
    TenderFile,
    ZeroPrice,
    each_criterion,
    plain,
)
from socialvalue.text import count_text

PARTNERSHIPS = "herts-partnerships/"


@dataclass(frozen=True)
class AskedQuestion:
    """A question as a bidder meets it: `number` from 1, `weight` in per cent of the whole, `criteria` from the top."""

    number: int
    question: Question
    weight: Decimal
    criteria: tuple[str, ...]

    @property
    def id(self) -> str:
        """The question's id in the tender file."""
        return self.question.id

    @property
    def is_commitment(self) -> bool:
        """Whether it is answered with a promised quantity and not in words."""
        return self.question.kind == QuestionKind.COMMITMENT

    @property
    def has_partnership_priority(self) -> bool:
        """Whether it is tied to a priority of the framework on partnerships."""
        return any(priority.startswith(PARTNERSHIPS) for priority in self.question.priorities or ())

    @property
    def weight_text(self) -> str:
        """Its weight, such as "12.6%"."""
        return f"{plain(self.weight)}%"


@dataclass(frozen=True)
class AskedCondition:
    """Something that every bidder must meet: `at_start` when it is needed only once the contract starts.

    `published` is the condition of participation; None for a criterion that is passed or failed.
    """

    id: str
    text: str
    at_start: bool
    published: Condition | None = None

    @property
    def partners_count(self) -> bool:
        """Whether a partner may meet it for the bidder. Unless the tender says no, it counts."""
        return self.published is None or self.published.partners_count is not False


@dataclass(frozen=True)
class AskedLot:
    """A lot that can be bid for: its id in the tender file, and its name."""

    id: str
    name: str


@dataclass(frozen=True)
class Asked:
    """All that one tender asks of a bid. `has_zero_price` is False where a price of nothing would be rejected.

    `lots_to_bid` is how many lots one bidder may bid for at most, None for all.
    Partners are allowed unless the tender says no. `years` is how long the contract runs, one where the tender does not say.
    """

    questions: tuple[AskedQuestion, ...]
    conditions: tuple[AskedCondition, ...]
    documents: tuple[str, ...]
    levels: tuple[Level, ...]
    price_weight: Decimal
    has_zero_price: bool
    years: Decimal
    partners_allowed: bool
    lots: tuple[AskedLot, ...] = ()
    lots_to_bid: int | None = None

    def lot_name(self, lot_id: str) -> str:
        """The name of a lot; its id where the tender no longer has it."""
        return next((lot.name for lot in self.lots if lot.id == lot_id), lot_id)

    def question(self, question_id: str) -> AskedQuestion | None:
        """The question with this id, or None."""
        return next((asked for asked in self.questions if asked.id == question_id), None)

    def numbered(self, number: int) -> AskedQuestion | None:
        """The question with this number, or None."""
        return self.questions[number - 1] if 1 <= number <= len(self.questions) else None

    @property
    def words(self) -> int:
        """How many words the written answers may have in all."""
        return sum(asked.question.word_limit or 0 for asked in self.questions if not asked.is_commitment)


@lru_cache(maxsize=64)
def asked_by(document: str) -> Asked:
    """What a published tender asks, from its document. Kept, because every page of a bid needs it."""
    return asked(tenderfile.read(document))


def asked(tender: TenderFile) -> Asked:
    """What a tender asks of a bid."""
    rows = list(_questions(tender.criteria, Decimal(100), ()))
    prices = [criterion for _, criterion in each_criterion(tender) if criterion.kind == CriterionKind.PRICE]
    levels = (tender.scale and tender.scale.levels) or ()
    return Asked(
        questions=tuple(AskedQuestion(place, *row) for place, row in enumerate(rows, 1)),
        conditions=(
            *(
                AskedCondition(
                    condition.id,
                    condition.text or (condition.kind.label if condition.kind else condition.id),
                    condition.needed == Needed.CONTRACT_START,
                    condition,
                )
                for condition in tender.conditions or ()
            ),
            *(
                AskedCondition(criterion.id, criterion.name or criterion.id, False)
                for _, criterion in each_criterion(tender)
                if criterion.kind == CriterionKind.PASS
            ),
        ),
        documents=tuple(
            dict.fromkeys(
                document.name
                for document in tender.documents or ()
                if document.name and document.asked_of == AskedOf.EVERYONE
            )
        ),
        levels=tuple(sorted(levels, key=lambda level: level.mark or 0, reverse=True)),
        price_weight=sum((_share(tender.criteria, price, Decimal(100)) for price in prices), Decimal()),
        has_zero_price=all(
            price.formula != Formula.LOWEST_OVER_PRICE or price.zero_price != ZeroPrice.REJECT for price in prices
        ),
        partners_allowed=tender.partners_allowed is not False,
        years=tender.value.years or Decimal(1),
        lots=tuple(AskedLot(lot.id, lot.title or lot.id) for lot in tender.lots or ()),
        lots_to_bid=tender.lot_limits.bid if tender.lot_limits else None,
    )


def _questions(
    criteria: tuple[Criterion, ...], whole: Decimal, above: tuple[str, ...]
) -> Iterator[tuple[Question, Decimal, tuple[str, ...]]]:
    """Yield each question with its weight in the whole and the names of the criteria over it, in the file's order."""
    for criterion in criteria:
        share = whole * (criterion.weight or 0) / 100
        names = (*above, criterion.name or criterion.id)
        for question in criterion.questions or ():
            yield question, share * (question.weight or 0) / 100, names
        yield from _questions(criterion.criteria or (), share, names)


def _share(criteria: tuple[Criterion, ...], wanted: Criterion, whole: Decimal) -> Decimal:
    """The weight of one criterion in per cent of the whole; 0 if it is not below `criteria`."""
    return sum(
        (
            whole * (criterion.weight or 0) / 100
            if criterion is wanted
            else _share(criterion.criteria or (), wanted, whole * (criterion.weight or 0) / 100)
            for criterion in criteria
        ),
        Decimal(),
    )


class Part(StrEnum):
    """The parts of a bid, each with a page of its own."""

    QUESTION = "question"
    PRICE = "price"
    DECLARATIONS = "declarations"
    DOCUMENTS = "documents"
    PARTNERS = "partners"


@dataclass(frozen=True)
class Problem:
    """One thing that stops the bid: a sentence, the part that mends it, and there the number from 1 (0 for none)."""

    sentence: str
    part: Part
    number: int = 0


def problems(asked: Asked, bid: BidFile) -> list[Problem]:
    """Everything that stops the bid from being submitted, in the order of the bid."""
    return [
        *(problem for question in asked.questions for problem in _question(question, bid)),
        *_price(asked, bid),
        *_declarations(asked, bid),
        *_documents(asked, bid),
        *(Problem(sentence, Part.PARTNERS, number) for sentence, number in partner_faults(asked.partners_allowed, bid)),
    ]


def _question(asked: AskedQuestion, bid: BidFile) -> Iterator[Problem]:
    """Yield what is wrong with the answer to one question."""
    if asked.is_commitment:
        if not bid.commitments_to(asked.id):
            yield Problem(f"Question {asked.number}: say how much you promise.", Part.QUESTION, asked.number)
        return
    answer = next((answer for answer in bid.answers if answer.question == asked.id), None)
    if answer is None or not answer.text.strip():
        yield Problem(f"Question {asked.number} has no answer yet.", Part.QUESTION, asked.number)
        return
    limit = asked.question.word_limit
    if limit is not None and answer.words > limit:
        sentence = (
            f"Your answer to question {asked.number} has {count_text(answer.words, 'word')}. "
            f"The limit is {limit:,}. Take out {count_text(answer.words - limit, 'word')}."
        )
        yield Problem(sentence, Part.QUESTION, asked.number)


def _price(asked: Asked, bid: BidFile) -> Iterator[Problem]:
    """Yield what is wrong with the price."""
    if asked.lots:
        yield from _lot_prices(asked, bid)
    elif bid.price is None:
        yield Problem("Enter your price.", Part.PRICE)
    elif bid.price == 0 and not asked.has_zero_price:
        yield Problem("This tender rejects a price of nothing. Enter a price above £0.", Part.PRICE)


def _lot_prices(asked: Asked, bid: BidFile) -> Iterator[Problem]:
    """Yield what is wrong with the choice of lots and their prices."""
    if not bid.lots:
        yield Problem("Enter a price for each lot that you bid for. You need at least one.", Part.PRICE)
    if asked.lots_to_bid is not None and len(bid.lots) > asked.lots_to_bid:
        yield Problem(
            f"You bid for {count_text(len(bid.lots), 'lot')}. "
            f"One bidder may bid for {count_text(asked.lots_to_bid, 'lot')} at most.",
            Part.PRICE,
        )
    for one in bid.lots:
        if one.price == 0 and not asked.has_zero_price:
            sentence = f"This tender rejects a price of nothing. Enter a price above £0 for {asked.lot_name(one.lot)}."
            yield Problem(sentence, Part.PRICE)


def _declarations(asked: Asked, bid: BidFile) -> Iterator[Problem]:
    """Yield the conditions that are not answered, or not met without a word about it."""
    said = {declaration.condition: declaration for declaration in bid.declarations}
    for number, condition in enumerate(asked.conditions, 1):
        declaration = said.get(condition.id)
        if declaration is None:
            yield Problem(f"Say whether you meet condition {number}.", Part.DECLARATIONS, number)
        elif not declaration.meets and not declaration.note.strip():
            sentence = (
                f"You say that you do not meet condition {number}. Add a note that says why, or what you have instead."
            )
            yield Problem(sentence, Part.DECLARATIONS, number)


def _documents(asked: Asked, bid: BidFile) -> Iterator[Problem]:
    """Yield the documents that are missing."""
    given = {document.name for document in bid.documents}
    for number, name in enumerate(asked.documents, 1):
        if name not in given:
            yield Problem(f"Attach your document: {name}.", Part.DOCUMENTS, number)

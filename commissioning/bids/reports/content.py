"""A bid's content drawn beside what was asked: the check page shows a draft so, the opened page a submission."""

from dataclasses import dataclass

from commissioning.bids.bidfile import BidFile, Commitment, Declaration
from commissioning.bids.readiness import Asked
from commissioning.bids.readiness.partner import percent_of_lead
from commissioning.bids.reports.chain import ShownChain, shown_chain
from socialvalue.text import count_text, date_text, money_text, number_text, size_text

PROMISE_HEADERS = ["Promise", "Quantity", "From", "By when", "What shows it"]
PARTNER_HEADERS = ["Organisation", "Role", "What it does", "Part of the price", "Signed off by"]
DOCUMENT_HEADERS = ["Document", "File", "Size", "SHA-256"]


@dataclass(frozen=True)
class ShownQuestion:
    """One question with what the bid says to it. `text` is "" where it is answered with a number."""

    number: int
    question: str
    facts: str
    text: str
    promises: tuple[tuple[str, ...], ...]
    chains: tuple[ShownChain, ...]


@dataclass(frozen=True)
class ShownDocument:
    """One document asked of everyone, with the file that was given."""

    number: int
    name: str
    file_name: str
    size: str
    sha256: str


@dataclass(frozen=True)
class Content:
    """All that a bid says, in finished strings."""

    questions: tuple[ShownQuestion, ...]
    price: str
    lots: tuple[tuple[str, str], ...]
    declarations: tuple[tuple[str, str, str], ...]
    documents: tuple[ShownDocument, ...]
    partners: tuple[tuple[str, str, str, str, str], ...]
    lead: str


PRICE_IS_SEALED = "Sealed. It is opened once the panel has agreed every mark, if the bid meets the conditions."


def content(asked: Asked, file: BidFile, *, is_price_open: bool = True) -> Content:
    """What a bid says to all that was asked; that its price is sealed where it is."""
    words = {answer.question: answer.words for answer in file.answers}
    said = {declaration.condition: declaration for declaration in file.declarations}
    given = {document.name: document for document in file.documents}
    return Content(
        questions=tuple(
            ShownQuestion(
                number=question.number,
                question=question.question.text or "",
                facts=f"{question.weight_text} of the marks"
                + ("" if question.is_commitment else f", {count_text(words.get(question.id, 0), 'word')}"),
                text=file.answer_to(question.id),
                promises=tuple(promise_row(promise) for promise in file.commitments_to(question.id)),
                chains=tuple(chain for chain in map(shown_chain, file.commitments_to(question.id)) if chain.is_said),
            )
            for question in asked.questions
        ),
        price=_price(file) if is_price_open else PRICE_IS_SEALED,
        lots=tuple(
            (asked.lot_name(one.lot), "Sealed" if one.price is None else money_text(one.price)) for one in file.lots
        ),
        declarations=tuple(
            (
                condition.text,
                _said(said.get(condition.id)),
                said[condition.id].note if condition.id in said else "",
            )
            for condition in asked.conditions
        ),
        documents=tuple(
            ShownDocument(number, name, given[name].file_name, size_text(given[name].size), given[name].sha256)
            for number, name in enumerate(asked.documents, 1)
            if name in given
        ),
        partners=tuple(
            (
                partner.provider.name,
                partner.role,
                partner.share,
                f"{number_text(partner.percent)}%",
                f"{partner.signed_by}, {partner.signed_at}" if partner.signed_by else "Not signed off",
            )
            for partner in file.partners
        ),
        lead=f"{file.provider.name} leads the bid, signs the contract and keeps {number_text(percent_of_lead(file))}% of "
        "the price."
        if file.partners
        else "",
    )


def _price(file: BidFile) -> str:
    return "No price" if file.price is None else f"{money_text(file.price)} without VAT"


def _said(said: Declaration | None) -> str:
    """What is said of one condition, and who meets it where that is a partner."""
    if said is None:
        return "No answer"
    answer = "Yes" if said.meets else "No"
    return f"{answer}, {said.partner} meets it" if said.meets and said.partner else answer


def promise_row(promise: Commitment) -> tuple[str, ...]:
    """One promise as a row of PROMISE_HEADERS."""
    return (
        f"{promise.measure}, by {promise.partner}" if promise.partner else promise.measure,
        f"{number_text(promise.quantity)} {promise.unit}",
        number_text(promise.baseline),
        date_text(promise.by_when),
        promise.evidence,
    )

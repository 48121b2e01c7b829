"""A bid in its canonical form: what is submitted, hashed, sealed, opened and marked. Plain Python.

The canonical text is JSON with keys in the order of these dataclasses, two spaces of indent, UTF-8 and a final newline.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

FORMAT = "socialvalue-bid/1"


@dataclass(frozen=True)
class ProviderFacts:
    """Who bids, as the organisation stood when the bid was submitted."""

    name: str
    kind: str
    size: str
    charity_number: str
    company_number: str
    postcode: str


@dataclass(frozen=True)
class Answer:
    """What was written to one question."""

    question: str
    text: str
    words: int


@dataclass(frozen=True)
class Commitment:
    """A promise made under one question. `quantity` and `baseline` count units."""

    question: str
    measure: str
    unit: str
    quantity: Decimal
    baseline: Decimal
    by_when: date
    evidence: str


@dataclass(frozen=True)
class Declaration:
    """What the provider says of one condition of participation."""

    condition: str
    meets: bool
    note: str


@dataclass(frozen=True)
class Document:
    """A file that was attached: its name for the tender, its own name, size in bytes and hash."""

    name: str
    file_name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class BidFile:
    """The whole bid. `pack_sha256` names the version of the tender that it answers; `price` is GBP without VAT."""

    format: str
    tender: str
    pack_sha256: str
    provider: ProviderFacts
    answers: tuple[Answer, ...]
    commitments: tuple[Commitment, ...]
    declarations: tuple[Declaration, ...]
    documents: tuple[Document, ...]
    price: Decimal | None

    def answer_to(self, question: str) -> str:
        """What was written to a question; empty if nothing was."""
        return next((answer.text for answer in self.answers if answer.question == question), "")

    def commitments_to(self, question: str) -> list[Commitment]:
        """The promises made under a question, in the order they were made."""
        return [commitment for commitment in self.commitments if commitment.question == question]


def write(bid: BidFile) -> str:
    """The canonical text of a bid."""
    return json.dumps(asdict(bid), ensure_ascii=False, indent=2, default=str) + "\n"


def read(text: str) -> BidFile:
    """A bid from its canonical text, as `write` made it: this reads our own rows, not files from outside."""
    said = json.loads(text)
    return BidFile(
        format=said["format"],
        tender=said["tender"],
        pack_sha256=said["pack_sha256"],
        provider=ProviderFacts(**said["provider"]),
        answers=tuple(Answer(**answer) for answer in said["answers"]),
        commitments=tuple(
            Commitment(
                **{
                    **commitment,
                    "quantity": Decimal(commitment["quantity"]),
                    "baseline": Decimal(commitment["baseline"]),
                    "by_when": date.fromisoformat(commitment["by_when"]),
                }
            )
            for commitment in said["commitments"]
        ),
        declarations=tuple(Declaration(**declaration) for declaration in said["declarations"]),
        documents=tuple(Document(**document) for document in said["documents"]),
        price=None if said["price"] is None else Decimal(said["price"]),
    )


def sha256(text: str) -> str:
    """The hash that a receipt gives: SHA-256 of the canonical text's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()

"""A bid in its canonical form: what is submitted, hashed, sealed, opened and marked. Plain Python.

The canonical text is JSON with keys in the order of these dataclasses, two spaces of indent, UTF-8 and a final newline.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

FORMAT = "socialvalue-bid/2"
"""What the first format had not: standing facts, partners, and the chain, milestones and partner of a commitment."""


@dataclass(frozen=True)
class ProviderFacts:
    """Who bids, as the organisation stood when the bid was submitted; `standing` are further facts, (label, in words)."""

    name: str
    kind: str
    size: str
    charity_number: str
    company_number: str
    postcode: str
    standing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Partner:
    """Who bids together with the provider, as its own organisation stood: what it does in the bid, and who signed for it.

    `role` and `share` are in words; `percent` is roughly its part of the price; `signed_at` is in UTC, and both it and
    `signed_by` are "" while it has not signed.
    """

    provider: ProviderFacts
    role: str
    share: str
    signed_by: str
    signed_at: str
    percent: Decimal = Decimal()


@dataclass(frozen=True)
class Answer:
    """What was written to one question."""

    question: str
    text: str
    words: int


@dataclass(frozen=True)
class Milestone:
    """A step on the way of a commitment: so many units by a day."""

    by_when: date
    quantity: Decimal


@dataclass(frozen=True)
class Commitment:
    """A promise made under one question. `quantity` and `baseline` count units.

    `inputs` to `impact` say, each in words or not at all, how it comes about and what it leads to; `place` and
    `beneficiaries` where and for whom. `partner` names who delivers it, "" for the bidder itself.
    """

    question: str
    measure: str
    unit: str
    quantity: Decimal
    baseline: Decimal
    by_when: date
    evidence: str
    inputs: str = ""
    activities: str = ""
    outputs: str = ""
    outcomes: str = ""
    impact: str = ""
    place: str = ""
    beneficiaries: str = ""
    milestones: tuple[Milestone, ...] = ()
    partner: str = ""


@dataclass(frozen=True)
class Declaration:
    """What the provider says of one condition of participation. `partner` names who meets it, "" for the bidder itself."""

    condition: str
    meets: bool
    note: str
    partner: str = ""


@dataclass(frozen=True)
class Document:
    """A file that was attached: its name for the tender, its own name, size in bytes and hash."""

    name: str
    file_name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class LotPrice:
    """One lot that is bid for, by its id in the tender file, and its price in GBP without VAT; None while it is sealed."""

    lot: str
    price: Decimal | None


@dataclass(frozen=True)
class BidFile:
    """The whole bid. `pack_sha256` names the version of the tender that it answers; `price` is GBP without VAT.

    `bids_as` is "consortium" or "subcontractors", "" for a bid alone. Where the tender has lots, `lots` are those that are
    bid for, in the tender's order, and `price` is the sum of theirs.
    """

    format: str
    tender: str
    pack_sha256: str
    provider: ProviderFacts
    answers: tuple[Answer, ...]
    commitments: tuple[Commitment, ...]
    declarations: tuple[Declaration, ...]
    documents: tuple[Document, ...]
    price: Decimal | None
    partners: tuple[Partner, ...] = ()
    bids_as: str = ""
    lots: tuple[LotPrice, ...] = ()

    def without_price(self) -> "BidFile":
        """The bid as it is read while prices are sealed: it still says which lots it is for."""
        return replace(self, price=None, lots=tuple(replace(one, price=None) for one in self.lots))

    def for_lot(self, lot_id: str) -> "BidFile | None":
        """The bid as it is for one lot, at that lot's price; None where it is not for that lot."""
        return next((replace(self, price=one.price, lots=(one,)) for one in self.lots if one.lot == lot_id), None)

    def answer_to(self, question: str) -> str:
        """What was written to a question; empty if nothing was."""
        return next((answer.text for answer in self.answers if answer.question == question), "")

    def commitments_to(self, question: str) -> list[Commitment]:
        """The promises made under a question, in the order they were made."""
        return [commitment for commitment in self.commitments if commitment.question == question]


def write(bid: BidFile) -> str:
    """The canonical text of a bid."""
    said = asdict(bid)
    if not bid.lots:
        # A bid for a tender without lots is written as it was before lots were known.
        del said["lots"]
    return json.dumps(said, ensure_ascii=False, indent=2, default=str) + "\n"


def read(text: str) -> BidFile:
    """A bid from its canonical text, as `write` made it: this reads our own rows, not files from outside."""
    said = json.loads(text)
    return BidFile(
        format=said["format"],
        tender=said["tender"],
        pack_sha256=said["pack_sha256"],
        provider=_facts(said["provider"]),
        answers=tuple(Answer(**answer) for answer in said["answers"]),
        commitments=tuple(_commitment(commitment) for commitment in said["commitments"]),
        declarations=tuple(Declaration(**declaration) for declaration in said["declarations"]),
        documents=tuple(Document(**document) for document in said["documents"]),
        price=None if said["price"] is None else Decimal(said["price"]),
        partners=tuple(
            Partner(
                **{
                    **partner,
                    "provider": _facts(partner["provider"]),
                    "percent": Decimal(partner.get("percent", 0)),
                }
            )
            for partner in said.get("partners", ())
        ),
        bids_as=said.get("bids_as", ""),
        lots=tuple(LotPrice(one["lot"], Decimal(one["price"])) for one in said.get("lots", ())),
    )


def _facts(said: dict[str, Any]) -> ProviderFacts:
    return ProviderFacts(**{**said, "standing": tuple((label, words) for label, words in said.get("standing", ()))})


def _commitment(said: dict[str, Any]) -> Commitment:
    return Commitment(
        **{
            **said,
            "quantity": Decimal(said["quantity"]),
            "baseline": Decimal(said["baseline"]),
            "by_when": date.fromisoformat(said["by_when"]),
            "milestones": tuple(
                Milestone(date.fromisoformat(one["by_when"]), Decimal(one["quantity"]))
                for one in said.get("milestones", ())
            ),
        }
    )


def sha256(text: str) -> str:
    """The hash that a receipt gives: SHA-256 of the canonical text's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()

"""What a bid holds just now: the provider's own side, sealed from everyone else."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commissioning.bids import bidfile
from commissioning.bids.bidfile import BidFile, ProviderFacts
from commissioning.bids.models import Answer, Bid, BidDocument, Commitment, Declaration
from commissioning.bids.readiness import Asked
from socialvalue.text import count_words


@dataclass(frozen=True)
class Draft:
    """The rows of a bid: answers by question id, declarations by condition id, documents by name."""

    answers: dict[str, Answer]
    commitments: tuple[Commitment, ...]
    declarations: dict[str, Declaration]
    documents: dict[str, BidDocument]

    def commitments_to(self, question_id: str) -> list[Commitment]:
        """The promises made under a question, in the order they were made."""
        return [commitment for commitment in self.commitments if commitment.question_id == question_id]

    def text(self, question_id: str) -> str:
        """What is written to a question; empty if nothing is."""
        answer = self.answers.get(question_id)
        return answer.text if answer else ""

    def version(self, question_id: str) -> int:
        """How often the answer was saved: 0 if never."""
        answer = self.answers.get(question_id)
        return answer.version if answer else 0


def draft_of(bid: Bid) -> Draft:
    """Everything in a bid. Four queries, whatever its size; files come without their bytes."""
    documents = BidDocument.own.filter(bid=bid).select_related("file").defer("file__content")
    return Draft(
        answers={answer.question_id: answer for answer in Answer.own.filter(bid=bid).select_related("saved_by")},
        commitments=tuple(Commitment.own.filter(bid=bid)),
        declarations={row.condition_id: row for row in Declaration.own.filter(bid=bid)},
        documents={document.name: document for document in documents},
    )


def commitment_of(row: Commitment) -> bidfile.Commitment:
    """A commitment in its canonical form."""
    return bidfile.Commitment(
        question=row.question_id,
        measure=row.measure,
        unit=row.unit,
        quantity=row.quantity,
        baseline=row.baseline,
        by_when=row.by_when,
        evidence=row.evidence,
        inputs=row.inputs,
        activities=row.activities,
        outputs=row.outputs,
        outcomes=row.outcomes,
        impact=row.impact,
        place=row.place,
        beneficiaries=row.beneficiaries,
        milestones=tuple(
            bidfile.Milestone(date.fromisoformat(day), Decimal(quantity)) for day, quantity in row.milestones
        ),
    )


def file_of(bid: Bid, draft: Draft, asked: Asked, pack_sha256: str) -> BidFile:
    """The bid in its canonical form, in the order of the tender. What the tender no longer asks is left out."""
    provider = bid.provider
    return BidFile(
        format=bidfile.FORMAT,
        tender=bid.tender.reference or str(bid.tender_id),
        pack_sha256=pack_sha256,
        provider=ProviderFacts(
            name=provider.name,
            kind=provider.kind,
            size=provider.size,
            charity_number=provider.charity_number,
            company_number=provider.company_number,
            postcode=provider.postcode,
        ),
        answers=tuple(
            bidfile.Answer(question.id, draft.text(question.id), count_words(draft.text(question.id)))
            for question in asked.questions
            if not question.is_commitment
        ),
        commitments=tuple(
            commitment_of(row) for question in asked.questions for row in draft.commitments_to(question.id)
        ),
        declarations=tuple(
            bidfile.Declaration(
                condition.id, draft.declarations[condition.id].meets, draft.declarations[condition.id].note
            )
            for condition in asked.conditions
            if condition.id in draft.declarations
        ),
        documents=tuple(
            bidfile.Document(name, stored.name, stored.size, stored.sha256)
            for name in asked.documents
            if name in draft.documents
            for stored in [draft.documents[name].file]
        ),
        price=bid.price,
    )

"""What a bid holds just now: the provider's own side, sealed from everyone else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commissioning.bids import bidfile
from commissioning.bids.bidfile import BidFile, ProviderFacts
from commissioning.bids.lifecycle import BidsAs, PartnerState
from commissioning.bids.models import Answer, Bid, BidDocument, Commitment, Declaration, Partner
from commissioning.bids.readiness import Asked, Signed, digest_of
from providers.models import Provider
from providers.reports import standing_words
from socialvalue.text import count_text, count_words, money_text, utc_text


@dataclass(frozen=True)
class Draft:
    """The rows of a bid: answers by question id, declarations by condition id, documents by name, who bids with it."""

    answers: dict[str, Answer]
    commitments: tuple[Commitment, ...]
    declarations: dict[str, Declaration]
    documents: dict[str, BidDocument]
    partners: tuple[Partner, ...]

    def commitments_to(self, question_id: str) -> list[Commitment]:
        """The promises made under a question, in the order they were made."""
        return [commitment for commitment in self.commitments if commitment.question_id == question_id]

    def partner_name(self, partner_id: int | None) -> str:
        """The name of a partner; "" for the bidder itself."""
        return next((partner.name for partner in self.partners if partner.pk == partner_id), "")

    def state(self, partner: Partner) -> PartnerState:
        """Where one of the partners stands."""
        return state_of(partner, signed_of(partner, self.commitments, self.declarations.values()))

    def text(self, question_id: str) -> str:
        """What is written to a question; empty if nothing is."""
        answer = self.answers.get(question_id)
        return answer.text if answer else ""

    def version(self, question_id: str) -> int:
        """How often the answer was saved: 0 if never."""
        answer = self.answers.get(question_id)
        return answer.version if answer else 0


def draft_of(bid: Bid) -> Draft:
    """Everything in a bid. Four queries, five with partners, whatever its size; files come without their bytes."""
    documents = BidDocument.own.filter(bid=bid).select_related("file").defer("file__content")
    return Draft(
        answers={answer.question_id: answer for answer in Answer.own.filter(bid=bid).select_related("saved_by")},
        commitments=tuple(Commitment.own.filter(bid=bid)),
        declarations={row.condition_id: row for row in Declaration.own.filter(bid=bid)},
        documents={document.name: document for document in documents},
        partners=partners_of(bid),
    )


def partners_of(bid: Bid) -> tuple[Partner, ...]:
    """Who bids with the provider, in the order in which they were named. Two queries; none for a bid alone."""
    if bid.bids_as == BidsAs.ALONE:
        return ()
    rows = Partner.own.filter(bid=bid, removed_at=None).select_related("provider", "signed_by")
    return tuple(rows.prefetch_related("provider__papers"))


def signed_of(partner: Partner, commitments: Iterable[Commitment], declarations: Iterable[Declaration]) -> Signed:
    """What a partner signs, or would sign, as the bid stands: of these rows those that name it count."""
    return Signed(
        role=partner.role,
        share=partner.share,
        percent=f"{partner.percent:.2f}",
        commitments=tuple(commitment_of(row) for row in commitments if row.partner_id == partner.pk),
        conditions=tuple(sorted(row.condition_id for row in declarations if row.partner_id == partner.pk)),
    )


def state_of(partner: Partner, signed: Signed) -> PartnerState:
    """Where a partner stands. A sign-off stands while what was signed is what the bid says."""
    if partner.removed_at:
        return PartnerState.REMOVED
    if partner.declined_at:
        return PartnerState.DECLINED
    if partner.provider_id is None:
        return PartnerState.INVITED
    if not partner.signed_digest:
        return PartnerState.CHOSEN
    return PartnerState.SIGNED if partner.signed_digest == digest_of(signed) else PartnerState.LAPSED


def commitment_of(row: Commitment, partner: str = "") -> bidfile.Commitment:
    """A commitment in its canonical form; `partner` names who delivers it."""
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
        partner=partner,
    )


def facts_of(provider: Provider) -> ProviderFacts:
    """An organisation as it stands just now."""
    return ProviderFacts(
        name=provider.name,
        kind=provider.kind,
        size=provider.size,
        charity_number=provider.charity_number,
        company_number=provider.company_number,
        postcode=provider.postcode,
        standing=standing_words(provider),
    )


def _partner_of(partner: Partner, state: PartnerState) -> bidfile.Partner:
    """A partner in its canonical form. Who has not chosen an organisation yet is named by the address."""
    has_signed = state is PartnerState.SIGNED
    return bidfile.Partner(
        provider=facts_of(partner.provider) if partner.provider else ProviderFacts(partner.email, "", "", "", "", ""),
        role=partner.role_text,
        share=partner.share,
        signed_by=partner.signed_by.name if has_signed else "",
        signed_at=utc_text(partner.signed_at) if has_signed else "",
        percent=partner.percent,
    )


def file_of(bid: Bid, draft: Draft, asked: Asked, pack_sha256: str) -> BidFile:
    """The bid in its canonical form, in the order of the tender. What the tender no longer asks is left out."""
    return BidFile(
        format=bidfile.FORMAT,
        tender=bid.tender.reference or str(bid.tender_id),
        pack_sha256=pack_sha256,
        provider=facts_of(bid.provider),
        answers=tuple(
            bidfile.Answer(question.id, draft.text(question.id), count_words(draft.text(question.id)))
            for question in asked.questions
            if not question.is_commitment
        ),
        commitments=tuple(
            commitment_of(row, draft.partner_name(row.partner_id))
            for question in asked.questions
            for row in draft.commitments_to(question.id)
        ),
        declarations=tuple(
            bidfile.Declaration(said.condition_id, said.meets, said.note, draft.partner_name(said.partner_id))
            for condition in asked.conditions
            if condition.id in draft.declarations
            for said in [draft.declarations[condition.id]]
        ),
        documents=tuple(
            bidfile.Document(name, stored.name, stored.size, stored.sha256)
            for name in asked.documents
            if name in draft.documents
            for stored in [draft.documents[name].file]
        ),
        price=price_of(bid, asked),
        partners=tuple(_partner_of(partner, draft.state(partner)) for partner in draft.partners),
        bids_as="" if bid.bids_as == BidsAs.ALONE else bid.bids_as,
        lots=lot_prices_of(bid, asked),
    )


def price_of(bid: Bid, asked: Asked) -> Decimal | None:
    """What the whole bid costs, None while nothing is said; an addendum may have taken lots away, or put them in."""
    lots = lot_prices_of(bid, asked)
    return sum((one.price for one in lots), Decimal()) if lots else None if asked.lots else bid.price


def price_words(bid: Bid, asked: Asked) -> str:
    """The price as one line says it: "£98,500", or "£98,500 for 2 of 4 lots". "No price" while nothing is said."""
    price, lots = price_of(bid, asked), lot_prices_of(bid, asked)
    if price is None:
        return "No price"
    return f"{money_text(price)} for {len(lots)} of {count_text(len(asked.lots), 'lot')}" if lots else money_text(price)


def price_lines(bid: Bid, asked: Asked) -> list[str]:
    """The price, a line a lot where there are lots."""
    lots = [
        f"{asked.lot_name(one.lot)}: {money_text(one.price)}"
        for one in lot_prices_of(bid, asked)
        if one.price is not None
    ]
    return lots or [price_words(bid, asked)]


def lot_prices_of(bid: Bid, asked: Asked) -> tuple[bidfile.LotPrice, ...]:
    """The lots that the bid is for, with their prices, in the order of the tender."""
    return tuple(
        bidfile.LotPrice(lot.id, Decimal(bid.lot_prices[lot.id])) for lot in asked.lots if lot.id in bid.lot_prices
    )

"""Who bids together with a provider, as its own people see it, and what partners say of themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse

from commissioning.bids.lifecycle import STATE_COLOURS, STATE_LABELS, PartnerState
from commissioning.bids.models import Bid, Commitment, Declaration, Partner
from commissioning.bids.readiness import Asked, Signed
from commissioning.bids.reports.draft import partners_of, signed_of, state_of
from commissioning.tenders.proportionality import Offer
from commissioning.tenders.proportionality.reach import Standing, standing
from commissioning.tenders.tenderfile import Condition, ConditionKind
from providers.models import Provider
from providers.reports import FACT_LABELS, fact_words
from socialvalue.accounts.models import User
from socialvalue.text import date_text, datetime_text, number_text

FACT_OF = {
    ConditionKind.TURNOVER: "turnover",
    ConditionKind.INSURANCE: "insurance",
    ConditionKind.ACCOUNTS: "accounts_audited",
    ConditionKind.CERTIFICATE: "certificates",
    ConditionKind.REGISTRATION: "registrations",
}
"""The standing fact that a condition looks at."""
JUDGED = {
    Standing.MEETS: " That meets it.",
    Standing.SHUT_OUT: " That does not meet it.",
    Standing.NOT_KNOWN: "",
}


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One partner as the lead's people see it, in finished strings. `is_open_to_invite` while no organisation is chosen."""

    number: int
    pk: int
    name: str
    percent: Decimal
    facts: tuple[tuple[str, str], ...]
    status: str
    colour: str
    note: str
    is_open_to_invite: bool


def partner_rows(bid: Bid, asked: Asked) -> list[PartnerRow]:
    """The partners of a bid, in the order in which they were named. Three queries; none for a bid alone."""
    partners = partners_of(bid)
    if not partners:
        return []
    commitments = list(Commitment.own.filter(bid=bid, partner__isnull=False))
    declarations = list(Declaration.own.filter(bid=bid, partner__isnull=False))
    return [
        _row(number, partner, signed_of(partner, commitments, declarations), asked)
        for number, partner in enumerate(partners, 1)
    ]


def _row(number: int, partner: Partner, signed: Signed, asked: Asked) -> PartnerRow:
    state = state_of(partner, signed)
    return PartnerRow(
        number=number,
        pk=partner.pk,
        name=partner.name,
        percent=partner.percent,
        facts=(
            ("Role", partner.role_text),
            ("What they do", partner.share),
            ("Part of the price", f"About {number_text(partner.percent)}%"),
            ("Commitments", "\n".join(commitment_lines(signed)) or "None names them"),
            ("Conditions they meet", "\n".join(condition_lines(signed, asked)) or "None"),
        ),
        status=STATE_LABELS[state],
        colour=STATE_COLOURS[state],
        note=_note(partner, state),
        is_open_to_invite=partner.provider_id is None,
    )


def _note(partner: Partner, state: PartnerState) -> str:
    """What happened last, in a sentence."""
    match state:
        case PartnerState.SIGNED:
            return f"{partner.signed_by} signed it off at {datetime_text(partner.signed_at)}."
        case PartnerState.LAPSED:
            return f"{partner.signed_by} signed an earlier text. They have been asked to read it and sign it again."
        case PartnerState.DECLINED:
            return f"They say: {partner.decline_reason}"
        case PartnerState.CHOSEN:
            return (
                f"The invitation to {partner.email} was answered for {partner.name}. Check that this is who you asked."
            )
        case _:
            return f"Asked at {datetime_text(partner.invited_at)}. Nobody has answered yet."


def commitment_lines(signed: Signed) -> list[str]:
    """The promises that a partner delivers, each in one line."""
    return [
        f"{promise.measure}: {number_text(promise.quantity)} {promise.unit} by {date_text(promise.by_when)}. "
        f"Shown by: {promise.evidence}"
        for promise in signed.commitments
    ]


def condition_lines(signed: Signed, asked: Asked) -> list[str]:
    """The conditions that a partner is said to meet, in words."""
    return [condition.text for condition in asked.conditions if condition.id in signed.conditions]


def partners_say(asked: Asked, partners: Sequence[Partner]) -> dict[str, str]:
    """What partners say of themselves on each condition that looks at a standing fact, by condition id, as help."""
    found = {}
    for condition in asked.conditions:
        published = condition.published
        if published is None or published.kind not in FACT_OF or not condition.partners_count:
            continue
        said = [_says(partner.provider, published) for partner in partners if partner.provider]
        if said:
            found[condition.id] = " ".join(said)
    return found


def _says(provider: Provider, condition: Condition) -> str:
    """One partner's standing fact, and how it stands to the condition."""
    name = FACT_OF[condition.kind]
    offer = Offer(
        kind=provider.kind,
        size=provider.size,
        is_vcse=provider.kind in Provider.VCSE_KINDS,
        turnover=provider.turnover,
        insurance=provider.insurance,
        has_audited_accounts=provider.accounts_audited,
        certificates=tuple(provider.certificates),
        registrations=tuple(provider.registrations),
    )
    judged = JUDGED[standing(condition, offer)]
    return f"{provider.name} says: {FACT_LABELS[name].lower()}, {fact_words(provider)[name]}.{judged}"


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One part that an organisation of the person's has in a bid of others."""

    tender: str
    address: str
    organisations: str
    status: str
    colour: str
    closes: str


def share_rows(user: User, now: datetime) -> list[ShareRow]:
    """The parts that the person's organisations have in bids of others, newest first. Three queries."""
    rows = Partner.own.of(user).filter(removed_at=None).order_by("-pk")
    partners = list(
        rows.select_related("bid__tender", "bid__provider", "provider").defer(
            "bid__tender__document", "bid__tender__summary"
        )
    )
    if not partners:
        return []
    commitments = list(Commitment.own.filter(partner__in=partners))
    declarations = list(Declaration.own.filter(partner__in=partners))
    return [_share_row(partner, signed_of(partner, commitments, declarations), now) for partner in partners]


def _share_row(partner: Partner, signed: Signed, now: datetime) -> ShareRow:
    state, tender = state_of(partner, signed), partner.bid.tender
    return ShareRow(
        tender=tender.title,
        address=reverse("bid_share", args=[partner.pk]),
        organisations=f"{partner.provider}, with {partner.bid.provider} in the lead",
        status=STATE_LABELS[state],
        colour=STATE_COLOURS[state],
        closes=f"{'Closes' if tender.is_open(now) else 'Closed'} at {tender.closing_text(now)}",
    )

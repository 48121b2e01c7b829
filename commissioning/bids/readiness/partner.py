"""What a partner signs for, its digest, and what a bid with others still lacks. Plain Python."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal

from commissioning.bids.bidfile import BidFile, Commitment
from commissioning.bids.lifecycle import ROLE_LABELS, BidsAs, PartnerRole

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Signed:
    """All that a partner signs: its role and share, the promises and the conditions that name it.

    `percent` is of the price, as it is written; `conditions` are the ids of what it is said to meet.
    """

    role: str
    share: str
    percent: str
    commitments: tuple[Commitment, ...]
    conditions: tuple[str, ...]


def digest_of(signed: Signed) -> str:
    """SHA-256 of what is signed, as 64 hexadecimal digits: one letter changed makes another."""
    written = json.dumps(asdict(signed), ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode()).hexdigest()


def percent_of_lead(bid: BidFile) -> Decimal:
    """What is left of the price for the lead, in per cent. Below 0 when the partners' shares are more than the price."""
    return WHOLE - sum((partner.percent for partner in bid.partners), Decimal())


def partner_faults(allowed: bool, bid: BidFile) -> Iterator[tuple[str, int]]:
    """Yield what stops a bid with others: a sentence, and the partner's number from 1, 0 for all of them."""
    if not allowed and bid.bids_as:
        yield "This tender does not allow partners. Take them out, and say that you bid on your own.", 0
    elif bid.bids_as == BidsAs.CONSORTIUM and not any(
        partner.role == ROLE_LABELS[PartnerRole.PARTNER] for partner in bid.partners
    ):
        yield "You bid as a consortium, but have no partner in it. Add one, or say that you bid on your own.", 0
    elif bid.bids_as == BidsAs.SUBCONTRACTORS and not bid.partners:
        yield "You say that you have subcontractors, but have named none. Add one, or say that you bid on your own.", 0
    if percent_of_lead(bid) < 0:
        yield "The shares of the price are more than 100% together. Make them smaller.", 0
    for number, partner in enumerate(bid.partners, 1):
        if not partner.signed_by:
            yield f"{partner.provider.name} has not signed off its share.", number

"""Bids once they are opened. Everything here starts from the sealed managers, so before the opening there is nothing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from commissioning.bids.bidfile import BidFile
from commissioning.bids.models import Submission
from commissioning.bids.reports.changed import unconfirmed_when_opened
from commissioning.tenders.models import Tender
from socialvalue.text import datetime_text, utc_text


@dataclass(frozen=True)
class OpenedBid:
    """The newest submission of one opened bid. `provider` is its name; `file` the bid as it was submitted.

    While its price is sealed, `file` comes without it.
    """

    bid_id: UUID
    provider: str
    reference: str
    version: int
    submitted_at: datetime
    sha256: str
    file: BidFile
    is_price_open: bool


def opened_submissions(tender: Tender) -> list[OpenedBid]:
    """The newest submission of each opened bid, in the order in which they arrived. One query; none before opening."""
    return [
        OpenedBid(
            bid_id=row.bid_id,
            provider=row.file.provider.name,
            reference=row.reference,
            version=row.version,
            submitted_at=row.submitted_at,
            sha256=row.sha256,
            file=row.file,
            is_price_open=row.is_price_open,
        )
        for row in _newest(tender)
    ]


@dataclass(frozen=True)
class ReceiptRow:
    """One line of the list of opened bids, ready to be drawn."""

    provider: str
    address: str
    reference: str
    version: str
    uk_time: str
    utc_time: str
    sha256: str
    unconfirmed: str


def opened_bids(tender: Tender) -> list[ReceiptRow]:
    """The receipts of the opened bids, in the order in which they arrived. Three queries; none before opening."""
    rows = list(_newest(tender).select_related("pack").defer("pack__document"))
    unconfirmed = unconfirmed_when_opened(tender, rows) if rows else {}
    return [
        ReceiptRow(
            provider=row.file.provider.name,
            address=reverse("opened_bid", args=[tender.pk, row.bid_id]),
            reference=row.reference,
            version=str(row.version),
            uk_time=datetime_text(row.submitted_at),
            utc_time=utc_text(row.submitted_at),
            sha256=row.sha256,
            unconfirmed=unconfirmed[row.bid_id],
        )
        for row in rows
    ]


def _newest(tender: Tender) -> QuerySet[Submission]:
    """The newest submission of each opened bid of a tender."""
    newer = Submission.objects.filter(bid=OuterRef("bid"), version__gt=OuterRef("version"))
    return Submission.objects.filter(~Exists(newer), bid__tender=tender).order_by("submitted_at", "pk")

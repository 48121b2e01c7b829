"""What was there when the bids were opened: for everyone who may read bids, and the same whoever asks and whenever.

Only what happened up to the opening counts, so that its hash, which the opening keeps, can be worked out again.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from commissioning.bids.lifecycle import Status
from commissioning.bids.models import Bid, Extension, LateAttempt, Opening, Submission
from commissioning.tenders.models import ClosingMove, Tender
from socialvalue.refusals import Refused
from socialvalue.text import datetime_text


@dataclass(frozen=True)
class ReceivedBid:
    """The newest version of one submitted bid. `documents` are (name, file name, SHA-256)."""

    provider: str
    reference: str
    version: int
    received_at: datetime
    submitted_by: str
    sha256: str
    documents: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class OpeningRecord:
    """Who opened, when, and what was there. `late` are (provider, when), `extensions` (provider, until), moves (from, to).

    A withdrawn bid is told by its moment alone: who withdrew is nobody's business.
    """

    asked_by: str
    asked_at: datetime
    opened_by: str
    opened_at: datetime
    bids: tuple[ReceivedBid, ...]
    withdrawn: tuple[datetime, ...]
    late: tuple[tuple[str, datetime], ...]
    extensions: tuple[tuple[str, datetime], ...]
    moves: tuple[tuple[datetime, datetime, str], ...]
    kept_sha256: str

    @property
    def facts_json(self) -> str:
        """The facts as JSON: sorted keys, no spaces, instants in UTC."""
        facts = asdict(self)
        del facts["kept_sha256"]
        return json.dumps(facts, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=_written)

    @property
    def sha256(self) -> str:
        """SHA-256 of `facts_json`, as 64 hexadecimal digits."""
        return hashlib.sha256(self.facts_json.encode()).hexdigest()

    @property
    def hash_text(self) -> str:
        """Whether the facts are still those that were there when the bids were opened."""
        if not self.kept_sha256:
            return f"SHA-256 of these facts: {self.sha256}. The opening was before such hashes were kept."
        if self.kept_sha256 == self.sha256:
            return f"SHA-256 of these facts, worked out now and the same as kept at the opening: {self.sha256}"
        return f"The facts are not those of the opening: it kept {self.kept_sha256}, and they give {self.sha256}."

    @property
    def document_rows(self) -> list[tuple[str, str, str, str]]:
        """Every document, bid by bid."""
        return [(bid.provider, *document) for bid in self.bids for document in bid.documents]

    @property
    def other_rows(self) -> list[tuple[str, str]]:
        """What else there was to know: bids withdrawn and too late, time given, closings moved."""
        return [
            *(("A bid was withdrawn", datetime_text(at)) for at in self.withdrawn),
            *((f"{who} tried to submit after the closing", datetime_text(at)) for who, at in self.late),
            *((f"{who} alone had more time", f"until {datetime_text(at)}") for who, at in self.extensions),
            *(
                (f"The closing was moved after an outage: {what}", f"from {datetime_text(old)} to {datetime_text(new)}")
                for old, new, what in self.moves
            ),
        ]


def opening_record(tender: Tender) -> OpeningRecord:
    """The record of a tender whose bids are open; Refused before. Six queries, however many bids.

    The caller checks `permissions.reads_bids`.
    """
    opening = Opening.objects.filter(tender=tender).select_related("asked_by", "opened_by").first()
    if opening is None or opening.opened_at is None:
        raise Refused("The record is there once the bids are opened.")
    return record_of(opening)


def record_of(opening: Opening) -> OpeningRecord:
    """The record of an opening that is being made, or was. It reads what is sealed: nobody sees it before."""
    tender, at = opening.tender_id, opening.opened_at
    newest: dict[object, Submission] = {}
    rows = Submission.own.filter(bid__tender=tender, bid__status=Status.SUBMITTED, submitted_at__lte=at)
    for row in rows.select_related("submitted_by").order_by("version"):
        newest[row.bid_id] = row
    withdrawn = Bid.own.filter(tender=tender, status=Status.WITHDRAWN, withdrawn_at__lte=at)
    late = LateAttempt.own.filter(bid__tender=tender, tried_at__lte=at).order_by("tried_at", "pk")
    given = (
        Extension.objects.approved().filter(tender=tender, decided_at__lte=at).order_by("provider__name", "until", "pk")
    )
    moves = ClosingMove.objects.filter(tender=tender, moved_at__lte=at).order_by("pk")
    return OpeningRecord(
        asked_by=str(opening.asked_by),
        asked_at=opening.asked_at,
        opened_by=str(opening.opened_by),
        opened_at=opening.opened_at,
        bids=tuple(_received(row) for row in sorted(newest.values(), key=lambda row: (row.submitted_at, row.pk))),
        withdrawn=tuple(withdrawn.order_by("withdrawn_at", "pk").values_list("withdrawn_at", flat=True)),
        late=tuple(late.values_list("bid__provider__name", "tried_at")),
        extensions=tuple(given.values_list("provider__name", "until")),
        moves=tuple(moves.values_list("closed_before", "closes_at", "outage__what")),
        kept_sha256=opening.record_sha256,
    )


def _received(row: Submission) -> ReceivedBid:
    file = row.file
    return ReceivedBid(
        provider=file.provider.name,
        reference=row.reference,
        version=row.version,
        received_at=row.submitted_at,
        submitted_by=str(row.submitted_by),
        sha256=row.sha256,
        documents=tuple((one.name, one.file_name, one.sha256) for one in file.documents),
    )


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"{type(value)} has no place in the record of an opening")

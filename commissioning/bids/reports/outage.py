"""Which tenders an outage touched, and what was done about it."""

from django.db.models import Q, QuerySet

from commissioning.authorities.models import Authority
from commissioning.tenders.models import ClosingMove, Outage, Tender
from socialvalue.text import count_text, datetime_text

OUTAGE_HEADERS = ["Began", "Ended", "What failed", "Recorded by", "Closings moved"]
MOVE_HEADERS = ["Tender", "Was to close at", "Closes at", "Moved by"]


def outage_rows(authority: Authority) -> list[tuple[object, ...]]:
    """The log, newest first, as rows of OUTAGE_HEADERS; the outage itself last in each. Two queries."""
    outages = authority.outages.select_related("recorded_by").prefetch_related("moves")
    return [
        (
            datetime_text(row.began_at),
            datetime_text(row.ended_at),
            row.what,
            row.recorded_by.name,
            count_text(len(row.moves.all()), "closing"),
            row,
        )
        for row in outages
    ]


def move_rows(outage: Outage) -> list[tuple[str, ...]]:
    """The closings that were moved to make up for an outage, as rows of MOVE_HEADERS. One query."""
    moves = ClosingMove.objects.filter(outage=outage).select_related("tender", "moved_by").defer("tender__document")
    return [
        (row.tender.title, datetime_text(row.closed_before), datetime_text(row.closes_at), row.moved_by.name)
        for row in moves
    ]


def touched_by(outage: Outage) -> QuerySet[Tender]:
    """Tenders of the authority that took bids at some time in the outage and whose closing can still move for it.

    Not those whose bids an officer has asked to open, nor those that were moved for this outage already.
    """
    was_open = Q(closes_at__gt=outage.began_at) | Q(waiting__gt=0)
    found = Tender.objects.published().filter(was_open, authority=outage.authority_id, published_at__lt=outage.ended_at)
    return found.filter(opening=None).exclude(pk__in=outage.moves.values("tender")).order_by("closes_at", "pk")

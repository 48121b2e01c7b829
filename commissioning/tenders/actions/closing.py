"""A new version of a published tender, and the closing that an answer moves.

Whoever calls these holds the tender's row.
"""

from dataclasses import replace
from datetime import datetime

from django.db.models import Max

from commissioning.tenders.actions.draft import set_document, written
from commissioning.tenders.actions.publication import freeze
from commissioning.tenders.lifecycle import AddendumEvent, AddendumStatus
from commissioning.tenders.models import Addendum, Pack, Tender
from commissioning.tenders.tenderfile import TenderFile, Timetable
from commissioning.tenders.timetable.holding import closing_after_answer
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.text import datetime_text


def newest_pack(tender: Tender) -> Pack:
    """Return the version of the tender that holds now."""
    return tender.packs.order_by("-version")[0]


def publish_addendum(tender: Tender, addendum: Addendum, *, by: User, now: datetime) -> Addendum:
    """Give an addendum its number, and its document to the tender and to a new version of the pack."""
    set_document(tender, addendum.file, addendum.document)
    tender.version += 1
    tender.save()
    addendum.pack = freeze(tender, addendum.before.version + 1, by=by, now=now)
    addendum.number = (tender.addenda.aggregate(last=Max("number"))["last"] or 0) + 1
    addendum.status, addendum.published_by, addendum.published_at = AddendumStatus.PUBLISHED, by, now
    addendum.save()
    record(
        AddendumEvent.PUBLISHED,
        target=tender,
        by=by,
        at=now,
        number=addendum.number,
        kind="material" if addendum.is_material else "not material",
        version=addendum.pack.version,
        closes_at=datetime_text(tender.closes_at),
        reason=addendum.reason,
        sha256=addendum.pack.sha256,
    )
    return addendum


def leave_time_to_read(tender: Tender, reason: str, *, by: User, now: datetime) -> datetime | None:
    """Move the closing when bidders would have too little time to read what was just said.

    A move is an addendum of its own, so that the tender's file, its pack and every list say the same time. A change that
    is being prepared keeps the closing time that it chose, and takes over the new one where it chose none. Returns the
    closing time that no longer holds, or None if it did not move.
    """
    before = tender.closes_at
    closes_at = closing_after_answer(before, now)
    if closes_at == before:
        return None
    move_closing(tender, closes_at, reason, by=by, now=now)
    return before


def move_closing(tender: Tender, closes_at: datetime, reason: str, *, by: User, now: datetime) -> Addendum:
    """Publish another closing time as an addendum that asks nobody to confirm a bid, and carry it into what is prepared."""
    before = tender.closes_at
    addendum = Addendum(
        tender=tender,
        document=written(with_closing(tender.file, closes_at)),
        before=newest_pack(tender),
        is_material=False,
        reason=reason,
        started_by=by,
        started_at=now,
    )
    publish_addendum(tender, addendum, by=by, now=now)
    _carry_into_drafts(tender, addendum, before)
    return addendum


def with_closing(document: TenderFile, closes_at: datetime) -> TenderFile:
    """Return the tender with another closing time."""
    return replace(document, timetable=replace(document.timetable or Timetable(), closes_at=closes_at))


def _carry_into_drafts(tender: Tender, published: Addendum, closed_before: datetime) -> None:
    """Let the change that is being prepared start from the version that holds now."""
    for draft in tender.addenda.unfinished():
        dates = draft.file.timetable
        if dates is None or dates.closes_at is None or dates.closes_at == closed_before:
            draft.document = written(with_closing(draft.file, tender.closes_at))
        draft.before, draft.version = published.pack, draft.version + 1
        draft.save()

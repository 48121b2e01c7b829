"""The log of outages, and making up for one: every closing that it touched moves by the same time, and everybody is told."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from commissioning.authorities.models import Authority
from commissioning.bids import notifications, permissions
from commissioning.bids.reports import touched_by
from commissioning.tenders.actions.closing import move_closing
from commissioning.tenders.lifecycle import OutageEvent
from commissioning.tenders.models import ClosingMove, Outage, Tender
from commissioning.tenders.timetable.holding import closing_later
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import count_text, datetime_text


@transaction.atomic
def record_outage(
    authority: Authority, *, began_at: datetime, ended_at: datetime, what: str, by: User, now: datetime
) -> Outage:
    """Put an outage that is over into the log: from when until when, and what failed."""
    permissions.check_can_record_outage(by, authority)
    if not what.strip() or "\0" in what:
        raise Refused("Say what failed.")
    if ended_at <= began_at:
        raise Refused("The outage must end after it began.")
    if ended_at > now:
        raise Refused("Record an outage when it is over: only then is it known how long it was.")
    outage = Outage.objects.create(
        authority=authority,
        began_at=began_at,
        ended_at=ended_at,
        what=what.strip(),
        recorded_by=by,
        recorded_at=now,
    )
    record(
        OutageEvent.RECORDED,
        target=outage,
        by=by,
        at=now,
        began_at=datetime_text(began_at),
        ended_at=datetime_text(ended_at),
        what=outage.what,
    )
    return outage


@transaction.atomic
def extend_for_all(
    outage: Outage, tenders: Collection[int], days: int, *, by: User, now: datetime
) -> list[ClosingMove]:
    """Move the closing of chosen tenders that were open in the outage by so many working days, by an addendum each.

    `tenders` are their ids. The time is the same for all bidders of all of them. Everybody who follows a tender or has begun a
    bid for it is told, in the same words; nobody learns who they are. One that cannot move stops all, with the reason.
    """
    permissions.check_can_record_outage(by, outage.authority)
    if not tenders:
        raise Refused("Choose at least one tender.")
    if days < 1:
        raise Refused("Choose one working day or more.")
    # Locked in one order, so that two officers cannot wait for one another; judged only then.
    locked = Tender.objects.select_for_update(of=("self",)).select_related("authority").filter(pk__in=tenders)
    rows = list(locked.order_by("pk"))
    still = set(touched_by(outage).values_list("pk", flat=True))
    problems = [
        f"The closing of {tender.title} can't be moved for this outage any more."
        for tender in rows
        if tender.pk not in still
    ]
    problems += [
        f"{tender.title} would close at {datetime_text(after)}, which has passed. Choose more days."
        for tender in rows
        if tender.pk in still and (after := closing_later(tender.closes_at, days)) <= now
    ]
    # One officer moves a closing here, even one that has passed: not for their own bid.
    problems += [
        f"You belong to an organisation that bids for {tender.title}, so another procurement officer must move its closing."
        for tender in rows
        if permissions.belongs_to_bidder(by, tender)
    ]
    if len(rows) < len(set(tenders)):
        problems.append("Choose tenders from the list.")
    if problems:
        raise Refused(*problems)
    return [_move(outage, tender, days, by=by, now=now) for tender in rows]


def _move(outage: Outage, tender: Tender, days: int, *, by: User, now: datetime) -> ClosingMove:
    before = tender.closes_at
    reason = (
        f"From {datetime_text(outage.began_at)} until {datetime_text(outage.ended_at)} bids could not be sent or "
        f"written as usual: {outage.what} All bidders have {count_text(days, 'working day')} more."
    )
    addendum = move_closing(tender, closing_later(before, days), reason, by=by, now=now)
    move = ClosingMove.objects.create(
        outage=outage,
        tender=tender,
        addendum=addendum,
        closed_before=before,
        closes_at=tender.closes_at,
        moved_by=by,
        moved_at=now,
    )
    record(
        OutageEvent.MADE_UP_FOR,
        target=outage,
        by=by,
        at=now,
        tender=tender.title,
        closed_before=datetime_text(before),
        closes_at=datetime_text(tender.closes_at),
    )
    notifications.tell_closing_made_up(move, now=now)
    return move

"""Saying who sees to which part of a bid."""

from datetime import date, datetime

from django.db import transaction

from commissioning.bids import notifications
from commissioning.bids.actions.locking import locked_for_writing, question_of
from commissioning.bids.lifecycle import AssignmentEvent
from commissioning.bids.models import Assignment, Bid
from commissioning.bids.readiness import Part
from providers.models import Member
from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.refusals import Refused
from socialvalue.text import date_text


@transaction.atomic
def assign(
    bid: Bid,
    part: Part,
    question_id: str,
    person: User | None,
    *,
    by_when: date | None,
    by: User,
    now: datetime,
) -> Assignment | None:
    """Ask one member to see to a part, by a day if wanted; None as `person` takes it off whoever has it.

    `question_id` is "" unless the part is a question. Whoever is asked gets a mail, unless they ask themselves.
    """
    bid = locked_for_writing(bid, by=by, now=now)
    name = f"question {question_of(bid, question_id).number}" if part is Part.QUESTION else f"the {part.value}"
    stored = Assignment.own.filter(bid=bid, part=part, question_id=question_id).select_related("person").first()
    if person is None:
        if stored is not None:
            stored.delete()
            record(AssignmentEvent.ENDED, target=bid, by=by, at=now, part=name, person=stored.person)
        return None
    if not Member.objects.filter(provider=bid.provider, user=person).exists():
        raise Refused(f"{person} does not belong to {bid.provider}.")
    if stored is not None and (stored.person_id, stored.by_when) == (person.pk, by_when):
        return stored
    found, _ = Assignment.own.update_or_create(
        bid=bid,
        part=part,
        question_id=question_id,
        defaults={"person": person, "by_when": by_when, "assigned_by": by, "assigned_at": now},
    )
    day = f", by {date_text(by_when)}" if by_when else ""
    record(AssignmentEvent.ASSIGNED, target=bid, by=by, at=now, person=person, part=name, by_when=day)
    if person != by:
        notifications.tell_assigned(found, name, now=now)
    return found

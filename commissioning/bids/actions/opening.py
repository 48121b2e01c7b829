"""Opening a tender's bids: one procurement officer asks, another confirms. Nobody outside is told."""

from datetime import datetime

from django.db import transaction

from commissioning.bids import permissions
from commissioning.bids.lifecycle import OpeningEvent
from commissioning.bids.models import Opening
from commissioning.bids.reports.opening_record import record_of
from commissioning.tenders.actions.draft import locked
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.audit.models import record


@transaction.atomic
def ask_to_open(tender: Tender, *, by: User, now: datetime) -> Opening:
    """Ask for the bids of a closed tender to be opened. The seal stays until another officer confirms."""
    tender = locked(tender)
    permissions.check_can_ask_to_open(by, tender, _opening(tender), now)
    opening = Opening.objects.create(tender=tender, asked_by=by, asked_at=now)
    record(OpeningEvent.ASKED, target=tender, by=by, at=now)
    return opening


@transaction.atomic
def confirm_opening(tender: Tender, *, by: User, now: datetime) -> Opening:
    """Open the submitted bids of a closed tender, even if there are none. Drafts and withdrawn bids stay sealed."""
    tender = locked(tender)
    opening = _opening(tender)
    permissions.check_can_confirm_opening(by, tender, opening, now)
    opening.opened_by, opening.opened_at = by, now
    opening.record_sha256 = record_of(opening).sha256
    opening.save(update_fields=["opened_by", "opened_at", "record_sha256"])
    record(OpeningEvent.OPENED, target=tender, by=by, at=now, sha256=opening.record_sha256)
    return opening


def _opening(tender: Tender) -> Opening | None:
    return Opening.objects.filter(tender=tender).select_related("asked_by", "opened_by").first()

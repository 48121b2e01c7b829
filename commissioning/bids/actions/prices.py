"""Breaking the second seal: the prices of the bids that are still in."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from commissioning.bids import permissions
from commissioning.bids.lifecycle import OpeningEvent
from commissioning.bids.models import Bid, Opening
from commissioning.tenders.actions.draft import locked
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.audit.models import record


@transaction.atomic
def open_prices(tender: Tender, *, out: Collection[UUID], by: User, now: datetime) -> Opening:
    """Open the prices of a tender's opened bids, but for those in `out`, whose prices stay sealed for good.

    The stage above says when quality is final and which bids are out: it calls this from its own action.
    """
    tender = locked(tender)
    opening = Opening.objects.filter(tender=tender).first()
    permissions.check_can_open_prices(by, tender, opening)
    Bid.objects.filter(tender=tender, pk__in=out).update(price_stays_sealed=True)
    opening.prices_opened_by, opening.prices_opened_at = by, now
    opening.save(update_fields=["prices_opened_by", "prices_opened_at"])
    record(OpeningEvent.PRICES_OPENED, target=tender, by=by, at=now)
    return opening

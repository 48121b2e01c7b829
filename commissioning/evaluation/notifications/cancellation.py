"""What officers are told about cancelling a procurement. Bidders are told by the stage that knows them."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from commissioning.evaluation.models import Cancellation
from commissioning.tenders.notifications import officers_of, short
from socialvalue.outbox.models import post


def send_cancel_asked(found: Cancellation, *, now: datetime) -> None:
    """Tell the other procurement officers that one of them must confirm or turn it down."""
    tender = found.tender
    for officer in officers_of(tender):
        if officer != found.asked_by:
            post(
                to=officer,
                subject=f"Cancel this procurement? {short(tender.title)}",
                body=f"{found.asked_by} has asked to cancel {tender.title}.\n\n"
                "Read the reason, then confirm it or turn it down:\n"
                f"{settings.SITE_ADDRESS}{reverse('cancellation', args=[tender.pk])}",
                about=f"cancellation {found.pk} asked",
                now=now,
            )

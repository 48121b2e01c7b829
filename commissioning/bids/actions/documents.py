"""Attaching a file that is here already."""

from datetime import datetime

from django.db import transaction

from commissioning.bids.actions.locking import locked_for_writing
from commissioning.bids.models import Bid, BidDocument
from commissioning.bids.readiness import asked_by
from commissioning.bids.reports import earlier_files
from socialvalue.accounts.models import User
from socialvalue.files.models import StoredFile
from socialvalue.refusals import Refused


@transaction.atomic
def attach_earlier(bid: Bid, name: str, file_id: str, *, by: User, now: datetime) -> BidDocument:
    """Attach a file of the organisation's papers or of another of its bids. Refused for any other file."""
    bid = locked_for_writing(bid, by=by, now=now)
    if name not in asked_by(bid.tender.document).documents:
        raise Refused("This tender does not ask for that document.")
    if file_id not in dict(earlier_files(bid)):
        raise Refused("That file is not here any more. Choose another.")
    file = StoredFile.objects.without_content().get(pk=file_id)
    document, _ = BidDocument.own.update_or_create(bid=bid, name=name, defaults={"file": file})
    return document

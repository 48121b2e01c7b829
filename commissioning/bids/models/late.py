"""Bids that came too late."""

from django.db import models

from commissioning.bids.models.bid import Bid, BidPart
from socialvalue.accounts.models import User


class LateAttempt(BidPart):
    """A signatory tried to submit after the closing, and was refused. That they tried, and when; nothing of the bid.

    Append-only by trigger. Like every part of a bid it is sealed until the bids are opened.
    """

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="late_attempts")
    tried_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    tried_at = models.DateTimeField(help_text="the instant at which the request arrived")

    class Meta(BidPart.Meta):
        ordering = ["tried_at", "pk"]

    def __str__(self) -> str:
        return f"Tried at {self.tried_at}"

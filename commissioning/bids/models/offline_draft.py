"""What somebody wrote without a connection, until they chose what of it to save."""

from datetime import timedelta

from django.db import models

from commissioning.bids.models.bid import Bid
from commissioning.bids.models.internal import InternalPart
from socialvalue.accounts.models import User

KEPT_FOR = timedelta(days=7)


class OfflineDraft(InternalPart):
    """The texts of one document that one person sent back, so that a reload or a new session loses nothing.

    `answers` are lists `[question id, version it was made from, digest of the text then, text, has pictures]`; `stray` the
    texts whose question is not known. Erased when it is saved, and after `KEPT_FOR`.
    """

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="offline_drafts")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()
    pack_version = models.PositiveIntegerField(null=True, help_text="of the tender; null if the document did not say")
    answers = models.JSONField()
    stray = models.JSONField()

    class Meta(InternalPart.Meta):
        constraints = [models.UniqueConstraint(fields=["bid", "person"], name="one_offline_draft_each")]

    def __str__(self) -> str:
        return f"Offline draft of {self.read_at:%d %B %Y}"

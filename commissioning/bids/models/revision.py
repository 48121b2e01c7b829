"""What an answer said before: the versions that a later save took the place of."""

from django.db import models

from commissioning.bids.models.bid import Bid, BidPart
from socialvalue.accounts.models import User


class AnswerRevision(BidPart):
    """A text that stood as the answer to one question until another was saved over it. Append-only by trigger.

    The text that stands now is the Answer itself. `version` is the number that it had there, so numbers may be left out:
    see `actions.writing.autosave`.
    """

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="answer_revisions")
    question_id = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta(BidPart.Meta):
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["bid", "question_id", "version"], name="one_revision_per_version")
        ]

    def __str__(self) -> str:
        return f"Version {self.version} of the answer to {self.question_id}"

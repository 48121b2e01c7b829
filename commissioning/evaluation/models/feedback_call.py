"""What was said to a bidder about its bid after the letters were sent."""

from django.db import models

from commissioning.bids.models import Bid
from commissioning.evaluation.models.evaluation import Evaluation
from socialvalue.accounts.models import User


class FeedbackCall(models.Model):
    """A call or meeting about one bid, written down by the officer who held it. Append-only: a correction is another note."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="feedback_calls")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()
    people = models.TextField(help_text="who took part, on both sides")
    notes = models.TextField(help_text="what was asked and what was said")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["held_at", "pk"]

    def __str__(self) -> str:
        return f"Feedback call of {self.held_at:%-d %B %Y}"

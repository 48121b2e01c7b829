"""Assessment summaries: the wording of a reason in one letter, and the letters that were sent."""

from django.db import models
from django.db.models import Q

from commissioning.bids.models import Bid
from commissioning.evaluation.models.evaluation import Evaluation
from socialvalue.accounts.models import User


class SummaryWording(models.Model):
    """How one reason reads in the letter to one bidder, and why. The newest row counts. Append-only.

    `about` is the bid that the reason speaks of: the bidder's own or the winner's. The consensus itself never changes.
    `is_accepted` says that somebody read what the check found in this text, and lets it stand.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    question_id = models.CharField(max_length=100)
    text = models.TextField()
    is_accepted = models.BooleanField()
    why = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="a_wording_says_why", condition=~Q(text="") & ~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} in a letter"


class SummaryRelease(models.Model):
    """One letter as it was sent: its canonical JSON and the SHA-256 of that. Append-only."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="+")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    letter = models.TextField()
    sha256 = models.CharField(max_length=64)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["bid", "released_at"], name="one_letter_a_bid_a_time"),
        ]

    def __str__(self) -> str:
        return f"Assessment summary {self.sha256[:8]}"

"""A bidder's challenge of the award."""

from django.db import models
from django.db.models import Q

from commissioning.bids.models import Bid
from commissioning.evaluation.models.evaluation import Evaluation
from socialvalue.accounts.models import User


class Challenge(models.Model):
    """A challenge received from a bidder. While it is undecided no contract is made."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="challenges")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    about = models.TextField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    is_upheld = models.BooleanField(null=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_challenge_is_decided_for_a_reason",
                condition=Q(is_upheld=None, decided_by=None, decided_at=None, reason="")
                | Q(is_upheld__isnull=False, decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Challenge of {self.received_at:%-d %B %Y}"

"""What people on a panel declared of each bidder."""

from django.db import models
from django.db.models import Q

from commissioning.bids.models import Bid
from commissioning.evaluation.models.evaluation import Evaluation
from socialvalue.accounts.models import User


class Conflict(models.Model):
    """What one panel member declared about one bidder, before seeing anything of its bid."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    is_conflicted = models.BooleanField()
    detail = models.TextField(blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "bid"], name="one_declaration_per_bidder"),
            models.CheckConstraint(
                name="a_conflict_is_explained",
                condition=Q(is_conflicted=False) | ~Q(detail=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} on {self.bid}: {'conflict' if self.is_conflicted else 'none'}"

"""The decision."""

from django.db import models
from django.db.models import F, Q

from commissioning.bids.models import Bid
from commissioning.evaluation.models.evaluation import Evaluation
from socialvalue.accounts.models import User


class Award(models.Model):
    """The decision: recommended by one officer, approved by another."""

    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="award")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    recommended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recommended_at = models.DateTimeField()
    reason = models.TextField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="another_person_approves",
                condition=Q(approved_by=None) | ~Q(approved_by=F("recommended_by")),
            ),
            models.CheckConstraint(
                name="approved_at_and_by",
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Award to {self.bid.provider}"

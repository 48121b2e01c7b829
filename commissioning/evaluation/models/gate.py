"""Which bid meets which condition of participation."""

from django.db import models

from commissioning.bids.models import Bid
from commissioning.evaluation.models.evaluation import Evaluation
from socialvalue.accounts.models import User


class Gate(models.Model):
    """Whether a bid meets one condition of participation, decided by a procurement officer with a reason."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="gates")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    condition_id = models.CharField(max_length=100)
    is_passed = models.BooleanField()
    reason = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bid", "condition_id"], name="one_gate_per_condition")]

    def __str__(self) -> str:
        return f"{self.condition_id}: {'pass' if self.is_passed else 'fail'}"

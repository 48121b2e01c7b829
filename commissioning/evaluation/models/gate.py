"""Which bid meets which condition of participation."""

from django.db import models
from django.db.models import F, Q

from commissioning.bids.models import Bid
from commissioning.evaluation.models.evaluation import Evaluation
from socialvalue.accounts.models import User


class GateQuerySet(models.QuerySet["Gate"]):
    """Decisions about conditions, and those among them that put a bid out."""

    def final_fails(self) -> "GateQuerySet":
        """Conditions not met, as two officers found."""
        return self.filter(is_passed=False, confirmed_at__isnull=False)

    def open_fails(self) -> "GateQuerySet":
        """Conditions that one officer found not met, and nobody has confirmed."""
        return self.filter(is_passed=False, confirmed_at=None)


class Gate(models.Model):
    """Whether a bid meets one condition of participation, decided by a procurement officer with a reason.

    That it does not takes effect when another officer confirms it. From then on the bid is out.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="gates")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    condition_id = models.CharField(max_length=100)
    is_passed = models.BooleanField()
    reason = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = GateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "condition_id"], name="one_gate_per_condition"),
            models.CheckConstraint(
                name="another_officer_confirms_the_gate",
                condition=Q(confirmed_by=None) | (Q(is_passed=False) & ~Q(confirmed_by=F("decided_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition_id}: {'pass' if self.is_passed else 'fail'}"

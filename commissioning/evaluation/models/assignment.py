"""What an evaluator marks who does not mark everything."""

from django.db import models
from django.db.models import Q

from commissioning.bids.models import Bid
from commissioning.evaluation.models.evaluation import PanelMember
from socialvalue.accounts.models import User


class Assignment(models.Model):
    """One question that one evaluator marks: in every bid, or in one bid that was taken from somebody else."""

    member = models.ForeignKey(PanelMember, on_delete=models.CASCADE, related_name="assignments")
    question_id = models.CharField(max_length=100)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, null=True, related_name="+")
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "question_id"], condition=Q(bid=None), name="one_assignment_per_question"
            ),
            models.UniqueConstraint(fields=["member", "question_id", "bid"], name="one_assignment_per_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.member} marks {self.question_id}"

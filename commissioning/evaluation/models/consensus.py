"""The one mark that the panel agreed for each answer, and why it differs from each evaluator's own."""

from django.db import models
from django.db.models import Q

from commissioning.bids.models import Bid
from commissioning.evaluation.models.evaluation import Evaluation
from commissioning.evaluation.models.mark import Mark
from socialvalue.accounts.models import User


class Consensus(models.Model):
    """The one mark that the panel agreed for one answer, and why."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="consensus")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    question_id = models.CharField(max_length=100)
    mark = models.DecimalField(max_digits=6, decimal_places=2)
    reason = models.TextField()
    present = models.TextField(help_text="the names of those who were there")
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text="counts the saves, so that a stale page is noticed")

    class Meta:
        verbose_name_plural = "consensus"
        constraints = [
            models.UniqueConstraint(fields=["bid", "question_id"], name="one_consensus_per_answer"),
            models.CheckConstraint(name="consensus_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.mark} agreed for {self.question_id}"


class Difference(models.Model):
    """Why the consensus differs from one evaluator's own mark."""

    consensus = models.ForeignKey(Consensus, on_delete=models.CASCADE, related_name="differences")
    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consensus", "mark"], name="one_reason_per_difference"),
            models.CheckConstraint(name="difference_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.reason

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
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True, help_text="when the assessment summaries were found fit to send")
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True, help_text="when every bidder was sent its assessment summary")
    notice_at = models.DateTimeField(null=True, help_text="when the award notice was published")
    standstill_until = models.DateField(null=True, help_text="the last day of standstill; none where there is none")
    standstill_reason = models.TextField(blank=True, help_text="why there is one or none, where the law asks for none")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="another_person_approves",
                condition=Q(approved_by=None) | ~Q(approved_by=F("recommended_by")),
            ),
            models.CheckConstraint(
                name="another_person_sends_the_summaries",
                condition=Q(told_by=None) | (Q(checked_by__isnull=False) & ~Q(told_by=F("checked_by"))),
            ),
            models.CheckConstraint(
                name="approved_at_and_by",
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Award to {self.bid.provider}"

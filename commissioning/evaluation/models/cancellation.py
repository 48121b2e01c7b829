"""The end of a procurement without a contract, once its tender is published."""

from django.db import models
from django.db.models import F, Q

from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User


class Cancellation(models.Model):
    """One procurement officer asks, another confirms. Until then everything goes on; one that is turned down is deleted."""

    tender = models.OneToOneField(Tender, on_delete=models.PROTECT, related_name="cancellation")
    reason = models.TextField(help_text="as every bidder reads it")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="two_people_cancel",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="cancellation_confirmed_at_and_by",
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Cancellation of {self.tender}"

"""Asking the signatories to check a bid and submit it."""

from functools import cached_property

from django.db import models
from django.db.models import Q

from commissioning.bids import bidfile
from commissioning.bids.models.bid import Bid
from commissioning.bids.models.internal import InternalPart
from socialvalue.accounts.models import User


class SignOff(InternalPart):
    """One asking. It is answered when it is declined, or when a version later than `after_version` is submitted."""

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="sign_offs")
    content = models.TextField(help_text="the canonical bid when it was asked for: see bidfile")
    after_version = models.PositiveIntegerField(help_text="the newest version submitted then; 0 for none")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    declined_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta(InternalPart.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="declined_with_a_reason",
                condition=Q(declined_by=None, declined_at=None, reason="")
                | (Q(declined_by__isnull=False, declined_at__isnull=False) & ~Q(reason="")),
            )
        ]

    def __str__(self) -> str:
        return f"Sign-off of {self.bid}"

    @cached_property
    def file(self) -> bidfile.BidFile:
        """The bid as it was when sign-off was asked for."""
        return bidfile.read(self.content)

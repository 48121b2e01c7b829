"""Comments between colleagues on a question of their bid."""

from django.db import models
from django.db.models import Q

from commissioning.bids.models.bid import Bid
from commissioning.bids.models.internal import InternalPart
from socialvalue.accounts.models import User


class Comment(InternalPart):
    """What one member says to the others about one question. Open until somebody settles it."""

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="comments")
    question_id = models.CharField(max_length=60)
    text = models.TextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta(InternalPart.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="settled_at_and_by",
                condition=Q(settled_by=None, settled_at=None) | Q(settled_by__isnull=False, settled_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"Comment on {self.question_id}"

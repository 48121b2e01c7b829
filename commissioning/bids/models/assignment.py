"""Who sees to which part of a bid."""

from django.db import models

from commissioning.bids.models.bid import Bid
from commissioning.bids.models.internal import InternalPart
from socialvalue.accounts.models import User


class Assignment(InternalPart):
    """One person sees to one part of the bid. `question_id` is "" unless the part is a question.

    A person who leaves the organisation keeps the row but is no longer shown: reports join the members.
    """

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="assignments")
    part = models.CharField(max_length=20, help_text="see readiness.Part")
    question_id = models.CharField(max_length=60, blank=True)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_when = models.DateField(null=True)
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta(InternalPart.Meta):
        constraints = [models.UniqueConstraint(fields=["bid", "part", "question_id"], name="one_person_per_part")]

    def __str__(self) -> str:
        return f"{self.person} sees to {self.question_id or self.part}"

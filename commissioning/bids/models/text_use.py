"""Where texts of the answer library were put in."""

from django.db import models
from django.db.models import Q

from commissioning.bids.models.bid import Bid
from commissioning.bids.models.internal import InternalPart
from providers.models import StandingText
from socialvalue.accounts.models import User


class TextUse(InternalPart):
    """A text of the library was put into an answer: a standing text, or what was answered in another bid."""

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="text_uses")
    question_id = models.CharField(max_length=60)
    standing_text = models.ForeignKey(StandingText, on_delete=models.CASCADE, null=True, related_name="+")
    past_text_sha256 = models.CharField(max_length=64, blank=True, help_text="of the past answer's words")
    used_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    used_at = models.DateTimeField()

    class Meta(InternalPart.Meta):
        constraints = [
            models.CheckConstraint(
                name="used_text_is_one_of_two",
                condition=Q(standing_text=None) & ~Q(past_text_sha256="")
                | Q(standing_text__isnull=False, past_text_sha256=""),
            )
        ]

    def __str__(self) -> str:
        return f"Used in {self.question_id}"

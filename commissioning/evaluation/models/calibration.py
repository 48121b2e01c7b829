"""A made-up answer that the panel marks together before any bid is opened. Nothing here counts towards a bid."""

from django.db import models
from django.db.models import Q

from commissioning.evaluation.models.evaluation import Evaluation
from socialvalue.accounts.models import User


class Practice(models.Model):
    """One practice answer to a question of the tender, and how the panel agreed to read the levels.

    `closed_by` is empty where it closed by itself, as everyone had marked it.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="practices")
    question_id = models.CharField(max_length=100)
    text = models.TextField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, help_text="from then on the panel sees every practice mark")
    reading = models.TextField(blank=True, help_text="how the panel reads the levels")
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="practice_read_after_closing",
                condition=Q(reading="", agreed_by=None, agreed_at=None)
                | (~Q(reading="") & Q(agreed_by__isnull=False, agreed_at__isnull=False, closed_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"Practice answer to {self.question_id}"


class PracticeMark(models.Model):
    """What one member of the panel gave a practice answer, alone. Never changed."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="marks")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    mark = models.DecimalField(max_digits=6, decimal_places=2)
    reason = models.TextField()
    marked_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "user"], name="one_practice_mark_per_person"),
            models.CheckConstraint(name="practice_mark_not_negative", condition=Q(mark__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.mark} from {self.user}"

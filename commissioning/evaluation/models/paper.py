"""Papers made of an evaluation, built off the request."""

from django.db import models

from commissioning.evaluation.models.evaluation import Evaluation
from socialvalue.accounts.models import User
from socialvalue.files.models import StoredFile


class Paper(models.Model):
    """A paper made of an evaluation, built off the request and kept with its hash."""

    class Kind(models.TextChoices):
        """What is made."""

        PDF = "pdf", "Evaluation report (PDF)"
        WORKBOOK = "xlsx", "Workbook (XLSX)"
        REGISTER = "register", "Conflict register (PDF)"
        REGISTER_REDACTED = "register-redacted", "Conflict register for publication (PDF)"
        MODERATION = "moderation", "Moderation record (PDF)"
        MODERATION_REDACTED = "moderation-redacted", "Moderation record for publication (PDF)"

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=30, choices=Kind)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    progress = models.PositiveSmallIntegerField(default=0, help_text="per cent")
    fault = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    built_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.evaluation.tender}"

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
        JSON = "json", "Evaluation report (JSON)"
        REGISTER = "register", "Conflict register (PDF)"
        REGISTER_REDACTED = "register-redacted", "Conflict register for publication (PDF)"
        REGISTER_WORKBOOK = "register-xlsx", "Conflict register (XLSX)"
        REGISTER_JSON = "register-json", "Conflict register (JSON)"
        MODERATION = "moderation", "Moderation record (PDF)"
        MODERATION_REDACTED = "moderation-redacted", "Moderation record for publication (PDF)"
        MODERATION_WORKBOOK = "moderation-xlsx", "Moderation record (XLSX)"
        MODERATION_JSON = "moderation-json", "Moderation record (JSON)"
        RECOMMENDATION = "recommendation", "Recommendation report (PDF)"
        RECOMMENDATION_REDACTED = "recommendation-redacted", "Recommendation report for publication (PDF)"
        RECOMMENDATION_WORKBOOK = "recommendation-xlsx", "Recommendation report (XLSX)"
        RECOMMENDATION_JSON = "recommendation-json", "Recommendation report (JSON)"
        OPENING = "opening", "Opening record (PDF)"
        OPENING_REDACTED = "opening-redacted", "Opening record for publication (PDF)"
        OPENING_WORKBOOK = "opening-xlsx", "Opening record (XLSX)"
        OPENING_JSON = "opening-json", "Opening record (JSON)"
        SUMMARIES = "summaries", "Assessment summaries (PDF)"
        SUMMARIES_WORKBOOK = "summaries-xlsx", "Assessment summaries (XLSX)"
        SUMMARIES_JSON = "summaries-json", "Assessment summaries (JSON)"
        PROCUREMENT_FILE = "procurement-file", "Procurement file (ZIP)"

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=30, choices=Kind)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    progress = models.PositiveSmallIntegerField(default=0, help_text="per cent")
    fault = models.TextField(blank=True)
    facts_sha256 = models.CharField(max_length=64, blank=True, help_text="of what it was made of, once it is made")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    built_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.evaluation.tender}"


class PaperPart(models.Model):
    """A part of a long paper as a PDF, kept so that it is drawn again only when its words change."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=30, choices=Paper.Kind)
    key = models.CharField(max_length=64, help_text="SHA-256 of its HTML and of the print style sheet")
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evaluation", "kind", "key"], name="one_part_for_one_key")]

    def __str__(self) -> str:
        return f"{self.key[:12]} of {self.get_kind_display()}"

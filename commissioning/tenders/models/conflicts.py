"""The conflicts assessment of a tender."""

from django.db import models
from django.db.models import Q

from commissioning.tenders.lifecycle import AssessmentChange, AssessmentStage, ConflictEntry
from commissioning.tenders.models.tender import Tender
from socialvalue.accounts.models import User


class ConflictsAssessment(models.Model):
    """The whole list of conflicts as it stood from one moment on. Append-only by trigger: a change is a new version.

    No entries means that none is known. Never shown to providers or the public.
    """

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="conflicts_assessments")
    version = models.PositiveIntegerField()
    stage = models.CharField(max_length=20, choices=AssessmentStage.choices())
    change = models.CharField(max_length=20, choices=AssessmentChange.choices())
    entries = models.JSONField(default=list, help_text="of ConflictEntry")
    reason = models.TextField(blank=True, help_text="why an entry was ended")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["tender", "version"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "version"], name="one_assessment_per_version"),
            models.CheckConstraint(
                name="ended_entry_has_reason",
                condition=Q(change=AssessmentChange.ENDED) & ~Q(reason="")
                | ~Q(change=AssessmentChange.ENDED) & Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tender}, conflicts assessment {self.version}"

    @property
    def conflicts(self) -> list[ConflictEntry]:
        """The entries."""
        return [ConflictEntry(**entry) for entry in self.entries]

"""What a draft was started from, and which of its groups of questions are still locked."""

from django.db import models

from .tender import Tender


class Origin(models.Model):
    """The earlier tender that a tender was started from. Groups leave `locked` when somebody unlocks them."""

    tender = models.OneToOneField(Tender, on_delete=models.PROTECT, related_name="origin")
    earlier = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="+")
    pack_version = models.PositiveIntegerField(null=True, help_text="of the earlier tender's pack; none for a draft")
    locked = models.JSONField(default=dict, help_text="criterion id: the text that must stay (tenderfile.carrying)")

    class Meta:
        constraints = [
            models.CheckConstraint(name="started_from_another", condition=~models.Q(tender=models.F("earlier")))
        ]

    def __str__(self) -> str:
        return f"{self.tender}, from {self.earlier}"

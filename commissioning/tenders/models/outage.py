"""Outages: when the portal, or the way to it, failed, and which closings were moved to make up for it."""

from django.db import models
from django.db.models import F, Q

from commissioning.authorities.models import Authority
from commissioning.tenders.models.addendum import Addendum
from commissioning.tenders.models.tender import Tender
from socialvalue.accounts.models import User


class Outage(models.Model):
    """One outage, as an authority knows of it. Append-only by trigger: a mistake is put right by another entry."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="outages")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    what = models.TextField(help_text="what failed")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="outage_ends_after_it_began", condition=Q(ended_at__gt=F("began_at"))),
            models.CheckConstraint(name="outage_recorded_when_over", condition=Q(recorded_at__gte=F("ended_at"))),
        ]

    def __str__(self) -> str:
        return f"Outage at {self.authority}"


class ClosingMove(models.Model):
    """One closing that was moved to make up for an outage, by an addendum of the tender. Append-only by trigger."""

    outage = models.ForeignKey(Outage, on_delete=models.PROTECT, related_name="moves")
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="+")
    addendum = models.OneToOneField(Addendum, on_delete=models.PROTECT, related_name="+")
    closed_before = models.DateTimeField(help_text="the closing that no longer holds")
    closes_at = models.DateTimeField()
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["outage", "tender"], name="one_move_per_outage"),
            models.CheckConstraint(name="outage_moves_later", condition=Q(closes_at__gt=F("closed_before"))),
        ]

    def __str__(self) -> str:
        return f"{self.tender} closes at {self.closes_at}"

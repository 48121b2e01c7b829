"""Why a tender is on its route."""

from django.db import models

from commissioning.tenders.models.tender import Tender
from socialvalue.accounts.models import User


class RouteChoice(models.Model):
    """A choice of route with the answers and figures it was made on. Append-only by trigger: a change is a new choice."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="route_choices")
    answers = models.JSONField(help_text="of route.Answers, by name")
    thresholds = models.JSONField(help_text="the thresholds of the day by kind: amount, since, source")
    suggested = models.CharField(max_length=40, help_text="a Procedure")
    chosen = models.CharField(max_length=40, help_text="a Procedure")
    standing = models.CharField(max_length=20, help_text="of the route chosen: route.Standing")
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="route_choice_has_reason", condition=~models.Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.tender}: {self.chosen}"

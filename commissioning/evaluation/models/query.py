"""Questions to one bidder about its bid, and what became of the answers."""

from django.db import models
from django.db.models import F, Q

from commissioning.bids.models import Bid
from commissioning.evaluation.lifecycle.query import Kind, Outcome
from commissioning.evaluation.models.evaluation import Evaluation
from socialvalue.accounts.models import User
from socialvalue.files.models import StoredFile


class Query(models.Model):
    """One question to one bidder, its answer, and what an officer decided about the answer.

    `about` is the id of a question or condition of the tender, "" for a low price. A decision takes effect at
    `decided_at`, but one that leaves the bid out takes effect when another officer confirms it.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="queries")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(k.value, k.label) for k in Kind])
    about = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True, choices=[(o.value, o.label) for o in Outcome])
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "queries"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="query_answered_at_and_by",
                condition=Q(answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="query_decided_with_a_reason",
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | (~Q(outcome="") & ~Q(reason="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="another_officer_confirms_the_query",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("decided_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.bid}"

    @property
    def is_settled(self) -> bool:
        """Whether its decision has taken effect."""
        return bool(self.outcome) and (self.outcome != Outcome.DISREGARDED or self.confirmed_at is not None)

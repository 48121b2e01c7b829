"""What people declared of each bidder, again and again, and what was decided of a conflict that came too late."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from commissioning.bids.models import Bid
from commissioning.evaluation.lifecycle import Moment
from commissioning.evaluation.models.evaluation import Evaluation
from socialvalue.accounts.models import User


class ConflictQuerySet(models.QuerySet["Conflict"]):
    """Declarations, and those among them that bar a person from a bid."""

    def conflicted(self) -> "ConflictQuerySet":
        """Conflicts. One that was declared once stands, whatever the person declares after it."""
        return self.filter(is_conflicted=True)

    def free(self) -> "ConflictQuerySet":
        """Declarations of no conflict, but for bidders with whom the person has one. A bid may be in it more than once."""
        found = Conflict.objects.conflicted().filter(user=OuterRef("user"), bid=OuterRef("bid"))
        return self.filter(~Exists(found), is_conflicted=False)

    def before_agreement(self) -> "ConflictQuerySet":
        """Those declared while quality was still open. What was agreed by then is not changed by what is found later."""
        return self.filter(Q(evaluation__agreed_at=None) | Q(declared_at__lte=F("evaluation__agreed_at")))


class Conflict(models.Model):
    """What one person declared about one bidder at one moment. Append-only by trigger: a new declaration is a new row."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    is_conflicted = models.BooleanField()
    detail = models.TextField(blank=True)
    moment = models.CharField(
        max_length=20, choices=[(m.value, m.label) for m in Moment], default=Moment.BEFORE_MARKING
    )
    declared_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", help_text="the officer who recorded it for another"
    )
    handling = models.TextField(blank=True, help_text="what was done about it at once")
    needs_decision = models.BooleanField(
        default=False, help_text="marks of this person were agreed for good before it was known"
    )

    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_conflict_is_explained",
                condition=Q(is_conflicted=False) | ~Q(detail=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} on {self.bid}: {'conflict' if self.is_conflicted else 'none'}"


class ConflictDecision(models.Model):
    """Why the agreed marks stand after a conflict that was found when they were final. Append-only by trigger."""

    conflict = models.OneToOneField(Conflict, on_delete=models.PROTECT, related_name="decision")
    reason = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="conflict_decision_has_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return self.reason

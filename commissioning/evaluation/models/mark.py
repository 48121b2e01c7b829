"""What each evaluator gave each answer. This is where marking is blind."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from commissioning.authorities.models import Staff
from commissioning.bids.models import Bid
from commissioning.evaluation.lifecycle import BEFORE_MODERATION
from commissioning.evaluation.models.assignment import Assignment
from commissioning.evaluation.models.conflict import Conflict
from commissioning.evaluation.models.evaluation import READERS, PanelMember
from socialvalue.accounts.models import User

# A mark that is asked for late, in moderation, stays blind until its evaluator locks it too.
REVEALED = ~Q(evaluator__evaluation__status__in=BEFORE_MODERATION) & Q(locked_at__isnull=False)


class MarkQuerySet(models.QuerySet["Mark"]):
    """Marks as a person may see them: this is where marking is blind."""

    def visible_to(self, user: User) -> "MarkQuerySet":
        """The person's own marks, and from moderation on those of all, for the chair, procurement officers and auditors.

        None for a bid with whose bidder they declared a conflict of interest, their own marks included.
        """
        staff = Staff.objects.filter(user=user)
        chaired = PanelMember.objects.filter(user=user, seat=PanelMember.Seat.CHAIR)
        everything = Q(evaluator__evaluation__in=chaired.values("evaluation")) | Q(
            evaluator__evaluation__tender__authority__in=staff.filter(role__in=READERS).values("authority")
        )
        return self.filter(
            ~Exists(Conflict.objects.conflicted().filter(user=user, bid=OuterRef("bid"))),
            Q(evaluator__user=user) | (everything & REVEALED),
            evaluator__evaluation__tender__authority__in=staff.values("authority"),
        )

    def counted(self) -> "MarkQuerySet":
        """Marks that count: not those of somebody who has left, of a bid with a conflict, or of what is no longer theirs.

        A conflict found after quality became final takes nothing out: what was agreed then was agreed with that mark.
        """
        barred = Conflict.objects.conflicted().before_agreement()
        assigned = Assignment.objects.filter(
            Q(bid=None) | Q(bid=OuterRef("bid")), member=OuterRef("evaluator"), question_id=OuterRef("question_id")
        )
        return self.filter(
            ~Exists(barred.filter(user=OuterRef("evaluator__user"), bid=OuterRef("bid"))),
            Q(evaluator__marks_all=True) | Exists(assigned),
            evaluator__left_at=None,
        )

    def revealed(self) -> "MarkQuerySet":
        """Marks that are no longer blind: those of evaluations that have reached moderation."""
        return self.filter(REVEALED)


class Mark(models.Model):
    """One evaluator's mark for one answer, with its reason. A draft may hold either alone; a locked one holds both."""

    evaluator = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="marks")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    question_id = models.CharField(max_length=100)
    mark = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, help_text="counts the saves, so that a stale page is noticed")
    saved_at = models.DateTimeField()
    locked_at = models.DateTimeField(null=True, help_text="from then on the database refuses to change or remove it")

    objects = MarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluator", "bid", "question_id"], name="one_mark_per_answer"),
            models.CheckConstraint(name="mark_not_negative", condition=Q(mark=None) | Q(mark__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.mark} for {self.question_id}"

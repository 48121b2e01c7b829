"""The one mark that the panel agreed for each answer, and why it differs from each evaluator's own.

`Consensus` is what stands. What stood before it is kept as `PastConsensus` for ever; `AgreementDraft` is what the chair
has written and not agreed yet.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from commissioning.bids.models import Bid
from commissioning.evaluation.models.conflict import Conflict
from commissioning.evaluation.models.evaluation import Evaluation, PanelMember
from commissioning.evaluation.models.mark import Mark
from socialvalue.accounts.models import User


class ConsensusQuerySet(models.QuerySet["Consensus"]):
    """Agreed marks, and those among them that need agreeing again."""

    def in_force(self) -> "ConsensusQuerySet":
        """Those agreed since somebody on the panel was last found to have a conflict with the bidder.

        The words of the others stay for the chair to start from. Once quality is final all are in force.
        """
        panel = PanelMember.ever.filter(evaluation=OuterRef("evaluation"), user=OuterRef("user"))
        found = Conflict.objects.conflicted().filter(
            Exists(panel), bid=OuterRef("bid"), declared_at__gt=OuterRef("agreed_at"), evaluation__agreed_at=None
        )
        return self.filter(~Exists(found))


class Consensus(models.Model):
    """The one mark that the panel agreed for one answer, and why."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="consensus")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    question_id = models.CharField(max_length=100)
    mark = models.DecimalField(max_digits=6, decimal_places=2)
    reason = models.TextField()
    present = models.TextField(help_text="the names of those who were there")
    present_panel = models.JSONField(default=list, help_text="ids of the people of the panel who were there")
    present_others = models.TextField(blank=True, help_text="others who were there, one a line")
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text="counts the saves, so that a stale page is noticed")
    locked_at = models.DateTimeField(null=True, help_text="from then on the database refuses to change or remove it")

    objects = ConsensusQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "consensus"
        constraints = [
            models.UniqueConstraint(fields=["bid", "question_id"], name="one_consensus_per_answer"),
            models.CheckConstraint(name="consensus_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.mark} agreed for {self.question_id}"


class Difference(models.Model):
    """Why the consensus differs from one evaluator's own mark."""

    consensus = models.ForeignKey(Consensus, on_delete=models.CASCADE, related_name="differences")
    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    locked_at = models.DateTimeField(null=True, help_text="set with that of the consensus")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consensus", "mark"], name="one_reason_per_difference"),
            models.CheckConstraint(name="difference_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.reason


class PastConsensus(models.Model):
    """What was agreed for an answer before it was agreed again. Rows are added and never changed.

    `differences` holds [name of the evaluator, their mark, why the agreed mark differed], in that order.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="+")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    question_id = models.CharField(max_length=100)
    version = models.PositiveIntegerField()
    mark = models.DecimalField(max_digits=6, decimal_places=2)
    reason = models.TextField()
    present = models.TextField()
    differences = models.JSONField(default=list)
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "past consensus"
        constraints = [
            models.UniqueConstraint(fields=["bid", "question_id", "version"], name="each_agreement_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.mark} agreed before for {self.question_id}"


class AgreementDraft(models.Model):
    """What the chair has written about one answer and not agreed yet. Nobody but the chair sees it.

    `differences` maps the id of a mark, as text, to the reason.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="+")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    question_id = models.CharField(max_length=100)
    mark = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    reason = models.TextField(blank=True)
    present_panel = models.JSONField(default=list)
    present_others = models.TextField(blank=True)
    differences = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1, help_text="counts the saves, so that a stale page is noticed")
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bid", "question_id"], name="one_draft_per_answer")]

    def __str__(self) -> str:
        return f"Draft for {self.question_id}"

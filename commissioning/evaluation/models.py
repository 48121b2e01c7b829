"""How opened bids become an award: the panel, conflicts, gates, marks, consensus, award, and the papers of it all."""

from django.db import models
from django.db.models import F, Q

from commissioning.authorities.models import Role, Staff
from commissioning.bids.models import Bid
from commissioning.evaluation.lifecycle import BEFORE_MODERATION, BEFORE_PRICES, LABELS, Status
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.files.models import StoredFile

# Who on the authority's side may see how an evaluation stands without being on its panel.
READERS = [Role.PROCUREMENT, Role.AUDITOR]


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    """Evaluations as a person may see them."""

    def visible_to(self, user: User) -> "EvaluationQuerySet":
        """Those whose panel the person is on, and those of authorities where they are procurement officer or auditor.

        Not those where a provider bid that the person is a member of: they would read what is said of its rivals.
        """
        staff = Staff.objects.filter(user=user)
        return self.exclude(tender__in=Bid.objects.made_for(user).values("tender")).filter(
            Q(tender__authority__in=staff.filter(role__in=READERS).values("authority"))
            | Q(
                pk__in=PanelMember.objects.filter(user=user).values("evaluation"),
                tender__authority__in=staff.values("authority"),
            )
        )

    def locked(self, evaluation: "Evaluation") -> "Evaluation":
        """The row as it is now, locked to the end of the transaction, with its tender and authority."""
        rows = self.select_for_update(of=("self",)).select_related("tender__authority")
        return rows.get(pk=evaluation.pk)


class Evaluation(models.Model):
    """The evaluation of one tender's bids."""

    tender = models.OneToOneField(Tender, on_delete=models.PROTECT, related_name="evaluation")
    status = models.CharField(
        max_length=20,
        choices=[(s.value, LABELS[s]) for s in Status],
        default=Status.PANEL,
    )
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    signed_off_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    signed_off_at = models.DateTimeField(null=True)
    report_sha256 = models.CharField(
        max_length=64,
        blank=True,
        help_text="of the report's facts when it was signed off",
    )

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreed_at_and_by",
                condition=Q(agreed_by=None, agreed_at=None) | Q(agreed_by__isnull=False, agreed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="signed_off_at_and_by",
                condition=Q(signed_off_by=None, signed_off_at=None)
                | Q(signed_off_by__isnull=False, signed_off_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Evaluation of {self.tender}"

    @property
    def is_price_open(self) -> bool:
        """Prices are shown once quality is final."""
        return self.status not in BEFORE_PRICES


class PanelMember(models.Model):
    """A person on the panel: marks alone, or chairs."""

    class Seat(models.TextChoices):
        """What the person does on the panel. The chair may also mark, as a second seat."""

        EVALUATOR = "evaluator", "Evaluator"
        CHAIR = "chair", "Chair"

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="panel")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.CharField(max_length=10, choices=Seat)
    locked_at = models.DateTimeField(null=True, help_text="when the evaluator locked every mark")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "user", "seat"], name="one_row_per_seat"),
            models.UniqueConstraint(fields=["evaluation"], condition=Q(seat="chair"), name="one_chair"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_seat_display()}"


class Conflict(models.Model):
    """What one panel member declared about one bidder, before seeing anything of its bid."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    is_conflicted = models.BooleanField()
    detail = models.TextField(blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "bid"], name="one_declaration_per_bidder"),
            models.CheckConstraint(
                name="a_conflict_is_explained",
                condition=Q(is_conflicted=False) | ~Q(detail=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} on {self.bid}: {'conflict' if self.is_conflicted else 'none'}"


class Gate(models.Model):
    """Whether a bid meets one condition of participation, decided by a procurement officer with a reason."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="gates")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    condition_id = models.CharField(max_length=100)
    is_passed = models.BooleanField()
    reason = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bid", "condition_id"], name="one_gate_per_condition")]

    def __str__(self) -> str:
        return f"{self.condition_id}: {'pass' if self.is_passed else 'fail'}"


REVEALED = ~Q(evaluator__evaluation__status__in=BEFORE_MODERATION)


class MarkQuerySet(models.QuerySet["Mark"]):
    """Marks as a person may see them: this is where marking is blind."""

    def visible_to(self, user: User) -> "MarkQuerySet":
        """The person's own marks, and from moderation on those of all, for the chair, procurement officers and auditors."""
        staff = Staff.objects.filter(user=user)
        chaired = PanelMember.objects.filter(user=user, seat=PanelMember.Seat.CHAIR)
        everything = Q(evaluator__evaluation__in=chaired.values("evaluation")) | Q(
            evaluator__evaluation__tender__authority__in=staff.filter(role__in=READERS).values("authority")
        )
        return self.filter(
            Q(evaluator__user=user) | (everything & REVEALED),
            evaluator__evaluation__tender__authority__in=staff.values("authority"),
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

    objects = MarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evaluator", "bid", "question_id"], name="one_mark_per_answer"),
            models.CheckConstraint(name="mark_not_negative", condition=Q(mark=None) | Q(mark__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.mark} for {self.question_id}"


class Consensus(models.Model):
    """The one mark that the panel agreed for one answer, and why."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="consensus")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    question_id = models.CharField(max_length=100)
    mark = models.DecimalField(max_digits=6, decimal_places=2)
    reason = models.TextField()
    present = models.TextField(help_text="the names of those who were there")
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text="counts the saves, so that a stale page is noticed")

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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consensus", "mark"], name="one_reason_per_difference"),
            models.CheckConstraint(name="difference_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.reason


class Award(models.Model):
    """The decision: recommended by one officer, approved by another."""

    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="award")
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="+")
    recommended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recommended_at = models.DateTimeField()
    reason = models.TextField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="another_person_approves",
                condition=Q(approved_by=None) | ~Q(approved_by=F("recommended_by")),
            ),
            models.CheckConstraint(
                name="approved_at_and_by",
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Award to {self.bid.provider}"


class Paper(models.Model):
    """A paper made of an evaluation, built off the request and kept with its hash."""

    class Kind(models.TextChoices):
        """What is made."""

        PDF = "pdf", "Evaluation report (PDF)"
        WORKBOOK = "xlsx", "Workbook (XLSX)"

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=10, choices=Kind)
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

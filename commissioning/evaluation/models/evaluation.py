"""The evaluation of one tender, its panel, and who may see how it stands."""

from django.db import models
from django.db.models import Q

from commissioning.authorities.models import Role, Staff
from commissioning.bids.models import Bid
from commissioning.evaluation.lifecycle import BEFORE_PRICES, LABELS, Status
from commissioning.tenders.models import Tender
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused

# Who on the authority's side may see how an evaluation stands without being on its panel.
READERS = [Role.PROCUREMENT, Role.AUDITOR]


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    """Evaluations as a person may see them."""

    def visible_to(self, user: User) -> "EvaluationQuerySet":
        """Those whose panel the person is on, and those of authorities where they are procurement officer or auditor.

        Not those where a provider bid that the person is a member of, or was since publication: they would read what
        is said of its rivals.
        """
        staff = Staff.objects.filter(user=user)
        return self.exclude(tender__in=Bid.objects.of_bidder(user).values("tender")).filter(
            Q(tender__authority__in=staff.filter(role__in=READERS).values("authority"))
            | Q(
                pk__in=PanelMember.objects.filter(user=user).values("evaluation"),
                tender__authority__in=staff.values("authority"),
            )
        )

    def locked(self, evaluation: "Evaluation", *, even_cancelled: bool = False) -> "Evaluation":
        """The row as it is now, locked to the end of the transaction, with its tender and authority.

        Refused once the procurement is cancelled, as nothing more can be done then; `even_cancelled` is for papers.
        """
        rows = self.select_for_update(of=("self",)).select_related("tender__authority")
        row = rows.get(pk=evaluation.pk)
        if not even_cancelled:
            row.check_not_cancelled()
        return row


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
    marking_from = models.DateField(null=True, help_text="the day from which the evaluators mark")
    marking_by = models.DateField(null=True, help_text="the day by which every mark is locked")
    moderation_on = models.DateField(null=True, help_text="the day on which the panel meets")
    names_revealed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    names_revealed_at = models.DateTimeField(null=True, help_text="when the panel learnt who the bidders are")
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    signed_off_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    signed_off_at = models.DateTimeField(null=True)
    report_sha256 = models.CharField(
        max_length=64,
        blank=True,
        help_text="of the report's facts when it was signed off",
    )
    # Its status stays where it was: so does every seal, of marks and of prices.
    cancelled_at = models.DateTimeField(null=True, help_text="when the procurement was cancelled")

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

    def check_not_cancelled(self) -> None:
        """Refuse if the procurement was cancelled."""
        if self.cancelled_at:
            raise Refused("This procurement was cancelled, so nothing more can be done in its evaluation.")

    def waits_at(self, *statuses: Status) -> bool:
        """Whether it stands at one of these and can go on from there."""
        return self.status in statuses and self.cancelled_at is None

    @property
    def hides_names(self) -> bool:
        """Whether the panel knows the bidders by letters only. One query while it does.

        An evaluation whose marking began before letters were drawn has none, and shows names.
        """
        return self.names_revealed_at is None and self.letters.exists()

    @property
    def is_price_open(self) -> bool:
        """Prices are shown once an officer has opened them."""
        return self.status not in BEFORE_PRICES


class SittingManager(models.Manager["PanelMember"]):
    """The panel as it sits now."""

    def get_queryset(self) -> models.QuerySet["PanelMember"]:
        """Without those who have left."""
        return super().get_queryset().filter(left_at=None)


class PanelMember(models.Model):
    """A person on the panel: marks alone, or chairs. Somebody who left after marking began keeps their row and marks."""

    class Seat(models.TextChoices):
        """What the person does on the panel. The chair may also mark, as a second seat."""

        EVALUATOR = "evaluator", "Evaluator"
        CHAIR = "chair", "Chair"

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="panel")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.CharField(max_length=10, choices=Seat)
    locked_at = models.DateTimeField(null=True, help_text="when the evaluator locked every mark")
    marks_all = models.BooleanField(default=True, help_text="every question of every bid, or only what is assigned")
    left_at = models.DateTimeField(null=True, help_text="from then on the person's marks do not count")
    left_reason = models.TextField(blank=True)

    objects = SittingManager()
    ever = models.Manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "user", "seat"], condition=Q(left_at=None), name="one_row_per_seat"
            ),
            models.UniqueConstraint(fields=["evaluation"], condition=Q(seat="chair", left_at=None), name="one_chair"),
            models.CheckConstraint(
                name="who_left_left_for_a_reason",
                condition=Q(left_at=None, left_reason="") | (Q(left_at__isnull=False) & ~Q(left_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_seat_display()}"

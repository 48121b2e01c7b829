"""Contracts, the indicators carried over from the winner's commitments, and the returns that report on them."""

from django.db import models
from django.db.models import Q

from commissioning.authorities.models import Role as StaffRole
from commissioning.authorities.models import Staff
from commissioning.contracts.lifecycle import ReturnStatus
from commissioning.evaluation.models import Award
from commissioning.tenders.models import Tender
from providers.models import Provider
from socialvalue.accounts.models import User
from socialvalue.files.models import StoredFile

# Who on the authority's side may see a contract and its returns.
READERS = [
    StaffRole.CONTRACT_MANAGER,
    StaffRole.PROCUREMENT,
    StaffRole.COMMISSIONER,
    StaffRole.AUDITOR,
]


class ContractQuerySet(models.QuerySet["Contract"]):
    """Contracts as a person may see them."""

    def visible_to(self, user: User) -> "ContractQuerySet":
        """Those of the person's own providers, and of authorities where they watch over contracts."""
        staff = Staff.objects.filter(user=user, role__in=READERS)
        return self.filter(
            Q(provider__in=Provider.objects.of(user)) | Q(tender__authority__in=staff.values("authority"))
        )


class Contract(models.Model):
    """What was agreed with the winner of a tender."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="contract")
    tender = models.OneToOneField(Tender, on_delete=models.PROTECT, related_name="contract")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="contracts")
    price = models.DecimalField(max_digits=14, decimal_places=2, help_text="GBP, without VAT")
    starts_on = models.DateField()
    ends_on = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="contract_ends_later",
                condition=Q(ends_on__gt=models.F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.tender} with {self.provider}"


class Indicator(models.Model):
    """What is watched: a commitment of the winning bid, carried over word for word with the question it answers."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="indicators")
    question_id = models.CharField(max_length=100)
    question = models.TextField(blank=True, help_text="as the tender asked it")
    definition = models.TextField(blank=True, help_text="what counts, as the tender says; empty where it does not")
    name = models.CharField(max_length=150)
    unit = models.CharField(max_length=100)
    baseline = models.DecimalField(max_digits=14, decimal_places=2)
    target = models.DecimalField(max_digits=14, decimal_places=2)
    target_on = models.DateField()
    evidence = models.TextField()
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return self.name


class Milestone(models.Model):
    """How far an indicator should have come by a day."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="milestones")
    due_on = models.DateField()
    quantity = models.DecimalField(max_digits=14, decimal_places=2, help_text="from the start of the contract")

    class Meta:
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(fields=["indicator", "due_on"], name="one_milestone_a_day")]

    def __str__(self) -> str:
        return f"{self.quantity} by {self.due_on}"


class PeriodQuerySet(models.QuerySet["Period"]):
    """Periods as a person may see them."""

    def visible_to(self, user: User) -> "PeriodQuerySet":
        """Those of the contracts that the person may see."""
        return self.filter(contract__in=Contract.objects.visible_to(user))


class Period(models.Model):
    """A stretch of the contract to report on, and the day the return is due."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="periods")
    starts_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField()

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [models.UniqueConstraint(fields=["contract", "starts_on"], name="one_period_per_start")]

    def __str__(self) -> str:
        return f"{self.starts_on:%-d %B %Y} to {self.ends_on:%-d %B %Y}"


class Extension(models.Model):
    """More time for one period's return: from the day it was due to a later one, with the reason. Append-only."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="extensions")
    due_before = models.DateField()
    due_on = models.DateField()
    reason = models.TextField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="extension_is_later", condition=Q(due_on__gt=models.F("due_before"))),
            models.CheckConstraint(name="extension_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.period}: due on {self.due_on}"


class ReturnQuerySet(models.QuerySet["Return"]):
    """Returns as a person may see them."""

    def visible_to(self, user: User) -> "ReturnQuerySet":
        """Those of the contracts that the person may see."""
        return self.filter(period__contract__in=Contract.objects.visible_to(user))


class Return(models.Model):
    """What a provider reported for a period. A queried return is answered with a new version; the old one stays."""

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="returns")
    version = models.PositiveIntegerField()
    status = models.CharField(
        max_length=20,
        choices=[(s.value, s.value) for s in ReturnStatus],
        default=ReturnStatus.SUBMITTED,
    )
    story = models.TextField(help_text="qualitative information: what happened, in words")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    query = models.TextField(blank=True, help_text="what the officer asked")

    objects = ReturnQuerySet.as_manager()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["period", "version"], name="one_return_per_version"),
            models.CheckConstraint(
                name="decided_at_and_by",
                condition=Q(status="submitted", decided_by=None, decided_at=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(status="submitted"),
            ),
            models.CheckConstraint(name="a_query_is_said", condition=~Q(status="queried") | ~Q(query="")),
        ]

    def __str__(self) -> str:
        return f"Return for {self.period}, version {self.version}"


class Reading(models.Model):
    """Quantitative information: how many of an indicator's units were delivered in the period."""

    report = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="readings")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="readings")
    quantity = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["indicator__place"]
        constraints = [
            models.UniqueConstraint(fields=["report", "indicator"], name="one_reading_per_indicator"),
            models.CheckConstraint(name="reading_not_negative", condition=Q(quantity__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.indicator.unit}"

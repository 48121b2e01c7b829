"""Councils and NHS bodies, the people who work for them, and the figures that their tenders are judged by."""

from django.db import models

from socialvalue.accounts.models import User


class Role(models.TextChoices):
    """What a member of staff may do for an authority. Somebody with several is still bound by separation."""

    COMMISSIONER = "commissioner", "Commissioner"
    PROCUREMENT = "procurement", "Procurement officer"
    EVALUATOR = "evaluator", "Evaluator"
    CHAIR = "chair", "Chair"
    CONTRACT_MANAGER = "contract_manager", "Contract manager"
    AUDITOR = "auditor", "Auditor"
    AUTHORITY_ADMIN = "authority_admin", "Administrator"


class AuthorityQuerySet(models.QuerySet["Authority"]):
    """Authorities as a person may see them."""

    def staffed_by(self, user: User, *roles: Role) -> "AuthorityQuerySet":
        """Authorities where `user` holds any of `roles`, or any role at all if none is named."""
        staff = Staff.objects.filter(user=user)
        if roles:
            staff = staff.filter(role__in=roles)
        return self.filter(pk__in=staff.values("authority"))


class Authority(models.Model):
    """A body that commissions: a county, a district, an NHS body."""

    class Kind(models.TextChoices):
        """What sort of body it is."""

        COUNTY = "county", "County council"
        DISTRICT = "district", "District or borough council"
        NHS = "nhs", "NHS body"

    name = models.CharField(max_length=150, unique=True)
    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    area = models.CharField(max_length=100)

    objects = AuthorityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "authorities"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Staff(models.Model):
    """One role of one person in one authority."""

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="staff")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="staff_roles")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        verbose_name_plural = "staff"
        constraints = [models.UniqueConstraint(fields=["authority", "user", "role"], name="one_row_per_role")]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} at {self.authority}"


class PolicyRow(models.Model):
    """One figure of an authority's policy from a day on. Append-only by trigger: a change is a new row."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="policy_rows")
    key = models.CharField(max_length=40, help_text="of a figure in data/figures.json")
    text = models.CharField(max_length=300, blank=True, help_text="as in a policy file")
    since = models.DateField(help_text="the first day on which it holds")
    source = models.CharField(max_length=300)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["authority", "key", "since"], name="policy_figure")]
        constraints = [
            models.CheckConstraint(name="policy_has_source", condition=~models.Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.text} since {self.since}"

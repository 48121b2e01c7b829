"""Who may offer: organisations, their members and the facts that stand whatever they bid for."""

from django.db import models

from glossary.words import ServiceCategory
from socialvalue.accounts.models import User


class Role(models.TextChoices):
    """What a member may do for a provider."""

    OWNER = "owner", "Owner"
    WRITER = "writer", "Writer"
    SIGNATORY = "signatory", "Signatory"
    VIEWER = "viewer", "Viewer"


class ProviderQuerySet(models.QuerySet["Provider"]):
    """Providers as their members see them."""

    def of(self, user: User, *roles: Role) -> "ProviderQuerySet":
        """Providers where `user` holds any of `roles`, or any role at all if none is named."""
        members = Member.objects.filter(user=user)
        if roles:
            members = members.filter(role__in=roles)
        return self.filter(pk__in=members.values("provider"))


class Provider(models.Model):
    """An organisation that bids."""

    class Kind(models.TextChoices):
        """Legal form, as far as it matters to who is being reached."""

        COMMUNITY_GROUP = "community_group", "Community group (not incorporated)"
        CHARITY = "charity", "Registered charity"
        CIC = "cic", "Community interest company"
        COOPERATIVE = "cooperative", "Co-operative or community benefit society"
        COMPANY = "company", "Company"
        SOLE_TRADER = "sole_trader", "Sole trader"
        PUBLIC_BODY = "public_body", "Public body"

    class Size(models.TextChoices):
        """By people employed: the bounds of the SME definition, Commission Recommendation 2003/361/EC."""

        MICRO = "micro", "Micro: fewer than 10 people"
        SMALL = "small", "Small: 10 to 49 people"
        MEDIUM = "medium", "Medium: 50 to 249 people"
        LARGE = "large", "Large: 250 people or more"

    # Whom councils count as the voluntary, community and social enterprise sector.
    VCSE_KINDS = frozenset({Kind.COMMUNITY_GROUP, Kind.CHARITY, Kind.CIC, Kind.COOPERATIVE})

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    size = models.CharField(max_length=10, choices=Size)
    charity_number = models.CharField(max_length=12, blank=True)
    company_number = models.CharField(max_length=8, blank=True)
    ppon = models.CharField(max_length=14, blank=True, help_text="Public Procurement Organisation Number")
    vat_number = models.CharField(max_length=12, blank=True, help_text="without GB")
    share_code = models.CharField(max_length=8, blank=True, help_text="of the Central Digital Platform")
    postcode = models.CharField(max_length=8)
    areas = models.JSONField(default=list, help_text="names of the areas it serves")
    services = models.JSONField(default=list, help_text="service categories, by name")
    about = models.TextField(blank=True)
    # What conditions of taking part look at. Null and empty mean: not said.
    turnover = models.DecimalField(max_digits=12, decimal_places=2, null=True, help_text="GBP, last financial year")
    accounts_audited = models.BooleanField(null=True)
    # Kept in step with the papers by the actions that change those: who looks at many providers reads them here.
    insurance = models.DecimalField(max_digits=12, decimal_places=2, null=True, help_text="GBP, the highest cover held")
    certificates = models.JSONField(default=list, help_text="names of certificates held")
    registrations = models.JSONField(default=list, help_text="names of bodies it is registered with")
    version = models.PositiveIntegerField(default=1, help_text="counts the saves, so that a stale page is noticed")
    registered_at = models.DateTimeField()

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def service_labels(self) -> list[str]:
        """The services offered, in words."""
        return [ServiceCategory(name).label for name in self.services]


class Member(models.Model):
    """One role of one person in one provider."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "user", "role"], name="one_row_per_member_role")]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} at {self.provider}"


class PastMember(models.Model):
    """One role that one person held in one provider until `ended_at`. Only ever added to.

    Whoever laid a role down stays, for what was published before that, somebody who belonged to the provider.
    When the role began is in the history.
    """

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="past_members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} at {self.provider} until {self.ended_at}"

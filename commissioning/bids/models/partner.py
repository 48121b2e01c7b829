"""Who bids together with a provider: invited by mail, answered by an organisation, signed off by one of its people."""

from django.db import models
from django.db.models import Q

from commissioning.bids.lifecycle import ROLE_LABELS, PartnerRole
from commissioning.bids.models.bid import Bid, BidPart, OpenedParts
from providers.models import Provider
from socialvalue.accounts.models import User


class OwnPartners(models.Manager["Partner"]):
    """The partner's side."""

    def of(self, user: User) -> models.QuerySet["Partner"]:
        """Parts of organisations that the person is a member of, those declined or taken out too."""
        return self.get_queryset().filter(provider__in=Provider.objects.of(user))


class Partner(BidPart):
    """One organisation's part in another's bid. The row stays when the partner is taken out, with `removed_at`.

    `signed_digest` is what was signed: the share and everything else that names the partner, see
    `readiness.partner.digest_of`. The sign-off stands while the digest of what the bid says now is the same.
    """

    bid = models.ForeignKey(Bid, on_delete=models.CASCADE, related_name="partners")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in PartnerRole])
    share = models.TextField(help_text="what it does in the bid, in words")
    percent = models.DecimalField(max_digits=5, decimal_places=2, help_text="roughly, of the price")
    version = models.PositiveIntegerField(default=1, help_text="counts the saves, so that a stale page is noticed")
    email = models.EmailField(max_length=150, help_text="where the invitation goes")
    code = models.CharField(max_length=40, unique=True, help_text="of the newest invitation; an older one is dead")
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    times_invited = models.PositiveSmallIntegerField(default=1)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, related_name="+")
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_digest = models.CharField(max_length=64, blank=True)
    declined_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)
    decline_reason = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True)
    submitted_version = models.PositiveIntegerField(
        null=True, help_text="the newest submitted version that names it: its people are bidders"
    )

    objects = OpenedParts()
    own = OwnPartners()

    class Meta(BidPart.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "provider"], condition=Q(removed_at=None), name="one_part_per_organisation"
            ),
            models.CheckConstraint(name="percent_of_a_price", condition=Q(percent__gte=0, percent__lte=100)),
            models.CheckConstraint(
                name="chosen_whole",
                condition=Q(provider=None, chosen_by=None, chosen_at=None)
                | Q(provider__isnull=False, chosen_by__isnull=False, chosen_at__isnull=False),
            ),
            models.CheckConstraint(
                name="signed_whole",
                condition=Q(signed_by=None, signed_at=None, signed_digest="")
                | (Q(signed_by__isnull=False, signed_at__isnull=False, provider__isnull=False) & ~Q(signed_digest="")),
            ),
            models.CheckConstraint(
                name="declined_at_and_by",
                condition=Q(declined_by=None, declined_at=None)
                | Q(declined_by__isnull=False, declined_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The organisation's name, or the address while nobody has answered."""
        return self.provider.name if self.provider else self.email

    @property
    def role_text(self) -> str:
        """The role in words."""
        return ROLE_LABELS[PartnerRole(self.role)]

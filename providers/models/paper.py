"""The papers of an organisation, with their dates: what conditions ask for, said once for every bid."""

from django.db import models
from django.db.models import Q

from providers.models.provider import Provider
from socialvalue.files.models import StoredFile


class Paper(models.Model):
    """An insurance, a policy, a certificate or a registration. What is not known stays empty."""

    class Kind(models.TextChoices):
        """What it is. A condition names one of the first and the last two."""

        INSURANCE = "insurance", "Insurance"
        POLICY = "policy", "Policy"
        CERTIFICATE = "certificate", "Certificate"
        REGISTRATION = "registration", "Registration or licence"

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=100)
    number = models.CharField(max_length=60, blank=True, help_text="of the policy, certificate or registration")
    issuer = models.CharField(max_length=100, blank=True, help_text="who insures, certifies or registers")
    cover = models.DecimalField(max_digits=12, decimal_places=2, null=True, help_text="GBP, of an insurance")
    reviewed_on = models.DateField(null=True, help_text="of a policy")
    expires_on = models.DateField(null=True, help_text="its last day; of a policy, when it is to be reviewed again")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1, help_text="counts the saves, so that a stale page is noticed")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "kind", "name"], name="one_paper_per_name"),
            models.CheckConstraint(name="only_insurance_covers", condition=Q(cover=None) | Q(kind="insurance")),
            models.CheckConstraint(name="only_policies_are_reviewed", condition=Q(reviewed_on=None) | Q(kind="policy")),
        ]

    def __str__(self) -> str:
        return self.name

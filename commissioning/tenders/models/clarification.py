"""Questions from bidders and their answers, and who is told of news about a tender.

Who asked is in a table of its own (`Asker`), so that nothing that reads clarifications can show it: neither a page, nor an
export, nor a history. No relation leads back from a clarification or a tender to it.
"""

from django.db import models
from django.db.models import Q

from commissioning.tenders.lifecycle import ClarificationStatus
from commissioning.tenders.models.tender import Tender
from providers.models import Provider
from socialvalue.accounts.models import User


class ClarificationQuerySet(models.QuerySet["Clarification"]):
    """Questions by what became of them."""

    def waiting(self) -> "ClarificationQuerySet":
        """Questions without an answer yet, the oldest first."""
        return self.filter(status=ClarificationStatus.WAITING).order_by("pk")

    def published(self) -> "ClarificationQuerySet":
        """What everyone may read, in the order of publication."""
        return self.filter(status=ClarificationStatus.PUBLISHED).order_by("number")


class Clarification(models.Model):
    """One question about a tender. `question` is as it was asked; `wording` as it was published."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="clarifications")
    status = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in ClarificationStatus], default=ClarificationStatus.WAITING
    )
    question = models.TextField(help_text="as it was asked: it may name the asker, so it is never published as it is")
    asked_at = models.DateTimeField()
    number = models.PositiveIntegerField(null=True, help_text="1, 2, 3 in the order of publication")
    wording = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    same_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", help_text="the clarification that answers it"
    )
    set_aside_reason = models.TextField(blank=True, help_text="told to the asker only")
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = ClarificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "number"], name="one_clarification_per_number"),
            models.CheckConstraint(
                name="clarification_numbered_when_published",
                condition=Q(status=ClarificationStatus.PUBLISHED, number__isnull=False)
                | (~Q(status=ClarificationStatus.PUBLISHED) & Q(number=None)),
            ),
            models.CheckConstraint(
                name="clarification_settled_at_and_by",
                condition=Q(status=ClarificationStatus.WAITING, settled_by=None, settled_at=None)
                | (~Q(status=ClarificationStatus.WAITING) & Q(settled_by__isnull=False, settled_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"Clarification {self.number}" if self.number else "A question"


class AskerQuerySet(models.QuerySet["Asker"]):
    """Askers, only ever as themselves."""

    def who_is(self, user: User) -> "AskerQuerySet":
        """The person's own questions, with what became of each."""
        return self.filter(user=user).select_related("clarification__same_as").order_by("pk")


class Asker(models.Model):
    """Who asked a question, and for whom. Read by the asker's own page and by the message to the asker, by nothing else."""

    clarification = models.OneToOneField(Clarification, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+")

    objects = AskerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Asker of {self.clarification}"


class Follower(models.Model):
    """A person who is told of news about a tender. Never listed or counted: whoever bids follows too."""

    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tender", "user"], name="one_row_per_follower")]

    def __str__(self) -> str:
        return f"{self.user} follows {self.tender}"

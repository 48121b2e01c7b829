"""Changes to a published tender: prepared on a copy of its document, then published as the next version of its pack."""

from functools import cached_property

from django.db import models
from django.db.models import Q

from commissioning.tenders import tenderfile
from commissioning.tenders.lifecycle import UNFINISHED, AddendumStatus
from commissioning.tenders.models.tender import Pack, Tender
from socialvalue.accounts.models import User


class AddendumQuerySet(models.QuerySet["Addendum"]):
    """Changes by how far they are."""

    def published(self) -> "AddendumQuerySet":
        """What everyone may read, in the order of publication."""
        return self.filter(status=AddendumStatus.PUBLISHED).order_by("number")

    def unfinished(self) -> "AddendumQuerySet":
        """The one being prepared, if there is one."""
        return self.filter(status__in=UNFINISHED)


class Addendum(models.Model):
    """One change. `document` is the tender as it will be; `before` the version that it changes."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="addenda")
    status = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in AddendumStatus], default=AddendumStatus.DRAFT
    )
    version = models.PositiveIntegerField(default=1, help_text="counts the saves, so that a stale page is noticed")
    document = models.TextField(help_text="the changed tender as a file: see tenderfile")
    before = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="+")
    pack = models.OneToOneField(Pack, on_delete=models.PROTECT, null=True, related_name="addendum")
    number = models.PositiveIntegerField(null=True, help_text="1, 2, 3 in the order of publication")
    is_material = models.BooleanField(null=True, help_text="whether whoever has submitted a bid is asked to confirm it")
    reason = models.TextField(blank=True)
    closing_reason = models.TextField(blank=True, help_text="why the closing moves, or why it stays")

    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    drafters = models.ManyToManyField(
        User, related_name="+", help_text="everyone who changed it: none of them may approve it"
    )
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_back_reason = models.TextField(blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    objects = AddendumQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tender", "number"], name="one_addendum_per_number"),
            models.UniqueConstraint(
                fields=["tender"], condition=Q(status__in=UNFINISHED), name="one_unfinished_addendum_per_tender"
            ),
            models.CheckConstraint(
                name="addendum_whole_when_published",
                condition=~Q(status=AddendumStatus.PUBLISHED)
                | Q(
                    number__isnull=False,
                    pack__isnull=False,
                    is_material__isnull=False,
                    published_by__isnull=False,
                    published_at__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Addendum {self.number}" if self.number else "A change being prepared"

    @cached_property
    def file(self) -> tenderfile.TenderFile:
        """The changed tender as dataclasses."""
        return tenderfile.read(self.document)

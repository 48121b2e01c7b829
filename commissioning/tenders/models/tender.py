"""Tenders and their published packs.

A tender's content is one document in the tender file format (`tenderfile`): the draft is that document, the published
pack is a frozen copy of it. The columns beside it repeat what lists and searches need, and only `actions` writes both.
Why a document and not thirty tables: docs/decisions/0001-a-tender-is-a-document.md.
"""

from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.db import models
from django.db.models import Q

from commissioning.authorities.models import Authority, Staff
from commissioning.tenders import tenderfile
from commissioning.tenders.classification import services_meant
from commissioning.tenders.lifecycle import Phase, Status, phase
from commissioning.tenders.timetable.holding import DAYS_AFTER_AN_ANSWER
from glossary.words import ServiceCategory
from socialvalue.accounts.models import User
from socialvalue.text import datetime_text, duration_text


class TenderQuerySet(models.QuerySet["Tender"]):
    """Tenders as different people may see them."""

    def published(self) -> "TenderQuerySet":
        """What anyone may see: published tenders, open or closed."""
        return self.filter(status=Status.PUBLISHED)

    def open_at(self, now: datetime) -> "TenderQuerySet":
        """Published tenders that still take bids at `now`."""
        return self.published().filter(Q(closes_at__gt=now) | Q(waiting__gt=0))

    def closed_at(self, now: datetime) -> "TenderQuerySet":
        """Published tenders that take no more bids at `now`."""
        return self.published().filter(closes_at__lte=now, waiting=0)

    def matching(self, *, words: str = "", service: str = "") -> "TenderQuerySet":
        """Tenders that fit every filter given; an empty one lets all pass.

        `words` are looked for one by one; everyday words that mean a kind of service find all tenders of that service.
        """
        said = Q()
        for word in words.split():
            said &= Q(title__icontains=word) | Q(summary__icontains=word) | Q(reference__icontains=word)
        if meant := services_meant(words):
            said |= Q(service__in=meant)
        found = self.filter(said)
        if service:
            found = found.filter(service=service)
        return found

    def visible_to(self, user: User) -> "TenderQuerySet":
        """Published tenders, and every tender of an authority where the person holds a role."""
        if not user.is_authenticated:
            return self.published()
        return self.filter(
            Q(status=Status.PUBLISHED) | Q(authority__in=Staff.objects.filter(user=user).values("authority"))
        )

    def with_last_answer(self) -> "TenderQuerySet":
        """Tenders with `last_answer`, the number of the last clarification that was published, or None."""
        return self.annotate(last_answer=models.Max("clarifications__number"))

    def of_staff(self, user: User) -> "TenderQuerySet":
        """Every tender of the authorities where the person holds a role: the authority's own desk."""
        return self.filter(authority__in=Staff.objects.filter(user=user).values("authority"))


class Tender(models.Model):
    """One tender, from its draft to its published pack."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="tenders")
    status = models.CharField(
        max_length=20,
        choices=[(s.value, s.value) for s in Status],
        default=Status.DRAFT,
    )
    version = models.PositiveIntegerField(default=1, help_text="counts the saves, so that a stale page is noticed")
    document = models.TextField(help_text="the tender as a file: see tenderfile")

    # Copied from the document by actions, for lists and searches.
    reference = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    service = models.CharField(max_length=40, choices=ServiceCategory.choices(), blank=True)
    areas = models.JSONField(default=list)
    value = models.DecimalField(max_digits=14, decimal_places=2, help_text="GBP, whole term without extensions")
    closes_at = models.DateTimeField(null=True)
    partners_allowed = models.BooleanField(null=True, help_text="whether partners may bid together; null: not said")
    waiting = models.PositiveIntegerField(
        default=0, help_text="questions from bidders without an answer: while there is one, the tender does not close"
    )

    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    drafters = models.ManyToManyField(
        User,
        related_name="+",
        help_text="everyone who changed the draft: none of them may approve it",
    )
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_back_reason = models.TextField(blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_reason = models.TextField(blank=True)

    objects = TenderQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["status", "closes_at"], name="tender_open")]
        constraints = [
            models.CheckConstraint(
                name="tender_published_by_someone",
                condition=~Q(status=Status.PUBLISHED)
                | Q(
                    published_by__isnull=False,
                    published_at__isnull=False,
                    closes_at__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                fields=["authority", "reference"],
                condition=~Q(reference=""),
                name="one_tender_per_reference",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def file(self) -> tenderfile.TenderFile:
        """The document as dataclasses."""
        return tenderfile.read(self.document)

    def phase(self, now: datetime) -> Phase:
        """What people are told of it at `now`."""
        return phase(Status(self.status), self.closes_at, now, is_held=self.waiting > 0)

    def is_open(self, now: datetime) -> bool:
        """Whether it takes bids at `now`: the one place that decides."""
        return self.phase(now) is Phase.OPEN

    def closing_text(self, now: datetime) -> str:
        """When it closes or closed, for the end of a sentence; "" where no time is set.

        While a question waits beyond the closing time, that is not known yet, and the words say so.
        """
        if self.closes_at is None:
            return ""
        if self.closes_at <= now and self.is_open(now):
            return (
                f"12 noon, {DAYS_AFTER_AN_ANSWER} working days after the last answer to bidders. "
                f"It was to be {datetime_text(self.closes_at)}, but a question still waits for its answer"
            )
        return datetime_text(self.closes_at)

    def final_at(self, extended_until: datetime | None = None) -> datetime:
        """When its closing is final, so that bids may be opened: the drain after it, or after the longest time of a bidder.

        Until then what came in before the closing may still be handled. Only where a closing time is set.
        """
        return max(self.closes_at, extended_until or self.closes_at) + settings.CLOSING_DRAIN


def final_text() -> str:
    """What is published of the drain, in words."""
    drain = duration_text(settings.CLOSING_DRAIN)
    return (
        f"{drain[:1].upper()}{drain[1:]} after that. What reaches the portal in time counts, even if it takes that long to "
        "be handled. What reaches it later is late. No bid can be opened before."
    )


class Pack(models.Model):
    """A version of a tender as it was published. Append-only by trigger."""

    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, related_name="packs")
    version = models.PositiveIntegerField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64, help_text="of the document's UTF-8 bytes")
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["tender", "version"]
        constraints = [models.UniqueConstraint(fields=["tender", "version"], name="one_pack_per_version")]

    def __str__(self) -> str:
        return f"{self.tender}, version {self.version}"

    @cached_property
    def file(self) -> tenderfile.TenderFile:
        """The frozen document as dataclasses."""
        return tenderfile.read(self.document)

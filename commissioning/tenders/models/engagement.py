"""Hearing people before a tender is drafted: the engagement, whom it asks what, what they said, and what came of it.

A response holds no name, no address and no account. Why, and who reads it: docs/decisions/0010-engagement.md.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db import models
from django.db.models import F, Q

from commissioning.authorities.models import Authority, Role, Staff
from commissioning.tenders.lifecycle.engagement import Audience, EngagementPhase, engagement_phase
from commissioning.tenders.models.tender import Tender
from commissioning.tenders.timetable import uk_day
from glossary.words import ServiceCategory
from socialvalue.accounts.models import User

READERS = (Role.COMMISSIONER, Role.PROCUREMENT, Role.AUDITOR)
"""Who reads responses as they were written. Whoever will mark the bids does not."""
YEARS_KEPT = 3
"""Procurement Act 2023, s.98: records that explain a material decision are kept for three years."""


class EngagementQuerySet(models.QuerySet["Engagement"]):
    """Engagements as different people may see them."""

    def published(self) -> "EngagementQuerySet":
        """What anyone may see."""
        return self.filter(published_at__isnull=False)

    def read_by(self, user: User) -> "EngagementQuerySet":
        """Those whose drafts and responses the person may read as part of their work."""
        return self.filter(authority__in=Staff.objects.filter(user=user, role__in=READERS).values("authority"))

    def visible_to(self, user: User) -> "EngagementQuerySet":
        """Published engagements, and those that the person works on."""
        if not user.is_authenticated:
            return self.published()
        readers = Staff.objects.filter(user=user, role__in=READERS)
        return self.filter(Q(published_at__isnull=False) | Q(authority__in=readers.values("authority")))


class Engagement(models.Model):
    """One time of asking, before a tender or beside its draft."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="engagements")
    tender = models.ForeignKey(Tender, on_delete=models.PROTECT, null=True, related_name="engagements")
    title = models.CharField(max_length=200)
    planned = models.TextField(blank=True, help_text="what the authority plans to buy")
    service = models.CharField(max_length=40, choices=ServiceCategory.choices(), blank=True)
    areas = models.JSONField(default=list)
    opens_on = models.DateField(help_text="the first day for responses")
    closes_on = models.DateField(help_text="the last day for responses, to its end in UK time")
    version = models.PositiveIntegerField(default=1, help_text="counts the saves, so that a stale page is noticed")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    responses_published_at = models.DateTimeField(null=True, help_text="when all could read what providers said")
    replied_at = models.DateTimeField(null=True, help_text="when “You said, we did” was published")

    objects = EngagementQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["published_at", "closes_on"], name="engagement_open")]
        constraints = [
            models.CheckConstraint(name="engagement_days_in_order", condition=Q(closes_on__gte=F("opens_on"))),
            models.CheckConstraint(
                name="engagement_published_by_someone",
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def phase(self, now: datetime) -> EngagementPhase:
        """What people are told of it at `now`: the one place that decides whether it takes responses."""
        return engagement_phase(self.published_at is not None, self.opens_on, self.closes_on, uk_day(now))

    @property
    def kept_until(self) -> date:
        """The last day on which responses are kept."""
        year = self.closes_on.year + YEARS_KEPT
        # A 29 February has no counterpart: the day before.
        day = 28 if (self.closes_on.month, self.closes_on.day) == (2, 29) else self.closes_on.day
        return date(year, self.closes_on.month, day)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of an engagement. Without `options` it is answered in words, else with one of them."""

    id: str
    text: str
    options: tuple[str, ...] = ()


class Invitation(models.Model):
    """What one audience is told and asked. Fixed once the engagement is published."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="invitations")
    audience = models.CharField(max_length=20, choices=Audience.choices())
    introduction = models.TextField(blank=True)
    easy_read = models.TextField(blank=True)
    questions = models.JSONField(default=list, help_text="in order: id, text, options")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["engagement", "audience"], name="one_invitation_per_audience")]

    def __str__(self) -> str:
        return Audience(self.audience).label

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """The questions in order."""
        return tuple(Asked(said["id"], said["text"], tuple(said["options"])) for said in self.questions)


class EngagementSession(models.Model):
    """A meeting that people can come to, and afterwards what was said there."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="sessions")
    audience = models.CharField(max_length=20, choices=Audience.choices())
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, help_text="an address, or “Online”")
    joining = models.TextField(blank=True)
    access = models.TextField(blank=True, help_text="accessibility: steps, hearing loop, captions, breaks")
    notes = models.TextField(blank=True, help_text="what was said, for all to read")

    class Meta:
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.place}, {self.starts_at}"


class Theme(models.Model):
    """What several responses have in common, and what the authority made of it."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="themes")
    name = models.CharField(max_length=100)
    heard = models.TextField(blank=True)
    did = models.TextField(blank=True, help_text="what was done, or why nothing was")
    is_changed = models.BooleanField(null=True, help_text="whether something was changed; None is not decided yet")
    question_ids = models.JSONField(default=list, help_text="questions of the linked tender that it changed")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["engagement", "name"], name="one_theme_per_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """A short sum of the reply as it stands, carried by its page so that a colleague's save in between is noticed."""
        said = json.dumps([self.heard, self.did, self.is_changed, self.question_ids])
        return hashlib.sha256(said.encode()).hexdigest()[:16]


class Response(models.Model):
    """What one person, whom the portal does not know, said."""

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="responses")
    audience = models.CharField(max_length=20, choices=Audience.choices())
    key = models.UUIDField(unique=True, help_text="names the copy that the writer keeps; also stops a second sending")
    answers = models.JSONField(help_text="words by question id")
    organisation = models.CharField(max_length=150, blank=True, help_text="providers only; never published")
    may_quote = models.BooleanField(default=False, help_text="the writer agreed that words may be shown")
    given_at = models.DateTimeField()
    edited = models.JSONField(null=True, help_text="words by question id as they are published, where others")
    quote = models.TextField(blank=True, help_text="words that are published with the writer's agreement")
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    hidden_reason = models.TextField(blank=True)
    themes = models.ManyToManyField(Theme, related_name="responses")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["engagement", "audience"], name="response_audience")]
        constraints = [
            models.CheckConstraint(
                name="response_hidden_with_reason",
                condition=Q(hidden_at__isnull=True, hidden_by__isnull=True, hidden_reason="")
                | (Q(hidden_at__isnull=False, hidden_by__isnull=False) & ~Q(hidden_reason="")),
            ),
            models.CheckConstraint(name="response_quoted_with_consent", condition=Q(quote="") | Q(may_quote=True)),
            models.CheckConstraint(
                name="response_organisation_of_provider",
                condition=Q(organisation="") | Q(audience=Audience.PROVIDERS.value),
            ),
        ]

    def __str__(self) -> str:
        return f"response {self.pk}"

    @property
    def code(self) -> str:
        """What the writer alone was told: shows that who asks for it to be erased has written it."""
        return self.key.hex[:8]

    @property
    def shown(self) -> Mapping[str, str]:
        """The words as they are published."""
        return self.answers if self.edited is None else self.edited

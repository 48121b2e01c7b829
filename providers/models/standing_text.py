"""Texts that an organisation keeps to use again: who we are, how we recruit, how we keep people safe."""

from django.db import models

from glossary.words import ServiceCategory
from providers.models.provider import Provider
from socialvalue.accounts.models import User


class StandingTextQuerySet(models.QuerySet["StandingText"]):
    """Standing texts as members see them."""

    def of(self, user: User) -> "StandingTextQuerySet":
        """The texts of the providers that the person is a member of."""
        return self.filter(provider__in=Provider.objects.of(user))


class StandingText(models.Model):
    """One text with its title. Only the organisation's own members ever see it."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=150)
    text = models.TextField()
    service = models.CharField(max_length=40, blank=True, help_text="a service category by name; empty for any")
    tags = models.CharField(max_length=200, blank=True, help_text="words to find it by, with commas between")
    version = models.PositiveIntegerField(default=1, help_text="counts the saves, so that a stale page is noticed")
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    objects = StandingTextQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def service_label(self) -> str:
        """The service in words, "" for any."""
        return ServiceCategory(self.service).label if self.service else ""

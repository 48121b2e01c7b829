"""Searches that people have saved, and of which tenders they have been told. No authority ever sees either."""

from django.core.signing import BadSignature, Signer
from django.db import models

from commissioning.tenders.models.tender import Tender
from socialvalue.accounts.models import User

MOST_SEARCHES = 20
"""Saved searches of one person."""
STOPPING = Signer(salt="stop the e-mails of a saved search")


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Saved searches, only ever one's own."""

    def of(self, user: User) -> "SavedSearchQuerySet":
        """The person's own, by name."""
        return self.filter(user=user).order_by("name", "pk")

    def stopped_by(self, key: str) -> "SavedSearch | None":
        """The search whose e-mails a link stops, or None for a link that we did not make."""
        try:
            pk = STOPPING.unsign(key)
        except BadSignature:
            return None
        return self.filter(pk=int(pk)).first()


class SavedSearch(models.Model):
    """The filters of the list of tenders under a name, and how often its person is told of new tenders that fit."""

    class Often(models.TextChoices):
        """How often an e-mail comes."""

        AT_ONCE = "at_once", "At once, for each new tender"
        DAILY = "daily", "Once a day, if there is something new"
        NEVER = "never", "Never"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    filters = models.JSONField(default=dict, help_text="what is set, by name: see reports.listing.Search")
    often = models.CharField(max_length=10, choices=Often)
    since = models.DateTimeField(help_text="tenders published before are not news")

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_search_per_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def stop_key(self) -> str:
        """What the link in an e-mail carries: it stops this search's e-mails without signing in, and nothing else."""
        return STOPPING.sign(str(self.pk))


class Told(models.Model):
    """A person was told of a new tender, so is never told of it again, however many of their searches it fits."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "tender"], name="told_once_of_a_tender")]

    def __str__(self) -> str:
        return f"{self.user} was told of {self.tender}"

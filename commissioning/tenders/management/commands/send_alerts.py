"""`manage.py send_alerts`: tell people of new tenders that their saved searches find. Run it once a day."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from commissioning.tenders.models import SavedSearch
from commissioning.tenders.tasks import Often, tell
from socialvalue.accounts.models import User


class Command(BaseCommand):
    """Writes one e-mail to each person who has news, whether they want it daily or should have had it at once."""

    help = "Tell people of new tenders that their saved searches find."

    def handle(self, *args: object, **options: object) -> None:
        """Print how many people were told."""
        now = timezone.now()
        searches = SavedSearch.objects.exclude(often=Often.NEVER).values("user")
        people = User.objects.filter(pk__in=searches, is_active=True).order_by("pk")
        told = [person for person in people if tell(person, [Often.AT_ONCE, Often.DAILY], now=now)]
        self.stdout.write(f"{len(told)} told of new tenders.")

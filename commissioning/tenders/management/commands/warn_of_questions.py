"""`manage.py warn_of_questions`: remind officers of questions that wait shortly before a closing. Run it once a day."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from commissioning.tenders.models import Tender
from commissioning.tenders.notifications import tell_waiting
from commissioning.tenders.timetable import add_working_days, uk_day

DAYS_OF_WARNING = 3
"""Working days before the closing from which the officers are reminded, each day, until nothing waits."""


class Command(BaseCommand):
    """Tells the procurement officers of each tender that closes soon, or is held, how many questions wait."""

    help = "Remind officers of questions from bidders that wait shortly before a closing."

    def handle(self, *args: object, **options: object) -> None:
        """Print how many tenders the officers were reminded of."""
        now = timezone.now()
        last = add_working_days(uk_day(now), DAYS_OF_WARNING)
        waiting = Tender.objects.open_at(now).filter(waiting__gt=0).select_related("authority").defer("document")
        soon = [tender for tender in waiting if uk_day(tender.closes_at) <= last]
        for tender in soon:
            tell_waiting(tender, now=now)
        self.stdout.write(f"{len(soon)} with questions that wait.")

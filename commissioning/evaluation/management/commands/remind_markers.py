"""`manage.py remind_markers`: remind evaluators whose marks are due tomorrow or overdue. Run it once a day."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Evaluation
from commissioning.evaluation.notifications import send_reminders
from commissioning.evaluation.reports import progress
from commissioning.tenders.timetable import uk_day


class Command(BaseCommand):
    """Tells each evaluator who has not locked, from the day before the last day of marking on."""

    help = "Remind evaluators whose marks are due tomorrow or overdue."

    def handle(self, *args: object, **options: object) -> None:
        """Print how many evaluators were reminded."""
        now = timezone.now()
        marking = Evaluation.objects.filter(status=Status.MARKING, cancelled_at=None)
        due = marking.filter(marking_by__lte=uk_day(now) + timedelta(days=1))
        told = 0
        for evaluation in due.select_related("tender__authority"):
            told += send_reminders(evaluation, [seat.user for seat in progress(evaluation).waiting], now=now)
        self.stdout.write(f"{told} evaluators reminded.")

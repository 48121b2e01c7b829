"""`manage.py load_reference`: the words, the frameworks and the question bank from their data files."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from commissioning.tenders.actions.bank import load_bank
from commissioning.tenders.models import BankQuestion
from glossary.actions import load_reference
from glossary.models import Framework, Measure, Priority, Term


class Command(BaseCommand):
    """Loads all of it, or nothing."""

    help = "Load terms, frameworks, measures and the question bank. Running it again writes only what has changed."

    @transaction.atomic
    def handle(self, *args: object, **options: object) -> None:
        """Load, then print in one line what is there and how many rows were written."""
        written = load_reference(now=timezone.now()) + load_bank()
        self.stdout.write(
            f"Reference data: {Term.objects.count()} terms, {Framework.objects.count()} frameworks, "
            f"{Priority.objects.count()} priorities, {Measure.objects.count()} measures, "
            f"{BankQuestion.objects.count()} questions; {written} rows written."
        )

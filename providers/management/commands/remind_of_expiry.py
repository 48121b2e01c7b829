"""`manage.py remind_of_expiry`: tell organisations of papers that run out. Run it every morning; twice does no harm."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from providers.actions import remind_of_expiry
from socialvalue.text import count_text


class Command(BaseCommand):
    """Posts a message to owners and writers 60 and 14 days before a paper runs out, and on the day."""

    help = "Tell organisations of their papers that run out."

    def handle(self, *args: object, **options: object) -> None:
        """Print how many papers run out soon."""
        number = remind_of_expiry(timezone.now())
        self.stdout.write(
            f"{count_text(number, 'paper')} soon out of date or just run out; each is told of once a step."
        )

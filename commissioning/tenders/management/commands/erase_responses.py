"""Erase what people said before a tender, when the time for which it is kept is over."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from commissioning.tenders.actions.response import erase_expired
from socialvalue.text import count_text


class Command(BaseCommand):
    """Run it once a day: the page on which people wrote promised them the day."""

    help = "Erase the responses to engagements whose time is over."

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and say how many."""
        self.stdout.write(f"{count_text(erase_expired(now=timezone.now()), 'response')} erased.")

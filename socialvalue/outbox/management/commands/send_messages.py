"""`manage.py send_messages`: send what waits. Run it every minute; it is safe to run twice at once."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from socialvalue.outbox.models import Message, send


class Command(BaseCommand):
    """Sends every message that is due, one at a time."""

    help = "Send the messages that wait, and name those whose fate is unknown."

    def handle(self, *args: object, **options: object) -> None:
        """Print how many went, how many wait, and each that was being sent when the portal stopped."""
        keys = list(Message.objects.due(timezone.now()).values_list("pk", flat=True))
        sent = sum(send(pk) for pk in keys)
        self.stdout.write(f"{sent} sent, {len(keys) - sent} to be tried again.")
        for message in Message.objects.in_doubt():
            self.stdout.write(f"Perhaps sent, not tried again: message {message.pk}, {message}.")

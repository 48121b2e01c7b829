"""Print a tender as a file."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commissioning.tenders.models import Tender

LARGEST = 2**63


class Command(BaseCommand):
    """Prints the tender's document byte for byte; exits 2 when there is none of that number."""

    help = "Print a tender as a file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which tender."""
        parser.add_argument("pk", type=int, help="the tender's number, as in its address")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it as UTF-8, whatever the terminal speaks."""
        pk = options["pk"]
        document = Tender.objects.filter(pk=pk).values_list("document", flat=True).first() if 0 < pk < LARGEST else None
        if document is None:
            self.stderr.write(f"No tender has the number {pk}.")
            raise SystemExit(2)
        stream = getattr(self.stdout, "buffer", None)
        if stream is None:
            self.stdout.write(document, ending="")
        else:
            stream.write(document.encode())

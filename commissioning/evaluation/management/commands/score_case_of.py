"""``manage.py score_case_of REPORT.pdf``: print the scoring case that an evaluation report carries."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commissioning.evaluation.papers import CASE_NAME
from socialvalue.pdf import NothingAttached, attached


class Command(BaseCommand):
    """Prints the case to standard output, byte for byte; one line to standard error and status 2 if there is none."""

    help = "Print the scoring case of an evaluation report, for “manage.py score -”. It needs no database."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the one argument: a path, or - for standard input."""
        parser.add_argument("report", metavar="REPORT.pdf", help="the report, or - for standard input")

    def handle(self, *args: Any, report: str, **options: Any) -> None:
        """Print the case. Leaves with status 2 where there is none or the file cannot be read."""
        try:
            content = sys.stdin.buffer.read() if report == "-" else Path(report).read_bytes()
            case = attached(content, CASE_NAME).decode()
        except NothingAttached as refusal:
            self._refuse(f"{report}: {refusal}")
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path, or a case that is no text
            self._refuse(f"{report}: cannot be read: {getattr(error, 'strerror', None) or error}")
        self.stdout.write(case, ending="")

    def _refuse(self, line: str) -> None:
        self.stderr.write(line)
        sys.exit(2)

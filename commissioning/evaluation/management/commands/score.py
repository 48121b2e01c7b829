"""``manage.py score CASE.json``: recompute a ranking from the case that an evaluation report carries."""

import sys
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandParser

from commissioning.evaluation.scoring import LARGEST_FILE, CaseFaults, load_case, result_as_json, score


class Command(BaseCommand):
    """Prints the result as JSON and exits 0; prints one line per fault to standard error and exits 2. No database."""

    help = "Score the bids of one case (JSON) and print the ranking with its working out as JSON."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the one argument: a path, or - for standard input."""
        parser.add_argument("case", metavar="CASE.json", help="the file that holds the case, or - for standard input")

    def handle(self, *args: Any, case: str, **options: Any) -> None:
        """Score the case. Leaves with status 2 where it is refused or cannot be read."""
        try:
            text = _read(case)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the path
            self._refuse([f"{case}: cannot be read: {getattr(error, 'strerror', None) or error}"])
        try:
            self.stdout.write(result_as_json(score(load_case(text))))
        except CaseFaults as refusal:
            self._refuse([str(fault) for fault in refusal.faults])

    def _refuse(self, lines: list[str]) -> None:
        for line in lines:
            self.stderr.write(line)
        sys.exit(2)


def _read(path: str) -> bytes:
    """At most one byte more than a case may have, so that an endless file is refused, not read."""
    if path == "-":
        return _start_of(sys.stdin.buffer)
    with Path(path).open("rb") as file:
        return _start_of(file)


def _start_of(file: IO[bytes]) -> bytes:
    return file.read(LARGEST_FILE + 1)

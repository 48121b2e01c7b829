"""Make a draft of a tender file."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from commissioning.authorities.models import Authority, Role, Staff
from commissioning.tenders import actions
from commissioning.tenders.tenderfile import TenderFileFaults
from commissioning.tenders.tenderfile.reading import LONGEST
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused


class Command(BaseCommand):
    """Reads a file, or standard input for "-". Faults go to standard error, one a line with its path; then it exits 2."""

    help = "Make a draft of a tender file, and print its number."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, whose draft it becomes, and who makes it."""
        parser.add_argument("file", help='the tender file, or "-" for standard input')
        parser.add_argument("--authority", required=True, help="the authority's short name, such as hertfordshire")
        parser.add_argument("--by", help="e-mail address of a commissioner there; the first one otherwise")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or say every fault and exit 2."""
        try:
            content = beginning(options["file"])
            authority, person = whose(options["authority"], options["by"])
            tender = actions.import_tender(content, authority=authority, by=person, now=timezone.now())
        except (OSError, ValueError) as error:
            faults = error.faults if isinstance(error, TenderFileFaults) else [f"file: {reason(error)}"]
            self.refuse([str(fault) for fault in faults])
        except Refused as refused:
            self.refuse([f"file: {problem}" for problem in refused.problems])
        self.stdout.write(str(tender.pk))

    def refuse(self, lines: list[str]) -> None:
        """Print the faults and stop."""
        for line in lines:
            self.stderr.write(line)
        raise SystemExit(2)


def beginning(path: str) -> bytes:
    """Return a file's bytes, at most one more than a tender may have: an endless file is refused, not read."""
    if path == "-":
        return sys.stdin.buffer.read(LONGEST + 1)
    with Path(path).open("rb") as file:
        return file.read(LONGEST + 1)


def whose(slug: str, email: str | None) -> tuple[Authority, User]:
    """Return the authority and the commissioner who imports. Refuses where there is none."""
    authority = Authority.objects.filter(slug=slug).first()
    if authority is None:
        raise Refused(f'No authority is called "{slug}".')
    commissioners = Staff.objects.filter(authority=authority, role=Role.COMMISSIONER).select_related("user")
    if email is not None:
        commissioners = commissioners.filter(user__email=email.lower())
    first = commissioners.order_by("pk").first()
    if first is None:
        raise Refused(f"{authority} has no commissioner{f' with the address {email}' if email else ''}.")
    return authority, first.user


def reason(error: OSError | ValueError) -> str:
    """Say in a few words why a file can't be opened."""
    return error.strerror or "It can't be read." if isinstance(error, OSError) else "Its name can't be read."

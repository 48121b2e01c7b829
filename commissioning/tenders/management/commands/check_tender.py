"""Check whether a tender file asks only for what is relevant and proportionate."""

import json
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from commissioning.authorities.policy import DEFAULTS, Policy, PolicyFileFaults, in_force, read_policy
from commissioning.tenders import proportionality
from commissioning.tenders.proportionality import Finding, Severity
from commissioning.tenders.proportionality.effort import Effort, effort, tenths
from commissioning.tenders.proportionality.register import market_of, read_register
from commissioning.tenders.reports.reach import served_by
from commissioning.tenders.tenderfile import TenderFileFaults, read
from commissioning.tenders.tenderfile.reading import LONGEST

Noun = TypeVar("Noun")


class Command(BaseCommand):
    """Prints findings and hours as JSON. Exit 0 when nothing stops publication, 1 when something does, 2 for no tender.

    It opens no database. Faults go to standard error, one a line with its path.
    """

    help = (
        "Check a tender file: whether it is relevant and proportionate, and how many hours a bid takes. Prints JSON. "
        "Exit 0 when nothing stops publication, 1 when something does, 2 when the file is not a tender."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and what it is checked against."""
        parser.add_argument("file", help='the tender file, or "-" for standard input')
        parser.add_argument("--policy", metavar="FILE", help="a policy file with an authority's own figures")
        parser.add_argument(
            "--providers",
            metavar="FILE",
            help="a register of providers without names; without one nothing is said of reach (inclusion.reach)",
        )
        parser.add_argument(
            "--on", metavar="YYYY-MM-DD", type=_day, help="the day whose figures and thresholds hold; today otherwise"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, print, and leave with a status that says how it went."""
        today = options["on"] or timezone.localdate()
        tender = self.read(options["file"], read)
        policy, market = DEFAULTS, None
        if options["policy"]:
            policy = self.read(options["policy"], lambda text: _policy(text, today), which="policy ")
        if options["providers"]:
            register = self.read(options["providers"], read_register, which="providers ")
            market = market_of(register, tender, served_by(tender.area or ()))
        findings = proportionality.check(tender, today=today, policy=policy, market=market)
        self.stdout.write(as_json(findings, effort(tender, policy)))
        if any(finding.severity is Severity.STOP for finding in findings):
            sys.exit(1)

    def read(self, path: str, reading: Callable[[bytes], Noun], which: str = "") -> Noun:
        """Return what a file says, or print its faults, those of another file after its name, and leave with status 2."""
        try:
            return reading(_beginning(path))
        except (TenderFileFaults, PolicyFileFaults) as refusal:
            lines = [str(fault) for fault in refusal.faults]
        except OSError as error:
            lines = [f"file: {error.strerror or 'It can’t be read.'}"]
        except ValueError:  # a NUL in the path
            lines = ["file: Its name can’t be read."]
        for line in lines:
            self.stderr.write(which + line)
        sys.exit(2)


def as_json(findings: list[Finding], asked: Effort) -> str:
    """Return findings and hours as JSON. Hours are plain numbers with one digit after the point."""
    keys = ("id", "severity", "at", "words", "reason", "mend", "source")
    return json.dumps(
        {
            "findings": [{key: getattr(finding, key) for key in keys} for finding in findings],
            "effort": {
                # A tenth is printed as it stands: nothing is worked out with it.
                "hours": float(tenths(asked.hours)),
                "questions": [{"id": one.id, "hours": float(tenths(one.hours))} for one in asked.questions],
            },
        },
        indent=2,
    )


def _policy(text: bytes, today: date) -> Policy:
    name, values = read_policy(text)
    return in_force(name, values, today)


def _beginning(path: str) -> bytes:
    """Return at most one byte more than a file may have: an endless file is refused, not read."""
    if path == "-":
        return sys.stdin.buffer.read(LONGEST + 1)
    with Path(path).open("rb") as file:
        return file.read(LONGEST + 1)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is not a day such as 2027-01-20") from None

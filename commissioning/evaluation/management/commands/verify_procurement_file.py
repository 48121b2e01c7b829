"""``manage.py verify_procurement_file FILE.zip``: check a procurement file by itself, without the database."""

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from commissioning.evaluation.papers.procurement_file import AUDIT_FIELDS, AUDIT_NAME, CASES, RESULTS, SUMS_NAME
from commissioning.evaluation.scoring import CaseFaults, load_case, result_as_json, score
from socialvalue.audit.models import AuditRecord

BROKEN = (KeyError, TypeError, ValueError, AttributeError)


class Command(BaseCommand):
    """Prints a line for each difference and leaves with status 1, or says that all is sound."""

    help = "Check the sums, the audit trail and the ranking of a procurement file. It needs no database."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the one argument."""
        parser.add_argument("file", metavar="FILE.zip", help="the procurement file as it was downloaded")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        """Check everything. Leaves with status 1 where something differs or the file cannot be read."""
        try:
            with zipfile.ZipFile(file) as archive:
                files = {name: archive.read(name) for name in archive.namelist()}
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            self._leave([f"{file}: cannot be read: {error}"])
        differences = [*_sums(files), *_trail(files), *_rankings(files)]
        if differences:
            self._leave(differences)
        self.stdout.write(f"{len(files)} files are as they were made; the audit trail and the ranking agree.")

    def _leave(self, lines: list[str]) -> None:
        for line in lines:
            self.stderr.write(line)
        sys.exit(1)


def _sums(files: dict[str, bytes]) -> Iterator[str]:
    lines = files.get(SUMS_NAME, b"").decode("utf-8", "replace").splitlines()
    listed = {name: sha256 for sha256, mark, name in (line.partition("  ") for line in lines) if mark}
    for name in sorted(listed.keys() | files.keys() - {SUMS_NAME}):
        if name not in files:
            yield f"{name}: is listed but not there."
        elif name not in listed:
            yield f"{name}: is there but not listed."
        elif hashlib.sha256(files[name]).hexdigest() != listed[name]:
            yield f"{name}: was changed."


def _trail(files: dict[str, bytes]) -> Iterator[str]:
    try:
        rows = [{name: row[name] for name in AUDIT_FIELDS} for row in json.loads(files[AUDIT_NAME])]
        for number, row in enumerate(rows, start=1):
            entry = AuditRecord(**row | {"at": datetime.fromisoformat(row["at"])})
            if entry.hash != entry.expected_hash():
                yield f"{AUDIT_NAME}: entry {number} does not match its hash."
    except BROKEN:
        yield f"{AUDIT_NAME}: is not an audit trail."


def _rankings(files: dict[str, bytes]) -> Iterator[str]:
    for name in sorted(name for name in files if name.startswith(CASES)):
        stored = files.get(name.replace(CASES, RESULTS), b"")
        try:
            if result_as_json(score(load_case(files[name]))).encode() != stored:
                yield f"{name}: gives another ranking than the one that is kept beside it."
        except CaseFaults:
            yield f"{name}: is not a scoring case."

"""History as people read it."""

from dataclasses import dataclass

from django.db import models

from socialvalue.audit.models import AuditRecord
from socialvalue.text import datetime_text


@dataclass(frozen=True)
class HistoryEntry:
    """One line of an object's history, ready to be drawn by `components/history.html`."""

    when: str
    sentence: str


def history(target: models.Model) -> list[HistoryEntry]:
    """What was recorded of an object, oldest first. The caller must have found it through the user."""
    return [HistoryEntry(datetime_text(row.at), str(row)) for row in AuditRecord.objects.history_of(target)]

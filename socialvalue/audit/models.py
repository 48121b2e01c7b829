"""The audit trail: append-only by trigger, each row bound to the one before it by a hash.

Rows name what they speak of in words and have no foreign keys, so that nothing can cascade into them. Business logic
never reads them; pages show them as history and `verify_audit` checks the chain.
"""

import hashlib
import json
from datetime import UTC, datetime

from django.db import models

from socialvalue.accounts.models import User
from socialvalue.audit.events import Event
from socialvalue.database import lock_audit_chain

START_OF_CHAIN = "0" * 64
PERSON_UNKNOWN = "The portal"


class AuditRecordQuerySet(models.QuerySet["AuditRecord"]):
    """Ways to read the trail."""

    def history_of(self, target: models.Model) -> "AuditRecordQuerySet":
        """What was recorded of one object, oldest first. The caller must have found the object through the user."""
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk)).order_by("pk")


class AuditRecord(models.Model):
    """One thing that was done: when, by whom, to what, in a sentence, with the facts."""

    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    person_id = models.CharField(max_length=40, blank=True)
    person_name = models.CharField(max_length=150)
    sentence = models.TextField()
    facts = models.JSONField()
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditRecordQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_target")]

    def __str__(self) -> str:
        return f"{self.person_name} {self.sentence}"

    def expected_hash(self) -> str:
        """SHA-256 of everything the row says and of the hash of the row before it, as 64 hexadecimal digits."""
        said = [
            self.previous_hash,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.event,
            self.target_type,
            self.target_id,
            self.person_id,
            self.person_name,
            self.sentence,
            self.facts,
        ]
        written = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()


def record(
    event: Event,
    *,
    target: models.Model,
    by: User | None,
    at: datetime,
    **facts: object,
) -> None:
    """Add one row to the trail, in the caller's transaction.

    `by=None` is the portal itself. `facts` are short values that fill the event's sentence and are kept as text; what is
    sealed must not be among the facts of an object that others may see.
    """
    kept = {name: str(value) for name, value in facts.items()}
    lock_audit_chain()
    last = AuditRecord.objects.order_by("-pk").values_list("hash", flat=True).first()
    row = AuditRecord(
        at=at,
        event=event.code,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        person_id="" if by is None else str(by.pk),
        person_name=PERSON_UNKNOWN if by is None else by.name,
        sentence=event.sentence.format(**kept),
        facts=kept,
        previous_hash=last or START_OF_CHAIN,
    )
    row.hash = row.expected_hash()
    row.save(force_insert=True)


def first_broken_link() -> AuditRecord | None:
    """The first row whose words no longer match its hash, or that does not follow the row before it; None if all do."""
    previous = START_OF_CHAIN
    for row in AuditRecord.objects.order_by("pk").iterator(chunk_size=2000):
        if row.previous_hash != previous or row.hash != row.expected_hash():
            return row
        previous = row.hash
    return None

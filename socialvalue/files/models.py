"""Files that people attach. Kept in the database, in the same transaction and backup as what they belong to.

A file has no page of its own: the stage that attached it finds it through its own row and the user, and serves it with
`download`. A file that waits to be attached, because the form that it came with was refused, has an Upload.
"""

import hashlib
import uuid
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from socialvalue.accounts.models import User

KEPT_FOR = timedelta(days=1)
MOST_KEPT = 20
"""How many files of one person wait at once."""


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Keeps the bytes out of lists."""

    def without_content(self) -> "StoredFileQuerySet":
        """Rows without their bytes, for pages that only name the files."""
        return self.defer("content")


class StoredFile(models.Model):
    """One uploaded file, never changed once stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=150)
    size = models.PositiveIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = StoredFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class UploadQuerySet(models.QuerySet["Upload"]):
    """Uploads by who made them and when."""

    def waiting_for(self, user: User, now: datetime) -> "UploadQuerySet":
        """The person's own that are not too old to be attached, the oldest first."""
        kept = self.filter(file__uploaded_by=user, file__uploaded_at__gt=now - KEPT_FOR)
        return kept.order_by("file__uploaded_at", "pk")

    def too_old(self, now: datetime) -> "UploadQuerySet":
        """Those that nobody came back for."""
        return self.filter(file__uploaded_at__lte=now - KEPT_FOR)

    def erase(self) -> None:
        """Delete these uploads with their files, which nothing else holds: what is attached is no upload any more."""
        with transaction.atomic():
            # Locked first: one that is being attached just now is waited for, and is then no upload any more.
            found = dict(self.select_for_update(of=("self",)).values_list("pk", "file"))
            Upload.objects.filter(pk__in=found).delete()
            StoredFile.objects.filter(pk__in=found.values()).delete()


class Upload(models.Model):
    """A checked file that waits for its form to come back without faults. Only who uploaded it can attach it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")

    objects = UploadQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.file}, not attached yet"


class KeptFile(UploadedFile):
    """An Upload as forms and actions take files: `store` makes it the attached file without another copy."""

    def __init__(self, upload: Upload) -> None:
        stored = upload.file
        super().__init__(ContentFile(bytes(stored.content)), stored.name, size=stored.size)
        self.upload = upload


@transaction.atomic
def keep(upload: UploadedFile, *, by: User, now: datetime) -> KeptFile:
    """Keep a checked file for a day, until its form comes back. A person's oldest beyond MOST_KEPT are erased."""
    Upload.objects.too_old(now).erase()
    mine = list(Upload.objects.waiting_for(by, now).values_list("pk", flat=True))
    Upload.objects.filter(pk__in=mine[: max(0, len(mine) - MOST_KEPT + 1)]).erase()
    upload.seek(0)
    return KeptFile(Upload.objects.create(file=store(upload, by=by, now=now)))


def find_kept(pk: str, *, by: User, now: datetime) -> KeptFile | None:
    """The person's own upload with this id as a form carried it, or None: gone, not theirs, or no id at all."""
    try:
        found = Upload.objects.waiting_for(by, now).select_related("file").filter(pk=uuid.UUID(pk)).first()
    except ValueError:
        return None
    return KeptFile(found) if found else None


def store(upload: UploadedFile, *, by: User, now: datetime) -> StoredFile:
    """Keep an upload that a form has already checked (kind, size, name), or attach one that was kept."""
    if isinstance(upload, KeptFile) and Upload.objects.filter(pk=upload.upload.pk).delete()[0]:
        return upload.upload.file
    upload.seek(0)
    content = upload.read()
    return StoredFile.objects.create(
        name=upload.name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_by=by,
        uploaded_at=now,
    )


def download(stored: StoredFile) -> HttpResponse:
    """The file as a download: never shown in the browser, never run, whatever it says it is."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=stored.name),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(bytes(stored.content), content_type="application/octet-stream", headers=headers)

"""Files that people attach. Kept in the database, in the same transaction and backup as what they belong to.

A file has no page of its own: the stage that attached it finds it through its own row and the user, and serves it with
`download`.
"""

import hashlib
import uuid
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from socialvalue.accounts.models import User


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


def store(upload: UploadedFile, *, by: User, now: datetime) -> StoredFile:
    """Keep an upload that a form has already checked (kind, size, name)."""
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

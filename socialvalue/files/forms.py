"""Forms that keep a file while something else in them is mended: a browser drops it when a form comes back."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from socialvalue.accounts.models import User
from socialvalue.audit.models import record
from socialvalue.files.lifecycle import FileEvent
from socialvalue.files.models import KeptFile, find_kept, keep
from socialvalue.files.scanning import Infected
from socialvalue.forms import Form

GONE = "The file that you chose is not here any more. Choose it again."


class FileForm(Form):
    """A form whose files are uploaded first and attached by id.

    When anything in it is refused, every good file is kept for `by`, named on the page, and goes with the form the next
    time; `kept` are those, by field. A view whose action refuses calls `keep_files`. Posted beside a file field `name`:
    `name-kept`, the id, and `name-left-out` when it is not wanted any more.
    """

    def __init__(self, *args: Any, by: User, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.now = by, now
        self.kept: dict[str, KeptFile] = {}

    def full_clean(self) -> None:
        """Take in the files that wait, judge the form, and keep what is good when something is not."""
        gone = self._take_in() if self.is_bound else []
        super().full_clean()
        for name in gone:
            self.errors.pop(name, None)
            self.add_error(name, ValidationError(GONE, code="gone"))
        for name in self._file_fields():
            self._record_infected(name)
        if self.is_bound and self._errors:
            self.keep_files()

    def keep_files(self) -> None:
        """Keep every good file of a form that was refused."""
        for name in self._file_fields():
            upload = self.files.get(self.add_prefix(name))
            if upload is None or name in self.errors:
                continue
            kept = upload if isinstance(upload, KeptFile) else keep(upload, by=self.by, now=self.now)
            self.kept[name] = kept
            if isinstance(self.cleaned_data.get(name), UploadedFile):
                self.cleaned_data[name] = kept

    def _file_fields(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, forms.FileField)]

    def _take_in(self) -> list[str]:
        """Put each file that waits among the files that came; return the fields whose file is gone."""
        gone = []
        self.files = self.files.copy()
        for name in self._file_fields():
            posted = self.add_prefix(name)
            pk = self.data.get(f"{posted}-kept", "")
            if not pk or posted in self.files or f"{posted}-left-out" in self.data:
                continue
            kept = find_kept(pk, by=self.by, now=self.now)
            if kept is None:
                gone.append(name)
            else:
                self.files[posted] = kept
        return gone

    def _record_infected(self, name: str) -> None:
        """Put a virus that was found on record, without the file's name."""
        for fault in self.errors.as_data().get(name, []):
            if isinstance(fault, Infected):
                record(FileEvent.INFECTED, target=self.by, by=self.by, at=self.now, signature=fault.signature)

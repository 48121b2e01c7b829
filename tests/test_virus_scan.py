"""Every upload is shown to ClamAV where it is configured: a real daemon, with one signature of its own.

The daemon is started here with a database that holds nothing but EICAR, the harmless file that all scanners agree to find.
Its bytes are put together at run time, so that no scanner takes this file for it.
"""

import logging
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commissioning.bids.models import BidDocument
from socialvalue.audit.models import AuditRecord
from socialvalue.files.models import StoredFile, Upload
from socialvalue.forms import CheckedFileField
from tests import play_bids
from tests.crawl import browser
from tests.play_tenders import published_tender
from tests.test_no_500 import DOCUMENTS
from tests.test_provider_facts import text_of

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
EICAR = ("X5O!P%@AP[4" + "\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!" + "$H+H*").encode()
needs_clamd = pytest.mark.skipif(
    not CLAMD and os.environ.get("CI") != "true", reason="there is no clamd here: apt-get install clamav-daemon"
)


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    """The address of a daemon of our own on a Unix socket, and on a TCP port of this machine."""
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "database").mkdir()
    (folder / "database" / "eicar.ndb").write_text(f"Test.Eicar:0:*:{EICAR.hex()}\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = folder / "clamd.socket"
    settings = {
        "DatabaseDirectory": folder / "database",
        "LocalSocket": path,
        "TCPAddr": "127.0.0.1",
        "TCPSocket": port,
        "Foreground": "yes",
        "MaxThreads": 2,
        "LogFile": folder / "log",
    }
    (folder / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    daemon = subprocess.Popen([CLAMD, f"--config-file={folder / 'clamd.conf'}"], stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            if path.exists() or daemon.poll() is not None:
                break
            time.sleep(0.1)
        assert path.exists(), (folder / "log").read_text()
        yield {"path": str(path), "tcp": f"tcp://127.0.0.1:{port}"}
    finally:
        daemon.terminate()
        daemon.wait(20)


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        CheckedFileField(label="x").clean(SimpleUploadedFile(name, content))
    return " ".join(caught.value.messages)


@needs_clamd
@pytest.mark.parametrize("way", ["path", "tcp"])
@pytest.mark.parametrize("before", [0, 70_000, 3_000_000])
def test_a_virus_is_found_however_far_into_the_file_it_stands(clamd, settings, way, before):
    settings.CLAMAV_SOCKET = clamd[way]
    assert refusal("note.txt", b"word " * (before // 5) + EICAR) == (
        "“note.txt” holds a virus, so it was not kept. Check your computer, and choose another file."
    )
    clean = CheckedFileField(label="x").clean(SimpleUploadedFile("note.txt", b"word " * 300_000))
    assert clean.name == "note.txt"


@needs_clamd
def test_what_is_found_is_refused_beside_the_field_put_on_record_and_not_kept(clamd, settings, cast, now, portal_clock):
    settings.CLAMAV_SOCKET = clamd["path"]
    bid = play_bids.started_bid(published_tender(cast, now, documents=DOCUMENTS), provider=cast.reuse, now=now)
    infected = SimpleUploadedFile("100%.txt", EICAR)
    answer = browser(cast.writer).post(reverse("bid_documents", args=[bid.pk]), {"file-1": infected})
    assert answer.status_code == 422
    assert "“100%.txt” holds a virus, so it was not kept." in text_of(answer)
    assert not BidDocument.own.exists() and not StoredFile.objects.exists() and not Upload.objects.exists()
    assert str(AuditRecord.objects.history_of(cast.writer).get()) == (
        "Wendy Writer uploaded a file in which a virus was found: Test.Eicar.UNOFFICIAL. It was not kept."
    )


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "/no/such/socket"])
def test_a_file_that_cannot_be_checked_is_refused_and_never_passed(settings, address, caplog):
    caplog.set_level(logging.CRITICAL, "socialvalue.files.scanning")
    settings.CLAMAV_SOCKET = address
    assert refusal("note.txt", b"Hello") == (
        "“note.txt” can’t be checked for viruses just now, so it was not kept. Try again in a few minutes."
    )


@pytest.mark.parametrize(
    "reply", [b"", b"\0", b"stream: OK", b"INSTREAM size limit exceeded. ERROR\0", b"FOUND\0", b"OK\0"]
)
def test_only_a_clear_answer_passes_a_file(monkeypatch, settings, reply, caplog):
    """A daemon that hangs up, is full or speaks otherwise."""
    caplog.set_level(logging.CRITICAL, "socialvalue.files.scanning")
    ours, theirs = socket.socketpair()
    settings.CLAMAV_SOCKET = "/a/socket"
    monkeypatch.setattr("socialvalue.files.scanning._connected", lambda: ours)
    theirs.sendall(reply)
    theirs.shutdown(socket.SHUT_WR)
    if reply == b"stream: OK":
        assert CheckedFileField(label="x").clean(SimpleUploadedFile("note.txt", b"Hello"))
    else:
        assert "can’t be checked for viruses just now" in refusal("note.txt", b"Hello")
    theirs.close()


def test_every_form_that_takes_a_file_has_it_scanned():
    """A field for files is the one that scans, or its module asks for the scan itself; a receipt is hashed and dropped."""
    root = Path(__file__).parents[1]
    doors = {}
    for folder in ("commissioning", "providers", "socialvalue"):
        for path in (root / folder).rglob("*.py"):
            source = path.read_text(encoding="utf-8")
            if "forms.FileField(" in source.replace("(forms.FileField)", "") or "forms.ImageField(" in source:
                doors[str(path.relative_to(root))] = "scan(content, upload.name)" in source
    assert doors == {
        "commissioning/authorities/forms.py": True,
        "commissioning/tenders/forms/tender.py": True,
        "commissioning/bids/forms/receipt.py": False,
    }

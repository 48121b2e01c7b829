"""Files made to do harm, put into a bid: each is refused in words beside its field, or only ever given as a download."""

import io
import zipfile
import zlib

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commissioning.bids.models import BidDocument
from socialvalue import filekinds
from socialvalue.files.models import StoredFile, download
from tests import play_bids, play_contracts, play_papers
from tests.crawl import browser
from tests.play_tenders import published_tender
from tests.test_no_500 import DOCUMENTS

TYPES = "<Types>application/vnd.openxmlformats-officedocument.{}.main+xml</Types>"
WORD, SHEET = TYPES.format("wordprocessingml.document"), TYPES.format("spreadsheetml.sheet")
DISGUISED = "does not hold what its name says"
CANNOT = "cannot be used. Choose a file that is"
PASSENGERS = "holds other files or programs inside"


def package(main: str = "word/document.xml", types: str = WORD, **parts: object) -> bytes:
    """A packed folder; in the names of `parts`, "__" stands for "/" and "_dot_" for "."."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("[Content_Types].xml", types)
        folder.writestr(main, "<document/>")
        for name, content in parts.items():
            folder.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def honest(kind: str = "docx") -> bytes:
    made = io.BytesIO()
    docx.Document().save(made)
    return made.getvalue() if kind == "docx" else package("xl/workbook.xml", SHEET)


def bomb(size: int) -> bytes:
    return package(word__media__image_dot_bin=b"\0" * size)


def lying_bomb() -> bytes:
    """It declares 10 bytes and holds 200 million."""
    size = 200_000_000
    return bomb(size).replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def named_twice() -> bytes:
    made = io.BytesIO(honest())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(made, "a") as folder:
        folder.writestr("word/document.xml", "<another/>")
    return made.getvalue()


def locked() -> bytes:
    """The flag of an encrypted part, in both places where it stands."""
    content = bytearray(honest("xlsx"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(mark)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(mark, start + 4)
    return bytes(content)


def with_folder_behind(first: bytes) -> bytes:
    return first + package()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
REFUSED = {
    "nothing in it": ("plan.pdf", lambda: b"", "is empty"),
    "a program": ("plan.exe", lambda: b"MZ\x90\0", CANNOT),
    "a program called PDF": ("plan.pdf", lambda: b"MZ\x90\0" + b"\0" * 99, DISGUISED),
    "two endings, the last a program": ("plan.pdf.exe", lambda: b"%PDF-1.7", CANNOT),
    "two endings, the first a program": ("plan.exe.pdf", lambda: b"%PDF-1.7", "has two endings"),
    "no ending": ("plan", lambda: b"%PDF-1.7", CANNOT),
    "a path and no ending": ("../../etc/passwd", lambda: b"root", "“passwd” cannot be used"),
    "a path of Windows": ("..\\..\\evil.exe", lambda: b"MZ", "“evil.exe” cannot be used"),
    "a name turned round": ("plan\u202efdp.exe", lambda: b"MZ", "“planfdp.exe” cannot be used"),
    "SVG with a script": ("plan.svg", lambda: SVG, CANNOT),
    "SVG called PNG": ("plan.png", lambda: SVG, DISGUISED),
    "HTML": ("plan.html", lambda: HTML, CANNOT),
    "HTML called PDF": ("plan.pdf", lambda: HTML, DISGUISED),
    "HTML before a PDF": ("plan.pdf", lambda: HTML + b"\n%PDF-1.7", DISGUISED),
    "a picture before a PDF": ("plan.pdf", lambda: b"GIF89a%PDF-1.7", DISGUISED),
    "a PDF that is a packed folder too": ("plan.pdf", lambda: with_folder_behind(b"%PDF-1.7\n"), "two kinds of file"),
    "a picture that is a packed folder too": (
        "plan.png",
        lambda: with_folder_behind(b"\x89PNG\r\n\x1a\n"),
        "two kinds of file",
    ),
    "text with NUL": ("plan.txt", lambda: b"hello\0world", DISGUISED),
    "a list that is a program": ("list.csv", lambda: b"\x7fELF\x02\x01\x01\0", DISGUISED),
    "a packed folder": ("plan.zip", lambda: package(), CANNOT),
    "a packed folder called Word": ("plan.docx", lambda: package("readme.txt"), DISGUISED),
    "a broken folder": ("plan.docx", lambda: honest()[:300], DISGUISED),
    "a folder with something before it": ("plan.docx", lambda: HTML + honest(), DISGUISED),
    "Excel called Word": ("plan.docx", lambda: honest("xlsx"), DISGUISED),
    "the old Word": ("plan.docx", lambda: OLE, DISGUISED),
    "a Word document with macros, by its name": ("plan.docm", lambda: honest(), CANNOT),
    "macros inside": ("plan.docx", lambda: package(word__vbaProject_dot_bin=OLE), "holds macros"),
    "macros under another name": ("plan.docx", lambda: package(word__settings_dot_bin=OLE), PASSENGERS),
    "macros by the list of contents": (
        "plan.docx",
        lambda: package(types=WORD.replace("document.main", "document.macroEnabled.main") + WORD),
        "holds macros",
    ),
    "macros in Excel": (
        "list.xlsx",
        lambda: package("xl/workbook.xml", SHEET, xl__vbaProject_dot_bin=OLE),
        "holds macros",
    ),
    "ActiveX": ("plan.docx", lambda: package(word__activeX__activeX1_dot_xml="<ax/>"), PASSENGERS),
    "an embedded object": ("plan.docx", lambda: package(word__embeddings__oleObject1_dot_bin=b"x"), PASSENGERS),
    "a folder in the folder": ("plan.docx", lambda: package(word__media__image1_dot_png=package()), PASSENGERS),
    "a program in the folder": ("plan.docx", lambda: package(word__media__image1_dot_png=b"MZ\x90"), PASSENGERS),
    "endless entities": (
        "plan.docx",
        lambda: package(word__styles_dot_xml='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'),
        "holds definitions that no document needs",
    ),
    "a bomb": ("plan.docx", lambda: bomb(120_000_000), "unpacks to far more than a document holds"),
    "a bomb that lies": ("plan.docx", lying_bomb, DISGUISED),
    "too many parts": (
        "plan.docx",
        lambda: package(**{f"word__{number}_dot_xml": "" for number in range(5001)}),
        "unpacks to far more than a document holds",
    ),
    "a part that leads out": ("plan.docx", lambda: package(**{"..__..__evil_dot_xml": "x"}), DISGUISED),
    "one name twice": ("plan.docx", named_twice, DISGUISED),
    "locked": ("list.xlsx", locked, DISGUISED),
    "packed in a way that documents are not": (
        "plan.docx",
        lambda: package().replace(b"\x08\0", b"\x0c\0"),
        DISGUISED,
    ),
}
PDF_WITH_SCRIPT = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n" + zlib.compress(b"x")
STORED = {
    "a PDF with a script": ("plan.pdf", PDF_WITH_SCRIPT),
    "a text that is HTML": ("plan.txt", HTML),
    "a list with a sum that calls out": ("list.csv", b'=HYPERLINK("http://example.org","x"),1\n'),
    "a name that is markup": ("<img src=x onerror=alert(1)>.txt", b"Hello"),
    "a path": ("../../plan.txt", b"Hello"),
}


@pytest.fixture
def bid(cast, now, portal_clock):
    return play_bids.started_bid(published_tender(cast, now, documents=DOCUMENTS), provider=cast.reuse, now=now)


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_file_is_refused_in_words_beside_its_field(cast, bid, what):
    name, made, words = REFUSED[what]
    upload = SimpleUploadedFile("x", made())
    upload._name = name  # as a browser that means harm sends it
    answer = browser(cast.writer).post(reverse("bid_documents", args=[bid.pk]), {"file-1": upload})
    assert answer.status_code == 422
    beside = answer.content.decode().partition('id="id_file-1_error"')[2].partition("</div>")[0]
    assert words in beside
    assert not BidDocument.own.exists()
    assert not StoredFile.objects.exists()


def test_there_are_at_least_twenty_of_them():
    assert len(REFUSED) >= 20


@pytest.mark.parametrize("what", STORED)
def test_what_can_be_stored_is_only_ever_a_download(cast, bid, what):
    name, content = STORED[what]
    upload = SimpleUploadedFile("x", content)
    upload._name = name
    writer = browser(cast.writer)
    assert writer.post(reverse("bid_documents", args=[bid.pk]), {"file-1": upload}).status_code == 302
    assert "<img src=x" not in writer.get(reverse("bid_documents", args=[bid.pk])).content.decode()
    given = writer.get(reverse("bid_document_file", args=[bid.pk, 1]))
    assert given.content == content
    check_download(given)


def test_a_name_cannot_become_another_header_or_another_name():
    given = download(StoredFile(name='plan"; filename="x.html', content=b"x"))
    check_download(given)
    assert given["Content-Disposition"] == 'attachment; filename="plan\\"; filename=\\"x.html"'


def check_download(given) -> None:
    assert given["Content-Disposition"].startswith("attachment; filename")
    assert given["Content-Type"] == "application/octet-stream"
    assert given["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in given["Cache-Control"]


def test_every_view_that_gives_an_upload_gives_a_download(cast, now, portal_clock):
    """One file at each place where files are attached, asked for at every address that gives one."""
    tender = published_tender(cast, now, documents=DOCUMENTS)
    bid = play_bids.submitted_bid(cast, tender, now=now, file_name="plan.pdf")
    paper = play_papers.insured(cast.reuse, now)
    play_bids.open_bids(cast, tender)
    contract = play_contracts.contract_made(cast, now)
    upload = SimpleUploadedFile("story.txt", HTML)
    report = play_contracts.reported(contract, by=cast.owner, file=upload)
    asked = {
        reverse("bid_document_file", args=[bid.pk, 1]): cast.viewer,
        reverse("opened_document", args=[tender.pk, bid.pk, 1]): cast.procurement,
        reverse("provider_paper_file", args=[cast.reuse.pk, paper.pk]): cast.viewer,
        reverse("return_file", args=[contract.pk, report.period.pk, report.version]): cast.owner,
    }
    for address, person in asked.items():
        given = browser(person).get(address)
        assert given.status_code == 200, address
        check_download(given)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_honest_documents_pass(kind):
    assert filekinds.fault_in(honest(kind), kind) == ""

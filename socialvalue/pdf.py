"""Papers as tagged PDF (PDF/UA-1): HTML in, bytes out, the same bytes for the same input.

A paper is one HTML document with a language and a title, whose tables have their column headers in `<thead>` and their
row headers as `<th>` in `<tbody>`. It is drawn with one small style sheet of our own, `static/css/paper.css`, and may
use our own static files and `data:` addresses, nothing else.
"""

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pikepdf
import pydyf
import weasyprint
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# Relative addresses in a paper are under this name, which belongs to nobody: what is not ours is refused by it.
BASE = "https://paper.invalid/"


class Forbidden(Exception):
    """A paper asked for something that is not ours. The paper is not made: none leaves with a piece missing."""


class NothingAttached(Exception):
    """A file is not a PDF, or does not carry the attachment that was asked for. Its text says which."""


@dataclass(frozen=True)
class Attachment:
    """A file carried inside a PDF: a plain name, its bytes, what it is, and the instant it is dated."""

    name: str
    content: bytes
    description: str
    at: datetime


class OwnFilesOnly(URLFetcher):
    """Gives a paper our own static files and `data:` addresses. Everything else is refused, `file:` and the web first."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The response for one address. Raises what WeasyPrint lets through instead of leaving the piece out."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        start = BASE + settings.STATIC_URL.strip("/") + "/"
        found = _static_file(unquote(url.removeprefix(start))) if url.startswith(start) else None
        if found is None:
            raise FatalURLFetchingError(f"a paper may only use our own static files, not {url}")
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, found.read_bytes(), {"Content-Type": kind})


def _static_file(path: str) -> Path | None:
    """One of our static files by its path; None for a path that leads elsewhere."""
    try:
        found = finders.find(path)
    except SuspiciousFileOperation:
        return None
    return Path(found) if found else None


@cache
def _style_sheet() -> weasyprint.CSS:
    """The print style sheet, read and parsed once in a process."""
    path = Path(settings.BASE_DIR) / "static" / "css" / "paper.css"
    return weasyprint.CSS(string=path.read_text(encoding="utf-8"), base_url=BASE, url_fetcher=OwnFilesOnly())


def pdf_of(
    html: str, attachments: Sequence[Attachment] = (), *, sheets: Sequence[weasyprint.CSS] = (), ids: str = ""
) -> bytes:
    """The HTML document as a tagged PDF that carries the attachments. Raises Forbidden for an address not ours.

    `sheets` are read after the print style sheet; `ids` begin the names of header cells. About seven pages a second and
    a megabyte a page: more than a few pages belong in a task, not in a request, and a long paper is drawn in parts
    (`socialvalue.pdfparts`).
    """
    carried = [
        weasyprint.Attachment(
            file_obj=BytesIO(one.content),
            name=one.name,
            description=one.description,
            created=one.at,
            modified=one.at,
        )
        for one in attachments
    ]
    document = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=OwnFilesOnly())
    try:
        return document.write_pdf(
            stylesheets=[_style_sheet(), *sheets],
            pdf_variant="pdf/ua-1",
            attachments=carried,
            finisher=partial(_finish, ids),
        )
    except FatalURLFetchingError as refusal:
        raise Forbidden(str(refusal)) from None


def _finish(ids: str, _: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """Add what WeasyPrint 70 leaves out: scopes of header cells, running lines as artifacts, associated files."""
    things = {thing.reference: thing for thing in pdf.objects if isinstance(thing, pydyf.Dictionary | pydyf.Stream)}
    associated = pydyf.Array()
    for thing in things.values():
        if not isinstance(thing, pydyf.Dictionary):
            continue
        if thing.get("S") == "/TH":
            group = things[things[thing["P"]]["P"]]
            thing["A"]["Scope"] = "/Column" if group.get("S") == "/THead" else "/Row"
            thing["ID"].string = ids + thing["ID"].string  # its cells name the same object
        elif thing.get("Type") == "/Filespec":
            thing["AFRelationship"] = "/Data"
            associated.append(thing.reference)
    if associated:
        pdf.catalog["AF"] = associated
    _mark_running_lines(pdf, things)


def _mark_running_lines(pdf: pydyf.PDF, things: dict[bytes, pydyf.Object]) -> None:
    """Mark the text of the page margins as artifacts, so that nobody hears it read on every page.

    WeasyPrint gives it elements that hang on no branch of the tree: that is how it is known here.
    """
    root = things[pdf.catalog["StructTreeRoot"]]
    (document,) = root["K"]
    branches = set(things[document]["K"])
    marked = things[root["ParentTree"]]["Nums"]
    for number, page in enumerate(pdf.page_references):
        elements = marked[2 * number + 1]
        stray = set()
        for mcid, element in enumerate(elements):
            top = element
            while things[top]["P"] != document:
                top = things[top]["P"]
            if top not in branches:
                stray.add(mcid)
                elements[mcid] = "null"
        stream = things[things[page]["Contents"]].stream
        for place, item in enumerate(stream):
            if isinstance(item, pydyf.Dictionary) and item.get("MCID") in stray:
                stream[place - 1 : place + 1] = ["/Artifact", "<</Type /Pagination>>"]


def attached(content: bytes, name: str) -> bytes:
    """The attachment of this name, out of a PDF's bytes. Raises NothingAttached with the reason in words."""
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if name not in pdf.attachments:
                raise NothingAttached(f"this PDF carries no {name}")
            return pdf.attachments[name].get_file().read_bytes()
    except pikepdf.PdfError:
        raise NothingAttached("this is not a PDF that can be read") from None

"""Which kinds of file may be attached, told by what is in them and not only by what they are called."""

import io
import unicodedata
import zipfile
import zlib
from pathlib import PurePosixPath

ALLOWED_KINDS = ("pdf", "docx", "xlsx", "png", "jpg", "csv", "txt")
KIND_NAMES = {
    "pdf": "PDF",
    "docx": "Word (.docx)",
    "xlsx": "Excel (.xlsx)",
    "png": "PNG",
    "jpg": "JPG",
    "csv": "CSV",
    "txt": "text (.txt)",
}
FIRST_BYTES = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}
# An Office document (ISO/IEC 29500-2): the part that makes it one, and how its list of contents names that part.
CONTENT_TYPES = "[Content_Types].xml"
MAIN_PARTS = {
    "docx": ("word/document.xml", b"wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
}
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MOST_PARTS = 5000
UNPACKED_LIMIT = 100 * 1024 * 1024
"""Bytes: a document of 10 MB that is all text unpacks to about as much."""
# How packed folders, programs and the old Office formats begin: inside a document they are passengers.
NESTED = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0")
# Entities make a short part endless; ISO/IEC 29500-2 allows none. In either width of letters.
DECLARED = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)
MACROS = "holds macros, which are small programs. Save it without them, and choose the new file."
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
"""What unpacking a broken, locked or made-up package raises."""
# Endings of what runs or is drawn as a page: a name that has one before its true ending is meant to deceive.
DECEIVING = frozenset(
    {
        *("exe", "scr", "bat", "cmd", "msi", "js", "vbs", "ps1", "sh", "jar", "lnk", "hta"),
        *("htm", "html", "svg", "xml", "php", "docm", "xlsm", "dotm", "zip", "iso"),
    }
)
# Letters that turn the writing direction: in a file's name they can hide its true ending.
DIRECTION_MARKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])


def named_kind(name: str) -> str:
    """The kind that a file's name claims, in lower case: "jpeg" counts as "jpg"; "" if it has no ending."""
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    return "jpg" if ending == "jpeg" else ending


def has_two_endings(name: str) -> bool:
    """Whether a name pretends to be of another kind, like "plan.exe.pdf"."""
    return any(ending.lower().removeprefix(".") in DECEIVING for ending in PurePosixPath(name).suffixes[:-1])


def fault_in(content: bytes, kind: str) -> str:
    """What is wrong with `content` for one of ALLOWED_KINDS, as the end of a sentence that begins with the file's name.

    "" if nothing is. Told by the first bytes or, for text, by all of them; an Office document is unpacked, within bounds.
    A PDF may hold scripts and other files, which honest forms do and which can hide in packed streams anyway: it is never
    shown by the portal, only given as a download.
    """
    again = f"Open it, save it again as {KIND_NAMES[kind]}, and choose the new file."
    wrong = f"does not hold what its name says. {again}"
    if kind in ("docx", "xlsx"):
        return _package_fault(content, kind, wrong)
    if kind in ("csv", "txt"):
        # Any single-byte or UTF-8 text; a control character means that it is something else.
        return wrong if any(byte < 32 and byte not in b"\t\n\f\r" for byte in set(content)) else ""
    if not content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(FIRST_BYTES[kind]):
        return wrong
    # A picture or a PDF that is a packed folder as well is read as either, by who opens it.
    return f"is two kinds of file at once. {again}" if zipfile.is_zipfile(io.BytesIO(content)) else ""


def _package_fault(content: bytes, kind: str, wrong: str) -> str:
    """What is wrong with an Office document: a packed folder of parts, and nothing but the parts of a document."""
    if not content.startswith(b"PK\x03\x04"):
        return wrong
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
                return "unpacks to far more than a document holds. Choose a smaller file."
            names = [part.filename for part in parts]
            if len(set(names)) < len(names) or any(_leads_out(name) for name in names):
                return wrong
            if MAIN_PARTS[kind][0] not in names or CONTENT_TYPES not in names:
                return wrong
            if any(part.compress_type not in PACKED for part in parts):
                return wrong
            for part in parts:
                # No further than it declares, so the declared sum bounds what is unpacked; one that lies fails its checksum.
                with package.open(part) as opened:
                    if fault := _part_fault(part.filename, opened.read(part.file_size + 1)):
                        return fault
            types = package.read(CONTENT_TYPES)
    except UNREADABLE:
        return wrong
    if b"macroEnabled" in types:
        return MACROS
    return "" if MAIN_PARTS[kind][1] in types else wrong


def _leads_out(name: str) -> bool:
    """Whether a part's name leads out of the folder."""
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name or "\0" in name


def _part_fault(name: str, content: bytes) -> str:
    """What is wrong with one part of a document."""
    folded = name.lower()
    if "vbaproject" in folded or "vbadata" in folded:
        return MACROS
    if any(folder in folded for folder in ("/embeddings/", "/activex/", "oleobject")) or content.startswith(NESTED):
        return "holds other files or programs inside. Save it as PDF, and choose that."
    if folded.endswith((".xml", ".rels")) and any(word in content for word in DECLARED):
        return "holds definitions that no document needs. Save it as PDF, and choose that."
    return ""


def clean_name(name: str, limit: int = 150) -> str:
    """A file's name without folders, control characters and direction marks, at most `limit` characters long."""
    name = unicodedata.normalize("NFC", name).translate(DIRECTION_MARKS).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(letter for letter in name if unicodedata.category(letter) != "Cc").strip(" .")
    ending = PurePosixPath(name).suffix
    return name if len(name) <= limit else name[: limit - len(ending)] + ending

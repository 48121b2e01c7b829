"""Which kinds of file may be attached, told by what is in them and not only by what they are called."""

import io
import unicodedata
import zipfile
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
# Letters that turn the writing direction: in a file's name they can hide its true ending.
DIRECTION_MARKS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])


def named_kind(name: str) -> str:
    """The kind that a file's name claims, in lower case: "jpeg" counts as "jpg"; "" if it has no ending."""
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    return "jpg" if ending == "jpeg" else ending


def holds_kind(content: bytes, kind: str) -> bool:
    """Whether `content` really is of one of ALLOWED_KINDS, by its first bytes or, for text, by all of them."""
    match kind:
        case "pdf":
            return b"%PDF-" in content[:1024]
        case "png":
            return content.startswith(b"\x89PNG\r\n\x1a\n")
        case "jpg":
            return content.startswith(b"\xff\xd8\xff")
        case "docx":
            return _holds_document(content, "word/document.xml")
        case "xlsx":
            return _holds_document(content, "xl/workbook.xml")
        case "csv" | "txt":
            # Any single-byte or UTF-8 text; a control character means that it is something else.
            return not any(byte < 32 and byte not in b"\t\n\f\r" for byte in set(content))
        case _:
            return False


def _holds_document(content: bytes, part: str) -> bool:
    """Whether `content` is an Office document with this part and without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.namelist()
    except zipfile.BadZipFile:
        return False
    return part in parts and not any(name.endswith("vbaProject.bin") for name in parts)


def clean_name(name: str, limit: int = 150) -> str:
    """A file's name without folders, control characters and direction marks, at most `limit` characters long."""
    name = unicodedata.normalize("NFC", name).translate(DIRECTION_MARKS).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(letter for letter in name if unicodedata.category(letter) != "Cc").strip(" .")
    ending = PurePosixPath(name).suffix
    return name if len(name) <= limit else name[: limit - len(ending)] + ending

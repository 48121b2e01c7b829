"""Reading a document of `offline_draft` back, as Word, LibreOffice or a telephone may have saved it.

Only plain text is taken, by the names of elements alone: a document in Word's strict form has other namespaces. The file has
been through the checks of `filekinds` before: nothing in it is unpacked further than is said here.
"""

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from commissioning.bids.papers.offline_draft import READ_ONLY
from commissioning.bids.reports.offline_draft import DOCUMENT_MARK, MARK, carried
from socialvalue.filekinds import UNREADABLE
from socialvalue.refusals import Refused

MOST_XML = 10 * 1024 * 1024
"""Bytes of one part, unpacked: 100,000 words with all that Word adds to them are less, and its tree fits into memory."""
# Taken out by a tracked change, told twice, or drawn elsewhere on the page.
LEFT_OUT = {"del", "moveFrom", "Fallback", "pPr", "rPr", "instrText", "delText", "txbxContent"}
PICTURES = {"drawing", "pict", "object"}
UNREADABLE_SENTENCE = (
    "We could not read this document. Open it, save it again as Word (.docx), and choose the new file."
)


@dataclass(frozen=True)
class ReadAnswer:
    """The text of one box. `question` is the short id in its mark, `version` and `digest` what it was made from."""

    question: str
    version: int
    digest: str
    text: str
    has_pictures: bool


@dataclass
class Reading:
    """All that a document says. `document` is the mark of the whole: tender, version of it, bid or "empty"; None if lost.

    `outside` are the texts that stand in no box, ours among them; `lost` the texts of boxes whose mark is gone or doubled.
    """

    document: tuple[int, int, str] | None = None
    answers: list[ReadAnswer] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def read_offline(content: bytes) -> Reading:
    """What a document says. Refused, in words, when it cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = set(package.namelist())
            parts = {
                name: _parsed(package, f"{folder}{name}.xml")
                for folder, name in (
                    ("word/", "document"),
                    ("word/", "numbering"),
                    ("word/", "styles"),
                    ("docProps/", "core"),
                )
                if name == "document" or f"{folder}{name}.xml" in names
            }
    except (*UNREADABLE, etree.XMLSyntaxError, KeyError):
        raise Refused(UNREADABLE_SENTENCE) from None
    return _Reader(parts).reading()


def _parsed(package: zipfile.ZipFile, name: str) -> etree._Element:
    """One part, without entities, the network or trees beyond measure."""
    with package.open(name) as opened:
        content = opened.read(MOST_XML + 1)
    if len(content) > MOST_XML:
        raise Refused("This document holds more text than we can read. Send it back in two parts.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise Refused(UNREADABLE_SENTENCE)
    return root


def _name(element: etree._Element) -> str:
    """An element's name without its namespace; "" for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _value(element: etree._Element | None, name: str = "val") -> str:
    """An attribute by its name without namespace, "" if it has none."""
    if element is None:
        return ""
    return next((value for key, value in element.attrib.items() if etree.QName(key).localname == name), "")


def _under(element: etree._Element, *path: str) -> etree._Element | None:
    """The first child of this name, its first child of the next, and so on."""
    for step in path:
        element = next((child for child in element if _name(child) == step), None)
        if element is None:
            return None
    return element


class _Reader:
    """One document while it is read: its lists count as they go."""

    def __init__(self, parts: dict[str, etree._Element]) -> None:
        self.parts = parts
        self.counts: Counter[tuple[str, str]] = Counter()
        self.formats = dict(self._formats())
        self.list_styles = {
            _value(style, "styleId"): _value(_under(style, "pPr", "numPr", "numId"))
            for style in parts.get("styles", ())
            if _name(style) == "style" and _under(style, "pPr", "numPr") is not None
        }

    def _formats(self) -> Iterator[tuple[tuple[str, str], str]]:
        """How each level of each list is numbered, by the list's and the level's number."""
        rows = list(self.parts.get("numbering", ()))
        kinds = {
            _value(row, "abstractNumId"): {
                _value(level, "ilvl"): _value(_under(level, "numFmt")) for level in row if _name(level) == "lvl"
            }
            for row in rows
            if _name(row) == "abstractNum"
        }
        for row in rows:
            if _name(row) == "num":
                for level, numbered in kinds.get(_value(_under(row, "abstractNumId")), {}).items():
                    yield (_value(row, "numId"), level), numbered

    def reading(self) -> Reading:
        """The whole document."""
        found, seen = Reading(), set()
        body = _under(self.parts["document"], "body")
        if body is None:
            raise Refused(UNREADABLE_SENTENCE)
        everything = " ".join(self.parts["document"].itertext())
        identifier = _under(self.parts["core"], "identifier") if "core" in self.parts else None
        mark = DOCUMENT_MARK.search(everything) or DOCUMENT_MARK.search(
            (identifier is not None and identifier.text) or ""
        )
        if mark:
            found.document = int(mark[1]), int(mark[2]), mark[3]
        for block in self._blocks(body):
            if _name(block) == "p":
                found.outside.append(carried(self._paragraph(block)))
                continue
            box = self._box(block)
            if box is None:
                text = carried(self._text(block))
                if not text.startswith(READ_ONLY):
                    found.lost.append(text)
            elif box.question in seen:
                found.lost.append(box.text)
            else:
                seen.add(box.question)
                found.answers.append(box)
        found.outside = [text for text in found.outside if text]
        found.lost = [text for text in found.lost if text]
        return found

    def _blocks(self, parent: etree._Element) -> Iterator[etree._Element]:
        """Paragraphs and tables, through content controls and tracked changes around them."""
        for child in parent:
            name = _name(child)
            if name in ("p", "tbl"):
                yield child
            elif name not in LEFT_OUT and name:
                yield from self._blocks(child)

    def _box(self, table: etree._Element) -> ReadAnswer | None:
        """A table as a box, by the mark in its first row, else by the bookmark; None if it has neither."""
        rows = [row for row in table.iter() if _name(row) == "tr" and self._table_of(row) is table]
        head = rows[0] if rows else table
        names = " ".join(_value(one, "name") for one in table.iter() if _name(one) == "bookmarkStart")
        mark = MARK.search(self._text(head)) or MARK.search(names)
        if mark is None:
            return None
        # With one row left the answer was written into the head: what is not ours there is the answer.
        answer = rows[1:] or rows
        text = "\n".join(self._text(row) for row in answer)
        if len(rows) == 1:
            text = "\n".join(line for line in text.split("\n") if not MARK.search(line) and not _is_title(line))
        else:
            written = [line for line in self._text(head).split("\n") if not MARK.search(line) and not _is_title(line)]
            text = "\n".join([*written, text])
        return ReadAnswer(
            question=mark[1],
            version=int(mark[2]),
            digest=mark[3],
            text=carried(text),
            has_pictures=any(_name(one) in PICTURES for row in answer for one in row.iter()),
        )

    def _table_of(self, row: etree._Element) -> etree._Element | None:
        """The table that a row is in."""
        return next((above for above in row.iterancestors() if _name(above) == "tbl"), None)

    def _text(self, parent: etree._Element) -> str:
        """The text of a row or a table: a line for each paragraph."""
        return "\n".join(self._paragraph(one) for one in self._paragraphs(parent))

    def _paragraphs(self, parent: etree._Element) -> Iterator[etree._Element]:
        """Every paragraph inside, those of a table in a table too."""
        for child in parent:
            if _name(child) == "p":
                yield child
            elif _name(child) not in LEFT_OUT and _name(child):
                yield from self._paragraphs(child)

    def _paragraph(self, paragraph: etree._Element) -> str:
        """One paragraph, with what its list puts in front of it."""
        return self._lead(paragraph) + "".join(_pieces(paragraph))

    def _lead(self, paragraph: etree._Element) -> str:
        """The bullet or number of a line of a list, which the document does not hold as text."""
        numbered = _under(paragraph, "pPr", "numPr")
        style = _value(_under(paragraph, "pPr", "pStyle"))
        list_id = _value(_under(numbered, "numId")) if numbered is not None else ""
        list_id = list_id or self.list_styles.get(style, "")
        if not list_id or list_id == "0":
            return ""
        level = (_value(_under(numbered, "ilvl")) if numbered is not None else "") or "0"
        indent = "  " * min(int(level) if level.isdecimal() and len(level) < 3 else 0, 8)
        if self.formats.get((list_id, level), "bullet") in ("bullet", "none"):
            return f"{indent}- "
        self.counts[(list_id, level)] += 1
        return f"{indent}{self.counts[(list_id, level)]}. "


def _is_title(line: str) -> bool:
    """Whether a line is the one that we put over a box."""
    return line.strip().startswith("Your answer to question ")


def _pieces(parent: etree._Element) -> Iterator[str]:
    """The text of a paragraph, piece by piece."""
    for child in parent:
        match _name(child):
            case "t":
                yield child.text or ""
            case "tab":
                yield "\t"
            case "br" if _value(child, "type") in ("page", "column"):
                continue
            case "br" | "cr":
                yield "\n"
            case "noBreakHyphen":
                yield "\u2011"
            case "softHyphen":
                yield "\u00ad"
            case "sym":
                yield _symbol(_value(child, "char"))
            case name if name and name not in LEFT_OUT:
                yield from _pieces(child)


def _symbol(code: str) -> str:
    """A character of a font of symbols, by its number in hexadecimal."""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""

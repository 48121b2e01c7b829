"""A long paper drawn in parts and joined: a part whose words are the same is drawn once and kept.

Each part is a PDF of its own, tagged, without the lines at the foot of a page. `join` puts them behind one another:
pages, tags, outline and links in one document, and only then the foot of each page, for a page number depends on every
part before it and the hash on all. A link to another part leads to `PLACES` and the name of a place in it.

PDF 1.7 (ISO 32000-1), 14.7: each page and link names a number under which the tree of tags lists its elements
(`/ParentTree`); joined, every part's numbers move up by as many as there were before.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pikepdf
import weasyprint
from pikepdf import Array, Dictionary, Name

from socialvalue.pdf import Attachment, pdf_of

PLACES = "https://place.invalid/#"
"""The beginning of a link to a place in another part."""
FOOT = 34.0
"""Points from the lower edge to the line at the foot."""
LEFT, RIGHT = 51.0, 544.0
"""Points from the left edge to where the foot's lines begin and end: the margins of `paper.css`."""
GREY = b"0.314 0.353 0.373 rg"


@dataclass(frozen=True)
class _Face:
    """One embedded font: its name on the page, its size in points, and each letter's glyph and width (thousandths)."""

    name: str
    size: int
    font: pikepdf.Object
    glyphs: Mapping[str, tuple[bytes, float]]

    def width(self, text: str) -> float:
        """The width of a text in points."""
        return sum(self.glyphs[letter][1] for letter in text) * self.size / 1000

    def draw(self, text: str, x: float) -> bytes:
        """The operators that write the text at the foot, beginning at `x` points."""
        glyphs = b"".join(self.glyphs[letter][0] for letter in text)
        return b"BT /%b %d Tf 1 0 0 1 %.2f %.2f Tm <%b> Tj ET " % (self.name.encode(), self.size, x, FOOT, glyphs)


@cache
def _without_foot() -> weasyprint.CSS:
    """The rule that leaves the foot of every page free for `join`."""
    return weasyprint.CSS(string="@page { @bottom-left { content: none } @bottom-right { content: none } }")


@cache
def _faces() -> bytes:
    """A sheet that holds the fonts of the foot, with every letter that it can say."""
    text = '<p style="font: 8pt Arial, Liberation Sans">Page of 0123456789</p>'
    code = '<p style="font: 7pt Liberation Mono">SHA-256 0123456789abcdef</p>'
    head = '<!DOCTYPE html><html lang="en-GB"><head><title>Foot</title></head>'
    return pdf_of(f"{head}<body>{text}{code}</body></html>", sheets=[_without_foot()])


def draw(html: str, attachments: Sequence[Attachment] = ()) -> bytes:
    """One part. As `socialvalue.pdf.pdf_of`, without the lines at the foot, and with names that no other part has."""
    ids = hashlib.sha256(html.encode()).hexdigest()[:12]
    return pdf_of(html, attachments, sheets=[_without_foot()], ids=f"{ids}-")


def pages_of(content: bytes) -> int:
    """How many pages a part has."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)


def places_of(content: bytes) -> dict[str, int]:
    """The places of a part that a link can name, each with its page in the part, from 0."""
    with pikepdf.open(BytesIO(content)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        return {name: numbers[target[0].objgen] for name, target in _named(pdf).items()}


def join(parts: Sequence[bytes], foot: str) -> bytes:
    """The parts as one tagged PDF, with `foot` and “Page 1 of 9” at the foot of each page. The same parts, the same bytes.

    The first part gives the document its title, language, metadata and attachments. `foot` says letters of
    “SHA-256 0123456789abcdef” only.
    """
    with pikepdf.open(BytesIO(parts[0])) as joined:
        root = joined.Root.StructTreeRoot
        (document,) = root.K
        first = _branch(joined, document)
        document.K = Array([first])
        nums = list(root.ParentTree.Nums)
        places = _named(joined)
        for content in parts[1:]:
            with pikepdf.open(BytesIO(content)) as part:
                _append(joined, part, document, nums, places)
        root.ParentTree.Nums = Array(nums)
        root.ParentTreeNextKey = len(nums) // 2
        named = Array([said for name in sorted(places) for said in (pikepdf.String(name), places[name])])
        joined.Root.Names = Dictionary(joined.Root.get(Name.Names, Dictionary()))
        joined.Root.Names.Dests = Dictionary(Names=named)
        _lead_to_places(joined, places)
        _write_feet(joined, foot)
        kept = BytesIO()
        joined.save(kept, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return kept.getvalue()


def _named(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """The named places of a document."""
    names = list(pdf.Root.get(Name.Names, Dictionary()).get(Name.Dests, Dictionary()).get(Name.Names, Array()))
    return {str(name): target for name, target in zip(names[::2], names[1::2], strict=True)}


def _branch(pdf: pikepdf.Pdf, document: pikepdf.Object) -> pikepdf.Object:
    """A new branch below the document's element that holds all that the document held."""
    branch = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, P=document, K=document.K))
    for element in document.K:
        element.P = branch
    return branch


def _append(
    joined: pikepdf.Pdf,
    part: pikepdf.Pdf,
    document: pikepdf.Object,
    nums: list[pikepdf.Object],
    places: dict[str, pikepdf.Object],
) -> None:
    """Put a part behind the others: its pages, its tags as one branch, its outline and its named places."""
    before, pages = len(nums) // 2, len(joined.pages)
    joined.add_pages_from(part)
    tree = joined.copy_foreign(part.make_indirect(part.Root.StructTreeRoot))
    (branch,) = tree.K
    branch.S, branch.P = Name.Part, document
    document.K.append(branch)
    own = list(tree.ParentTree.Nums)
    for key, elements in zip(own[::2], own[1::2], strict=True):
        nums += [int(key) + before, elements]
    for page in list(joined.pages)[pages:]:
        page.StructParents = int(page.StructParents) + before
        for annotation in page.get(Name.Annots, Array()):
            annotation.StructParent = int(annotation.StructParent) + before
    numbers = {page.obj.objgen: number for number, page in enumerate(part.pages)}
    for name, target in _named(part).items():
        there = joined.pages[pages + numbers[target[0].objgen]].obj
        places[name] = Array([there, *list(target)[1:]])
    with joined.open_outline() as outline, part.open_outline() as own_outline:
        lines = outline.root
        for _ in range(_level(branch) - 1):
            lines = lines[-1].children if lines else lines
        lines.extend(_moved(item, joined, numbers, pages) for item in own_outline.root)


def _level(branch: pikepdf.Object) -> int:
    """The level of a part's first heading: how deep its lines hang in the outline. 1 if it has none."""
    waiting = [branch]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, Dictionary) and re.fullmatch("/H[1-6]", str(thing.get(Name.S, ""))):
            return int(str(thing.S)[2])
        kids = thing.get(Name.K, Array()) if isinstance(thing, Dictionary) else Array()
        waiting.extend(reversed(list(kids) if isinstance(kids, Array) else [kids]))
    return 1


def _moved(
    item: pikepdf.OutlineItem, joined: pikepdf.Pdf, numbers: Mapping[tuple[int, int], int], before: int
) -> pikepdf.OutlineItem:
    """A line of a part's outline with all below it, as a line of the joined document."""
    target = item.destination
    there = joined.pages[before + numbers[target[0].objgen]].obj
    moved = pikepdf.OutlineItem(item.title, Array([there, *list(target)[1:]]))
    moved.children.extend(_moved(child, joined, numbers, before) for child in item.children)
    return moved


def _lead_to_places(pdf: pikepdf.Pdf, places: Mapping[str, pikepdf.Object]) -> None:
    """Make every link to a place in another part a link inside this document."""
    for page in pdf.pages:
        for annotation in page.get(Name.Annots, Array()):
            address = str(annotation.get(Name.A, Dictionary()).get(Name.URI, ""))
            if address.startswith(PLACES):
                del annotation[Name.A]
                annotation.Dest = places[address.removeprefix(PLACES)]


def _write_feet(pdf: pikepdf.Pdf, foot: str) -> None:
    """Write the foot of every page, as an artifact: nobody hears it read on every page."""
    with pikepdf.open(BytesIO(_faces())) as sheet:
        fonts = {
            str(font.BaseFont).split("+")[1]: pdf.copy_foreign(font) for font in sheet.pages[0].Resources.Font.values()
        }
    text, code = _face("FootText", 8, fonts["Liberation-Sans"]), _face("FootCode", 7, fonts["Liberation-Mono"])
    left = code.draw(foot, LEFT)
    for number, page in enumerate(pdf.pages, start=1):
        said = f"Page {number} of {len(pdf.pages)}"
        right = text.draw(said, RIGHT - text.width(said))
        page.Resources = pdf.make_indirect(Dictionary(page.Resources))  # pages share theirs
        page.Resources.Font = Dictionary(page.Resources.Font)
        for face in (text, code):
            page.Resources.Font[f"/{face.name}"] = face.font
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(
            b"\nQ /Artifact <</Type /Pagination /Subtype /Footer>> BDC q %b %b%bQ EMC" % (GREY, left, right)
        )


def _face(name: str, size: int, font: pikepdf.Object) -> _Face:
    """A font with its letters: the glyph of each out of its map to characters, the width out of its list of widths."""
    widths: dict[int, float] = {}
    listed = list(font.DescendantFonts[0].W)
    for start, few in zip(listed[::2], listed[1::2], strict=True):
        widths |= {int(start) + place: float(width) for place, width in enumerate(few)}
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]{4})>\n", font.ToUnicode.read_bytes().split(b"beginbfchar")[1])
    return _Face(name, size, font, {chr(int(letter, 16)): (glyph, widths[int(glyph, 16)]) for glyph, letter in pairs})

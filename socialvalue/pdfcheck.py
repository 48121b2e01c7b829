"""Our own check of a tagged PDF: the parts of PDF/UA-1 (ISO 14289-1) that a program can judge and that our papers use.

It is no full validator: whether the reading order makes sense, or an alternative text is a good one, only people can say.
"""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object

FONT_FILES = (Name.FontFile, Name.FontFile2, Name.FontFile3)


def faults(content: bytes) -> list[str]:
    """What is wrong with the PDF's accessibility, one fault a line; nothing if all is well."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [*_document(pdf), *_elements(pdf), *_pages(pdf), *_fonts(pdf)]


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Language, title and what the document says of itself."""
    root = pdf.Root
    if not str(root.get(Name.Lang, "")):
        yield "the document names no language"
    if not root.get(Name.MarkInfo, Dictionary()).get(Name.Marked, False):
        yield "the document does not say that it is marked"
    if not root.get(Name.ViewerPreferences, Dictionary()).get(Name.DisplayDocTitle, False):
        yield "the title is not shown in the window"
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "the document does not say that it is PDF/UA-1"
        if not metadata.get("dc:title"):
            yield "the document has no title"
    if pdf.pages and len(pdf.pages) > 1 and Name.Outlines not in root:
        yield "a document of several pages has no outline"


def _elements(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Headings in order, header cells with their scope, figures with their words, no table without headers."""
    if Name.StructTreeRoot not in pdf.Root:
        yield "the document has no tags"
        return
    level = 0
    headers = 0
    names: set[str] = set()
    for kind, element in _walk(pdf.Root.StructTreeRoot.K):
        if kind in ("H1", "H2", "H3", "H4", "H5", "H6"):
            if int(kind[1]) > level + 1:
                yield f"a heading {kind} follows a heading of level {level}"
            level = int(kind[1])
        elif kind == "TH":
            headers += 1
            if (name := str(element.get(Name.ID, ""))) in names:
                yield f"header cell {headers} has the name of another, {name}"
            names.add(name)
            if element.get(Name.A, Dictionary()).get(Name.Scope) not in (Name.Row, Name.Column, Name.Both):
                yield f"header cell {headers} has no scope"
        elif kind == "Figure" and not str(element.get(Name.Alt, "")):
            yield "a figure has no alternative text"
        elif kind == "Table" and not any(below == "TH" for below, _ in _walk(element.K)):
            yield "a table has no header cell"


def _walk(kids: Object) -> Iterator[tuple[str, Object]]:
    """Every element of the structure tree below these, in reading order, with its kind."""
    waiting = [kids]
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, Array):
            waiting.extend(reversed(list(thing)))
        elif isinstance(thing, Dictionary) and Name.S in thing:
            yield str(thing.S)[1:], thing
            if Name.K in thing:
                waiting.append(thing.K)


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every page tagged, tabbed in structure order, its links described and everything drawn on it marked."""
    nums = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    keys = [int(key) for key in nums[::2]]
    if keys != sorted(set(keys)):
        yield "the list from pages to tags is out of order, or names one twice"
    listed = dict(zip(keys, nums[1::2], strict=True))
    used: set[int] = set()
    for number, page in enumerate(pdf.pages, start=1):
        tied = [int(page.get(Name.StructParents, -1))]
        for annotation in page.get(Name.Annots, Array()):
            tied.append(int(annotation.get(Name.StructParent, -1)))
            if not str(annotation.get(Name.Contents, "")):
                yield f"page {number} has a link without a description"
            if getattr(listed.get(tied[-1]), "S", None) != Name.Link:
                yield f"page {number} has a link that no tag knows"
        if page.get(Name.Tabs) != Name.S or tied[0] not in listed or used.intersection(tied):
            yield f"page {number} is not tied to the tags, or to those of another"
        else:
            yield from _content(number, page, listed[tied[0]])
        used.update(tied)


def _content(number: int, page: pikepdf.Page, elements: Object) -> Iterator[str]:
    """Text on the page that is neither tagged nor an artifact, or is tagged by an element outside the tree."""
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BMC", "BDC"):
            depth += 1
            said = instruction.operands[1] if operator == "BDC" else None
            is_tagged = isinstance(said, Dictionary) and Name.MCID in said
            if is_tagged and not isinstance(elements[int(said.MCID)], Dictionary):
                yield f"page {number} has text whose tag is missing"
        elif operator == "EMC":
            depth -= 1
        elif operator in ("Tj", "TJ", "'", '"') and not depth:
            yield f"page {number} has text outside the tags"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Every font embedded, with a map from its glyphs to characters, so that the text can be read out and copied."""
    for thing in pdf.objects:
        if not isinstance(thing, Dictionary) or thing.get(Name.Type) != Name.Font:
            continue
        name = str(thing.get(Name.BaseFont, "a font"))
        if thing.get(Name.Subtype) == Name.Type0 and Name.ToUnicode not in thing:
            yield f"{name} does not say which characters its glyphs are"
        if thing.get(Name.Subtype) in (Name.Type0, Name.Type3):
            continue  # the one has its font in a descendant, which is looked at by itself; the other is drawn
        described = thing.get(Name.FontDescriptor, Dictionary())
        if not any(key in described for key in FONT_FILES):
            yield f"{name} is not embedded"

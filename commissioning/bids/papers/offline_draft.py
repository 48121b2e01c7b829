"""A bid, or what a tender asks, as a Word document to write in without a connection.

Each answer has a box, a table of one column: its head carries a mark in plain letters and the same mark as a bookmark, so
that one of the two is left whichever program saves it. What is told for reading only stands in tables too, so that every
text outside of a table is the same for all who bid, and what somebody wrote there can be told from it.
"""

import unicodedata
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

from commissioning.bids.readiness import AskedQuestion
from commissioning.bids.reports.offline_draft import Box, OfflineFacts, carried, digest, short_id
from socialvalue.text import count_text, number_text

READ_ONLY = "For reading only"
MADE = datetime(2020, 1, 1, tzinfo=UTC)
"""The date in the document's properties: the same bid gives the same document, and it tells nothing of when it was made."""
HOW = (
    "Write in the boxes under “Your answer”. Nothing else that you write here goes into your bid.",
    "Leave the line that starts with “Mark” in each box as it is. It tells us which question the answer is for. You can "
    "move a whole box, and make it as long as you like.",
    "Bullets come back as lines that start with a dash, and numbered lists as lines that start with a number. Bold, "
    "colours, pictures, comments and footnotes do not come back.",
    "When you are online again, open your bid on the portal, choose “Write offline” and send this document back. You will "
    "see every change before anything is saved. You make promises in figures, the price, declarations and documents on the "
    "portal.",
    "Sending this document back does not submit your bid.",
)


def offline_draft(said: OfflineFacts) -> bytes:
    """The document's bytes."""
    made = docx.Document()
    _prepare(made, said)
    made.add_heading(said.title, 0)
    made.add_heading("How to use this document", 1)
    for sentence in HOW:
        made.add_paragraph(sentence, style="List Bullet")
    _read_only(made, f"{READ_ONLY}: this bid", (*said.facts, ("Mark", _document_mark(said))))
    for place, question in enumerate(said.asked.questions, 1):
        _question(made, said, question, place)
    if said.asked.levels:
        made.add_heading("How written answers are marked", 1)
        _read_only(
            made,
            f"{READ_ONLY}: marks",
            tuple(
                (f"{number_text(level.mark)}{f': {level.label}' if level.label else ''}", level.means or "")
                for level in said.asked.levels
            ),
        )
    packed = BytesIO()
    made.save(packed)
    return _without_times(packed)


def _without_times(packed: BytesIO) -> bytes:
    """The same package without the time at which each part was packed."""
    plain = BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(zipfile.ZipInfo(part), old.read(part), zipfile.ZIP_DEFLATED)
    return plain.getvalue()


def _document_mark(said: OfflineFacts) -> str:
    """Which tender, which version of it and which bid the document is for."""
    return f"svdoc_{said.tender}_{said.pack_version}_{said.bid}"


def _prepare(made: Document, said: OfflineFacts) -> None:
    """Language, title, page and type; nothing of the maker of the empty document that this starts from."""
    properties = made.core_properties
    properties.title, properties.author, properties.last_modified_by = said.title, "Social value commissioning", ""
    properties.comments, properties.language = "", "en-GB"
    properties.identifier = _document_mark(said)
    properties.created = properties.modified = MADE
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    made.styles["Normal"].font.name, made.styles["Normal"].font.size = "Arial", Pt(12)


def _read_only(made: Document, name: str, rows: tuple[tuple[str, str], ...]) -> None:
    """A table for reading: what, and what is said of it."""
    if not rows:
        return
    table = made.add_table(rows=1, cols=2, style="Table Grid")
    _head(table)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = name, "What it says"
    for label, words in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = carried(label), carried(words)


def _head(table: Table) -> None:
    """Make the first row the head of its table, for screen readers and on every page."""
    row = table.rows[0]._tr.get_or_add_trPr()
    row.append(OxmlElement("w:tblHeader"))


def _question(made: Document, said: OfflineFacts, question: AskedQuestion, place: int) -> None:
    """One question: what is asked, how much it counts, what is promised, and the box unless a number answers it."""
    asked, box = question.question, said.boxes.get(question.id, Box("", 0))
    made.add_heading(f"Question {question.number}", 1)
    made.add_paragraph(carried(asked.text or ""))
    limit = f" Write up to {count_text(asked.word_limit, 'word')}." if asked.word_limit else ""
    made.add_paragraph(f"{question.weight_text} of all the marks.{limit}")
    if asked.relevance:
        made.add_paragraph(f"Why this is asked: {carried(asked.relevance)}")
    if question.is_commitment:
        made.add_paragraph("You answer this question on the portal, with a promise in figures.")
    promised = tuple((f"Promise {number}", words) for number, words in enumerate(box.promises, 1))
    _read_only(made, f"{READ_ONLY}: promised under question {question.number}", promised)
    if not question.is_commitment:
        made.add_paragraph("")
        mark = f"sv_{short_id(said.tender, question.id)}_{box.version}_{digest(box.text)}"
        table = made.add_table(rows=2, cols=1, style="Table Grid")
        _head(table)
        _fill_head(table.rows[0].cells[0], question.number, mark, place)
        table.rows[1].height = Mm(40)
        _fill(table.rows[1].cells[0], carried(box.text))
        made.add_paragraph("")


def _fill_head(cell: _Cell, number: int, mark: str, place: int) -> None:
    """The head of a box: whose it is, and its mark, in letters and as a bookmark."""
    paragraph = cell.paragraphs[0]
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for one in (start, end):
        one.set(qn("w:id"), str(place))
    start.set(qn("w:name"), mark)
    paragraph._p.append(start)
    paragraph.add_run(f"Your answer to question {number}").bold = True
    paragraph._p.append(end)
    line = cell.add_paragraph().add_run(f"Mark {mark} (leave this line as it is)")
    line.font.size, line.font.highlight_color = Pt(8), WD_COLOR_INDEX.GRAY_25


def _fill(cell: _Cell, text: str) -> None:
    """The answer, a paragraph for each line, those in a script from right to left set so."""
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.add_run(line)
        if next((turn for one in line if (turn := unicodedata.bidirectional(one)) in {"L", "R", "AL"}), "L") != "L":
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))

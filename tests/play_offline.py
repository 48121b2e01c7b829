"""Writing in a downloaded Word document as its editor would, and sending it back by the real action."""

import io
import re
from collections.abc import Mapping
from datetime import datetime

import docx
from docx.document import Document
from docx.table import Table

from commissioning.bids import actions, reports
from commissioning.bids.models import Bid, OfflineDraft
from commissioning.bids.papers import offline_draft
from commissioning.bids.reports import short_id
from commissioning.bids.reports.offline_draft import MARK
from socialvalue.accounts.models import User


def opened(content: bytes) -> Document:
    """The document in an editor."""
    return docx.Document(io.BytesIO(content))


def saved(document: Document) -> bytes:
    """The document's bytes as the editor saves it."""
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def box_numbered(document: Document, number: int) -> Table:
    """The box of the answer to the question with this number."""
    title = re.compile(rf"Your answer to question {number}\b")
    return next(table for table in document.tables if title.match(table.rows[0].cells[0].text))


def box_of(document: Document, bid: Bid, question_id: str) -> Table:
    """The box of the answer to the question with this id."""
    short = short_id(bid.tender_id, question_id)
    marks = ((table, MARK.search(table.rows[0].cells[0].text)) for table in document.tables)
    return next(table for table, mark in marks if mark and mark[1] == short)


def write_in(table: Table, text: str) -> None:
    """Put a text in a box in place of what is there, a paragraph for each line."""
    cell = table.rows[1].cells[0]
    for paragraph in cell.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    first, *rest = text.split("\n")
    cell.paragraphs[0].text = first
    for line in rest:
        cell.add_paragraph(line)


def filled_in(content: bytes, answers: Mapping[int, str]) -> bytes:
    """The document with these answers written in it, by the number of the question."""
    document = opened(content)
    for number, text in answers.items():
        write_in(box_numbered(document, number), text)
    return saved(document)


def downloaded(bid: Bid, now: datetime) -> bytes:
    """The document of a bid."""
    return offline_draft(reports.offline_facts(bid, now))


def sent_back(bid: Bid, answers: Mapping[int, str], *, by: User, now: datetime) -> OfflineDraft:
    """A document downloaded, written in and sent back, not saved yet."""
    return actions.keep_offline_draft(bid, filled_in(downloaded(bid, now), answers), by=by, now=now)

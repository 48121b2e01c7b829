"""The consideration record as a tagged PDF."""

from io import BytesIO

import pikepdf
from django.template.loader import render_to_string

from commissioning.tenders.reports.consideration import ConsiderationRecord
from socialvalue.pdf import pdf_of


def consideration_pdf(record: ConsiderationRecord) -> bytes:
    """Return the record as a PDF: one page where what was written fits on one. It is never drawn smaller to fit."""
    return pdf_of(render_to_string("papers/consideration_record.html", {"record": record}))


def pages_of(content: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return len(pdf.pages)

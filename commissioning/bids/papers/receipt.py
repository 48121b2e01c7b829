"""A receipt as a tagged PDF of one page, from the committed row."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from commissioning.bids.models import Submission
from commissioning.bids.reports import receipt_facts
from socialvalue.pdf import pdf_of


def receipt_pdf(submission: Submission) -> bytes:
    """The receipt as a PDF: the same row gives the same bytes. It says nothing of what the bid says.

    Reference and hash stand in it once more, as a comment before its end: so the page of receipts reads them from the plain
    bytes (reports/receipts), and never has to unpack a PDF from outside.
    """
    facts = {
        "submission": submission,
        "facts": receipt_facts(submission),
        "address": f"{settings.SITE_ADDRESS}{reverse('receipts')}",
    }
    made, mark, end = pdf_of(render_to_string("papers/receipt.html", facts)).rpartition(b"startxref")
    return made + f"% Receipt {submission.reference}, SHA-256 {submission.sha256}\n".encode() + mark + end

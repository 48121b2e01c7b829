"""A receipt as a tagged PDF of one page, from the committed row."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from commissioning.bids.models import Submission
from commissioning.bids.reports import receipt_facts
from socialvalue.pdf import pdf_of


def receipt_pdf(submission: Submission) -> bytes:
    """The receipt as a PDF: the same row gives the same bytes. It says nothing of what the bid says.

    Its title carries the reference and its keywords the hash, so that the page of receipts can read them from the file's
    bytes (reports/receipts) without opening a PDF from outside.
    """
    facts = {
        "submission": submission,
        "facts": receipt_facts(submission),
        "address": f"{settings.SITE_ADDRESS}{reverse('receipts')}",
    }
    return pdf_of(render_to_string("papers/receipt.html", facts))

"""What a bid will ask, as a tagged PDF to print."""

from functools import lru_cache

from django.template.loader import render_to_string

from commissioning.bids.reports import BeforeStart
from socialvalue.pdf import pdf_of


def before_start_pdf(seen: BeforeStart, reference: str) -> bytes:
    """The paper. The same words give the same bytes, and are drawn once: anybody may ask for it."""
    return _drawn(render_to_string("papers/before_start.html", {"seen": seen, "reference": reference}))


@lru_cache(maxsize=32)
def _drawn(html: str) -> bytes:
    """The PDF of a page."""
    return pdf_of(html)

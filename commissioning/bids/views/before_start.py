"""What a bid will ask, before anybody signs in: a page, a paper, and a Word document to fill in without a connection.

`before_start` ("Before you start") is linked from the tender and from "Start a bid"; it gives `before_start_paper`
("Print it (PDF)") and `before_start_draft` ("Write offline, in a Word document"), which fits every bid of the tender.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from commissioning.bids import reports
from commissioning.bids.papers import before_start_pdf
from commissioning.bids.views.offline_draft import word_file
from commissioning.tenders.models import Tender


def _published(pk: int) -> Tender:
    """A published tender, or 404."""
    return get_object_or_404(Tender.objects.published().select_related("authority"), pk=pk)


@login_not_required
@require_safe
def before_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Every question, condition, document and date of a tender, with the hours that they take."""
    tender = _published(pk)
    return render(
        request,
        "bids/before_start.html",
        {"tender": tender, "seen": reports.before_start(tender, request.now)},
    )


@login_not_required
@require_safe
def before_start_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a PDF."""
    tender = _published(pk)
    return HttpResponse(
        before_start_pdf(reports.before_start(tender, request.now), tender.reference),
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename="before-you-start.pdf"),
            "X-Content-Type-Options": "nosniff",
        },
    )


@login_not_required
@require_safe
def before_start_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """An empty document for a bid: whoever starts one later can send it back there."""
    return word_file(reports.empty_facts(_published(pk), request.now), "bid-draft.docx")

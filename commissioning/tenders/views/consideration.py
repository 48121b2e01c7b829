"""The Social Value Act record of a tender, as a page and as a PDF."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from commissioning.tenders.papers.consideration import consideration_pdf, pages_of
from commissioning.tenders.reports.consideration import consideration_record
from commissioning.tenders.views.draft import of_staff
from commissioning.tenders.views.files import file_name


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The record as it stands, with how long it is on paper."""
    tender = of_staff(request, pk)
    found = consideration_record(tender, request.now)
    return render(
        request,
        "tenders/draft/consideration_record.html",
        {
            "tender": tender,
            "record": found,
            "pages": pages_of(consideration_pdf(found)),
            "back": reverse("tender_draft", args=[tender.pk]),
        },
    )


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a PDF."""
    tender = of_staff(request, pk)
    name = f"{file_name(tender)}-social-value-record.pdf"
    return HttpResponse(
        consideration_pdf(consideration_record(tender, request.now)),
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
            "X-Content-Type-Options": "nosniff",
        },
    )

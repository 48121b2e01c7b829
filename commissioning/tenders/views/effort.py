"""The hours that a draft asks for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.tenders.reports.effort import effort_page
from commissioning.tenders.reports.findings import check_of
from commissioning.tenders.views.draft import of_staff


@require_safe
def effort(request: HttpRequest, pk: int) -> HttpResponse:
    """The hours of one bidder by question, of all bidders, and what they cost."""
    tender = of_staff(request, pk)
    check = check_of(tender, request.now)
    return render(
        request,
        "tenders/draft/effort.html",
        {
            "tender": tender,
            "check": check,
            "page": effort_page(tender, check),
            "back": reverse("tender_draft", args=[tender.pk]),
        },
    )

"""Pages of tenders."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from commissioning.tenders.models import Tender


def tender(request: HttpRequest, pk: int) -> HttpResponse:
    """The tender as its file says it."""
    found = get_object_or_404(Tender.objects.visible_to(request.user), pk=pk)
    return HttpResponse(found.document, content_type="application/json")


tender_draft = tender_approve = tender

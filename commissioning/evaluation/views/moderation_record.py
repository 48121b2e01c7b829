"""The moderation record, on the page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.evaluation import permissions
from commissioning.evaluation.reports.moderation_record import MARK_HEADERS
from commissioning.evaluation.reports.moderation_record import moderation_record as record_of
from commissioning.evaluation.views.finding import find, page, require


@require_safe
def moderation_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Every mark and what was agreed of it, once the marks are final; `?version=redacted` as it may be published."""
    found = find(request, pk)
    require(permissions.check_sees_moderation, request.user, found)
    if found.agreed_at is None:
        raise Http404
    record = record_of(found, redacted=request.GET.get("version") == "redacted")
    return page(
        request,
        "evaluation/moderation_record.html",
        found,
        record=record,
        headers=MARK_HEADERS,
        answers=[(answer, [mark.row for mark in answer.marks]) for answer in record.answers],
        back=reverse("moderation", args=[pk]),
    )

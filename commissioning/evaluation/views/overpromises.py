"""Promises that stand out, as questions to ask."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from commissioning.evaluation import permissions
from commissioning.evaluation.reports.overpromises import OverPromise
from commissioning.evaluation.reports.overpromises import overpromises as overpromises_of
from commissioning.evaluation.views.finding import find, page, require


@require_safe
def overpromises(request: HttpRequest, pk: int) -> HttpResponse:
    """Every commitment beside those of the other bids and what was delivered, for those who see the moderation."""
    found = find(request, pk)
    require(permissions.check_sees_moderation, request.user, found)
    rows = overpromises_of(found)
    return page(
        request,
        "evaluation/overpromises.html",
        found,
        headers=OverPromise.HEADERS,
        rows=[row.row for row in rows],
        to_ask=sum(bool(row.ask) for row in rows),
        back=reverse("moderation", args=[pk]),
    )

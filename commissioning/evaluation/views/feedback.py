"""Where a bid stands, for the people who made it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.evaluation.reports.feedback import CONDITION_HEADERS, SCORE_HEADERS, feedback_of, sent_letter


@require_safe
def bid_outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the bid stands and, once the award is approved, its marks beside its answers."""
    found = feedback_of(pk, request.user, request.now)
    if found is None:
        raise Http404
    return render(
        request,
        "evaluation/outcome.html",
        {
            "found": found,
            "bid": found.bid,
            "score_headers": SCORE_HEADERS,
            "condition_headers": CONDITION_HEADERS,
            "letter": sent_letter(found.bid.pk) if found.result else None,
        },
    )

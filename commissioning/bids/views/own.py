"""A provider's own bids."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commissioning.bids.models import Bid, Submission


@require_safe
def bid_list(request: HttpRequest) -> HttpResponse:
    """Every bid of the person's providers."""
    return render(request, "bids/list.html", {"bids": Bid.own.of(request.user).select_related("tender", "provider")})


@require_safe
def bid(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One bid: what is asked and what is left."""
    found = get_object_or_404(Bid.own.of(request.user).select_related("tender", "provider"), pk=pk)
    return render(request, "bids/bid.html", {"bid": found})


@require_safe
def receipt(request: HttpRequest, pk: UUID, version: int) -> HttpResponse:
    """The receipt of one submitted version, from the committed row."""
    found = get_object_or_404(Submission.own, bid__in=Bid.own.of(request.user), bid=pk, version=version)
    return render(request, "bids/receipt.html", {"submission": found})

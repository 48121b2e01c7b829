"""Opening a tender's bids, and what was opened."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commissioning.bids.models import Bid
from commissioning.tenders.models import Tender


@require_safe
def opening(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the opening is."""
    tender = get_object_or_404(Tender.objects.of_staff(request.user).published(), pk=pk)
    return render(request, "bids/opening.html", {"tender": tender})


@require_safe
def opened_bid(request: HttpRequest, pk: int, bid_pk: UUID) -> HttpResponse:
    """One opened bid, whole."""
    bid = get_object_or_404(Bid.objects.visible_to(request.user), tender=pk, pk=bid_pk)
    return render(request, "bids/opened_bid.html", {"bid": bid})

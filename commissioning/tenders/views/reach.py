"""Whom a draft's conditions shut out among the registered providers, and what other amounts would do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commissioning.tenders.forms.reach import MoveForm
from commissioning.tenders.reports.reach import market_for, market_words, moved, view_of
from commissioning.tenders.views.draft import of_staff


@require_safe
def reach(request: HttpRequest, pk: int) -> HttpResponse:
    """The reach of the draft and, when amounts stand in the address, of the draft with these beside it."""
    tender = of_staff(request, pk)
    document = tender.file
    market = market_for(document)
    form = MoveForm(document, request.GET if "move" in request.GET else None)
    context = {"tender": tender, "form": form, "market": market and market_words(market)}
    if market is not None:
        context["drafted"] = view_of(document, market, "Shut out by the conditions as drafted")
        if form.is_valid():
            other = moved(document, form.moved_amounts(), form.cleaned_data["out"])
            context["other"] = view_of(other, market, "Shut out with your amounts")
    return render(request, "tenders/draft/reach.html", context, status=422 if form.errors else 200)

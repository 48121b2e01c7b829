"""Saved searches: keeping the filters of the list, being told of new tenders, and ending that."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.tenders import actions
from commissioning.tenders.forms import SaveSearchForm
from commissioning.tenders.models import SavedSearch
from commissioning.tenders.reports import listing
from commissioning.tenders.views.public import asked_for
from socialvalue.refusals import Refused
from socialvalue.text import list_text

Often = SavedSearch.Often


def _filters(search: listing.Search) -> str:
    """What a search asks for, in words."""
    return list_text([chip.words for chip in listing.chips(search)]) or "Every open tender"


def _own(request: HttpRequest, pk: int) -> SavedSearch:
    """One of the person's own searches, or 404."""
    return get_object_or_404(SavedSearch.objects.of(request.user), pk=pk)


@require_safe
def saved_searches(request: HttpRequest) -> HttpResponse:
    """The person's searches, each with its filters and how often its e-mails come."""
    rows = []
    for saved in SavedSearch.objects.of(request.user):
        search = listing.Search.read(saved.filters)
        found = reverse("tender_list") + search.query
        change = reverse("saved_search", args=[saved.pk])
        rows.append(((saved.name, found), _filters(search), saved.get_often_display(), ("Change or end", change)))
    headers = ["Search", "Looks for", "E-mails", "Change"]
    return render(request, "tenders/saved_searches.html", {"rows": rows, "headers": headers})


@require_http_methods(["GET", "HEAD", "POST"])
def search_save(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the address under a name."""
    _, search = asked_for(request)
    form = SaveSearchForm(request.POST or None, initial={"name": _filters(search)[:100], "often": Often.DAILY})
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_search(search, **form.cleaned_data, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "Your search is saved.")
            return redirect("saved_searches")
    return render(
        request,
        "form_page.html",
        {
            "heading": "Save this search",
            "intro": f"It looks for: {_filters(search)}. Only open tenders are looked at.",
            "form": form,
            "problems": problems,
            "button": "Save the search",
            "back": reverse("tender_list") + search.query,
        },
        status=422 if problems or form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def saved_search(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the name of a search, or how often its e-mails come."""
    saved = _own(request, pk)
    form = SaveSearchForm(request.POST or None, initial={"name": saved.name, "often": saved.often})
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_search(saved, **form.cleaned_data, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "Your search is changed.")
            return redirect("saved_searches")
    return render(
        request,
        "tenders/saved_search.html",
        {
            "saved": saved,
            "heading": "Change a saved search",
            "caption": saved.name,
            "intro": f"It looks for: {_filters(listing.Search.read(saved.filters))}.",
            "form": form,
            "problems": problems,
            "button": "Save the changes",
            "back": reverse("saved_searches"),
        },
        status=422 if problems or form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def search_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then forget a search."""
    saved = _own(request, pk)
    if request.method == "POST":
        actions.end_search(saved, by=request.user)
        messages.success(request, "Your search is ended. No more e-mails come for it.")
        return redirect("saved_searches")
    return render(
        request,
        "form_page.html",
        {
            "heading": "End this search?",
            "caption": saved.name,
            "intro": "Its filters are forgotten and no more e-mails come for it.",
            "button": "End the search",
            "warning": True,
            "back": reverse("saved_searches"),
        },
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def search_stop(request: HttpRequest, key: str) -> HttpResponse:
    """End the e-mails of one search by the link in one of them. Without signing in; opening the link alone does nothing."""
    saved = SavedSearch.objects.stopped_by(key)
    if saved is None:
        raise Http404
    if request.method == "POST":
        actions.stop_alerts(saved)
        saved.often = Often.NEVER
    is_stopped = saved.often == Often.NEVER
    return render(request, "tenders/search_stop.html", {"saved": saved, "is_stopped": is_stopped})

"""The log of outages, and more time for all bidders to make up for one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.authorities.models import Authority
from commissioning.bids import actions, permissions, reports
from commissioning.bids.forms import ExtendForAllForm, OutageForm
from commissioning.bids.views.finding import REFUSED
from socialvalue.audit.reports import history
from socialvalue.refusals import Refused, allowed
from socialvalue.text import count_text, datetime_text


def _authority(request: HttpRequest, slug: str) -> Authority:
    """An authority whose log of outages the person reads, or 404."""
    authority = get_object_or_404(Authority, slug=slug)
    if not permissions.sees_outages(request.user, authority):
        raise Http404
    return authority


@require_http_methods(["GET", "HEAD", "POST"])
def outage_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every outage that was recorded; a procurement officer records another."""
    authority = _authority(request, slug)
    form = OutageForm(request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.record_outage(authority, **form.cleaned_data, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "The outage is recorded. Decide now who gets more time.")
            return redirect("outage", slug=slug, outage_pk=made.pk)
    rows = [
        ((began, reverse("outage", args=[slug, row.pk])), *rest) for began, *rest, row in reports.outage_rows(authority)
    ]
    return render(
        request,
        "bids/outages.html",
        {
            "authority": authority,
            "headers": reports.OUTAGE_HEADERS,
            "rows": rows,
            "may_record": allowed(permissions.check_can_record_outage, request.user, authority),
            "form": form,
            "problems": problems,
        },
        status=REFUSED if form.errors or problems else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def outage(request: HttpRequest, slug: str, outage_pk: int) -> HttpResponse:
    """One outage: which closings moved for it, and moving those that it touched."""
    authority = _authority(request, slug)
    found = get_object_or_404(authority.outages.select_related("recorded_by"), pk=outage_pk)
    touched = list(reports.touched_by(found).defer("document"))
    form = ExtendForAllForm(touched, request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            done = actions.extend_for_all(found, said["tenders"], said["days"], by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, f"{count_text(len(done), 'closing')} moved. Everybody who waits for it is told.")
            return redirect("outage", slug=slug, outage_pk=outage_pk)
    return render(
        request,
        "bids/outage.html",
        {
            "authority": authority,
            "facts": [
                ("Began", datetime_text(found.began_at)),
                ("Ended", datetime_text(found.ended_at)),
                ("What failed", found.what),
                ("Recorded by", f"{found.recorded_by.name}, at {datetime_text(found.recorded_at)}"),
            ],
            "headers": reports.MOVE_HEADERS,
            "rows": reports.move_rows(found),
            "touched": touched,
            "may_move": allowed(permissions.check_can_record_outage, request.user, authority),
            "form": form,
            "problems": problems,
            "entries": history(found),
        },
        status=REFUSED if form.errors or problems else 200,
    )

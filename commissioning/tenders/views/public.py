"""What anyone may read: the list of published tenders, and the page of one."""

from dataclasses import replace
from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from commissioning.tenders.forms import SearchForm
from commissioning.tenders.lifecycle import Status
from commissioning.tenders.models import Tender
from commissioning.tenders.reports import addendum, could_bid, feed, listing
from commissioning.tenders.reports.calendar import closings_file
from commissioning.tenders.reports.engagement import changed_by
from commissioning.tenders.reports.findings import hours_asked
from commissioning.tenders.reports.page import tender_page
from providers.models import Provider
from socialvalue.accounts.hats import worn

A_PAGE = 20
MOST_CLOSINGS = 500


@login_not_required
@require_safe
def tender_list(request: HttpRequest) -> HttpResponse:
    """Published tenders, searched and filtered. A filter that can't be read is named and left out."""
    form, search = asked_for(request)
    found = listing.published(search, request.now)
    provider = bidding_for(request)
    if provider:
        # What a tender asks of a bidder stands in its document; without an organisation nobody's facts are looked at.
        found = found.defer(None)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    fit = partial(could_bid.short_word, provider=provider) if provider else lambda _: ""
    return render(
        request,
        "tenders/list.html",
        {
            "form": form,
            "page": page,
            "rows": listing.rows(page.object_list, request.now, fit),
            "chips": listing.chips(search),
            "is_narrowed": bool(listing.chips(search)),
            "provider": provider,
            "query": search.query,
        },
    )


def asked_for(request: HttpRequest) -> tuple[SearchForm, listing.Search]:
    """The filters in the address. One that can't be read is left out."""
    form = SearchForm({"status": "open", **request.GET.dict()})
    form.is_valid()
    return form, listing.Search(**form.cleaned_data)


def bidding_for(request: HttpRequest) -> Provider | None:
    """The organisation whose facts tenders are held against: that of the hat worn, or the person's first by name."""
    if not request.user.is_authenticated:
        return None
    hat = worn(request)
    mine = list(Provider.objects.of(request.user))
    worn_now = (one for one in mine if hat and hat.kind == "provider" and one.pk == hat.organisation_id)
    return next(worn_now, mine[0] if mine else None)


@login_not_required
@require_safe
def tender_feed(request: HttpRequest) -> HttpResponse:
    """The newest tenders that fit the filters, as an Atom feed."""
    _, search = asked_for(request)
    return HttpResponse(feed.atom(search, request.now), content_type="application/atom+xml; charset=utf-8")


@login_not_required
@require_safe
def tender_closings(request: HttpRequest) -> HttpResponse:
    """When the open tenders that fit the filters close, as one calendar."""
    _, search = asked_for(request)
    found = listing.published(replace(search, status="open"), request.now)
    return HttpResponse(
        closings_file(found[:MOST_CLOSINGS]),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename="closing-dates.ics"),
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_safe
def tender_could_bid(request: HttpRequest, pk: int) -> HttpResponse:
    """What a tender asks, held against the facts of each organisation that the person is a member of."""
    found = get_object_or_404(Tender.objects.published().select_related("authority"), pk=pk)
    mine = list(Provider.objects.of(request.user).prefetch_related("papers"))
    return render(
        request,
        "tenders/could_bid.html",
        {
            "tender": found,
            "hours": hours_asked(found, found.file, request.now),
            "sections": [could_bid.could_bid(found, provider, request.now) for provider in mine],
        },
    )


@login_not_required
@require_safe
def tender(request: HttpRequest, pk: int) -> HttpResponse:
    """One tender as a provider sees it. For the authority's own staff also before it is published: the preview."""
    found = get_object_or_404(
        Tender.objects.visible_to(request.user).with_last_answer().select_related("authority"), pk=pk
    )
    is_ours = request.user.is_authenticated and found.authority.staff.filter(user=request.user).exists()
    return render(
        request,
        "tenders/tender.html",
        {
            "tender": found,
            "page": tender_page(found, request.now, changed_by(found)),
            "is_ours": is_ours,
            "is_public": found.status == Status.PUBLISHED,
            "answered": found.last_answer or 0,
            "addenda": addendum.published_rows(found),
            "addendum_headers": addendum.HEADERS,
        },
    )

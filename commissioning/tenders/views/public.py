"""What anyone may read: the list of published tenders, and the page of one."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commissioning.tenders.forms import SearchForm
from commissioning.tenders.lifecycle import Status
from commissioning.tenders.models import Tender
from commissioning.tenders.reports import addendum, listing
from commissioning.tenders.reports.engagement import changed_by
from commissioning.tenders.reports.page import tender_page

A_PAGE = 20


@login_not_required
@require_safe
def tender_list(request: HttpRequest) -> HttpResponse:
    """Published tenders, searched and filtered. A filter that can't be read is named and left out."""
    form = SearchForm({"status": "open", **request.GET.dict()})
    form.is_valid()
    found = listing.published(request.now, **form.cleaned_data)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tenders/list.html",
        {"form": form, "page": page, "rows": listing.rows(page.object_list, request.now)},
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

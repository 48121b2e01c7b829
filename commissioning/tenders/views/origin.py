"""Starting a draft from an earlier tender: which one, what it hands on, and what stays locked in the draft."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.authorities.models import Authority, Role
from commissioning.tenders import actions
from commissioning.tenders.actions.origin import version_text
from commissioning.tenders.forms import EarlierSearchForm, StartFromForm, UnlockForm
from commissioning.tenders.lifecycle import Status
from commissioning.tenders.models import Tender
from commissioning.tenders.reports import origin as reports
from commissioning.tenders.views.draft import of_staff, read_version, refuse_to_show, version_to_carry
from socialvalue.refusals import Refused

A_PAGE = 20


@require_safe
def earlier(request: HttpRequest) -> HttpResponse:
    """Tenders to start from: those of the reader's own authorities, and what anybody published."""
    authorities = Authority.objects.staffed_by(request.user, Role.COMMISSIONER)
    form = EarlierSearchForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {"words": "", "whose": ""}
    found = Tender.objects.visible_to(request.user).matching(words=said["words"])
    if said["whose"] == "ours":
        found = found.filter(authority__in=authorities)
    elif said["whose"] == "published":
        found = found.published()
    found = found.select_related("authority").defer("document")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "tenders/start_from.html",
        {
            "form": form,
            "may_start": authorities.exists(),
            "page": page,
            "rows": reports.rows(page.object_list),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def start_from(request: HttpRequest, pk: int) -> HttpResponse:
    """What one tender hands on; a POST starts the draft."""
    found = get_object_or_404(Tender.objects.visible_to(request.user).select_related("authority"), pk=pk)
    authorities = Authority.objects.staffed_by(request.user, Role.COMMISSIONER)
    if found.status != Status.PUBLISHED:
        authorities = authorities.filter(pk=found.authority_id)
    handed = reports.handed_on(found)
    form = StartFromForm(authorities, request.POST or None, initial={"title": handed.title})
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            tender = actions.start_from(
                found, authority=said["authority"], title=said["title"], by=request.user, now=request.now
            )
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "The draft is started. Set its dates first: none came over.")
            return redirect("tender_draft", pk=tender.pk)
    return render(
        request,
        "tenders/start_from_one.html",
        {
            "heading": "Start from this tender",
            "caption": handed.title,
            "form": form,
            "problems": problems,
            "handed": handed,
            "may_start": authorities.exists(),
            "button": "Start the draft",
            "back": reverse("tender_start_from"),
        },
        status=422 if problems or form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def origin(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a draft came from; a POST unlocks a group of questions, with a reason."""
    tender = of_staff(request, pk)
    came_from = reports.origin_of(tender)
    locked = reports.locked_names(tender, came_from)
    form = UnlockForm(locked, request.POST or None)
    problems: list[str] = []
    status, is_stale = 200, False
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.unlock_group(
                tender,
                said["group"],
                said["reason"],
                from_version=read_version(request),
                by=request.user,
                now=request.now,
            )
        except actions.Stale as stale:
            problems, status, is_stale, tender = stale.problems, 409, True, stale.tender
        except Refused as refused:
            problems, status = refused.problems, 422
        else:
            messages.success(request, f"“{dict(locked)[said['group']]}” is unlocked. You can change it now.")
            return redirect("tender_origin", pk=tender.pk)
    elif request.method == "POST":
        status = 422
    return (request.method != "POST" and refuse_to_show(request, tender)) or render(
        request,
        "tenders/draft/origin.html",
        {
            "tender": tender,
            "version": version_to_carry(request, tender, is_stale=is_stale),
            "origin": came_from,
            "earlier_version": version_text(came_from.pack_version) if came_from else "",
            "locked": locked,
            "form": form,
            "problems": problems,
            "back": reverse("tender_draft", args=[tender.pk]),
        },
        status=status,
    )

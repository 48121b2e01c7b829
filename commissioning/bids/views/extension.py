"""More time for one bidder: the provider asks, officers decide."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.bids import actions, permissions, reports
from commissioning.bids.forms import AskForTimeForm, CallerForm, ProposeForm, RefuseForm
from commissioning.bids.lifecycle import ExtensionStatus
from commissioning.bids.models import Extension
from commissioning.bids.views.finding import REFUSED, find_bid, page
from commissioning.tenders.models import Tender
from socialvalue.audit.reports import history
from socialvalue.forms import Form
from socialvalue.refusals import Refused, allowed


@require_http_methods(["GET", "HEAD", "POST"])
def extension_ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for more time, after reading what that tells the buyer."""
    bid = find_bid(request, pk)
    form = AskForTimeForm(request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_for_time(bid, form.cleaned_data["reason"], by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "You have asked for more time. You get an e-mail when it is decided.")
            return redirect("bid", pk=pk)
    return page(
        request,
        "bids/extension_ask.html",
        bid,
        REFUSED if form.errors or problems else 200,
        heading="Ask for more time",
        form=form,
        problems=problems,
        asked=reports.own_extensions(bid),
        refusals=[] if problems else _refusals(request, bid),
        authority=bid.tender.authority,
    )


def _refusals(request: HttpRequest, bid: object) -> list[str]:
    """Why nothing may be asked; nothing where it may."""
    try:
        permissions.check_can_ask_for_time(request.user, bid, request.now)
    except Refused as refused:
        return refused.problems
    return []


def _tender(request: HttpRequest, pk: int) -> Tender:
    """A published tender of an authority where the person reads who asked for more time, or 404."""
    tender = get_object_or_404(Tender.objects.of_staff(request.user).published().select_related("authority"), pk=pk)
    if not permissions.sees_extensions(request.user, tender):
        raise Http404
    return tender


@require_http_methods(["GET", "HEAD", "POST"])
def extension_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who asked for more time, and beginning a request for a provider who phoned."""
    tender = _tender(request, pk)
    form = CallerForm(request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            begun = actions.ask_for_caller(tender, said["named"], said["reason"], by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, f"The request of {begun.provider} is begun. Its people are told.")
            return redirect("extension", pk=pk, extension_pk=begun.pk)
    return render(
        request,
        "bids/extensions.html",
        {
            "tender": tender,
            "rows": reports.extensions(tender),
            "closes": tender.closing_text(request.now),
            "may_begin": allowed(permissions.check_can_ask_for_caller, request.user, tender, request.now),
            "form": form,
            "problems": problems,
        },
        status=REFUSED if form.errors or problems else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def extension(request: HttpRequest, pk: int, extension_pk: int) -> HttpResponse:
    """One request: propose a time, approve the one that another officer proposed, or refuse."""
    tender = _tender(request, pk)
    rows = Extension.objects.select_related("provider", "asked_by", "proposed_by", "decided_by")
    found = get_object_or_404(rows, tender=tender, pk=extension_pk)
    found.tender = tender
    decision = request.POST.get("decision", "")
    forms: dict[str, Form] = {
        "propose": ProposeForm(request.POST if decision == "propose" else None, prefix="propose"),
        "refuse": RefuseForm(request.POST if decision == "refuse" else None, prefix="refuse"),
    }
    form, problems = forms.get(decision), []
    if decision == "approve" or (form is not None and form.is_valid()):
        try:
            message = _decide(request, found, decision, form)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, message)
            return redirect("extension", pk=pk, extension_pk=extension_pk)
    may = {
        after.value: allowed(permissions.check_can_decide, request.user, found, after, request.now)
        for after in (ExtensionStatus.PROPOSED, ExtensionStatus.APPROVED, ExtensionStatus.REFUSED)
    }
    return render(
        request,
        "bids/extension.html",
        {
            "tender": tender,
            "seen": reports.extension_view(found),
            "closes": tender.closing_text(request.now),
            "may": may,
            "waits_for_another": found.status == ExtensionStatus.PROPOSED and not may["approved"] and may["refused"],
            "forms": forms,
            "form": form,
            "problems": problems,
            "entries": history(found),
            "back": reverse("extension_list", args=[pk]),
        },
        status=REFUSED if problems or (form is not None and form.errors) else 200,
    )


def _decide(request: HttpRequest, found: Extension, decision: str, form: Form | None) -> str:
    """Do what was decided, and say what was done."""
    by, now = request.user, request.now
    if decision == "approve":
        actions.approve_time(found, by=by, now=now)
        return f"Approved. {found.provider} is told. Nobody else is."
    if decision == "propose":
        actions.propose_time(found, form.cleaned_data["until"], form.cleaned_data["reason"], by=by, now=now)
        return "Proposed. Another procurement officer must approve it."
    actions.refuse_time(found, form.cleaned_data["reason"], by=by, now=now)
    return f"Refused. {found.provider} is told why."

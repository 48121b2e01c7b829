"""From the draft to the public: review, approval, and the end of a tender."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.tenders import actions, permissions
from commissioning.tenders.forms import ReasonForm
from commissioning.tenders.models import Tender
from commissioning.tenders.reports import draft as reports
from commissioning.tenders.reports.findings import check_of, hours_text
from commissioning.tenders.reports.page import tender_page
from commissioning.tenders.views.draft import of_staff, read_version
from socialvalue.refusals import Refused, allowed


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that stops publication, each with the page that mends it; a POST sends the draft for approval."""
    tender = of_staff(request, pk)
    problems: list[str] = []
    if request.method == "POST":
        try:
            actions.send_for_approval(tender, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "Sent for approval. The procurement officers have been told.")
            return redirect("tender_draft", pk=tender.pk)
    return render(
        request,
        "tenders/draft/review.html",
        {
            "tender": tender,
            "lines": reports.problem_lines(tender, request.now),
            "check": check_of(tender, request.now),
            "problems": problems,
            "may_send": allowed(permissions.check_can_send, request.user, tender),
            "back": reverse("tender_draft", args=[tender.pk]),
        },
        status=422 if problems else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole tender for the person who approves it: publish, or send back with a reason."""
    tender = of_staff(request, pk)
    sends_back = request.POST.get("decision") == "send_back"
    form = ReasonForm(request.POST if sends_back else None)
    problems: list[str] = []
    if request.method == "POST" and (form.is_valid() or not sends_back):
        try:
            message = _decide(request, tender, form if sends_back else None)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, message)
            return redirect("tender_draft" if sends_back else "tender", pk=tender.pk)
    check = check_of(tender, request.now)
    return render(
        request,
        "tenders/approve.html",
        {
            "tender": tender,
            "page": tender_page(tender, request.now, hours=hours_text(check.effort)),
            "form": form,
            "problems": problems,
            "lines": reports.problem_lines(tender, request.now),
            "check": check,
            "refusals": _refusals(request, tender),
            "drafters": [person.name for person in tender.drafters.order_by("name")],
            "back": reverse("tender_draft", args=[tender.pk]),
        },
        status=422 if problems or form.errors else 200,
    )


def _decide(request: HttpRequest, tender: Tender, form: ReasonForm | None) -> str:
    """Do what was decided on the version that was read, and say what was done."""
    if form:
        actions.send_back(tender, form.cleaned_data["reason"], by=request.user, now=request.now)
        return "Sent back. The drafters have been told why."
    actions.publish(tender, from_version=read_version(request), by=request.user, now=request.now)
    return "Published. This is the page that everyone sees now."


def _refusals(request: HttpRequest, tender: Tender) -> list[str]:
    """Return why the reader may not decide; nothing for one who may."""
    try:
        permissions.check_can_approve(request.user, tender)
    except Refused as refused:
        return refused.problems
    return []


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """End a tender for good, with a reason."""
    tender = of_staff(request, pk)
    form = ReasonForm(request.POST or None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(tender, form.cleaned_data["reason"], by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "The tender is cancelled.")
            return redirect("tender_draft", pk=tender.pk)
    return render(
        request,
        "form_page.html",
        {
            "heading": "Cancel this tender",
            "caption": tender.title,
            "intro": "Cancelling can't be undone. The tender, its history and your reason are kept.",
            "form": form,
            "problems": problems,
            "button": "Cancel this tender for good",
            "warning": True,
            "back": reverse("tender_draft", args=[tender.pk]),
        },
        status=422 if problems or form.errors else 200,
    )

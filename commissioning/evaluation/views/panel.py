"""The evaluation's own page, its panel, conflicts of interest, and the start of marking."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.bids.models import Bid
from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.forms import ConflictsForm, PanelForm
from commissioning.evaluation.models import Conflict, Evaluation, PanelMember
from commissioning.evaluation.views.finding import confirm, find, home_of, page, require
from commissioning.tenders.lifecycle import Status as TenderStatus
from commissioning.tenders.models import Tender
from socialvalue.audit.reports import history
from socialvalue.refusals import Refused

Seat = PanelMember.Seat


def _find_tender(request: HttpRequest, pk: int) -> Tender:
    """A published tender of the officer's own authority; 404 otherwise."""
    tenders = Tender.objects.of_staff(request.user).select_related("authority")
    tender = get_object_or_404(tenders, pk=pk, status=TenderStatus.PUBLISHED)
    require(permissions.check_can_run, request.user, tender)
    return tender


@require_safe
def evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the evaluation stands, whose turn it is, what the reader can do, and what was done."""
    found = (
        Evaluation.objects.visible_to(request.user).select_related("tender__authority").filter(tender__pk=pk).first()
    )
    if found is None:
        return render(request, "evaluation/none.html", {"tender": _find_tender(request, pk)})
    return page(
        request,
        "evaluation/evaluation.html",
        found,
        standing=reports.standing(found, request.user),
        panel_headers=["Person", "Seat", "How far"],
        entries=history(found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Name or change the panel."""
    tender = _find_tender(request, pk)
    members = PanelMember.objects.filter(evaluation__tender=tender)
    form = PanelForm(
        tender.authority,
        request.POST or None,
        initial={
            "evaluators": [member.user_id for member in members if member.seat == Seat.EVALUATOR],
            "chair": next((member.user_id for member in members if member.seat == Seat.CHAIR), None),
        },
    )
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_panel(tender, **form.cleaned_data, by=request.user, now=request.now)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "The panel is named. Each member has been told.")
            return redirect("evaluation", pk=tender.pk)
    context = {
        "heading": "Name the panel",
        "caption": tender.title,
        "intro": "You can change the panel until marking starts.",
        "form": form,
        "button": "Name the panel",
        "problems": problems,
        "back": reverse("evaluation", args=[tender.pk]),
    }
    return render(request, "form_page.html", context, status=422 if problems or form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare, for each bidder, whether there is a conflict of interest."""
    found = find(request, pk)
    require(permissions.check_can_declare, request.user, found)
    everyone = reports.bidders(found)
    declared = Conflict.objects.filter(evaluation=found, user=request.user)
    initial = {}
    for row in declared:
        initial[f"conflict_{row.bid_id.hex}"] = "yes" if row.is_conflicted else "no"
        initial[f"detail_{row.bid_id.hex}"] = row.detail
    form = ConflictsForm(everyone, request.POST if request.method == "POST" else None, initial=initial)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        bids = Bid.objects.in_bulk([bidder.bid_id for bidder in everyone])
        said = {bids[bid_id]: declaration for bid_id, declaration in form.declarations().items()}
        try:
            actions.declare_conflicts(found, said, by=request.user, now=request.now)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "Your declarations are saved.")
            return redirect(home_of(found))
    return page(
        request,
        "evaluation/conflicts.html",
        found,
        422 if problems or form.errors else 200,
        heading="Declare conflicts of interest",
        form=form,
        problems=problems,
        button="Save my declarations",
        bidders=everyone,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def start_marking(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then start marking."""
    found = find(request, pk)
    require(permissions.check_can_run, request.user, found.tender)
    return confirm(
        request,
        found,
        actions.start_marking,
        heading="Start marking",
        intro="Each evaluator will see the answers of every bid where they have no conflict of interest. "
        "After this the panel can’t be changed.",
        button="Start marking",
        done="Marking has started. Each evaluator has been told.",
    )

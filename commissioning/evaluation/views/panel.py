"""The evaluation's own page, its panel, and the start of marking."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.forms import PanelForm
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Evaluation, PanelMember
from commissioning.evaluation.reports.days import days_text
from commissioning.evaluation.views.finding import confirm, find, page, require
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
        days=days_text(found).strip(),
        panel_headers=["Person", "Seat", "How far"],
        entries=history(found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Name or change the panel."""
    tender = _find_tender(request, pk)
    members = PanelMember.objects.filter(evaluation__tender=tender)
    has_started = Evaluation.objects.filter(tender=tender).exclude(status=Status.PANEL).exists()
    form = PanelForm(
        tender.authority,
        request.POST if request.method == "POST" else None,
        has_started=has_started,
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
        "intro": "Marking has begun, so a change needs its reason. The marks of somebody who leaves are kept and do not "
        "count. Once quality is agreed only the chair can change."
        if has_started
        else "Everyone marks every question, unless you say who marks what.",
        "form": form,
        "button": "Name the panel",
        "problems": problems,
        "back": reverse("evaluation", args=[tender.pk]),
    }
    return render(request, "form_page.html", context, status=422 if problems or form.errors else 200)


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
        "After this a change of the panel needs a reason.",
        button="Start marking",
        done="Marking has started. Each evaluator has been told.",
    )

"""Who marks what and when, how much that is, and answers that go to somebody else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.forms import AssignmentForm, ReassignForm
from commissioning.evaluation.forms.assignment import EVERYTHING
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import PanelMember
from commissioning.evaluation.views.finding import find, home_of, page, require
from socialvalue.refusals import Refused, allowed


@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what each evaluator marks, and the days."""
    found = find(request, pk)
    require(permissions.check_can_run, request.user, found.tender)
    seats = found.panel.filter(seat=PanelMember.Seat.EVALUATOR).select_related("user").prefetch_related("assignments")
    initial: dict[str, object] = {
        name: getattr(found, name) for name in ("marking_from", "marking_by", "moderation_on")
    }
    for seat in seats:
        general = [f"question:{row.question_id}" for row in seat.assignments.all() if row.bid_id is None]
        initial[f"person_{seat.user_id}"] = [EVERYTHING] if seat.marks_all else general
    form = AssignmentForm(
        reports.method(found.tender),
        seats,
        request.POST if request.method == "POST" else None,
        initial=initial,
        has_started=found.status != Status.PANEL,
    )
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.assign(
                found,
                form.questions(),
                marking_from=said["marking_from"],
                marking_by=said["marking_by"],
                moderation_on=said["moderation_on"],
                reason=said.get("reason", ""),
                by=request.user,
                now=request.now,
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "It is settled who marks what. Each evaluator has been told.")
            return redirect(home_of(found))
    return page(
        request,
        "form_page.html",
        found,
        422 if problems or form.errors else 200,
        heading="Who marks what, and when",
        intro="Tick every question, whole criteria, or single questions. Two evaluators or more for each question see "
        "what one alone would miss.",
        form=form,
        problems=problems,
        button="Save who marks what",
    )


@require_safe
def workload(request: HttpRequest, pk: int) -> HttpResponse:
    """How much each evaluator has to read and mark."""
    found = find(request, pk)
    if not allowed(permissions.check_can_run, request.user, found.tender):
        require(permissions.check_can_moderate, request.user, found)
    return page(request, "evaluation/workload.html", found, workload=reports.workload(found))


@require_http_methods(["GET", "HEAD", "POST"])
def reassign_answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Give answers that nobody is left to mark to somebody else."""
    found = find(request, pk)
    require(permissions.check_can_run, request.user, found.tender)
    unmarked = reports.unmarked(found)
    form = ReassignForm(found, unmarked, request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.reassign(found, form.chosen(), said["to"], said["reason"], by=request.user, now=request.now)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "The answers are given to somebody else, who has been told.")
            return redirect(home_of(found))
    return page(
        request,
        "evaluation/reassign.html",
        found,
        422 if problems or form.errors else 200,
        heading="Give answers to somebody else",
        form=form,
        problems=problems,
        button="Give these answers",
        unmarked=unmarked,
    )

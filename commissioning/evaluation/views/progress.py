"""How far marking has come, and a reminder to those who have not finished."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.views.finding import find, page, require
from socialvalue.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def marking_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has marked how many answers; remind those who have not locked."""
    found = find(request, pk)
    require(permissions.check_sees_progress, request.user, found)
    problems: list[str] = []
    if request.method == "POST":
        try:
            actions.remind_markers(found, by=request.user, now=request.now)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "The evaluators who have not locked their marks are reminded.")
            return redirect("marking_progress", pk=pk)
    progress = reports.progress(found)
    return page(
        request,
        "evaluation/progress.html",
        found,
        422 if problems else 200,
        progress=progress,
        problems=problems,
        may_remind=found.waits_at(Status.MARKING) and bool(progress.waiting),
    )

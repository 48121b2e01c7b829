"""Cancelling a published procurement: one officer asks, another confirms or turns it down."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.evaluation import actions, permissions
from commissioning.evaluation.forms.cancellation import CancelForm, GoOnForm
from commissioning.evaluation.models import Cancellation
from commissioning.evaluation.views.finding import require
from commissioning.tenders.models import Tender
from socialvalue.refusals import Refused, allowed

DONE = {
    "ask": "You have asked for this procurement to be cancelled. The other procurement officers have been told.",
    "confirm": "This procurement is cancelled. Everyone who follows the tender or began a bid has been told.",
    "go_on": "This procurement goes on.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for it; or confirm what another officer asked for, or let the procurement go on. 404 where neither can be done."""
    tender = get_object_or_404(Tender.objects.of_staff(request.user).select_related("authority"), pk=pk)
    found = Cancellation.objects.filter(tender=tender).select_related("asked_by").first()
    check = permissions.check_can_turn_down_cancellation if found else permissions.check_can_ask_to_cancel
    require(check, request.user, tender, found, request.now)
    step = ("confirm" if request.POST.get("step") == "confirm" else "go_on") if found else "ask"
    form = (GoOnForm if found else CancelForm)(request.POST if request.method == "POST" and step != "confirm" else None)
    problems: list[str] = []
    if request.method == "POST" and (step == "confirm" or form.is_valid()):
        try:
            _act(step, tender, form, by=request.user, now=request.now)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, DONE[step])
            return redirect("case", pk)
    context = {
        "tender": tender,
        "found": found,
        "may_confirm": allowed(permissions.check_can_confirm_cancellation, request.user, tender, found, request.now),
        "form": form,
        "problems": problems,
        "back": reverse("case", args=[pk]),
    }
    return render(request, "evaluation/cancellation.html", context, status=422 if problems or form.errors else 200)


def _act(step: str, tender: Tender, form: CancelForm | GoOnForm, **who_and_when: Any) -> None:
    if step == "ask":
        actions.ask_to_cancel(tender, form.cleaned_data["reason"], **who_and_when)
    elif step == "confirm":
        actions.confirm_cancellation(tender, **who_and_when)
    else:
        actions.turn_down_cancellation(tender, form.cleaned_data["reason"], **who_and_when)

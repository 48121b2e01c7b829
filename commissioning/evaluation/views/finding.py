"""Finding an evaluation and its bids through the person, and the page that asks before a step is taken."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from commissioning.bids.models import Bid
from commissioning.evaluation.models import Evaluation
from socialvalue.forms import Form
from socialvalue.refusals import Refused


def find(request: HttpRequest, pk: int) -> Evaluation:
    """The evaluation of tender `pk`, if the person may see it; 404 otherwise."""
    return get_object_or_404(
        Evaluation.objects.visible_to(request.user).select_related("tender__authority"), tender__pk=pk
    )


def find_bid(evaluation: Evaluation, bid_id: UUID) -> Bid:
    """One of its opened bids, with its provider; 404 otherwise."""
    return get_object_or_404(Bid.objects.filter(tender=evaluation.tender_id).select_related("provider"), pk=bid_id)


def require(check: Callable[..., object], *args: object) -> None:
    """A page that the person may not see is a page that does not exist: 404 where the check refuses."""
    try:
        check(*args)
    except Refused as refusal:
        raise Http404 from refusal


def by_lot(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """To the ranking of the lots, from a page that needs one ranking of the whole tender."""
    messages.info(request, "This tender is in lots, and each lot has a ranking of its own: here they are.")
    return redirect("ranking", pk=evaluation.tender_id)


def home_of(evaluation: Evaluation) -> str:
    """The address of the evaluation's own page."""
    return reverse("evaluation", args=[evaluation.tender_id])


def page(
    request: HttpRequest, template: str, evaluation: Evaluation, status: int = 200, **context: Any
) -> HttpResponse:
    """Draw a page of this evaluation, with its way back."""
    context = {"evaluation": evaluation, "tender": evaluation.tender, "back": home_of(evaluation)} | context
    return render(request, template, {"caption": evaluation.tender.title} | context, status=status)


def fill_in(
    request: HttpRequest,
    evaluation: Evaluation,
    form: Form,
    act: Callable[[dict[str, Any]], str],
    to: str,
    **context: Any,
) -> HttpResponse:
    """A form on a page: `act` takes what it says and returns what the person is told, at `to`; refusals are said above it."""
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            told = act(form.cleaned_data)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, told)
            return redirect(to)
    status = 422 if problems or form.errors else 200
    return page(request, "form_page.html", evaluation, status, form=form, problems=problems, **context)


def confirm(
    request: HttpRequest,
    evaluation: Evaluation,
    act: Callable[..., object],
    *,
    heading: str,
    intro: str,
    button: str,
    done: str,
    **context: Any,
) -> HttpResponse:
    """Say what a step does, and take it when the button is pressed; what it refuses is said above the button."""
    problems: list[str] = []
    if request.method == "POST":
        try:
            act(evaluation, by=request.user, now=request.now)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, done)
            return redirect(home_of(evaluation))
    context |= {"heading": heading, "intro": intro, "button": button, "problems": problems}
    return page(request, "form_page.html", evaluation, 422 if problems else 200, **context)

"""Pass or fail: the conditions, bid by bid, and the second officer who confirms that one is not met."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.authorities.permissions import check_holds
from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.forms import GateForm
from commissioning.evaluation.models import READERS, Evaluation
from commissioning.evaluation.views.finding import confirm, find, find_bid, page, require
from socialvalue.refusals import Refused

HEADERS = ["Bidder", "Condition", "What the bidder says", "Decision", "Reason"]


@require_safe
def conditions(request: HttpRequest, pk: int) -> HttpResponse:
    """Every condition for every bid: what is declared, and what was decided."""
    found = find(request, pk)
    require(check_holds, request.user, found.tender.authority, *READERS)
    return page(request, "evaluation/conditions.html", found, headers=HEADERS, rows=_rows(reports.decisions(found)))


def _rows(found: list[reports.Decision]) -> list[tuple[object, ...]]:
    return [((row.bidder, row.address), row.condition, row.declared, row.state, row.reason) for row in found]


@require_http_methods(["GET", "HEAD", "POST"])
def condition(request: HttpRequest, pk: int, bid_id: UUID, condition_id: str) -> HttpResponse:
    """Decide one condition for one bid."""
    found = find(request, pk)
    require(permissions.check_can_run, request.user, found.tender)
    bid = find_bid(found, bid_id)
    decision = _decision(found, bid_id, condition_id)
    initial = {"outcome": "met" if decision.outcome == "Met" else "not_met", "reason": decision.reason}
    form = GateForm(request.POST if request.method == "POST" else None, initial=initial if decision.is_decided else {})
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_gate(
                found,
                bid,
                condition_id,
                form.cleaned_data["outcome"] == "met",
                form.cleaned_data["reason"],
                by=request.user,
                now=request.now,
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, f"Your decision on {condition_id} for {bid.provider} is saved.")
            return redirect("evaluation_conditions", pk=pk)
    return page(
        request,
        "evaluation/condition.html",
        found,
        422 if problems or form.errors else 200,
        heading=f"Decide {condition_id} for {bid.provider}",
        decision=decision,
        form=form,
        problems=problems,
        button="Save the decision",
        confirm_address=decision.confirm_address,
        bid_id=bid_id,
        back=reverse("evaluation_conditions", args=[pk]),
    )


def _decision(found: Evaluation, bid_id: UUID, condition_id: str) -> reports.Decision:
    """What is decided of one condition for one bid; 404 if there is no such condition or bid."""
    for row in reports.decisions(found):
        if (row.bid_id, row.condition_id) == (bid_id, condition_id):
            return row
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_condition(request: HttpRequest, pk: int, bid_id: UUID, condition_id: str) -> HttpResponse:
    """Confirm that a bid does not meet a condition, as another officer found."""
    found = find(request, pk)
    require(permissions.check_can_run, request.user, found.tender)
    bid = find_bid(found, bid_id)
    decision = _decision(found, bid_id, condition_id)
    if not decision.confirm_address:
        raise Http404
    return confirm(
        request,
        found,
        lambda evaluation, **who: actions.confirm_gate(evaluation, bid, condition_id, **who),
        heading=f"Confirm that {bid.provider} does not meet {condition_id}",
        intro=f"The reason that was given: {decision.reason} If you confirm it, this bid is out. It is not marked, and "
        "its price is never opened. If the bidder could put it right by explaining, ask it first.",
        button="Confirm: the bid is out",
        done=f"The bid of {bid.provider} is out.",
        back=reverse("evaluation_conditions", args=[pk]),
        warning=True,
    )

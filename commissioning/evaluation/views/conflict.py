"""Conflicts of interest: declared, found late, decided about, and read in the register."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.authorities.models import Role
from commissioning.bids.models import Bid
from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.forms import ConflictsForm, DecideConflictForm, LateConflictForm
from commissioning.evaluation.models import Conflict, Evaluation, PanelMember
from commissioning.evaluation.permissions.conflict import ASKED
from commissioning.evaluation.views.finding import find, find_bid, home_of, page, require
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused, allowed


@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare, for each bidder, whether there is a conflict of interest."""
    found = find(request, pk)
    require(permissions.check_can_declare, request.user, found)
    everyone = reports.all_bidders(found)
    initial = {}
    for row in Conflict.objects.filter(evaluation=found, user=request.user).select_related("bid").order_by("pk"):
        key = row.bid.provider_id
        if initial.get(f"conflict_{key}") != "yes":
            initial[f"conflict_{key}"] = "yes" if row.is_conflicted else "no"
            initial[f"detail_{key}"] = row.detail
    moment = permissions.must_declare(found, request.user)
    if moment:
        # Whoever is asked again answers again: only a conflict, which stands, is filled in already.
        initial = {key: said for key, said in initial.items() if said != "no"}
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
        asked=ASKED[moment] if moment and everyone else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def late_conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a conflict was found late: one's own, or, for an officer, of anybody who takes part."""
    found = find(request, pk)
    require(permissions.check_can_declare, request.user, found)
    everyone = reports.all_bidders(found)
    is_officer = allowed(permissions.check_can_run, request.user, found.tender)
    form = LateConflictForm(
        everyone, _people(found) if is_officer else None, request.POST if request.method == "POST" else None
    )
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data.get("person", request.user)
        bid = find_bid(found, form.bid_id())
        try:
            actions.find_conflict(found, person, bid, form.cleaned_data["detail"], by=request.user, now=request.now)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "The conflict of interest is recorded. It takes effect at once.")
            return redirect(home_of(found))
    return page(
        request,
        "evaluation/late_conflict.html",
        found,
        422 if problems or form.errors else 200,
        heading="Record a conflict of interest",
        form=form,
        problems=problems,
        button="Record this conflict",
        bidders=everyone,
    )


def _people(evaluation: Evaluation) -> QuerySet[User]:
    """Everybody who takes part: the panel and the procurement officers."""
    return (
        User.objects.filter(
            Q(pk__in=PanelMember.objects.filter(evaluation=evaluation).values("user"))
            | Q(staff_roles__authority=evaluation.tender.authority_id, staff_roles__role=Role.PROCUREMENT)
        )
        .distinct()
        .order_by("name", "pk")
    )


@require_safe
def conflict_register(request: HttpRequest, pk: int) -> HttpResponse:
    """Who declared what, when, and what was done about it."""
    found = find(request, pk)
    require(permissions.check_sees_conflict_register, request.user, found)
    register = reports.conflict_register(found)
    return page(
        request,
        "evaluation/conflict_register.html",
        found,
        headers=register.HEADERS,
        found_rows=[entry.row for entry in register.found],
        rows=[entry.row for entry in register.entries],
        undecided=[
            (entry.person, entry.bidder, reverse("decide_conflict", args=[pk, entry.undecided]))
            for entry in register.entries
            if entry.undecided
        ],
        can_decide=allowed(permissions.check_can_run, request.user, found.tender),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decide_conflict(request: HttpRequest, pk: int, conflict_id: int) -> HttpResponse:
    """Decide whether marks stand that were agreed for good before a conflict was known."""
    found = find(request, pk)
    require(permissions.check_can_run, request.user, found.tender)
    rows = Conflict.objects.select_related("evaluation", "user", "bid__provider")
    conflict = get_object_or_404(rows, pk=conflict_id, evaluation=found, needs_decision=True)
    form = DecideConflictForm(request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_conflict(conflict, form.cleaned_data["reason"], by=request.user, now=request.now)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "Your decision is recorded.")
            return redirect("conflict_register", pk=pk)
    return page(
        request,
        "form_page.html",
        found,
        422 if problems or form.errors else 200,
        heading="Decide whether the agreed marks stand",
        intro=f"{conflict.user} has a conflict of interest with {conflict.bid.provider}. It was found after the marks "
        "were final. They can’t be marked again by people who may know the prices. So either the marks stand, with a "
        "reason, or the procurement is cancelled.",
        form=form,
        problems=problems,
        button="The marks stand",
        back=reverse("conflict_register", args=[pk]),
    )

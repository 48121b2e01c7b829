"""Asking for sign-off, and declining it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.bids import actions, permissions, reports
from commissioning.bids.forms import DeclineSignOffForm
from commissioning.bids.views.finding import REFUSED, find_bid, members_of, page
from providers.models import Role
from socialvalue.refusals import Refused
from socialvalue.text import list_text


@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is still missing; when nothing is, the button that asks the signatories."""
    bid = find_bid(request, pk)
    problems: list[str] = []
    if request.method == "POST":
        try:
            actions.ask_for_sign_off(bid, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "You have asked for sign-off. Every signatory gets a mail.")
            return redirect("bid", pk=pk)
    members = members_of(bid)
    held = frozenset(Role(member.role) for member in members if member.user_id == request.user.pk)
    seen = reports.overview(bid)
    missing = [link.sentence for link in seen.left]
    return page(
        request,
        "bids/sign_off.html",
        bid,
        REFUSED if problems else 200,
        heading="Ask for sign-off",
        caption=bid.tender.title,
        seen=seen,
        asking=reports.sign_off(bid, seen),
        may=permissions.may(held, bid, request.now),
        signatories=list_text([member.user.name for member in members if member.role == Role.SIGNATORY]),
        # What the page links is not said twice.
        problems=[problem for problem in problems if problem not in missing],
        not_saved="",
        button="Ask for sign-off",
        back=reverse("bid", args=[pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say no to the asking, with a reason."""
    bid = find_bid(request, pk)
    form = DeclineSignOffForm(request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline_to_sign(bid, form.cleaned_data["reason"], by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "Not signed. The people who write the bid have your reason by mail.")
            return redirect("bid", pk=pk)
    return page(
        request,
        "form_page.html",
        bid,
        REFUSED if form.errors or problems else 200,
        heading="Do not sign this bid",
        caption=bid.tender.title,
        intro="The bid stays a draft. Your colleagues can change it and ask you again.",
        form=form,
        problems=problems,
        not_saved="",
        button="Send it back",
        back=reverse("bid_check", args=[pk]),
    )

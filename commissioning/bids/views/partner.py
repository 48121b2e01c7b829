"""Bidding with others, on the lead's side: how the bid is made, who is asked, what each will do."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from commissioning.bids import actions, permissions, reports
from commissioning.bids.actions import Stale
from commissioning.bids.forms import BidsAsForm, InvitationForm, ShareForm
from commissioning.bids.lifecycle import BIDS_AS_LABELS, BidsAs
from commissioning.bids.models import Partner
from commissioning.bids.readiness.partner import WHOLE
from commissioning.bids.views.finding import CONFLICT, REFUSED, Found, find, from_version, page
from socialvalue.refusals import Refused
from socialvalue.text import number_text


@require_http_methods(["GET", "HEAD", "POST"])
def partners(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who bids together, how far each is, and the choice how to bid."""
    found = find(request, pk)
    bid = found.bid
    form = BidsAsForm(request.POST if request.method == "POST" else None, initial={"bids_as": bid.bids_as})
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        how = BidsAs(form.cleaned_data["bids_as"])
        try:
            actions.save_bids_as(bid, how, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, f"Saved: {BIDS_AS_LABELS[how].lower()}.")
            return redirect("bid_partners", pk=pk)
    rows = reports.partner_rows(bid, found.asked)
    left = WHOLE - sum(row.percent for row in rows)
    return page(
        request,
        "bids/partners.html",
        bid,
        REFUSED if form.errors or problems else 200,
        form=form,
        problems=problems,
        may=found.may,
        rows=rows,
        is_allowed=found.asked.partners_allowed,
        is_alone=bid.bids_as == BidsAs.ALONE,
        how=BIDS_AS_LABELS[BidsAs(bid.bids_as)],
        left=number_text(left),
        is_over=left < 0,
        others=permissions.other_parts(bid.provider, bid),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def partner_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name a part of the bid, and ask somebody to take it."""
    found = find(request, pk)
    bid = found.bid
    if request.method != "POST" and (not found.may.write or bid.bids_as == BidsAs.ALONE):
        return redirect("bid_partners", pk=pk)
    form = InvitationForm(BidsAs(bid.bids_as), request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            actions.invite_partner(bid, form.given(), email, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, f"We have sent an invitation to {email}.")
            return redirect("bid_partners", pk=pk)
    return page(
        request,
        "form_page.html",
        bid,
        REFUSED if form.errors or problems else 200,
        heading="Ask an organisation to take part",
        caption=bid.tender.title,
        form=form,
        problems=problems,
        button="Send the invitation",
        back=reverse("bid_partners", args=[pk]),
    )


def _partner(found: Found, partner_pk: int) -> Partner:
    """One partner of the bid, or 404."""
    rows = Partner.own.filter(bid=found.bid, removed_at=None).select_related("provider")
    return get_object_or_404(rows, pk=partner_pk)


@require_http_methods(["GET", "HEAD", "POST"])
def partner(request: HttpRequest, pk: UUID, partner_pk: int) -> HttpResponse:
    """Change what a partner is asked to do."""
    found = find(request, pk)
    row = _partner(found, partner_pk)
    if request.method != "POST" and not found.may.write:
        return redirect("bid_partners", pk=pk)
    initial = {"role": row.role, "share": row.share, "percent": row.percent}
    form = ShareForm(BidsAs(found.bid.bids_as), request.POST if request.method == "POST" else None, initial=initial)
    version, problems, status, theirs = row.version, [], 200, ""
    if request.method == "POST":
        version, status = from_version(request), REFUSED
        if form.is_valid():
            try:
                actions.save_share(row, form.given(), from_version=version, by=request.user, now=request.now)
            except Stale as stale:
                status, problems, version = CONFLICT, stale.problems, stale.stored.version
                said = stale.stored
                theirs = f"{said.role_text}, about {number_text(said.percent)}% of the price.\n{said.share}"
            except Refused as refused:
                problems = refused.problems
            else:
                messages.success(request, f"The share of {row} is saved.")
                return redirect("bid_partners", pk=pk)
    return page(
        request,
        "bids/part.html",
        found.bid,
        status,
        heading=f"The share of {row}",
        caption=found.bid.tender.title,
        intro="If they have signed it off, a change makes the sign-off lapse. We tell them, and they can sign again."
        if row.signed_at
        else "",
        form=form,
        problems=problems,
        version=version,
        theirs=theirs,
        button="Save the share",
        back=reverse("bid_partners", args=[pk]),
    )


@require_POST
def partner_again(request: HttpRequest, pk: UUID, partner_pk: int) -> HttpResponse:
    """Send the invitation again, with a new link."""
    found = find(request, pk)
    row = _partner(found, partner_pk)
    try:
        actions.invite_again(row, by=request.user, now=request.now)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"We have sent a new invitation to {row.email}. The link in the old one is dead.")
    return redirect("bid_partners", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def partner_remove(request: HttpRequest, pk: UUID, partner_pk: int) -> HttpResponse:
    """Ask once more, then take a partner out of the bid."""
    found = find(request, pk)
    row = _partner(found, partner_pk)
    if request.method != "POST" and not found.may.write:
        return redirect("bid_partners", pk=pk)
    problems: list[str] = []
    if request.method == "POST":
        try:
            actions.remove_partner(row, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, f"{row} is taken out of the bid.")
            return redirect("bid_partners", pk=pk)
    return page(
        request,
        "form_page.html",
        found.bid,
        REFUSED if problems else 200,
        heading=f"Take {row} out of the bid?",
        caption=found.bid.tender.title,
        intro="We tell them. What they were to deliver becomes yours to deliver. The text of their share goes.",
        problems=problems,
        button="Take them out of the bid",
        warning=True,
        back=reverse("bid_partners", args=[pk]),
    )

"""The chain of one commitment: how it comes about, what it leads to, and its milestones."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.bids import actions, reports
from commissioning.bids.actions import Stale
from commissioning.bids.forms import ChainForm, chain_initial
from commissioning.bids.models import Commitment
from commissioning.bids.readiness import LINKS
from commissioning.bids.views.finding import CONFLICT, REFUSED, find, from_version, page
from glossary.words import bare_unit
from socialvalue.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_chain(request: HttpRequest, pk: UUID, commitment_pk: int) -> HttpResponse:
    """Draw the chain of one commitment, and change it."""
    found = find(request, pk)
    row = get_object_or_404(Commitment.own, bid=found.bid, pk=commitment_pk)
    question = found.asked.question(row.question_id)
    if request.method != "POST" and not found.may.write:
        return redirect("bid_check", pk=pk)
    form = ChainForm(
        bare_unit(row.unit), request.POST if request.method == "POST" else None, initial=chain_initial(row)
    )
    version, problems, status, is_stale = row.version, [], 200, False
    if request.method == "POST":
        version, status = from_version(request), REFUSED
        if form.is_valid():
            try:
                actions.save_chain(
                    found.bid, row.pk, form.chain(), from_version=version, by=request.user, now=request.now
                )
            except Stale as stale:
                status, problems, is_stale = CONFLICT, stale.problems, True
                version = stale.stored.version if stale.stored else version
            except Refused as refused:
                problems = refused.problems
            else:
                messages.success(request, f"How “{row.measure}” comes about is saved.")
                return redirect("bid_commitment_chain", pk=pk, commitment_pk=row.pk)
    return page(
        request,
        "bids/chain.html",
        found.bid,
        status,
        heading=row.measure,
        caption=f"Question {question.number}: how this commitment comes about" if question else "",
        chain=reports.shown_chain(reports.commitment_of(row)),
        form=form,
        problems=problems,
        version=version,
        is_stale=is_stale,
        terms=[*(link.term for link in LINKS), "indicator", "baseline", "target", "milestone"],
        button="Save how it comes about",
        back=f"{reverse('bid_answer', args=[pk, question.number if question else 1])}#commitments",
    )

"""Checking all answers and submitting the bid."""

from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.bids import actions, permissions, reports
from commissioning.bids.forms import SubmitForm
from commissioning.bids.views.finding import REFUSED, find_bid, from_version, members_of, page
from providers.models import Role
from socialvalue.refusals import Refused
from socialvalue.text import list_text


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole bid as it would be opened, every problem with its place, and the button that submits it."""
    bid = find_bid(request, pk)
    form = SubmitForm(request.POST if request.method == "POST" else None)
    key, problems = uuid4(), []
    if request.method == "POST":
        key = _key(request) or key
        if form.is_valid():
            try:
                submission = actions.submit(
                    bid,
                    idempotency_key=key,
                    tender_version=_tender_version(request),
                    by=request.user,
                    now=request.now,
                )
            except Refused as refused:
                problems = refused.problems
            else:
                return redirect("bid_receipt", pk=pk, version=submission.version)
    members = members_of(bid)
    held = frozenset(Role(member.role) for member in members if member.user_id == request.user.pk)
    seen = reports.overview(bid)
    found = [link.sentence for link in seen.left]
    looks = reports.second_looks(bid, seen.asked, seen.file.commitments)
    return page(
        request,
        "bids/check.html",
        bid,
        REFUSED if form.errors or problems else 200,
        seen=seen,
        content=reports.content(seen.asked, seen.file),
        asking=reports.sign_off(bid, seen),
        may=permissions.may(held, bid, request.now),
        signatories=list_text([member.user.name for member in members if member.role == Role.SIGNATORY], "or"),
        form=form,
        # What the page links is not said twice.
        problems=[problem for problem in problems if problem not in found],
        key=key,
        headers=reports.PROMISE_HEADERS,
        second_looks=[(look.sentence, reverse("bid_answer", args=[pk, look.number])) for look in looks],
        not_saved="Not submitted. What you wrote is still here." if form.errors or problems else "",
    )


def _tender_version(request: HttpRequest) -> int | None:
    """The version of the tender that the page was made from; None for a form that does not say."""
    version = from_version(request, "tender_version")
    return version if version >= 0 else None


def _key(request: HttpRequest) -> UUID | None:
    """The name of the form that was sent, or None if it is no such name."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None

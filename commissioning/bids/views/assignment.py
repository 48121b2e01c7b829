"""Who does what in a bid."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.bids import actions, permissions, reports
from commissioning.bids.forms import NOBODY, AssignForm
from commissioning.bids.views.finding import REFUSED, find_bid, members_of, page
from providers.models import Role
from socialvalue.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def who(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every part of the bid, who sees to it and how far it is; ask somebody. `?part=` chooses one."""
    bid = find_bid(request, pk)
    members = members_of(bid)
    held = frozenset(Role(member.role) for member in members if member.user_id == request.user.pk)
    people = list({member.user_id: member.user for member in members}.values())
    parts, given = reports.parts_of(bid), reports.assignments(bid)
    form = AssignForm(
        parts,
        people,
        request.POST if request.method == "POST" else None,
        initial=_initial(request.GET.get("part", ""), parts, given),
    )
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        part, person = said["part"], said["person"]
        try:
            actions.assign(
                bid,
                part.part,
                part.question_id,
                person,
                by_when=said["by_when"],
                by=request.user,
                now=request.now,
            )
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, f"{person.name} sees to it now." if person else "Nobody sees to it now.")
            return redirect("bid_who", pk=pk)
    seen = reports.overview(bid)
    return page(
        request,
        "bids/who.html",
        bid,
        REFUSED if form.errors or problems else 200,
        heading="Who does what",
        caption=bid.tender.title,
        headers=reports.WHO_HEADERS,
        rows=reports.who_rows(bid, given, (*seen.questions, *seen.rest)),
        may=permissions.may(held, bid, request.now),
        form=form,
        problems=problems,
        not_saved="",
        button="Save who sees to it",
        back=reverse("bid", args=[pk]),
    )


def _initial(
    key: str, parts: list[reports.PartOfBid], given: dict[tuple[str, str], object]
) -> dict[str, object] | None:
    """What the form starts from for the part that the address names."""
    part = next((one for one in parts if one.key == key), None)
    if part is None:
        return None
    stored = given.get((part.part, part.question_id))
    return {
        "part": key,
        "person": str(stored.person_id) if stored else NOBODY,
        "by_when": stored.by_when if stored else None,
    }

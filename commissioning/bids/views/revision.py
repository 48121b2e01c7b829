"""The versions of an answer: who saved what, where two differ, and one put back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.bids import actions, reports
from commissioning.bids.actions import Stale
from commissioning.bids.reports import AnswerVersion
from commissioning.bids.views.finding import CONFLICT, REFUSED, find, from_version, page, read_version
from socialvalue.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def answer_versions(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Every version of one answer, two of them side by side. Posting puts one back, as a save like any other."""
    found = find(request, pk)
    question = found.asked.numbered(number)
    if question is None or question.is_commitment:
        raise Http404
    problems, status = [], 200
    if request.method == "POST":
        wanted = from_version(request, "version")
        old = next((one for one in reports.versions_of(found.bid, question.id) if one.number == wanted), None)
        if old is None:
            raise Http404
        try:
            actions.save_answer(
                found.bid, question.id, old.text, from_version=from_version(request), by=request.user, now=request.now
            )
        except Refused as refused:
            problems, status = refused.problems, CONFLICT if isinstance(refused, Stale) else REFUSED
        else:
            messages.success(request, f"The version of {old.when} is back: {old.words}.")
            return redirect(reverse("bid_answer", args=[pk, number]))
    versions = reports.versions_of(found.bid, question.id)
    older = _chosen(versions, request.GET.get("older", ""), 1)
    newer = _chosen(versions, request.GET.get("newer", ""), 0)
    choices = [("older", "Older version", older), ("newer", "Newer version", newer)]
    left, right = reports.marked_between(older.text, newer.text) if older and newer else ([], [])
    return page(
        request,
        "bids/versions.html",
        found.bid,
        status,
        question=question,
        may=found.may,
        versions=versions,
        headers=["Saved", "By", "Words"],
        rows=[(one.when + (" (stands now)" if one.is_now else ""), one.by, one.words) for one in versions],
        choices=choices,
        older=older,
        newer=newer,
        left=left,
        right=right,
        problems=problems,
    )


def _chosen(versions: list[AnswerVersion], typed: str, place: int) -> AnswerVersion | None:
    """The version asked for by its number, else the one at this place from the newest; None if there are not so many."""
    asked = next((one for one in versions if one.number == read_version(typed)), None)
    return asked or (versions[place] if place < len(versions) else None)

"""The assessment summaries: read, word, check and send them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from commissioning.evaluation import actions, permissions
from commissioning.evaluation.forms.standstill import WordingForm
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Award, Evaluation
from commissioning.evaluation.reports.assessment_summary import (
    CRITERIA_HEADERS,
    SCALE_HEADERS,
    SCORE_HEADERS,
    assessment_summaries,
    reason_in,
)
from commissioning.evaluation.views.finding import find, find_bid, page, require
from socialvalue.refusals import Refused, allowed

APPROVED = (Status.AWARDED, Status.TOLD, Status.CONCLUDED)


def _approved(request: HttpRequest, pk: int) -> Evaluation:
    """The evaluation, for an officer, once the award is approved; 404 otherwise."""
    found = find(request, pk)
    require(permissions.check_can_run, request.user, found.tender)
    if found.status not in APPROVED:
        raise Http404
    return found


def _draw(request: HttpRequest, found: Evaluation, problems: list[str], status: int) -> HttpResponse:
    award = Award.objects.select_related("checked_by", "told_by", "evaluation").get(evaluation=found)
    return page(
        request,
        "evaluation/summaries.html",
        found,
        status,
        letters=assessment_summaries(found),
        award=award,
        may_release=allowed(permissions.check_can_release, request.user, award),
        is_open=found.waits_at(Status.AWARDED),
        problems=problems,
        criteria_headers=CRITERIA_HEADERS,
        scale_headers=SCALE_HEADERS,
        score_headers=SCORE_HEADERS,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def summaries(request: HttpRequest, pk: int) -> HttpResponse:
    """Every letter with what the check found; the first officer says that they are fit to send."""
    found = _approved(request, pk)
    if request.method != "POST":
        return _draw(request, found, [], 200)
    try:
        actions.check_summaries(found, by=request.user, now=request.now)
    except Refused as refusal:
        return _draw(request, found, refusal.problems, 422)
    messages.success(request, "You checked the letters. Another procurement officer must read and send them.")
    return redirect("summaries", pk)


@require_POST
def release_summaries(request: HttpRequest, pk: int) -> HttpResponse:
    """Send every letter at the same moment."""
    found = _approved(request, pk)
    try:
        released = actions.release_summaries(found, by=request.user, now=request.now)
    except Refused as refusal:
        return _draw(request, found, refusal.problems, 422)
    messages.success(request, f"{len(released)} letters are sent. Now publish the award notice, and record it here.")
    return redirect("standstill", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def word_summary(request: HttpRequest, pk: int, to_id: UUID, about_id: UUID, question_id: str) -> HttpResponse:
    """Say how one reason reads in one letter."""
    found = _approved(request, pk)
    to, about = find_bid(found, to_id), find_bid(found, about_id)
    try:
        reason = reason_in(assessment_summaries(found), to, about, question_id)
    except Refused as refusal:
        raise Http404 from refusal
    form = WordingForm(request.POST if request.method == "POST" else None, initial={"text": reason.text})
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.word_summary(found, to, about, question_id, **form.cleaned_data, by=request.user, now=request.now)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "The wording is saved for this letter. What the panel agreed stays as it is.")
            return redirect("summaries", pk)
    return page(
        request,
        "evaluation/word_summary.html",
        found,
        422 if problems or form.errors else 200,
        heading=f"A reason in the letter to {to.provider}",
        form=form,
        problems=problems,
        reason=reason,
        button="Save the wording",
    )

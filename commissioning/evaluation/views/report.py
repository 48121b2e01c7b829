"""The evaluation report: its page, its sign-off, its papers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from commissioning.evaluation import actions, papers, permissions
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Evaluation, Paper
from commissioning.evaluation.reports.report import evaluation_report
from commissioning.evaluation.views.finding import by_lot, find, home_of, page, require
from socialvalue.files.models import download
from socialvalue.refusals import Refused, allowed
from socialvalue.text import datetime_text, size_text


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole report as a page."""
    found = find(request, pk)
    require(permissions.check_sees_report, request.user, found)
    if found.tender.file.lots:
        return by_lot(request, found)
    return _report_page(request, found)


@require_POST
def sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the report that the chair has read: the hash in the form must still be that of the facts."""
    found = find(request, pk)
    require(permissions.check_can_moderate, request.user, found)
    require(permissions.check_sees_report, request.user, found)
    if found.tender.file.lots:
        return by_lot(request, found)
    sha256 = request.POST.get("sha256", "")
    if sha256 != evaluation_report(found).sha256:
        return _report_page(
            request, found, 409, ["The report has changed since you opened it. Read it again, then sign."]
        )
    try:
        actions.sign_off(found, sha256, by=request.user, now=request.now)
    except Refused as refusal:
        return _report_page(request, found, 422, refusal.problems)
    messages.success(request, "You signed off the evaluation report.")
    return redirect(home_of(found))


@require_POST
def ask_for_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a paper made."""
    found = find(request, pk)
    kind = request.POST.get("kind", "")
    if kind not in Paper.Kind.values:
        raise Http404
    made = papers.KINDS[Paper.Kind(kind)]
    require(made.check, request.user, found)
    if made.page == "evaluation_report" and found.tender.file.lots:
        return by_lot(request, found)
    paper = actions.ask_for_paper(found, Paper.Kind(kind), by=request.user, now=request.now)
    return redirect("paper", pk=pk, paper_id=paper.pk)


@require_safe
def paper(request: HttpRequest, pk: int, paper_id: int) -> HttpResponse:
    """How far a paper has come, and the paper itself when it is made."""
    found = find(request, pk)
    row = _paper(request, found, paper_id)
    return page(
        request,
        "evaluation/paper.html",
        found,
        paper=row,
        back=reverse(papers.KINDS[Paper.Kind(row.kind)].page, args=[pk]),
        is_waiting=not row.file_id and not row.fault,
        size=size_text(row.file.size) if row.file_id else "",
        asked=f"{row.asked_by}, {datetime_text(row.asked_at)}",
    )


@require_safe
def paper_download(request: HttpRequest, pk: int, paper_id: int) -> HttpResponse:
    """A finished paper as a download."""
    row = _paper(request, find(request, pk), paper_id)
    if not row.file_id:
        raise Http404
    return download(row.file)


def _paper(request: HttpRequest, found: Evaluation, paper_id: int) -> Paper:
    """One paper of this evaluation, for those who may have its kind; its bytes stay behind until they are asked for."""
    rows = Paper.objects.filter(evaluation=found).select_related("file", "asked_by").defer("file__content")
    row = get_object_or_404(rows, pk=paper_id)
    require(papers.KINDS[Paper.Kind(row.kind)].check, request.user, found)
    return row


def _report_page(
    request: HttpRequest, found: Evaluation, status: int = 200, problems: list[str] | None = None
) -> HttpResponse:
    """Draw the report, with the chair's button while it waits for one."""
    is_unsigned = found.waits_at(Status.PRICED)
    return page(
        request,
        "evaluation/report.html",
        found,
        status,
        problems=problems or [],
        can_sign=is_unsigned and allowed(permissions.check_can_moderate, request.user, found),
        **papers.sections(evaluation_report(found)),
    )

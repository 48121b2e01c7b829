"""Strands by priorities by questions, and the strands that are set aside."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.tenders import actions, permissions
from commissioning.tenders.forms import SetAsideForm, place_findings
from commissioning.tenders.models import Tender
from commissioning.tenders.reports.coverage import coverage_of
from commissioning.tenders.reports.findings import check_of
from commissioning.tenders.views.draft import of_staff, read_version, version_to_carry
from glossary.words import Strand
from socialvalue.refusals import Refused, allowed


@require_http_methods(["GET", "HEAD", "POST"])
def coverage(request: HttpRequest, pk: int) -> HttpResponse:
    """The grid of a draft; a POST sets strands aside with a reason, and a blank reason takes one back."""
    tender = of_staff(request, pk)
    form = SetAsideForm(request.POST or None, initial=dict(tender.file.strands_set_aside or {}))
    if request.method != "POST":
        return _draw(request, tender, form)
    if not form.is_valid():
        return _draw(request, tender, form, status=422)
    aside = {strand: form.cleaned_data[strand.value] for strand in Strand if form.cleaned_data[strand.value]}
    document = replace(tender.file, strands_set_aside=aside or None)
    try:
        actions.save_draft(
            tender,
            document,
            section="the strands set aside",
            from_version=read_version(request),
            by=request.user,
            now=request.now,
        )
    except actions.Stale as stale:
        return _draw(request, stale.tender, form, problems=stale.problems, is_stale=True, status=409)
    except Refused as refused:
        return _draw(request, tender, form, problems=refused.problems, status=422)
    messages.success(request, "Saved.")
    return redirect("tender_coverage", pk=tender.pk)


def _draw(
    request: HttpRequest,
    tender: Tender,
    form: SetAsideForm,
    *,
    problems: list[str] | None = None,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Draw the grid, with what is saved now, and the form."""
    check = check_of(tender, request.now).on(reverse("tender_coverage", args=[tender.pk]))
    return render(
        request,
        "tenders/draft/coverage.html",
        {
            "tender": tender,
            "coverage": coverage_of(tender),
            "form": form,
            "check": check,
            "stray": place_findings(check.lines, form),
            "problems": problems or [],
            "version": version_to_carry(request, tender, is_stale=is_stale),
            "may_edit": allowed(permissions.check_can_edit, request.user, tender),
            "back": reverse("tender_draft", args=[tender.pk]),
        },
        status=status,
    )

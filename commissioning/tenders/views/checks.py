"""What the checker finds in a draft: while one types, all in one place, and the reasons given for it."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from commissioning.tenders import actions, permissions
from commissioning.tenders.forms import EDITORS, QuestionForm, RecordedReasonForm, initial_of, place_findings
from commissioning.tenders.models import Tender
from commissioning.tenders.readiness import Section
from commissioning.tenders.reports.draft import section_address
from commissioning.tenders.reports.findings import Check, WarningGroup, check_of
from commissioning.tenders.reports.places import Places
from commissioning.tenders.tenderfile import Question, TenderFile, each_question
from commissioning.tenders.views.draft import of_staff, read_version, version_to_carry
from commissioning.tenders.views.questions import found_question
from socialvalue.refusals import Refused, allowed


@require_POST
def section_check(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """Say what would be found if what is typed were saved. Nothing is saved. 422 while it can't be read."""
    tender = of_staff(request, pk)
    if not allowed(permissions.check_can_edit, request.user, tender) or section not in list(Section):
        raise Http404
    part = Section(section)
    if part is Section.QUESTIONS:
        return _question_check(request, tender)
    editor = EDITORS[part](tender.file, request.POST)
    if not editor.is_valid():
        return HttpResponse(status=422)
    check = check_of(tender, request.now, editor.apply(tender.file))
    return _found(request, tender, check.on(section_address(tender, part)), editor.form, *(editor.rows or ()))


def _question_check(request: HttpRequest, tender: Tender) -> HttpResponse:
    old, parent = found_question(tender, request.GET["id"]) if "id" in request.GET else (None, "")
    form = QuestionForm(tender.file, request.POST, initial=initial_of(old, parent) if old else {})
    if not form.is_valid():
        return HttpResponse(status=422)
    document = form.apply(tender.file, old)
    check = check_of(tender, request.now, document)
    question = _changed(tender.file, document, old)
    return _found(request, tender, check.on(Places(tender, document).question(question).page), form)


def _changed(before: TenderFile, after: TenderFile, old: Question | None) -> Question:
    """Return the question as it is typed: the one with the old id, or the one that was not there before."""
    known = {question.id for _, question in each_question(before)}
    return next(
        question for _, question in each_question(after) if (question.id == old.id if old else question.id not in known)
    )


def _found(request: HttpRequest, tender: Tender, check: Check, *forms: object) -> HttpResponse:
    """Draw the parts of the page that speak of findings, for the script to put in their places."""
    stray = place_findings(check.lines, *forms)
    fields = [field for form in forms for field in form.visible_fields() if field.field.findings]
    return render(
        request, "tenders/draft/_live.html", {"tender": tender, "check": check, "stray": stray, "fields": fields}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def checks(request: HttpRequest, pk: int) -> HttpResponse:
    """Every finding with the field that mends it, and for each warning the reason that is kept; a POST records one."""
    tender = of_staff(request, pk)
    check = check_of(tender, request.now)
    id = request.POST.get("id", "")
    if request.method != "POST":
        return _draw(request, tender, check)
    if id not in {group.id for group in check.warnings}:
        raise Http404
    form = _reason_form(id, request.POST)
    if not form.is_valid():
        return _draw(request, tender, check, (id, form), status=422)
    reasons = {**(tender.file.reasons or {}), id: form.cleaned_data["reason"]}
    if not reasons[id]:
        del reasons[id]
    document = replace(tender.file, reasons=reasons or None)
    try:
        actions.save_draft(
            tender, document, section="reasons", from_version=read_version(request), by=request.user, now=request.now
        )
    except actions.Stale as stale:
        fresh = check_of(stale.tender, request.now)
        return _draw(request, stale.tender, fresh, (id, form), problems=stale.problems, is_stale=True, status=409)
    except Refused as refused:
        return _draw(request, tender, check, (id, form), problems=refused.problems, status=422)
    messages.success(request, "Reason recorded." if id in reasons else "The reason is taken away.")
    return redirect(f"{reverse('tender_checks', args=[tender.pk])}#reason-{id}")


def _reason_form(id: str, typed: object = None, recorded: str = "") -> RecordedReasonForm:
    """Return the form for one finding's reason; several stand on one page."""
    return RecordedReasonForm(typed, initial={"reason": recorded}, auto_id=f"id_{id.replace('.', '-')}_%s")


def _draw(
    request: HttpRequest,
    tender: Tender,
    check: Check,
    typed: tuple[str, RecordedReasonForm] | None = None,
    *,
    problems: list[str] | None = None,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Draw the page of findings; `typed` is the reason that came back with faults."""

    def form(group: WarningGroup) -> RecordedReasonForm:
        return typed[1] if typed and typed[0] == group.id else _reason_form(group.id, recorded=group.recorded)

    return render(
        request,
        "tenders/draft/checks.html",
        {
            "tender": tender,
            "check": check,
            "warnings": [(group, form(group)) for group in check.warnings],
            "form": typed[1] if typed else None,
            "problems": problems or [],
            "version": version_to_carry(request, tender, is_stale=is_stale),
            "may_edit": allowed(permissions.check_can_edit, request.user, tender),
            "back": reverse("tender_draft", args=[tender.pk]),
        },
        status=status,
    )

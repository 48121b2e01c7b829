"""Changing a published tender: everyone reads what changed; staff prepare, another officer approves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.tenders import actions, permissions
from commissioning.tenders.forms import EDITORS, Editor, QuestionForm, ReasonForm, initial_of
from commissioning.tenders.forms.addendum import SendAddendumForm
from commissioning.tenders.lifecycle import AddendumStatus
from commissioning.tenders.models import Addendum, Tender
from commissioning.tenders.readiness import Section
from commissioning.tenders.reports import addendum as reports
from commissioning.tenders.reports.findings import check_of
from commissioning.tenders.tenderfile import Question, TenderFile, take_question
from commissioning.tenders.tenderfile.difference import differences
from commissioning.tenders.views.clarifications import published
from commissioning.tenders.views.draft import of_staff, read_version
from commissioning.tenders.views.questions import found_question
from socialvalue.refusals import Refused, allowed
from socialvalue.text import datetime_text


@login_not_required
@require_safe
def addendum(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One published change: why, and what it was before and is now."""
    tender = published(pk)
    rows = tender.addenda.published().select_related("before", "pack")
    found = get_object_or_404(rows, number=number)
    return render(request, "tenders/addendum/addendum.html", {"tender": tender, "page": reports.addendum_page(found)})


def of_case(request: HttpRequest, pk: int) -> Tender:
    """Return a tender of the reader's authority that is or was published, or answer 404."""
    tender = of_staff(request, pk)
    if not tender.published_at:
        raise Http404
    return tender


def unfinished(request: HttpRequest, pk: int) -> Addendum:
    """Return the change that is being prepared, or answer 404."""
    tender = of_case(request, pk)
    found = get_object_or_404(tender.addenda.unfinished().select_related("before"))
    found.tender = tender
    return found


def editable(request: HttpRequest, pk: int) -> Addendum:
    """Return the change that the reader may edit, or answer 404."""
    found = unfinished(request, pk)
    if not allowed(permissions.check_can_edit_addendum, request.user, found, request.now):
        raise Http404
    return found


def carried_version(request: HttpRequest, found: Addendum, *, is_stale: bool) -> int:
    """Return the version that the page to draw carries on: see `version_to_carry` of the draft's pages."""
    return read_version(request) if request.method == "POST" and not is_stale else found.version


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The change being prepared: every part that can be changed, and what has changed. A POST begins it or gives it up."""
    tender = of_case(request, pk)
    found = tender.addenda.unfinished().select_related("before", "sent_by").first()
    if found is not None:
        found.tender = tender
    problems: list[str] = []
    if request.method == "POST":
        try:
            if request.POST.get("decision") == "drop" and found is not None:
                actions.drop_addendum(found, by=request.user, now=request.now)
                messages.success(request, "The change is given up. The tender stays as it was.")
                return redirect("case", pk=pk)
            actions.start_addendum(tender, by=request.user, now=request.now)
            return redirect("addendum_draft", pk=pk)
        except Refused as refused:
            problems = refused.problems
    compared = differences(found.before.file, found.file) if found else []
    return render(
        request,
        "tenders/addendum/draft.html",
        {
            "tender": tender,
            "addendum": found,
            "problems": problems,
            "links": reports.sections(found, compared) if found else [],
            "questions": reports.changed_questions(found) if found else [],
            "changes": reports.changes(compared),
            "may_start": allowed(permissions.check_can_change, request.user, tender, request.now),
            "may_edit": found and allowed(permissions.check_can_edit_addendum, request.user, found, request.now),
            "may_drop": found and allowed(permissions.check_can_drop_addendum, request.user, found, request.now),
            "is_in_review": found and found.status == AddendumStatus.IN_REVIEW,
            "rows": reports.published_rows(tender),
            "headers": reports.HEADERS,
            "closes": tender.closing_text(request.now),
        },
        status=422 if problems else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """One section of the changed tender, edited as it is in a draft."""
    found = editable(request, pk)
    if section not in list(Section) or (part := Section(section)) not in EDITORS:
        raise Http404
    if request.method != "POST":
        return _draw_section(request, found, EDITORS[part](found.file))
    editor = EDITORS[part](found.file, request.POST)
    if not editor.is_valid():
        return _draw_section(request, found, editor, status=422)
    try:
        actions.save_addendum(
            found,
            editor.apply(found.file),
            section=f"“{part.label}”",
            from_version=read_version(request),
            by=request.user,
            now=request.now,
        )
    except actions.StaleAddendum as stale:
        theirs = type(editor)(stale.addendum.file).said()
        return _draw_section(request, stale.addendum, editor, problems=stale.problems, theirs=theirs, status=409)
    except Refused as refused:
        return _draw_section(request, found, editor, problems=refused.problems, status=422)
    messages.success(request, f"{part.label} saved in the change. Nothing is published yet.")
    if request.POST.get("next") == "more":
        return redirect(f"{reverse('addendum_section', args=[pk, section])}#more")
    return redirect("addendum_draft", pk=pk)


def _draw_section(
    request: HttpRequest,
    found: Addendum,
    editor: Editor,
    *,
    problems: list[str] | None = None,
    theirs: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "tenders/addendum/section.html",
        {
            "tender": found.tender,
            "heading": editor.section.label,
            "version": carried_version(request, found, is_stale=theirs is not None),
            "editor": editor,
            "form": editor.form,
            "rows": editor.rows,
            "problems": problems or [],
            "is_stale": theirs is not None,
            "theirs": theirs,
            "back": reverse("addendum_draft", args=[found.tender_id]),
        },
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question of the changed tender: `?id=` changes one, without it a new one is added."""
    found = editable(request, pk)
    changed = reports.as_changed(found)
    old, parent = found_question(changed, request.GET["id"]) if "id" in request.GET else (None, "")
    initial = initial_of(old, parent) if old else {}
    if request.method != "POST":
        return _draw_question(request, found, QuestionForm(found.file, initial=initial), old)
    form = QuestionForm(found.file, request.POST, initial=initial)
    if not form.is_valid():
        return _draw_question(request, found, form, old, status=422)
    try:
        _save_questions(request, found, form.apply(found.file, old), f"question {old.id}" if old else "the questions")
    except actions.StaleAddendum as stale:
        return _draw_question(
            request, stale.addendum, form, old, problems=stale.problems, theirs=_saved(stale.addendum, old), status=409
        )
    except Refused as refused:
        return _draw_question(request, found, form, old, problems=refused.problems, status=422)
    messages.success(request, "Question saved in the change. Nothing is published yet.")
    return redirect("addendum_draft", pk=pk)


def _saved(found: Addendum, old: Question | None) -> list[tuple[str, str]]:
    """Return what is saved of the question now, as (label, words); it may be gone."""
    try:
        saved, parent = found_question(reports.as_changed(found), old.id if old else "")
    except Http404:
        return []
    return QuestionForm(found.file, initial=initial_of(saved, parent)).said()


def _save_questions(request: HttpRequest, found: Addendum, document: TenderFile, what: str) -> None:
    actions.save_addendum(
        found, document, section=what, from_version=read_version(request), by=request.user, now=request.now
    )


def _draw_question(
    request: HttpRequest,
    found: Addendum,
    form: QuestionForm,
    old: Question | None,
    *,
    problems: list[str] | None = None,
    theirs: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "tenders/addendum/question.html",
        {
            "tender": found.tender,
            "heading": f"Question {old.id}" if old else "New question",
            "version": carried_version(request, found, is_stale=theirs is not None),
            "form": form,
            "problems": problems or [],
            "is_stale": theirs is not None,
            "theirs": theirs,
            "back": reverse("addendum_draft", args=[found.tender_id]),
        },
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a question out of the changed tender, after saying what it means for bids."""
    found = editable(request, pk)
    old, _ = found_question(reports.as_changed(found), request.GET.get("id", ""))
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        try:
            _save_questions(request, found, take_question(found.file, old.id), f"the questions: {old.id} was removed")
        except actions.StaleAddendum as stale:
            problems, status, found = stale.problems, 409, stale.addendum
        except Refused as refused:
            problems, status = refused.problems, 422
        else:
            messages.success(request, f"Question {old.id} is removed in the change. Nothing is published yet.")
            return redirect("addendum_draft", pk=pk)
    return render(
        request,
        "tenders/addendum/remove_question.html",
        {
            "tender": found.tender,
            "question": old,
            "version": found.version,
            "problems": problems,
            "heading": f"Remove question {old.id}?",
            "button": "Remove this question",
            "warning": True,
            "back": reverse("addendum_draft", args=[pk]),
        },
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether the change is material, why, and when the tender closes; then hand it to another officer."""
    found = editable(request, pk)
    check = check_of(found.tender, request.now, found.file)
    proposed = reports.proposed_closing(found, request.now)
    form = SendAddendumForm(check.to_explain, request.POST or None, initial={"closes_at": proposed})
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.send_addendum(
                found,
                is_material=said["is_material"] == "yes",
                reason=said["reason"],
                closes_at=said["closes_at"],
                closing_reason=said["closing_reason"],
                reasons=form.reasons(),
                by=request.user,
                now=request.now,
            )
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(
                request, "Sent for approval. The procurement officers who did not draft it have been told."
            )
            return redirect("addendum_draft", pk=pk)
    return render(
        request,
        "tenders/addendum/send.html",
        {
            "tender": found.tender,
            "heading": "Send the change for approval",
            "caption": found.tender.title,
            "changes": reports.changes(differences(found.before.file, found.file)),
            "closes": found.tender.closing_text(request.now),
            "proposed": datetime_text(proposed),
            "form": form,
            "problems": problems,
            "button": "Send for approval",
            "back": reverse("addendum_draft", args=[pk]),
        },
        status=422 if problems or form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """What changes, for the officer who publishes it or sends it back."""
    found = unfinished(request, pk)
    sends_back = request.POST.get("decision") == "send_back"
    form = ReasonForm(request.POST if sends_back else None)
    problems: list[str] = []
    if request.method == "POST" and (form.is_valid() or not sends_back):
        try:
            if sends_back:
                actions.send_addendum_back(found, form.cleaned_data["reason"], by=request.user, now=request.now)
                messages.success(request, "Sent back. The drafters have been told why.")
                return redirect("addendum_draft", pk=pk)
            done = actions.approve_addendum(found, from_version=read_version(request), by=request.user, now=request.now)
            messages.success(request, f"Addendum {done.number} is published. Everyone who follows the tender is told.")
            return redirect("addendum", pk=pk, number=done.number)
        except Refused as refused:
            problems = refused.problems
    return render(
        request,
        "tenders/addendum/approve.html",
        {
            "tender": found.tender,
            "addendum": found,
            "changes": reports.changes(differences(found.before.file, found.file)),
            "drafters": [person.name for person in found.drafters.order_by("name")],
            "closes": found.tender.closing_text(request.now),
            "closes_after": datetime_text(reports.closing_if_published(found, request.now)),
            "refusals": _refusals(request, found),
            "form": form,
            "problems": problems,
            "back": reverse("addendum_draft", args=[pk]),
        },
        status=422 if problems or form.errors else 200,
    )


def _refusals(request: HttpRequest, found: Addendum) -> list[str]:
    """Return why the reader may not decide; nothing for one who may."""
    try:
        permissions.check_can_approve_addendum(request.user, found, request.now)
    except Refused as refused:
        return refused.problems
    return []

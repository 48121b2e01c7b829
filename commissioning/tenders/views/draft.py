"""Drafting: the start, the task list, and a page for each section."""

from dataclasses import replace

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.authorities.models import Authority, Role
from commissioning.tenders import actions, permissions
from commissioning.tenders.forms import EDITORS, USUAL_CRITERIA, Editor, StartForm, place_findings
from commissioning.tenders.models import Engagement, Tender
from commissioning.tenders.readiness import Section
from commissioning.tenders.reports import draft as reports
from commissioning.tenders.reports.findings import check_of
from commissioning.tenders.reports.listing import PHASE_COLOURS
from commissioning.tenders.reports.method import weight_tree
from commissioning.tenders.reports.timetable import breaks_now
from commissioning.tenders.tenderfile import Procedure, TenderFile
from glossary.words import ServiceCategory
from socialvalue.audit.reports import history
from socialvalue.refusals import Refused, allowed

NOT_READ = -1
MOST_SENTENCES = 3


def of_staff(request: HttpRequest, pk: int) -> Tender:
    """Return a tender of an authority where the reader works, or answer 404.

    Its `engagement_pk` is the engagement that led to it, where the reader may read that; otherwise None.
    """
    its = Engagement.objects.read_by(request.user).filter(tender=OuterRef("pk")).values("pk")[:1]
    found = Tender.objects.of_staff(request.user).select_related("authority").annotate(engagement_pk=Subquery(its))
    return get_object_or_404(found, pk=pk)


def read_version(request: HttpRequest) -> int:
    """Return the version that a page was made from; one that can't be read counts as stale."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else NOT_READ


def read_number(typed: str) -> int | None:
    """Return a row's number as it stands in an address; None for what no row can have, however long it is."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def version_to_carry(request: HttpRequest, tender: Tender, *, is_stale: bool) -> int:
    """Return the version that the page to draw carries on.

    A page that comes back with faults still stands on the version it was first made from, so that a colleague's save in
    between is noticed; only a page that shows what is saved now (`is_stale`) moves on to that.
    """
    return read_version(request) if request.method == "POST" and not is_stale else tender.version


def refuse_to_show(request: HttpRequest, tender: Tender) -> HttpResponse | None:
    """Lead a reader who may not change the draft back to its first page, saying why; None for one who may."""
    try:
        permissions.check_can_edit(request.user, tender)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("tender_draft", pk=tender.pk)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin a draft with four facts."""
    authorities = Authority.objects.staffed_by(request.user, Role.COMMISSIONER)
    form = StartForm(authorities, request.POST or None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            tender = actions.start_draft(
                said["authority"],
                title=said["title"],
                value=said["value"],
                procedure=Procedure(said["procedure"]),
                service=ServiceCategory(said["service"]) if said["service"] else None,
                by=request.user,
                now=request.now,
            )
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "The draft is started. Every page of it can be left and found again.")
            return redirect("tender_draft", pk=tender.pk)
    return render(
        request,
        "tenders/start.html",
        {
            "heading": "Draft a tender",
            "form": form,
            "problems": problems,
            "button": "Start the draft",
            "may_start": authorities.exists(),
        },
        status=422 if problems or form.errors else 200,
    )


@require_safe
def task_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The staff's page of a tender: its sections, what may be done next, and its history."""
    tender = of_staff(request, pk)
    phase = tender.phase(request.now)
    return render(
        request,
        "tenders/draft/task_list.html",
        {
            "tender": tender,
            "phase": phase.value,
            "colour": PHASE_COLOURS[phase],
            "tasks": reports.tasks(tender, request.now),
            "check": check_of(tender, request.now),
            "may_edit": allowed(permissions.check_can_edit, request.user, tender),
            "may_approve": allowed(permissions.check_can_approve, request.user, tender),
            "may_cancel": allowed(permissions.check_can_cancel, request.user, tender),
            "history": history(tender),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """One section of a draft. What can be kept is kept, finished or not."""
    tender = of_staff(request, pk)
    if section not in list(Section) or (part := Section(section)) not in EDITORS:
        raise Http404
    if request.method != "POST":
        return refuse_to_show(request, tender) or _draw(request, tender, EDITORS[part](tender.file))
    if part is Section.CRITERIA and request.POST.get("next") == "usual":
        return _save(request, tender, EDITORS[part](tender.file), usual_criteria(tender.file))
    editor = EDITORS[part](tender.file, request.POST)
    if not editor.is_valid() or not is_in_the_future(request, editor):
        return _draw(request, tender, editor, status=422)
    return _save(request, tender, editor, editor.apply(tender.file))


def usual_criteria(document: TenderFile) -> TenderFile:
    """Return a tender that has no criteria yet with the usual ones."""
    return document if document.criteria else replace(document, criteria=USUAL_CRITERIA)


def is_in_the_future(request: HttpRequest, editor: Editor) -> bool:
    """Refuse, beside the field, a closing time that has passed."""
    closes_at = editor.form.cleaned_data.get("closes_at")
    if closes_at is not None and closes_at <= request.now:
        editor.form.add_error("closes_at", "This time has passed. Choose a later one.")
        return False
    return True


def _save(request: HttpRequest, tender: Tender, editor: Editor, document: TenderFile) -> HttpResponse:
    """Save the document and go on; show both texts when somebody else was faster."""
    label = editor.section.label
    try:
        saved = actions.save_draft(
            tender,
            document,
            section=f"“{label}”",
            from_version=read_version(request),
            by=request.user,
            now=request.now,
        )
    except actions.Stale as stale:
        theirs = type(editor)(stale.tender.file).said()
        return _draw(request, stale.tender, editor, problems=stale.problems, theirs=theirs, status=409)
    except Refused as refused:
        return _draw(request, tender, editor, problems=refused.problems, status=422)
    sentences = [line.sentence for line in reports.problem_lines(saved, request.now, editor.section)]
    found = check_of(saved, request.now).on(reports.section_address(saved, editor.section))
    if found.lines:
        sentences.append(f"The checks find on that page: {found.counts_text}.")
    messages.success(request, " ".join([f"{label} saved.", *sentences[-MOST_SENTENCES:]]))
    if request.POST.get("next") in ("more", "usual"):
        return redirect(f"{reports.section_address(saved, editor.section)}#more")
    return redirect("tender_draft", pk=saved.pk)


def _draw(
    request: HttpRequest,
    tender: Tender,
    editor: Editor,
    *,
    problems: list[str] | None = None,
    theirs: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw a section's page. `theirs` is what is saved now, when that is not what the page was made from."""
    is_criteria = editor.section is Section.CRITERIA
    check = check_of(tender, request.now).on(reports.section_address(tender, editor.section))
    return render(
        request,
        "tenders/draft/criteria.html" if is_criteria else "tenders/draft/section.html",
        {
            "tender": tender,
            "version": version_to_carry(request, tender, is_stale=theirs is not None),
            "editor": editor,
            "form": editor.form,
            "rows": editor.rows,
            "problems": problems or [],
            "is_stale": theirs is not None,
            "theirs": theirs,
            "lines": reports.problem_lines(tender, request.now, editor.section),
            "check": check,
            "stray": place_findings(check.lines, editor.form, *(editor.rows or ())),
            "check_address": reverse("tender_section_check", args=[tender.pk, editor.section.value]),
            "weights": weight_tree(tender.file) if is_criteria else (),
            "breaks": breaks_now(tender.file, beside_checks=True) if editor.section is Section.TIMETABLE else [],
            "back": reverse("tender_draft", args=[tender.pk]),
        },
        status=status,
    )

"""The questions of a draft: their list, and a page for each."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.tenders import actions
from commissioning.tenders.forms import QuestionForm, initial_from_bank, initial_of, place_findings
from commissioning.tenders.models import BankQuestion, Tender
from commissioning.tenders.readiness import Section
from commissioning.tenders.reports import draft as reports
from commissioning.tenders.reports.findings import check_of
from commissioning.tenders.tenderfile import (
    Question,
    TenderFile,
    each_criterion,
    move_question,
    take_question,
    words_asked,
)
from commissioning.tenders.views.draft import of_staff, read_number, read_version, refuse_to_show, version_to_carry
from socialvalue.refusals import Refused
from socialvalue.text import count_text

STEPS = {"up": -1, "down": 1}


def found_question(tender: Tender, id: str) -> tuple[Question, str]:
    """Return a question of the draft and the id of the criterion it is part of, or answer 404."""
    for _, criterion in each_criterion(tender.file):
        for question in criterion.questions or ():
            if question.id == id:
                return question, criterion.id
    raise Http404


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """Every question in order; a POST moves one up or down."""
    tender = of_staff(request, pk)
    if request.method == "POST":
        id, step = request.POST.get("id", ""), STEPS.get(request.POST.get("move", ""), 0)
        found_question(tender, id)
        return _change(request, tender, lambda document: move_question(document, id, step), f"question {id}")
    return refuse_to_show(request, tender) or render(
        request,
        "tenders/draft/questions.html",
        {
            "tender": tender,
            "questions": reports.questions(tender),
            "lines": reports.problem_lines(tender, request.now, Section.QUESTIONS),
            "has_room": reports.has_room_for_questions(tender.file),
            "words": count_text(words_asked(tender.file), "word"),
            "check": check_of(tender, request.now).on(request.path),
            "back": reverse("tender_draft", args=[tender.pk]),
        },
    )


def _change(
    request: HttpRequest, tender: Tender, change: Callable[[TenderFile], TenderFile], what: str, done: str = ""
) -> HttpResponse:
    """Do one small change to the draft and go back to the list, saying what was done or why not."""
    try:
        actions.save_draft(
            tender,
            change(tender.file),
            section=what,
            from_version=read_version(request),
            by=request.user,
            now=request.now,
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if done:
            messages.success(request, done)
    return redirect("tender_questions", pk=tender.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: `?id=` changes one, `?bank=` begins one from the bank, neither begins an empty one."""
    tender = of_staff(request, pk)
    old, parent = found_question(tender, request.GET["id"]) if "id" in request.GET else (None, "")
    initial = initial_of(old, parent) if old else _from_bank(request, tender)
    if request.method != "POST":
        form = QuestionForm(tender.file, initial=initial)
        return refuse_to_show(request, tender) or _draw(request, tender, form, old)
    form = QuestionForm(tender.file, request.POST, initial=initial)
    if not form.is_valid():
        return _draw(request, tender, form, old, status=422)
    try:
        actions.save_draft(
            tender,
            form.apply(tender.file, old),
            section=f"question {old.id}" if old else "the questions",
            from_version=read_version(request),
            by=request.user,
            now=request.now,
        )
    except actions.Stale as stale:
        return _draw(
            request, stale.tender, form, old, problems=stale.problems, theirs=_now_saved(stale.tender, old), status=409
        )
    except Refused as refused:
        return _draw(request, tender, form, old, problems=refused.problems, status=422)
    messages.success(request, "Question saved.")
    return redirect("tender_questions", pk=tender.pk)


def _from_bank(request: HttpRequest, tender: Tender) -> dict[str, object]:
    """Return what the question of the bank named in the address brings; nothing without one."""
    typed = request.GET.get("bank", "")
    if not typed:
        return {}
    pk = read_number(typed)
    if pk is None:
        raise Http404
    found = get_object_or_404(BankQuestion.objects.select_related("measure"), pk=pk)
    return initial_from_bank(found, tender.file)


def _now_saved(tender: Tender, old: Question | None) -> list[tuple[str, str]]:
    """Return what is saved of the question now, as (label, words); it may be gone."""
    try:
        saved, parent = found_question(tender, old.id if old else "")
    except Http404:
        return []
    form = QuestionForm(tender.file, initial=initial_of(saved, parent))
    return form.said()


def _draw(
    request: HttpRequest,
    tender: Tender,
    form: QuestionForm,
    old: Question | None,
    *,
    problems: list[str] | None = None,
    theirs: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page of one question."""
    check_address = reverse("tender_section_check", args=[tender.pk, Section.QUESTIONS.value])
    check = check_of(tender, request.now).on(reports.question_address(tender, old.id) if old else "")
    return render(
        request,
        "tenders/draft/question.html",
        {
            "tender": tender,
            "version": version_to_carry(request, tender, is_stale=theirs is not None),
            "form": form,
            "old": old,
            "check": check,
            "stray": place_findings(check.lines, form),
            "check_address": f"{check_address}?{urlencode({'id': old.id})}" if old else check_address,
            "problems": problems or [],
            "is_stale": theirs is not None,
            "theirs": theirs,
            "back": reverse("tender_questions", args=[tender.pk]),
        },
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a question away, after showing what is lost."""
    tender = of_staff(request, pk)
    found, _ = found_question(tender, request.GET.get("id", ""))
    if request.method == "POST":
        return _change(
            request,
            tender,
            lambda document: take_question(document, found.id),
            f"the questions: {found.id} was removed",
            f"Question {found.id} is removed.",
        )
    return refuse_to_show(request, tender) or render(
        request,
        "tenders/draft/remove_question.html",
        {
            "tender": tender,
            "question": found,
            "heading": f"Remove question {found.id}?",
            "button": "Remove this question",
            "warning": True,
            "back": reverse("tender_questions", args=[tender.pk]),
        },
    )

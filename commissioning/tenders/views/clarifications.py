"""Questions from bidders: everyone reads the answers, providers ask, procurement officers answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from commissioning.authorities.models import Role
from commissioning.authorities.permissions import holds
from commissioning.tenders import actions, permissions
from commissioning.tenders.forms.clarification import AnswerForm, AskForm, MergeForm, SetAsideForm
from commissioning.tenders.models import Clarification, Follower, Tender
from commissioning.tenders.permissions.clarification import ASKERS
from commissioning.tenders.reports import clarification as reports
from commissioning.tenders.timetable.holding import last_day_for_questions
from commissioning.tenders.views.draft import of_staff
from providers.models import Provider
from socialvalue.accounts.hats import worn
from socialvalue.refusals import Refused, allowed
from socialvalue.text import date_text


def published(pk: int) -> Tender:
    """Return a published tender, or answer 404."""
    return get_object_or_404(Tender.objects.published().select_related("authority"), pk=pk)


@login_not_required
@require_safe
def listing(request: HttpRequest, pk: int) -> HttpResponse:
    """Every published clarification; for a person who has asked, their own questions too."""
    tender = published(pk)
    user, hat = request.user, worn(request)
    return render(
        request,
        "tenders/clarifications.html",
        {
            "tender": tender,
            # Asking and following are for providers.
            "is_for_authority": hat is not None and hat.kind == "authority",
            "answered": reports.answered(tender),
            "own": reports.own_questions(tender, user) if user.is_authenticated else [],
            "takes_questions": allowed(permissions.check_takes_questions, tender, request.now),
            "last_day": date_text(last_day_for_questions(tender.file, tender.closes_at)),
            "closes": tender.closing_text(request.now),
            "is_open": tender.is_open(request.now),
            "follows": user.is_authenticated and Follower.objects.filter(tender=tender, user=user).exists(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a question for one's organisation; with none, register one first."""
    tender = published(pk)
    mine = Provider.objects.of(request.user, *ASKERS)
    providers = list(mine)
    if not providers:
        here = urlencode({"next": reverse("clarification_ask", args=[pk])})
        return redirect(f"{reverse('provider_register')}?{here}")
    form = AskForm(mine, request.POST or None, initial={"provider": providers[0].pk if len(providers) == 1 else None})
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.ask(tender, said["provider"], said["question"], by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "Your question is sent. You will get an e-mail when it is answered.")
            return redirect("tender_clarifications", pk=pk)
    return render(
        request,
        "tenders/clarification_ask.html",
        {
            "tender": tender,
            "heading": "Ask about this tender",
            "caption": tender.title,
            "form": form,
            "problems": problems,
            "refusals": [] if problems else _refusals(request, tender, providers[0]),
            "button": "Send the question",
            "last_day": date_text(last_day_for_questions(tender.file, tender.closes_at)),
            "back": reverse("tender_clarifications", args=[pk]),
        },
        status=422 if problems or form.errors else 200,
    )


def _refusals(request: HttpRequest, tender: Tender, provider: Provider) -> list[str]:
    """Return why nothing may be asked; nothing where it may."""
    try:
        permissions.check_can_ask(request.user, provider, tender, request.now)
    except Refused as refused:
        return refused.problems
    return []


@require_POST
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Be told of every answer and change, or no longer."""
    tender = published(pk)
    try:
        if request.POST.get("stop"):
            actions.unfollow(tender, by=request.user)
            messages.success(request, "You will get no more e-mails about this tender.")
        else:
            actions.follow(tender, by=request.user, now=request.now)
            messages.success(request, "You will get an e-mail about every answer and every change.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("tender_clarifications", pk=pk)


def of_officer(request: HttpRequest, pk: int) -> Tender:
    """Return a published tender of an authority where the reader is a procurement officer, or answer 404.

    Nobody else there reads a question as it was asked: it may name the asker.
    """
    tender = of_staff(request, pk)
    if not tender.published_at or not holds(request.user, tender.authority, Role.PROCUREMENT):
        raise Http404
    return tender


@require_safe
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions that wait, for the procurement officers."""
    tender = of_officer(request, pk)
    return render(
        request,
        "tenders/clarifications_waiting.html",
        {
            "tender": tender,
            "waiting": reports.waiting(tender),
            "closes": tender.closing_text(request.now),
            "is_open": tender.is_open(request.now),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int, clarification_pk: int) -> HttpResponse:
    """One question: answer it to everyone, point to an answer that is there, or set it aside."""
    tender = of_officer(request, pk)
    clarification = get_object_or_404(tender.clarifications, pk=clarification_pk)
    clarification.tender = tender
    decision = request.POST.get("decision", "")
    answered = reports.answered(tender)
    forms = {
        "publish": AnswerForm(
            request.POST if decision == "publish" else None, initial={"wording": clarification.question}
        ),
        "merge": MergeForm(
            [(row.number, row.question) for row in answered], request.POST if decision == "merge" else None
        ),
        "set_aside": SetAsideForm(request.POST if decision == "set_aside" else None),
    }
    form, problems = forms.get(decision), []
    if form is not None and form.is_valid():
        try:
            message = _decide(request, clarification, decision, form.cleaned_data)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, message)
            return redirect("clarifications_waiting", pk=pk)
    is_refused = bool(problems or (form is not None and form.errors))
    return render(
        request,
        "tenders/clarification_answer.html",
        {
            "tender": tender,
            "seen": reports.to_answer(clarification, request.now),
            "is_waiting": allowed(permissions.check_can_answer, request.user, tender, request.now)
            and clarification.settled_at is None,
            "forms": forms,
            "form": form,
            "has_answers": bool(answered),
            "problems": problems,
            "back": reverse("clarifications_waiting", args=[pk]),
        },
        status=422 if is_refused else 200,
    )


def _decide(request: HttpRequest, clarification: Clarification, decision: str, said: dict[str, object]) -> str:
    """Do what was decided, and say what was done."""
    by, now = request.user, request.now
    if decision == "publish":
        done = actions.publish_answer(clarification, wording=said["wording"], answer=said["answer"], by=by, now=now)
        return f"Published as clarification {done.number}. Everyone who follows the tender is told."
    if decision == "merge":
        actions.merge(clarification, said["number"], by=by, now=now)
        return f"Closed. The asker is told that clarification {said['number']} answers it."
    actions.set_aside(clarification, said["set_aside_reason"], by=by, now=now)
    return "Set aside. Only the asker is told why."

"""Practising together before the bids are opened."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.forms import PracticeForm, PracticeMarkForm, ReadingForm
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Evaluation, PanelMember, Practice
from commissioning.evaluation.views.finding import confirm, find, page, require
from socialvalue import charts
from socialvalue.refusals import Refused, allowed

Seat = PanelMember.Seat


def _find(request: HttpRequest, pk: int) -> tuple[Evaluation, set[str]]:
    """The evaluation, and the seats of whoever reads its practice answers; 404 for everybody else."""
    found = find(request, pk)
    try:
        return found, permissions.practising_seats(request.user, found)
    except Refused as refusal:
        raise Http404 from refusal


@require_safe
def calibration(request: HttpRequest, pk: int) -> HttpResponse:
    """The practice answers, and how far each has come."""
    found, seats = _find(request, pk)
    rows = reports.practices(found, request.user, reports.method(found.tender))
    return page(
        request,
        "evaluation/calibration.html",
        found,
        headers=["Practice answer", "Yours", "How far"],
        rows=[
            (
                (row.title, reverse("practice", args=[pk, row.pk])),
                "Marked" if row.mine else "Not marked",
                row.state,
            )
            for row in rows
        ],
        may_set=found.waits_at(Status.PANEL)
        and (Seat.CHAIR in seats or (not seats and allowed(permissions.check_can_run, request.user, found.tender))),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def practice_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a practice answer."""
    found = find(request, pk)
    require(permissions.check_can_set_practice, request.user, found)
    form = PracticeForm(reports.method(found.tender), request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.set_practice(
                found, form.cleaned_data["question"], form.written, by=request.user, now=request.now
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "The practice answer is set. Everyone on the panel has been told.")
            return redirect("practice", pk=pk, practice_id=made.pk)
    return page(
        request,
        "form_page.html",
        found,
        422 if problems or form.errors else 200,
        heading="Set a practice answer",
        intro="Each member of the panel marks it alone. Then you compare. These marks count nowhere.",
        form=form,
        problems=problems,
        button="Set this practice answer",
        back=reverse("calibration", args=[pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def practice(request: HttpRequest, pk: int, practice_id: int) -> HttpResponse:
    """One practice answer: to mark alone, then to compare; the chair writes down what was agreed."""
    found, seats = _find(request, pk)
    published = reports.method(found.tender)
    shown = next((one for one in reports.practices(found, request.user, published) if one.pk == practice_id), None)
    if shown is None:
        raise Http404
    form = _form(request, found, published, shown, seats)
    problems: list[str] = []
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            try:
                said = _save(request, _row(found, practice_id), form)
            except Refused as refusal:
                problems = refusal.problems
            else:
                messages.success(request, said)
                return redirect("practice", pk=pk, practice_id=practice_id)
    drawing = charts.spreads(
        "Everyone’s practice marks",
        [charts.Spread(shown.question_id, tuple(one.mark for one in shown.given))],
        most=published.marks[-1],
    )
    return page(
        request,
        "evaluation/practice.html",
        found,
        422 if problems or (form and form.errors) else 200,
        shown=shown,
        drawing=drawing if shown.given else None,
        form=form,
        problems=problems,
        may_close=Seat.CHAIR in seats and found.waits_at(Status.PANEL) and not shown.is_closed and shown.marked,
        back=reverse("calibration", args=[pk]),
    )


def _form(
    request: HttpRequest, found: Evaluation, published: reports.Method, shown: reports.ShownPractice, seats: set[str]
) -> PracticeMarkForm | ReadingForm | None:
    """What the reader can fill in here now."""
    given = request.POST if request.method == "POST" else None
    if not found.waits_at(Status.PANEL):
        return None
    if shown.is_closed:
        return ReadingForm(given) if Seat.CHAIR in seats and not shown.reading else None
    if shown.mine is None and seats:
        return PracticeMarkForm(published, given)
    return None


def _row(found: Evaluation, practice_id: int) -> Practice:
    """One practice answer of this evaluation, or 404."""
    return get_object_or_404(Practice.objects.select_related("evaluation"), evaluation=found, pk=practice_id)


def _save(request: HttpRequest, row: Practice, form: PracticeMarkForm | ReadingForm) -> str:
    """Take the step that the form is for; what to say of it."""
    said = form.cleaned_data
    if isinstance(form, ReadingForm):
        actions.agree_reading(row, said["reading"], by=request.user, now=request.now)
        return "What you agreed is written down. Evaluators see it when they mark this question."
    actions.mark_practice(row, said["mark"], said["reason"], by=request.user, now=request.now)
    return "Your practice mark is saved."


@require_http_methods(["GET", "HEAD", "POST"])
def practice_close(request: HttpRequest, pk: int, practice_id: int) -> HttpResponse:
    """Ask, then show everybody's practice marks."""
    found = find(request, pk)
    require(permissions.check_can_lead_practice, request.user, found)
    row = _row(found, practice_id)
    return confirm(
        request,
        found,
        lambda _, **who: actions.close_practice(row, **who),
        heading="Show everyone’s practice marks",
        intro="Somebody has not marked this practice answer yet. Once the marks are shown, nobody else can mark it.",
        button="Show the marks",
        done="Everyone on the panel can now compare the practice marks.",
        back=reverse("practice", args=[pk, practice_id]),
    )

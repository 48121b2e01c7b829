"""One evaluator's own marks, one answer a page; locking them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.forms import MarkForm
from commissioning.evaluation.lifecycle import Stale, Status
from commissioning.evaluation.models import Evaluation, Mark, PanelMember
from commissioning.evaluation.views.finding import confirm, find, find_bid, page
from commissioning.tenders.tenderfile import plain
from socialvalue.refusals import Refused
from socialvalue.text import count_text, datetime_text


def _own_marks(request: HttpRequest, pk: int) -> tuple[Evaluation, PanelMember]:
    """The evaluation and the person's own seat, once marking has started; 404 otherwise."""
    found = find(request, pk)
    if found.status == Status.PANEL:
        raise Http404
    try:
        return found, permissions.sitting(request.user, found, PanelMember.Seat.EVALUATOR)
    except Refused as refusal:
        raise Http404 from refusal


@require_safe
def marking(request: HttpRequest, pk: int) -> HttpResponse:
    """Bids by questions with the person's own marks, and the next that is not done."""
    found, seat = _own_marks(request, pk)
    return page(
        request,
        "evaluation/marking.html",
        found,
        seat=seat,
        matrix=reports.marking_matrix(found, request.user, by_bid=_by_bid(request)),
        is_open=_is_open(found, seat),
    )


def _by_bid(request: HttpRequest) -> bool:
    """Whether the person marks one bid after the other, as the address says, and not question by question."""
    return request.GET.get("order") == "bidder"


def _is_open(evaluation: Evaluation, seat: PanelMember) -> bool:
    """Whether the person may still change their marks."""
    return evaluation.waits_at(Status.MARKING, Status.MODERATION) and seat.locked_at is None


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, pk: int, bid_id: UUID, question_id: str) -> HttpResponse:
    """One answer with the question, the scale, and the person's own mark and reason."""
    found, seat = _own_marks(request, pk)
    published = reports.method(found.tender)
    matrix = reports.marking_matrix(found, request.user, published, by_bid=_by_bid(request))
    cell = next((one for one in matrix.cells() if (one.bid_id, one.question_id) == (bid_id, question_id)), None)
    if cell is None:
        raise Http404
    stored = Mark.objects.filter(evaluator=seat, bid=bid_id, question_id=question_id).first()
    form = MarkForm(published, request.POST if request.method == "POST" else None, initial=_initial(stored))
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                saved = actions.save_mark(
                    found,
                    find_bid(found, bid_id),
                    question_id,
                    mark=form.cleaned_data["mark"],
                    reason=form.cleaned_data["reason"],
                    from_version=form.cleaned_data["version"],
                    by=request.user,
                    now=request.now,
                )
            except Stale as stale:
                problems, status, stored = stale.problems, 409, stale.stored
                # The next save is made knowing what is stored now, so it may go over it.
                form.data = form.data.copy()
                form.data["version"] = str(stored.version if stored else 0)
            except Refused as refusal:
                problems = refusal.problems
            else:
                return _after_saving(request, matrix, cell, saved)
    return page(
        request,
        "evaluation/mark.html",
        found,
        status,
        form=form,
        problems=problems,
        cell=cell,
        question=published.question(question_id),
        scale_headers=["Mark", "What it means"],
        readings=reports.readings(found, question_id),
        levels=[(f"{plain(level.mark)} – {level.label}", level.means) for level in reversed(published.levels)],
        answer=reports.answer(found, bid_id, question_id),
        commitment_headers=reports.ShownAnswer.HEADERS,
        matrix=matrix,
        place=matrix.place_of(bid_id, question_id),
        next=matrix.next_after(bid_id, question_id),
        stored=stored,
        stored_text=_stored_text(stored),
        is_stale=status == 409,
        is_open=_is_open(found, seat),
        back=reverse("marking", args=[pk]) + ("?order=bidder" if matrix.by_bid else ""),
    )


def _initial(stored: Mark | None) -> dict[str, object]:
    if stored is None:
        return {"version": 0}
    return {
        "mark": "" if stored.mark is None else plain(stored.mark),
        "reason": stored.reason,
        "version": stored.version,
    }


def _stored_text(stored: Mark | None) -> str:
    """What is stored, said back."""
    if stored is None or (stored.mark is None and not stored.reason):
        return "Nothing is saved for this answer yet."
    given = "no mark yet" if stored.mark is None else f"mark {plain(stored.mark)}"
    words = count_text(len(stored.reason.split()), "word") if stored.reason else ""
    said = f"Saved: {given}, {f'with a reason of {words}' if words else 'no reason yet'}."
    return f"{said} Stored at {datetime_text(stored.saved_at)}."


def _after_saving(request: HttpRequest, matrix: reports.Matrix, cell: reports.Cell, saved: Mark) -> HttpResponse:
    """Say what was stored, and go to the next answer if that was asked for."""
    messages.success(request, f"{cell.bidder}, {cell.question_id}. {_stored_text(saved)}")
    if "next" not in request.POST:
        return redirect(cell.address)
    following = matrix.next_after(cell.bid_id, cell.question_id)
    if following is None:
        start = reverse("marking", args=[saved.evaluator.evaluation.tender_id])
        return redirect(f"{start}?order=bidder" if matrix.by_bid else start)
    return redirect(f"{following.address}#id_mark")


@require_http_methods(["GET", "HEAD", "POST"])
def lock_marks(request: HttpRequest, pk: int) -> HttpResponse:
    """List what is still blank, or ask and then lock."""
    found, _ = _own_marks(request, pk)
    blanks = reports.blank_marks(found, request.user)
    if blanks and request.method != "POST":
        return page(request, "evaluation/lock_blanks.html", found, blanks=blanks)
    return confirm(
        request,
        found,
        actions.lock_marks,
        heading="Lock your marks",
        intro="Every answer has your mark and your reason. Once you lock them, you can’t change them.",
        button="Lock my marks",
        done="Your marks are locked.",
    )

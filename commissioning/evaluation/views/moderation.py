"""From everybody's marks to one for each answer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.forms import AgreeForm
from commissioning.evaluation.lifecycle import BEFORE_MODERATION, Stale, Status
from commissioning.evaluation.models import Consensus, Evaluation, Mark
from commissioning.evaluation.views.finding import confirm, find, find_bid, page, require
from commissioning.tenders.tenderfile import plain
from socialvalue import charts
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused, allowed
from socialvalue.text import list_text

CHARTED = 12
"""How many of the widest spreads are drawn; all of them are in the table."""


@require_http_methods(["GET", "HEAD", "POST"])
def start_moderation(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then show the chair everybody's marks."""
    found = find(request, pk)
    require(permissions.check_can_moderate, request.user, found)
    return confirm(
        request,
        found,
        actions.start_moderation,
        heading="Start moderation",
        intro="You will see every evaluator’s marks and reasons. The conditions can’t be decided again after this.",
        button="Start moderation",
        done="Moderation has started.",
    )


@require_safe
def moderation(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the marks for each answer lie apart, the widest first."""
    found, can_agree = _find_moderation(request, pk)
    published = reports.method(found.tender)
    rows = reports.spread(found, published)
    drawing = charts.spreads(
        "Where the evaluators differ most",
        [
            charts.Spread(f"{row.bidder}, {row.question_id}", tuple(one.mark for one in row.given), row.agreed)
            for row in rows[:CHARTED]
        ],
        most=published.marks[-1],
    )
    return page(
        request,
        "evaluation/moderation.html",
        found,
        drawing=drawing,
        headers=["Bidder", "Question", "Marks", "Furthest apart", "Agreed"],
        rows=[
            ((row.bidder, row.address), row.question_id, row.marks_text, row.width_text, row.agreed_text or "Not yet")
            for row in rows
        ],
        next=_next_open(rows),
        done=sum(row.agreed is not None for row in rows),
        total=len(rows),
        can_agree=can_agree,
    )


def _next_open(rows: list[reports.Spread], but: tuple[UUID, str] | None = None) -> reports.Spread | None:
    """The widest spread that has no agreed mark yet, other than `but`."""
    return next((row for row in rows if row.agreed is None and (row.bid_id, row.question_id) != but), None)


def _find_moderation(request: HttpRequest, pk: int) -> tuple[Evaluation, bool]:
    """The evaluation, if the person may see everybody's marks, and whether they may agree marks now; 404 otherwise."""
    found = find(request, pk)
    if found.status in BEFORE_MODERATION:
        raise Http404
    is_chair = allowed(permissions.check_can_moderate, request.user, found)
    if not is_chair:
        require(permissions.check_sees_moderation, request.user, found)
    return found, is_chair and found.status == Status.MODERATION


@require_http_methods(["GET", "HEAD", "POST"])
def agree_mark(request: HttpRequest, pk: int, bid_id: UUID, question_id: str) -> HttpResponse:
    """One decision: the answer, each evaluator's mark and reason, and the one mark that is agreed."""
    found, can_agree = _find_moderation(request, pk)
    published = reports.method(found.tender)
    question = published.question(question_id)
    answer = reports.answer(found, bid_id, question_id)
    if question is None or answer is None:
        raise Http404
    marks = list(
        Mark.objects.visible_to(request.user)
        .filter(evaluator__evaluation=found, bid=bid_id, question_id=question_id, mark__isnull=False)
        .select_related("evaluator__user")
        .order_by("evaluator")
    )
    stored = Consensus.objects.filter(bid=bid_id, question_id=question_id).prefetch_related("differences").first()
    form = AgreeForm(
        published,
        marks,
        request.POST if request.method == "POST" else None,
        initial=_initial(stored, [request.user, *(own.evaluator.user for own in marks)]),
    )
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.agree_mark(
                    found,
                    find_bid(found, bid_id),
                    question_id,
                    mark=form.cleaned_data["mark"],
                    reason=form.cleaned_data["reason"],
                    present=form.cleaned_data["present"],
                    differences=form.differences(),
                    from_version=form.cleaned_data["version"],
                    by=request.user,
                    now=request.now,
                )
            except Stale as stale:
                problems, status, stored = stale.problems, 409, stale.stored
                form.data = form.data.copy()
                form.data["version"] = str(stored.version if stored else 0)
            except Refused as refusal:
                problems = refusal.problems
            else:
                mark = plain(form.cleaned_data["mark"])
                messages.success(request, f"Agreed: {mark} for {answer.provider}, {question_id}.")
                following = _next_open(reports.spread(found, published), (bid_id, question_id))
                return redirect(following.address if following else reverse("moderation", args=[pk]))
    return page(
        request,
        "evaluation/agree.html",
        found,
        status,
        question=question,
        answer=answer,
        commitment_headers=reports.ShownAnswer.HEADERS,
        marks=[(own, plain(own.mark), form[f"difference_{own.pk}"]) for own in marks],
        form=form,
        problems=problems,
        stored=stored,
        stored_mark=plain(stored.mark) if stored else "",
        reasons=_reasons(stored, marks),
        is_stale=status == 409,
        can_agree=can_agree,
        back=reverse("moderation", args=[pk]),
    )


def _reasons(stored: Consensus | None, marks: list[Mark]) -> list[tuple[str, str]]:
    """Why the agreed mark differs from each mark that it does."""
    given = {one.mark_id: one.reason for one in stored.differences.all()} if stored else {}
    return [
        (f"Why it differs from {own.evaluator.user}’s {plain(own.mark)}", given[own.pk])
        for own in marks
        if own.pk in given
    ]


def _initial(stored: Consensus | None, people: list[User]) -> dict[str, object]:
    """What was agreed, or an empty decision with the chair and those who marked named as present."""
    if stored is None:
        return {"version": 0, "present": list_text(list(dict.fromkeys(map(str, people))))}
    differences = {f"difference_{one.mark_id}": one.reason for one in stored.differences.all()}
    return differences | {
        "mark": plain(stored.mark),
        "reason": stored.reason,
        "present": stored.present,
        "version": stored.version,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def lock_consensus(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then make quality final."""
    found = find(request, pk)
    require(permissions.check_can_moderate, request.user, found)
    return confirm(
        request,
        found,
        actions.lock_consensus,
        heading="Lock the consensus",
        intro="The agreed marks become final, and the prices and the ranking are shown. This can’t be undone.",
        button="Lock the consensus",
        done="The agreed marks are final. You can now see the ranking.",
    )

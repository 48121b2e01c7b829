"""From everybody's marks to one for each answer."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.forms import AgreeForm, SpreadFilter
from commissioning.evaluation.lifecycle import BEFORE_MODERATION, Stale, Status
from commissioning.evaluation.models import AgreementDraft, Consensus, Evaluation
from commissioning.evaluation.views.finding import confirm, find, find_bid, page, require
from commissioning.tenders.tenderfile import plain
from socialvalue import charts
from socialvalue.accounts.models import User
from socialvalue.refusals import Refused, allowed

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
    filters = SpreadFilter(published, request.GET)
    wanted = filters.cleaned_data if filters.is_valid() else {}
    shown = [
        row
        for row in rows
        if wanted.get("question") in ("", None, row.question_id)
        and (wanted.get("show") != "open" or row.agreed is None)
    ]
    drawing = charts.spreads(
        "Where the evaluators differ most",
        [
            charts.Spread(f"{row.bidder}, {row.question_id}", tuple(one.mark for one in row.given), row.agreed)
            for row in shown[:CHARTED]
        ],
        most=published.marks[-1],
    )
    return page(
        request,
        "evaluation/moderation.html",
        found,
        drawing=drawing if shown else None,
        filters=filters,
        headers=["Bidder", "Question", "Marks", "Furthest apart", "Average" if published.is_average else "Agreed"],
        rows=[
            ((row.bidder, row.address), row.question_id, row.marks_text, row.width_text, row.agreed_text or "Not yet")
            for row in shown
        ],
        next=next((row for row in rows if row.agreed is None), None),
        done=sum(row.agreed is not None for row in rows),
        total=len(rows),
        can_agree=can_agree,
        is_average=published.is_average,
        is_final=found.agreed_at is not None,
    )


def _find_moderation(request: HttpRequest, pk: int) -> tuple[Evaluation, bool]:
    """The evaluation, if the person may see everybody's marks, and whether they may agree marks now; 404 otherwise."""
    found = find(request, pk)
    if found.status in BEFORE_MODERATION:
        raise Http404
    is_chair = allowed(permissions.check_can_moderate, request.user, found)
    if not is_chair:
        require(permissions.check_sees_moderation, request.user, found)
    return found, is_chair and found.waits_at(Status.MODERATION)


@require_http_methods(["GET", "HEAD", "POST"])
def agree_mark(request: HttpRequest, pk: int, bid_id: UUID, question_id: str) -> HttpResponse:
    """One decision: the answer, each evaluator's mark and reason, and the one mark that is agreed."""
    found, can_agree = _find_moderation(request, pk)
    published = reports.method(found.tender)
    can_agree = can_agree and not published.is_average
    question = published.question(question_id)
    answer = reports.answer(found, bid_id, question_id)
    if question is None or answer is None:
        raise Http404
    here = reports.answer_marks(found, published, bid_id, question_id)
    stored = _stored(bid_id, question_id)
    draft = AgreementDraft.objects.filter(bid=bid_id, question_id=question_id).first() if can_agree else None
    is_draft = "draft" in request.POST
    panel = {person.pk: person for person in _panel(found)} if can_agree else {}
    form = AgreeForm(
        published,
        here.given,
        panel,
        request.POST if request.method == "POST" else None,
        initial=_initial(stored, draft, [request.user.pk, *(own.user_id for own in here.given)]),
        is_draft=is_draft,
    )
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            act = actions.save_agreement_draft if is_draft else actions.agree_mark
            version = form.cleaned_data["draft_version" if is_draft else "version"] or 0
            try:
                act(
                    found,
                    find_bid(found, bid_id),
                    question_id,
                    **form.said(),
                    from_version=version,
                    by=request.user,
                    now=request.now,
                )
            except Stale as stale:
                problems, status = stale.problems, 409
                form.data = form.data.copy()
                if is_draft:
                    draft = stale.stored
                    form.data["draft_version"] = str(draft.version if draft else 0)
                else:
                    stored = _stored(bid_id, question_id)
                    form.data["version"] = str(stored.version if stored else 0)
            except Refused as refusal:
                problems = refusal.problems
            else:
                if is_draft:
                    messages.success(request, "Your draft is saved. No mark is agreed yet.")
                    return redirect("agree_mark", pk=pk, bid_id=bid_id, question_id=question_id)
                mark = plain(form.cleaned_data["mark"])
                messages.success(request, f"Agreed: {mark} for {answer.bidder}, {question_id}.")
                return redirect(here.next_open or reverse("moderation", args=[pk]))
    return page(
        request,
        "evaluation/agree.html",
        found,
        status,
        question=question,
        answer=answer,
        commitment_headers=reports.ShownAnswer.HEADERS,
        here=here,
        marks=[(own, form[f"difference_{own.pk}"]) for own in here.given],
        form=form,
        problems=problems,
        stored=stored,
        stored_mark=plain(stored.mark) if stored else "",
        draft=draft,
        draft_mark=plain(draft.mark) if draft and draft.mark is not None else "none yet",
        is_average=published.is_average,
        average=reports.averaged([(own.mark, own.reason) for own in here.given]) if here.given else None,
        reasons=_reasons(stored, here.given),
        is_stale=status == 409,
        is_draft=is_draft,
        can_agree=can_agree,
        back=reverse("moderation", args=[pk]),
    )


def _panel(evaluation: Evaluation) -> list[User]:
    """Everyone on the panel, the chair first. One query."""
    seats = evaluation.panel.select_related("user").order_by("seat", "pk")
    return list(dict.fromkeys(seat.user for seat in seats))


def _stored(bid_id: UUID, question_id: str) -> Consensus | None:
    """What is agreed for an answer, with the reasons for each difference."""
    rows = Consensus.objects.filter(bid=bid_id, question_id=question_id)
    return rows.prefetch_related("differences").first()


def _reasons(stored: Consensus | None, marks: Iterable[reports.Given]) -> list[tuple[str, str]]:
    """Why the agreed mark differs from each mark that it does."""
    given = {one.mark_id: one.reason for one in stored.differences.all()} if stored else {}
    return [(f"Why it differs from {own.evaluator}’s {own.text}", given[own.pk]) for own in marks if own.pk in given]


def _initial(stored: Consensus | None, draft: AgreementDraft | None, people: list[int]) -> dict[str, object]:
    """The draft, or else what was agreed, or else an empty decision with the chair and those who marked ticked."""
    versions = {"version": stored.version if stored else 0, "draft_version": draft.version if draft else 0}
    said = draft or stored
    if said is None:
        return versions | {"present": people}
    differences = draft.differences if draft else {one.mark_id: one.reason for one in stored.differences.all()}
    return (
        {f"difference_{pk}": reason for pk, reason in differences.items()}
        | {
            "mark": "" if said.mark is None else plain(said.mark),
            "reason": said.reason,
            "present": said.present_panel,
            "others": said.present_others,
        }
        | versions
    )


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
        intro="The marks become final: those you agreed, or the averages if the tender says so. This can’t be undone.",
        button="Lock the consensus",
        done="The marks are final.",
    )

"""Comments between colleagues on one question."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.bids import actions, reports
from commissioning.bids.forms import CommentForm
from commissioning.bids.models import Answer, Bid, Comment
from commissioning.bids.views.finding import REFUSED, find, page
from providers.permissions import roles_at
from socialvalue.refusals import Refused

CHANGES = {
    "settle": (actions.settle_comment, "The comment is settled."),
    "remove": (actions.remove_comment, "Your comment is deleted."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """The comments on one question beside its answer; write one, settle one, delete one's own."""
    found = find(request, pk)
    question = found.asked.numbered(number)
    if question is None:
        raise Http404
    here = reverse("bid_comments", args=[pk, number])
    problems: list[str] = []
    change = next((name for name in CHANGES if name in request.POST), None)
    form = CommentForm(request.POST if request.method == "POST" and change is None else None)
    if request.method == "POST":
        try:
            if change is not None:
                act, done = CHANGES[change]
                act(_comment(found.bid, request.POST[change]), by=request.user, now=request.now)
                messages.success(request, done)
                return redirect(here)
            if form.is_valid():
                comment = actions.write_comment(
                    found.bid, question.id, form.cleaned_data["text"], by=request.user, now=request.now
                )
                return redirect(f"{here}#comment-{comment.pk}")
        except Refused as refused:
            problems = refused.problems
    held = roles_at(request.user, found.bid.provider)
    stored = Answer.own.filter(bid=found.bid, question_id=question.id).first()
    return page(
        request,
        "bids/comments.html",
        found.bid,
        REFUSED if form.errors or problems else 200,
        heading=f"Comments on question {number}",
        caption=found.bid.tender.title,
        question=question,
        text=stored.text if stored else "",
        comments=reports.comments_on(found.bid, question.id, request.user, held, request.now),
        form=form,
        problems=problems,
        not_saved="",
        button="Add the comment",
        back=reverse("bid_answer", args=[pk, number]),
    )


def _comment(bid: Bid, typed: str) -> Comment:
    """The comment of this bid whose number was sent, or 404."""
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):
        raise Http404
    return get_object_or_404(Comment.own.select_related("bid__tender", "bid__provider"), bid=bid, pk=int(typed))


def beside(bid: Bid, question_id: str, request: HttpRequest) -> dict[str, object]:
    """What the page of one question draws in `bids/_comments.html`. Two queries."""
    rows = reports.comments_on(bid, question_id, request.user, frozenset(), request.now)
    assignment = reports.assignments(bid).get(("question", question_id))
    return {"comments": [row for row in rows if not row.settled], "seen_to_by": reports.who_text(assignment)}

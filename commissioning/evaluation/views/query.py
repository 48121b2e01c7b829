"""Questions to one bidder: the officer's side, then the bidder's."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.authorities.permissions import check_holds
from commissioning.bids.reports import own_bid
from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.forms import AnswerQueryForm, DecideQueryForm, QueryForm
from commissioning.evaluation.lifecycle import BEFORE_PRICES
from commissioning.evaluation.lifecycle.query import Kind, Outcome
from commissioning.evaluation.models import READERS, Evaluation, Query
from commissioning.evaluation.views.finding import confirm, find, find_bid, page, require
from socialvalue.files.models import download
from socialvalue.refusals import Refused, allowed
from socialvalue.text import datetime_text

HEADERS = ["Bidder", "About", "What for", "Asked, and to be answered by", "Where it stands"]
PEOPLE = ("asked_by", "answered_by", "decided_by", "confirmed_by", "bid__provider", "evaluation__tender")
LONGEST_NAME = 60
"""Characters of a question or condition in the list to choose from."""


@require_safe
def queries(request: HttpRequest, pk: int) -> HttpResponse:
    """Every question to every bidder, for officers and auditors."""
    found = find(request, pk)
    require(check_holds, request.user, found.tender.authority, *READERS)
    return page(
        request,
        "evaluation/queries.html",
        found,
        headers=HEADERS,
        rows=[
            ((row.bidder, row.address), row.about, row.kind, "; ".join(value for _, value in row.rows[:2]), row.state)
            for row in reports.queries(found, request.now)
        ],
        bidders=reports.bidders(found) if allowed(permissions.check_can_run, request.user, found.tender) else [],
        is_priced=found.status not in BEFORE_PRICES,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def query_ask(request: HttpRequest, pk: int, bid_id: UUID) -> HttpResponse:
    """Ask one bidder: about something unclear before the prices are opened, about a low price after."""
    found = find(request, pk)
    require(permissions.check_can_run, request.user, found.tender)
    bid = find_bid(found, bid_id)
    is_price = found.status not in BEFORE_PRICES
    if is_price and bid.pk not in reports.flagged_bids(found):
        raise Http404
    initial = {"text": reports.first_letter(found, bid)} if is_price else {"about": request.GET.get("about", "")}
    form = QueryForm(
        [] if is_price else _asked(found), request.POST if request.method == "POST" else None, initial=initial
    )
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_query(
                found,
                bid,
                Kind.LOW_PRICE if is_price else Kind.UNCLEAR,
                about=form.cleaned_data.get("about", ""),
                text=form.cleaned_data["text"],
                answer_by=form.cleaned_data["answer_by"],
                by=request.user,
                now=request.now,
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, f"Your question is sent to {bid.provider}.")
            return redirect("queries", pk=pk)
    return page(
        request,
        "evaluation/query_ask.html",
        found,
        422 if problems or form.errors else 200,
        heading=f"Ask {bid.provider} about its price" if is_price else f"Ask {bid.provider} a question",
        is_price=is_price,
        form=form,
        problems=problems,
        button="Send to the bidder",
        back=reverse("queries", args=[pk]),
    )


def _asked(evaluation: Evaluation) -> list[tuple[str, str]]:
    """What a question may be about: every question and condition of the tender, as (id, id and name)."""
    published = reports.method(evaluation.tender)
    named = [(one.id, one.text or one.id) for one in (*published.marked, *published.promised)]
    named += [(one.id, one.name) for one in published.conditions]
    return [(id_, f"{id_}: {name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + '…'}") for id_, name in named]


def _query(found: Evaluation, query_id: int) -> Query:
    """One question of this evaluation with its people, or 404."""
    return get_object_or_404(Query.objects.select_related(*PEOPLE), evaluation=found, pk=query_id)


@require_http_methods(["GET", "HEAD", "POST"])
def query(request: HttpRequest, pk: int, query_id: int) -> HttpResponse:
    """One question and its answer; an officer decides about it here."""
    found = find(request, pk)
    require(check_holds, request.user, found.tender.authority, *READERS)
    row = _query(found, query_id)
    form = DecideQueryForm(Kind(row.kind), request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.decide_query(row, Outcome(said["outcome"]), said["reason"], by=request.user, now=request.now)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "Your decision is saved.")
            return redirect("query", pk=pk, query_id=query_id)
    can_run = allowed(permissions.check_can_run, request.user, found.tender)
    can_decide = row.answered_at is not None or (row.kind == Kind.LOW_PRICE and request.now >= row.answer_by)
    return page(
        request,
        "evaluation/query.html",
        found,
        422 if problems or form.errors else 200,
        shown=reports.shown_query(row, request.now),
        row=row,
        form=form,
        problems=problems,
        may_decide=can_run and can_decide and not row.is_settled,
        may_confirm=can_run and row.outcome == Outcome.DISREGARDED and not row.is_settled,
        back=reverse("queries", args=[pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def confirm_query(request: HttpRequest, pk: int, query_id: int) -> HttpResponse:
    """Confirm that a bid is disregarded for its price."""
    found = find(request, pk)
    require(permissions.check_can_run, request.user, found.tender)
    row = _query(found, query_id)
    if row.outcome != Outcome.DISREGARDED or row.is_settled:
        raise Http404
    return confirm(
        request,
        found,
        lambda _, **who: actions.confirm_query(row, **who),
        heading=f"Confirm that the bid of {row.bid.provider} is disregarded",
        intro=f"{row.decided_by} found its price abnormally low. The reason: {row.reason} If you confirm it, the bid leaves "
        "the ranking. A report that was signed off must be signed off again.",
        button="Confirm: the bid is disregarded",
        done=f"The bid of {row.bid.provider} is disregarded.",
        back=reverse("query", args=[pk, query_id]),
        warning=True,
    )


@require_safe
def query_file(request: HttpRequest, pk: int, query_id: int) -> HttpResponse:
    """Download the file that a bidder sent with its answer."""
    found = find(request, pk)
    require(check_holds, request.user, found.tender.authority, *READERS)
    row = _query(found, query_id)
    if row.file is None:
        raise Http404
    return download(row.file)


@require_safe
def bid_queries(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the buyer asked about one's own bid, and what was answered."""
    bid = own_bid(pk, request.user)
    if bid is None:
        raise Http404
    rows = Query.objects.filter(bid=bid.pk).select_related("asked_by", "answered_by")
    return render(
        request,
        "bids/queries.html",
        {"bid": bid, "queries": [(row, *_told(row), _is_open(request, row)) for row in rows]},
    )


def _told(row: Query) -> tuple[str, str]:
    """When it is to be answered by, and when it was, for the bidder."""
    answered = f"Answered by {row.answered_by}, {datetime_text(row.answered_at)}" if row.answered_at else ""
    return datetime_text(row.answer_by), answered


def _is_open(request: HttpRequest, row: Query) -> bool:
    """Whether the person may still answer."""
    return allowed(permissions.check_can_answer_query, request.user, row, request.now)


@require_http_methods(["GET", "HEAD", "POST"])
def bid_query_answer(request: HttpRequest, pk: UUID, query_id: int) -> HttpResponse:
    """Answer one question about one's own bid."""
    bid = own_bid(pk, request.user)
    if bid is None:
        raise Http404
    row = get_object_or_404(Query.objects.select_related("bid"), bid=bid.pk, pk=query_id)
    if request.method != "POST":
        require(permissions.check_can_answer_query, request.user, row, request.now)
    typed = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AnswerQueryForm(*typed, by=request.user, now=request.now)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_query(
                row, form.cleaned_data["text"], form.cleaned_data["file"], by=request.user, now=request.now
            )
        except Refused as refusal:
            problems = refusal.problems
            form.keep_files()
        else:
            messages.success(request, "Your answer is sent. Your bid itself has not changed.")
            return redirect("bid_queries", pk=pk)
    return render(
        request,
        "bids/query.html",
        {
            "caption": bid.tender.title,
            "heading": "Answer the buyer’s question",
            "query": row,
            "until": datetime_text(row.answer_by),
            "form": form,
            "problems": problems,
            "button": "Send the answer",
            "back": reverse("bid_queries", args=[pk]),
        },
        status=422 if problems or form.errors else 200,
    )

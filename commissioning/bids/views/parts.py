"""The other parts of a bid: commitments under written answers, price, declarations, documents."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from commissioning.bids import actions, reports
from commissioning.bids.actions import Stale
from commissioning.bids.forms import DeclarationsForm, LotPricesForm, PriceForm, PromiseForm
from commissioning.bids.models import Bid, Commitment, Declaration
from commissioning.bids.readiness import AskedQuestion
from commissioning.bids.views.finding import CONFLICT, REFUSED, Found, find, from_version, page
from commissioning.bids.views.writing import promise_initial, promise_of
from commissioning.tenders.timetable import uk_day
from socialvalue.refusals import Refused
from socialvalue.text import count_text, date_text, number_text


def _only_reads(request: HttpRequest, found: Found) -> bool:
    """Whether to show the whole bid in place of a form that the person could not send.

    A form that was sent all the same, or too late, comes back with what was typed.
    """
    return request.method != "POST" and not found.may.write


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_add(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Add a commitment under a question that is answered in words."""
    found = find(request, pk)
    question = found.asked.numbered(number)
    if question is None or question.is_commitment:
        raise Http404
    return _commitment(request, found, question, None)


@require_http_methods(["GET", "HEAD", "POST"])
def commitment(request: HttpRequest, pk: UUID, commitment_pk: int) -> HttpResponse:
    """Change a commitment under a question that is answered in words."""
    found = find(request, pk)
    row = get_object_or_404(Commitment.own, bid=found.bid, pk=commitment_pk)
    question = found.asked.question(row.question_id)
    if question is None or question.is_commitment:
        raise Http404
    return _commitment(request, found, question, row)


def _commitment(request: HttpRequest, found: Found, question: AskedQuestion, row: Commitment | None) -> HttpResponse:
    """Fill in a commitment; `row` is the one to change, None for a new one."""
    if _only_reads(request, found):
        return redirect("bid_check", pk=found.bid.pk)
    back = reverse("bid_answer", args=[found.bid.pk, question.number])
    initial = promise_initial(row) if row else {}
    form = PromiseForm(
        question,
        request.POST if request.method == "POST" else None,
        initial=initial,
        partners=reports.partners_of(found.bid),
    )
    version, problems, status, theirs = row.version if row else 0, [], 200, ""
    if request.method == "POST":
        version, status = from_version(request), REFUSED
        if form.is_valid():
            try:
                actions.save_commitment(
                    found.bid,
                    question.id,
                    promise_of(form),
                    commitment_id=row.pk if row else None,
                    from_version=version,
                    by=request.user,
                    now=request.now,
                )
            except Stale as stale:
                status, problems = CONFLICT, stale.problems
                if stale.stored:
                    version, theirs = stale.stored.version, _said(stale.stored)
                else:
                    theirs = "It was removed."
            except Refused as refused:
                problems = refused.problems
            else:
                messages.success(request, f"Your commitment under question {question.number} is saved.")
                return redirect(f"{back}#commitments")
    return page(
        request,
        "bids/part.html",
        found.bid,
        status,
        heading="Change a commitment" if row else "Add a commitment",
        caption=f"Question {question.number}",
        intro="A commitment is a promise that can be counted. If you win, it becomes part of the contract, and you report on it.",
        form=form,
        problems=problems,
        version=version,
        theirs=theirs,
        button="Save the commitment",
        back=back,
    )


def _said(row: Commitment) -> str:
    """A commitment in one sentence."""
    return f"{row.measure}: {number_text(row.quantity)} {row.unit} by {date_text(row.by_when)}. {row.evidence}"


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_remove(request: HttpRequest, pk: UUID, commitment_pk: int) -> HttpResponse:
    """Ask once more, then remove a commitment."""
    found = find(request, pk)
    row = get_object_or_404(Commitment.own, bid=found.bid, pk=commitment_pk)
    if _only_reads(request, found):
        return redirect("bid_check", pk=found.bid.pk)
    question = found.asked.question(row.question_id)
    number = question.number if question else 1
    back = reverse("bid_answer", args=[pk, number])
    problems: list[str] = []
    if request.method == "POST":
        try:
            actions.remove_commitment(found.bid, row.pk, by=request.user, now=request.now)
        except Refused as refused:
            problems = refused.problems
        else:
            messages.success(request, "The commitment is removed.")
            return redirect(f"{back}#commitments")
    return page(
        request,
        "form_page.html",
        found.bid,
        REFUSED if problems else 200,
        heading="Remove this commitment?",
        caption=f"Question {number}",
        intro=_said(row),
        problems=problems,
        button="Remove the commitment",
        warning=True,
        back=back,
    )


def _lots_initial(found: Found, bid: Bid) -> dict[str, str]:
    """The prices so far, as LotPricesForm names them."""
    return {
        f"lot-{number}": bid.lot_prices[lot.id]
        for number, lot in enumerate(found.asked.lots, 1)
        if lot.id in bid.lot_prices
    }


def _lots_intro(found: Found) -> str:
    """What to know before lots are chosen; "" where there are none."""
    if not found.asked.lots:
        return ""
    most = found.asked.lots_to_bid
    limit = f"You may bid for {count_text(most, 'lot')} at most. " if most is not None else ""
    return f"Enter a price for each lot that you bid for. {limit}Your answers count for all of them. "


@require_http_methods(["GET", "HEAD", "POST"])
def price(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The price."""
    found = find(request, pk)
    if _only_reads(request, found):
        return redirect("bid_check", pk=found.bid.pk)
    bid = found.bid
    typed = request.POST if request.method == "POST" else None
    if found.asked.lots:
        form = LotPricesForm(found.asked, typed, initial=_lots_initial(found, bid))
    else:
        form = PriceForm(typed, initial={"price": bid.price})
    version, problems, status, theirs = bid.price_version, [], 200, ""
    if request.method == "POST":
        version, status = from_version(request), REFUSED
        if form.is_valid():
            try:
                if found.asked.lots:
                    saved = actions.save_lot_prices(
                        bid, form.prices(), from_version=version, by=request.user, now=request.now
                    )
                else:
                    saved = actions.save_price(
                        bid, form.cleaned_data["price"], from_version=version, by=request.user, now=request.now
                    )
            except Stale as stale:
                status, problems, version = CONFLICT, stale.problems, stale.stored.price_version
                theirs = "\n".join(reports.price_lines(stale.stored, found.asked))
            except Refused as refused:
                problems = refused.problems
            else:
                messages.success(request, f"Your price is saved: {reports.price_words(saved, found.asked)}.")
                return redirect("bid", pk=pk)
    weight = found.asked.price_weight
    share = f"The price is {number_text(weight)}% of the marks. " if weight else ""
    return page(
        request,
        "bids/part.html",
        bid,
        status,
        heading="Your price",
        caption=bid.tender.title,
        intro=f"{share}{_lots_intro(found)}Those who mark your answers see the price only when their marks are final.",
        form=form,
        problems=problems,
        version=version,
        theirs=theirs,
        button="Save the price",
        back=reverse("bid", args=[pk]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def declarations(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whether the provider meets each condition."""
    found = find(request, pk)
    bid, asked = found.bid, found.asked
    if not asked.conditions:
        raise Http404
    if _only_reads(request, found):
        return redirect("bid_check", pk=found.bid.pk)
    stored = {row.condition_id: row for row in Declaration.own.filter(bid=bid)}
    initial: dict[str, str] = {}
    for number, condition in enumerate(asked.conditions, 1):
        if condition.id in stored:
            initial[f"meets-{number}"] = "yes" if stored[condition.id].meets else "no"
            initial[f"note-{number}"] = stored[condition.id].note
            initial[f"by-{number}"] = str(stored[condition.id].partner_id or "")
    partners = reports.partners_of(bid)
    form = DeclarationsForm(
        asked,
        request.POST if request.method == "POST" else None,
        initial=initial,
        partners=partners,
        says=reports.partners_say(asked, partners),
        facts=reports.facts_say(asked, bid.provider, uk_day(request.now)),
    )
    version, problems, status, theirs = bid.declarations_version, [], 200, ""
    if request.method == "POST":
        version, status = from_version(request), REFUSED
        if form.is_valid():
            try:
                actions.save_declarations(
                    bid,
                    form.declarations(asked),
                    met_by=form.met_by(asked),
                    from_version=version,
                    by=request.user,
                    now=request.now,
                )
            except Stale as stale:
                status, problems, version = CONFLICT, stale.problems, stale.stored.declarations_version
                theirs = "\n".join(
                    f"{number}. {'Yes' if stored[condition.id].meets else 'No'} {stored[condition.id].note}".strip()
                    for number, condition in enumerate(asked.conditions, 1)
                    if condition.id in stored
                )
            except Refused as refused:
                problems = refused.problems
            else:
                said = len(form.declarations(asked))
                whole = count_text(len(asked.conditions), "condition")
                messages.success(request, f"Your declarations are saved: {said} of {whole} answered.")
                return redirect("bid", pk=pk)
    return page(
        request,
        "bids/part.html",
        bid,
        status,
        heading="Declarations",
        caption=bid.tender.title,
        intro="Every bidder must meet these conditions. If you can't, say what you have instead. "
        "The buyer decides whether it is as good.",
        form=form,
        problems=problems,
        version=version,
        theirs=theirs,
        button="Save the declarations",
        back=reverse("bid", args=[pk]),
    )

"""The ranking, and the recommendation of an award. Approving it belongs to the stage that makes the contract."""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.forms import RecommendForm, TurnDownForm
from commissioning.evaluation.models import Evaluation
from commissioning.evaluation.views.finding import by_lot, find, find_bid, home_of, page, require
from socialvalue import charts
from socialvalue.refusals import Refused, allowed

LONGEST_NAME = 30
"""Characters. A criterion goes by its name in the table of points; a question, whose name is its text, by its id."""


@require_safe
def ranking(request: HttpRequest, pk: int) -> HttpResponse:
    """Who comes first, by how much, and how it was worked out."""
    found = find(request, pk)
    require(permissions.check_sees_ranking, request.user, found)
    try:
        if found.tender.file.lots:
            return _lots_page(request, found)
        ranked = reports.ranking(found)
    except Refused as refusal:
        return page(request, "evaluation/ranking.html", found, 422, problems=refusal.problems)
    award = reports.award(found)
    return page(
        request,
        "evaluation/ranking.html",
        found,
        **_drawn(ranked),
        award=award,
        may_draw_full=bool(award) and allowed(permissions.check_draws_recommendation, request.user, found),
        may_ask=_may_ask(request, found, ranked),
    )


def _may_ask(request: HttpRequest, found: Evaluation, *rankings: reports.Ranking | None) -> bool:
    """Whether the person may ask bidders about a price that looks too low. No query where none does."""
    flagged = any(bid.flags for ranked in rankings if ranked for bid in ranked.bids)
    return flagged and allowed(permissions.check_can_run, request.user, found.tender)


def _lots_page(request: HttpRequest, found: Evaluation) -> HttpResponse:
    """A section a lot, and who gets which lot."""
    lots, given = reports.lot_rankings(found)
    drawn = [(lot, _drawn(lot.ranking, lot.name) if lot.ranking else None) for lot in lots]
    formulas = next(({key: one[key] for key in ("formulas", "formula_headers")} for _, one in drawn if one), {})
    return page(
        request,
        "evaluation/ranking_by_lot.html",
        found,
        given=given,
        given_headers=["Lot", "Goes to", "Price", "Points"],
        given_rows=[(row.name, row.bidder, row.price_text, row.points_text) for row in given.rows],
        lots=drawn,
        may_ask=_may_ask(request, found, *(lot.ranking for lot in lots)),
        **formulas,
    )


def _drawn(ranked: reports.Ranking, of: str = "") -> dict[str, object]:
    """What draws one ranking; `of` names the lot in captions."""
    drawing = charts.stacks(
        f"What makes up each total: {of}" if of else "What makes up each total",
        [node.name for node in ranked.weighted],
        [charts.Stack(bid.provider, tuple(part.contribution for part in bid.top)) for bid in ranked.bids],
        most=Decimal(100),
    )
    return {
        "ranked": ranked,
        "of": of,
        "place_headers": ["Place", "Bidder", "Receipt", "Total", "Price"],
        "formula_headers": ["Criterion", "What it asks", "Share of the whole", "Points out of 100"],
        "working_headers": ["What", "Figure"],
        "drawing": drawing,
        "places": [
            (bid.rank_text, bid.provider, bid.reference, bid.total_text, bid.price_text or "No price")
            for bid in ranked.bids
        ],
        "points_headers": ["Criterion", "Share of the whole", *(bid.provider for bid in ranked.bids)],
        "points": _points(ranked),
        "numbers": " ".join(str(column) for column in range(2, len(ranked.bids) + 3)),
        "formulas": [
            (node.id, node.name, node.share_text or "None", node.formula_text[:1].upper() + node.formula_text[1:])
            for node in ranked.nodes
        ],
    }


def _points(ranked: reports.Ranking) -> list[tuple[str, ...]]:
    """One row a criterion: each bid's points, and what they add to its total."""
    return [
        (
            f"{'– ' * node.depth}{node.name if len(node.name) <= LONGEST_NAME else node.id}",
            node.share_text or "None",
            *(f"{bid.parts[place].points_text} ({bid.parts[place].contribution_text})" for bid in ranked.bids),
        )
        for place, node in enumerate(ranked.nodes)
        if node.share
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def recommend(request: HttpRequest, pk: int) -> HttpResponse:
    """Recommend an award to a bid that ranks first."""
    found = find(request, pk)
    require(permissions.check_can_run, request.user, found.tender)
    require(permissions.check_sees_ranking, request.user, found)
    if found.tender.file.lots:
        return by_lot(request, found)
    ranked = reports.ranking(found)
    first = [(bid.bid_id, f"{bid.provider}: {bid.total_text} points") for bid in ranked.bids if bid.rank == 1]
    initial = {"bid": first[0][0]} if len(first) == 1 else {}
    form = RecommendForm(first, request.POST if request.method == "POST" else None, initial=initial)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        bid = find_bid(found, form.cleaned_data["bid"])
        try:
            actions.recommend(found, bid, form.cleaned_data["reason"], by=request.user, now=request.now)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "Your recommendation is saved. Another procurement officer must approve it.")
            return redirect(home_of(found))
    return page(
        request,
        "evaluation/recommend.html",
        found,
        422 if problems or form.errors else 200,
        heading="Recommend an award",
        form=form,
        problems=problems,
        button="Recommend this award",
        flagged=[(bid.provider, flag) for bid in ranked.bids if bid.rank == 1 for flag in bid.flags],
        ties=ranked.ties,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def turn_down(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn down the recommendation."""
    found = find(request, pk)
    require(permissions.check_can_run, request.user, found.tender)
    form = TurnDownForm(request.POST if request.method == "POST" else None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.turn_down(found, form.cleaned_data["reason"], by=request.user, now=request.now)
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, "The recommendation is turned down. The officer who made it has been told.")
            return redirect(home_of(found))
    return page(
        request,
        "evaluation/turn_down.html",
        found,
        422 if problems or form.errors else 200,
        heading="Turn down the recommendation",
        form=form,
        problems=problems,
        button="Turn down the recommendation",
        warning=True,
        award=reports.award(found),
    )

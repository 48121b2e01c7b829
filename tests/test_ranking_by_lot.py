"""A tender in lots: each lot ranks the bids for it at their price for it, and the limit says who gets which."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from commissioning.evaluation import actions
from commissioning.evaluation.models import Evaluation, PanelMember
from commissioning.evaluation.reports import lot_rankings, method, ranking, standing
from commissioning.tenders.tenderfile import LotLimits, LotMechanism
from socialvalue.refusals import Refused
from tests import play_bids
from tests import play_evaluation as play
from tests.cast import Cast
from tests.play_tenders import published_tender
from tests.test_lots_in_bids import EAST, LOTS, NORTH, SOUTH
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db

# Reuse is cheapest in every lot, so with equal marks it ranks first in all three. It may win two.
#   without North: 32,000 + 40,000 + 30,000 = 102,000
#   without South: 25,000 + 41,000 + 30,000 =  96,000
#   without East:  25,000 + 40,000 + 39,000 = 104,000
REUSE = {"N": Decimal(25000), "S": Decimal(40000), "E": Decimal(30000)}
HAULAGE = {"N": Decimal(32000), "S": Decimal(41000), "E": Decimal(39000)}
TWO = LotLimits(win=2, rule="The lowest price for all.", mechanism=LotMechanism.LOWEST_PRICE)


def in_lots(cast: Cast, now: datetime, limits: LotLimits, *bids: dict[str, Decimal]) -> Evaluation:
    """An evaluation whose prices are open, of a tender in three lots; the cast's providers bid in their order."""
    tender = published_tender(cast, now, **{**LOTS, "lot_limits": limits})
    for place, (provider, prices) in enumerate(zip(play_bids.bidders(cast, len(bids)), bids, strict=True)):
        play_bids.submitted_bid(cast, tender, provider=provider, now=now + timedelta(minutes=place), lot_prices=prices)
    evaluation = play.marking(cast, now, tender=play_bids.open_bids(cast, tender))
    mark_alike(evaluation, now)
    play.finish_marking(evaluation, cast, now)
    after = play.after_opening(tender, now)
    actions.start_moderation(evaluation, by=cast.chair, now=after)
    play.agree_all(evaluation, cast, now)
    actions.lock_consensus(evaluation, by=cast.chair, now=after)
    play.open_prices(evaluation, cast, now)
    return evaluation


def mark_alike(evaluation: Evaluation, now: datetime) -> None:
    """Every evaluator gives every answer a 4, so that only prices part the bids."""
    for seat in evaluation.panel.filter(seat=PanelMember.Seat.EVALUATOR).select_related("user"):
        for bid in play.bids_of(evaluation):
            for question in method(evaluation.tender).marked:
                actions.save_mark(
                    evaluation,
                    bid,
                    question.id,
                    mark=Decimal(4),
                    reason="It meets what is asked.",
                    from_version=0,
                    by=seat.user,
                    now=play.after_opening(evaluation.tender, now),
                )


def firsts(evaluation: Evaluation) -> list[tuple[str, list[tuple[int | None, str]]]]:
    """Each lot with its bids' ranks and prices."""
    lots, _ = lot_rankings(evaluation)
    return [(lot.id, [(bid.rank, bid.price_text) for bid in lot.ranking.bids] if lot.ranking else []) for lot in lots]


def test_each_lot_ranks_only_the_bids_for_it_at_their_price_for_it(cast: Cast, now: datetime) -> None:
    evaluation = in_lots(cast, now, TWO, {"N": Decimal(25000)}, {"N": Decimal(20000), "S": Decimal(41000)})
    assert firsts(evaluation) == [("N", [(1, "£20,000"), (2, "£25,000")]), ("S", [(1, "£41,000")]), ("E", [])]


def test_the_limit_gives_the_lots_that_leave_the_lowest_total_price(cast: Cast, now: datetime) -> None:
    evaluation = in_lots(cast, now, TWO, REUSE, HAULAGE)
    _, given = lot_rankings(evaluation)
    reuse, haulage = cast.reuse.name, cast.haulage.name
    assert [(row.lot, row.bidder, row.price_text) for row in given.rows] == [
        ("N", reuse, "£25,000"),
        ("S", haulage, "£41,000"),
        ("E", reuse, "£30,000"),
    ]
    assert given.working == (
        "One bidder may win 2 lots at most.",
        f"{reuse} ranks first in 3 lots: North, South and East.",
        "There are 3 ways to give the lots so that nobody has too many and each other lot goes to its next best bidder. "
        "Of those that give the most lots, the tender takes the lowest total price.",
        "That is £96,000.",
    )


def test_without_a_limit_each_lot_goes_to_its_first(cast: Cast, now: datetime) -> None:
    _, given = lot_rankings(in_lots(cast, now, LotLimits(), REUSE, HAULAGE))
    assert {row.bidder for row in given.rows} == {cast.reuse.name}


def test_a_rule_in_words_alone_is_left_to_the_officer(cast: Cast, now: datetime) -> None:
    _, given = lot_rankings(in_lots(cast, now, LotLimits(win=1, rule="The dearest first."), REUSE, HAULAGE))
    assert given.rows == ()
    assert "An officer must decide by the rule that the tender gives in words." in given.working[0]


def test_a_tie_that_nothing_parts_gives_no_lot(cast: Cast, now: datetime) -> None:
    _, given = lot_rankings(in_lots(cast, now, TWO, {"S": Decimal(9000)}, {"S": Decimal(9000)}))
    assert given.rows == ()
    assert given.working[0].startswith("South: nothing parts ")


def test_there_is_no_ranking_of_all_lots_together(cast: Cast, now: datetime) -> None:
    with pytest.raises(Refused, match="each lot has a ranking of its own"):
        ranking(in_lots(cast, now, TWO, REUSE, HAULAGE))


def test_the_page_has_a_section_a_lot(cast: Cast, now: datetime, client: Client) -> None:
    evaluation = in_lots(cast, now, TWO, REUSE, HAULAGE)
    client.force_login(cast.procurement)
    answer = client.get(reverse("ranking", args=[evaluation.tender_id]))
    said = strip_tags(answer.content.decode())
    assert answer.status_code == 200
    for lot in (NORTH, SOUTH, EAST):
        assert f"Bids, best first: {lot.title}" in said
    assert "That is £96,000." in said


def test_pages_that_ask_for_one_ranking_say_that_each_lot_has_its_own(
    cast: Cast, now: datetime, client: Client
) -> None:
    evaluation = in_lots(cast, now, TWO, REUSE, HAULAGE)
    client.force_login(cast.procurement)
    for name in ("evaluation_report", "recommend_award"):
        answer = client.get(reverse(name, args=[evaluation.tender_id]), follow=True)
        assert answer.redirect_chain == [(reverse("ranking", args=[evaluation.tender_id]), 302)]
        assert "each lot has a ranking of its own" in strip_tags(answer.content.decode())
    for name in ("sign_off_report", "ask_for_paper"):
        answer = client.post(reverse(name, args=[evaluation.tender_id]), {"kind": "pdf", "sha256": "0" * 64})
        assert answer.status_code in (302, 404)


@pytest.mark.parametrize("bids", [2, 5])
def test_lots_and_bids_ask_no_more_queries(cast: Cast, now: datetime, bids: int, django_assert_num_queries) -> None:
    evaluation = in_lots(cast, now, TWO, *({**REUSE, "N": Decimal(25000 + place)} for place in range(bids)))
    with django_assert_num_queries(6):
        lot_rankings(evaluation)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_pages_are_sound_in_a_browser(cast: Cast, now: datetime, live_server, chromium) -> None:
    evaluation = in_lots(cast, now, TWO, REUSE, HAULAGE)
    officer = Visitor(chromium, live_server.url, "officer", "lots").sign_in(cast.procurement.email)
    officer.go(reverse("ranking", args=[evaluation.tender_id])).reads("Who gets which lot", "That is £96,000.")
    assert officer.faults == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_bidder_fills_the_prices_of_lots_in_a_browser(cast: Cast, live_server, chromium) -> None:
    moment = timezone.now()
    bid = play_bids.started_bid(published_tender(cast, moment, **LOTS), provider=cast.reuse, now=moment)
    writer = Visitor(chromium, live_server.url, "writer", "lots").sign_in(cast.writer.email)
    writer.go(reverse("bid_price", args=[bid.pk])).fill("Price for lot 2: South", "41,000").press("Save the price")
    writer.reads("£41,000 for 1 of 3 lots")
    assert writer.faults == []


def test_nothing_after_the_ranking_is_offered_or_taken(client: Client, cast: Cast, now: datetime) -> None:
    evaluation = in_lots(cast, now, TWO, REUSE, HAULAGE)
    with pytest.raises(Refused, match="an award by lot"):
        actions.sign_off(evaluation, "5c" * 32, by=cast.chair, now=play.after_opening(evaluation.tender, now))
    for person in (cast.chair, cast.procurement):
        shown = standing(evaluation, person)
        assert shown.turn == "The ranking of each lot is there. An award by lot can’t be made here yet."
        titles = {task.title for task in shown.tasks}
        assert "Ranking" in titles
        assert not titles & {
            "Sign off the report",
            "Evaluation report",
            "Recommend an award",
            "Standstill and contract",
        }

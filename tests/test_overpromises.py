"""Promises that stand out: by hand, beside the other bids and beside what was delivered; questions, never marks."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.bids.reports import opened_submissions
from commissioning.evaluation.reports.overpromises import overpromises
from commissioning.tenders.models import Benchmark
from tests import play_evaluation as play
from tests.play_bids import open_bids, submitted_bid
from tests.play_tenders import published_tender


def evaluated(cast, now, haulage, reuse):
    """In moderation, with a bid by each of the two providers that promises so much under SV2."""
    tender = published_tender(cast, now)
    for provider, quantity in ((cast.haulage, haulage), (cast.reuse, reuse)):
        submitted_bid(cast, tender, provider=provider, now=now, quantities={"SV2": Decimal(quantity)})
    return play.moderating(cast, now, tender=open_bids(cast, tender))


def asked_of(evaluation):
    return {row.bidder.name: row.ask for row in overpromises(evaluation)}


def delivered(cast, now, evaluation, rate):
    """Another contract for the same kind of service delivered so much of the same for each £100,000."""
    promise = opened_submissions(evaluation.tender)[0].file.commitments_to("SV2")[0]
    Benchmark.objects.create(
        tender=published_tender(cast, now, title="The contract before"),
        place=1,
        name=promise.measure,
        unit=promise.unit,
        rate=Decimal(rate),
        until=date(2026, 10, 31),
    )


@pytest.mark.parametrize(("haulage", "asks"), [("8", False), ("8.01", True), ("1", False)])
def test_a_promise_of_more_than_twice_the_others_is_worth_a_question(cast, now, haulage, asks):
    asked = asked_of(evaluated(cast, now, haulage, "4"))
    assert asked["Chiltern Haulage"] == (
        "Ask how: this is more than twice what the other bids promise." if asks else ""
    )
    assert bool(asked["Lea Valley Reuse"]) == (haulage == "1")


def test_an_officer_goes_from_a_question_to_asking_it_and_the_chair_does_not(client, cast, now):
    evaluation = evaluated(cast, now, "9", "4")
    bid = next(row.bidder.bid_id for row in overpromises(evaluation) if row.ask)
    link = f'href="{reverse("query_ask", args=[evaluation.tender_id, bid])}?about=SV2"'
    for person, is_there in ((cast.procurement, True), (cast.chair, False)):
        client.force_login(person)
        page = client.get(reverse("overpromises", args=[evaluation.tender_id])).content.decode()
        assert (link in page) == is_there


def test_a_promise_of_more_than_any_similar_contract_delivered_is_worth_a_question(cast, now):
    evaluation = evaluated(cast, now, "4", "4")
    assert {row.delivered for row in overpromises(evaluation)} == {"None to compare with"}
    delivered(cast, now, evaluation, "1000000")
    assert set(asked_of(evaluation).values()) == {""}
    Benchmark.objects.update(rate=Decimal("0.0001"))
    assert set(asked_of(evaluation).values()) == {"Ask how: this is more than any similar contract delivered."}


def test_the_page_says_that_it_is_no_mark_and_holds_no_price(client, cast, now):
    evaluation = evaluated(cast, now, "40", "4")
    where = reverse("overpromises", args=[evaluation.tender_id])
    for person, status in ((cast.chair, 200), (cast.procurement, 200), (cast.evaluator, 404), (cast.owner, 404)):
        client.force_login(person)
        assert client.get(where).status_code == status
    client.force_login(cast.chair)
    page = client.get(where).content.decode()
    assert "These are questions to ask, not marks." in page
    assert "1 promise to ask about." in page
    assert page.index("more than twice") < page.index("Nothing</td>")
    assert "100,000" not in page.replace("for each £100,000", "")


def test_nobody_is_shown_it_before_moderation(client, cast, now):
    evaluation = play.locked(cast, now)
    client.force_login(cast.chair)
    assert client.get(reverse("overpromises", args=[evaluation.tender_id])).status_code == 404


@pytest.mark.parametrize("bids", [2, 7])
def test_the_page_asks_as_often_for_more_bids(client, cast, now, bids):
    evaluation = play.moderating(cast, now, bids=bids)
    client.force_login(cast.procurement)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("overpromises", args=[evaluation.tender_id])).status_code == 200
    assert len(asked) == 9

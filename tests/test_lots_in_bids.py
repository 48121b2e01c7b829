"""A tender in lots: a bid says which lots it is for and what each costs, sealed as every price is."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from commissioning.bids import actions, bidfile
from commissioning.bids.actions import Stale
from commissioning.bids.models import Bid, Submission
from commissioning.bids.readiness import asked_by
from commissioning.bids.reports import before_start, opened_submissions
from commissioning.tenders.tenderfile import Lot, LotLimits
from socialvalue.refusals import Refused
from tests import play_bids as play
from tests.cast import Cast
from tests.play_tenders import published_tender

pytestmark = pytest.mark.django_db

NORTH, SOUTH, EAST = (
    Lot(id="N", title="North", value=Decimal(30000)),
    Lot(id="S", title="South", value=Decimal(50000)),
    Lot(id="E", title="East", value=Decimal(40000)),
)
LOTS = {"lots": (NORTH, SOUTH, EAST), "lot_limits": LotLimits(bid=2), "no_lots_reason": None}


@pytest.fixture
def tender(cast: Cast, now: datetime):
    """A published tender in three lots, of which one bidder may bid for two."""
    return published_tender(cast, now, **LOTS)


def test_a_bid_names_its_lots_with_their_prices_in_the_tenders_order(cast: Cast, tender, now: datetime) -> None:
    bid = play.submitted_bid(cast, tender, now=now, lot_prices={"S": Decimal("50000.50"), "N": Decimal(30000)})
    file = Submission.own.get(bid=bid).file
    assert [(one.lot, one.price) for one in file.lots] == [("N", Decimal(30000)), ("S", Decimal("50000.50"))]
    assert file.price == bid.price == Decimal("80000.50")
    assert bidfile.read(bidfile.write(file)) == file


def test_what_one_lot_gets_is_its_own_price(cast: Cast, tender, now: datetime) -> None:
    bid = play.submitted_bid(cast, tender, now=now, lot_prices={"S": Decimal(50000), "N": Decimal(30000)})
    file = Submission.own.get(bid=bid).file
    assert file.for_lot("S").price == Decimal(50000)
    assert file.for_lot("E") is None


def test_a_bid_without_lots_is_written_as_it_was_before(cast: Cast, now: datetime) -> None:
    bid = play.submitted_bid(cast, published_tender(cast, now), now=now)
    content = Submission.own.get(bid=bid).content
    assert '"lots"' not in content
    assert bidfile.write(bidfile.read(content)) == content


@pytest.mark.parametrize(
    ("prices", "said"),
    [
        ({}, "Enter a price for each lot that you bid for. You need at least one."),
        (dict.fromkeys("NSE", Decimal(9)), "You bid for 3 lots. One bidder may bid for 2 lots at most."),
    ],
)
def test_the_choice_of_lots_is_judged_when_it_is_submitted(cast: Cast, tender, now: datetime, prices, said) -> None:
    bid = play.written_bid(tender, provider=cast.reuse, now=now, lot_prices=prices)
    with pytest.raises(Refused) as refusal:
        play.submission_of(bid, now=now)
    assert refusal.value.problems == [said]


def test_the_price_of_the_whole_and_a_strange_lot_are_refused(cast: Cast, tender, now: datetime) -> None:
    bid = play.started_bid(tender, provider=cast.reuse, now=now)
    with pytest.raises(Refused, match="in lots"):
        actions.save_price(bid, Decimal(9), from_version=0, by=cast.writer, now=now)
    with pytest.raises(Refused, match="does not have that lot"):
        actions.save_lot_prices(bid, {"W": Decimal(9)}, from_version=0, by=cast.writer, now=now)
    with pytest.raises(Refused, match="£0 or more"):
        actions.save_lot_prices(bid, {"N": Decimal(-1)}, from_version=0, by=cast.writer, now=now)


def test_a_stale_page_changes_no_lot(cast: Cast, tender, now: datetime) -> None:
    bid = play.started_bid(tender, provider=cast.reuse, now=now)
    actions.save_lot_prices(bid, {"N": Decimal(9)}, from_version=0, by=cast.writer, now=now)
    with pytest.raises(Stale):
        actions.save_lot_prices(bid, {"S": Decimal(9)}, from_version=0, by=cast.owner, now=now)
    assert Bid.own.get(pk=bid.pk).lot_prices == {"N": "9.00"}


def test_the_page_of_the_price_asks_for_each_lot(cast: Cast, tender, now: datetime, client: Client) -> None:
    bid = play.started_bid(tender, provider=cast.reuse, now=now)
    client.force_login(cast.writer)
    address = reverse("bid_price", args=[bid.pk])
    page = client.get(address).content.decode()
    assert "Price for lot 3: East" in page
    assert "You may bid for 2 lots at most." in page
    answer = client.post(
        address, {"lot-1": "30,000", "lot-2": "", "lot-3": "£40,000.50", "from_version": "0"}, follow=True
    )
    assert "£70,000.50 for 2 of 3 lots" in answer.content.decode()
    assert Bid.own.get(pk=bid.pk).lot_prices == {"N": "30000.00", "E": "40000.50"}
    stale = client.post(address, {"lot-1": "1", "from_version": "0"})
    assert stale.status_code == 409
    assert "East: £40,000.50" in stale.content.decode()
    assert "North" in client.get(reverse("bid_check", args=[bid.pk])).content.decode()


def test_before_you_start_says_that_each_lot_has_a_price(cast: Cast, tender, now: datetime) -> None:
    assert "for each lot that you bid for, 2 lots at most" in before_start(tender, now).price
    assert asked_by(tender.document).lots_to_bid == 2


def test_lot_prices_stand_under_the_seal_of_the_price(cast: Cast, tender, now: datetime, client: Client) -> None:
    bid = play.submitted_bid(cast, tender, now=now, lot_prices={"N": Decimal("31415.92")})
    assert opened_submissions(tender) == []
    play.open_bids(cast, tender)
    (opened,) = opened_submissions(tender)
    assert opened.file.lots == (bidfile.LotPrice("N", None),)
    assert opened.file == replace(opened.file, price=None)
    client.force_login(cast.procurement)
    page = client.get(reverse("opened_bid", args=[tender.pk, bid.pk])).content.decode()
    assert "North" in page
    assert "31,415.92" not in page

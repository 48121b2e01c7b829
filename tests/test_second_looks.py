"""What is worth a second look in a bid's promises: made twice, or more than similar contracts delivered. Sums by hand."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from commissioning.bids.bidfile import Commitment
from commissioning.bids.readiness import Delivered, advice, asked, rate_of
from commissioning.tenders.models import Benchmark
from tests import play_bids, play_contracts, play_tenders

VALUE = Decimal(300_000)


def promise(measure: str, quantity: str, *, question: str = "SV1", unit: str = "people over the whole contract"):
    return Commitment(question, measure, unit, Decimal(quantity), Decimal(0), date(2028, 3, 31), "A list")


def looks(now, *promises, delivered=()):
    said = asked(play_tenders.tender_document(now))
    return [look.sentence for look in advice(said, promises, delivered, value=VALUE)]


@pytest.mark.parametrize(
    ("quantity", "unit", "rate"),
    [
        # 6 over the whole contract for £300,000: 2 for each £100,000.
        ("6", "people over the whole contract", "2"),
        # 6 in each of 3 years: 18 for £300,000, so 6.
        ("6", "people starting per contract year", "6"),
        # A share is what it is.
        ("40", "% of items", "40"),
    ],
)
def test_a_rate_is_for_each_hundred_thousand_pounds(quantity, unit, rate):
    assert rate_of(Decimal(quantity), unit, value=VALUE, years=Decimal(3)) == Decimal(rate)


def test_the_same_promise_twice_is_noticed_whatever_its_spelling(now):
    found = looks(now, promise("Apprenticeships", "4"), promise("apprenticeships!", "2", unit="People"))
    assert found == [
        "“apprenticeships!” is promised under question 2 and again under question 2. If it is one promise, make it once: "
        "it would be owed twice."
    ]


def test_two_promises_counted_in_other_units_are_two(now):
    assert looks(now, promise("Training", "4"), promise("Training", "40", unit="hours")) == []


@pytest.mark.parametrize(("quantity", "is_said"), [("9", False), ("9.3", True)])
def test_more_than_any_similar_contract_delivered_is_noticed(quantity, is_said, now):
    """£300,000: 9 are 3 for each £100,000, which one contract delivered; 9.3 are 3.1."""
    delivered = [
        Delivered("Jobs", "people", Decimal(2)),
        Delivered("jobs", "people over the whole contract", Decimal(3)),
    ]
    found = looks(now, promise("Jobs", quantity), delivered=delivered)
    assert found == is_said * [
        "You promise 3.1 people for each £100,000. 2 similar contracts delivered at most 3. "
        "Be sure that you can: the buyer may ask how."
    ]


def test_a_share_is_held_beside_the_share_that_was_reached(now):
    delivered = [Delivered("Reuse", "% of items", Decimal("31.5"))]
    (found,) = looks(now, promise("Reuse", "60", unit="% of items"), delivered=delivered)
    assert found.startswith("You promise 60 % of items. 1 similar contract delivered at most 31.5.")


def test_where_nobody_knows_nothing_is_said(now):
    assert looks(now, promise("Jobs", "999"), delivered=[Delivered("Trees", "trees", Decimal(1))]) == []


# Where the figures come from, and where they are read.


def test_an_accepted_return_becomes_a_benchmark_that_the_next_bid_reads(client, cast, now, portal_clock):
    """The contract pays £100,000 over its term. One apprentice was accepted in the first period: the rate is 1 divided by
    the pounds paid up to its end, for each £100,000."""
    contract = play_contracts.contract_made(cast, now)
    report = play_contracts.reported(contract, by=cast.writer)
    assert not Benchmark.objects.exists()
    play_contracts.accepted(report, by=cast.contract_manager)
    benchmark = Benchmark.objects.get()
    days = Decimal((report.period.ends_on - contract.starts_on).days + 1)
    term = Decimal((contract.ends_on - contract.starts_on).days + 1)
    assert (benchmark.name, benchmark.unit) == ("Apprenticeships", "people starting per contract year")
    assert benchmark.until == report.period.ends_on
    assert benchmark.rate == (term / days * 100_000 / contract.price).quantize(Decimal("0.0001"))

    tender = play_tenders.published_tender(cast, now, reference="HCC-2026-015")
    bid = play_bids.written_bid(tender, provider=cast.haulage, by=cast.rival, now=now, quantities={"SV2": Decimal(400)})
    client.force_login(cast.rival)
    number = next(row.number for row in asked(tender.file).questions if row.id == "SV2")
    page = client.get(reverse("bid_answer", args=[bid.pk, number])).content.decode()
    assert "1 similar contract delivered at most" in page
    check = client.get(reverse("bid_check", args=[bid.pk])).content.decode()
    assert "Worth a second look" in check
    # It is advice: the bid can be submitted.
    assert play_bids.submission_of(bid, by=cast.rival, now=now).version == 1


def test_a_later_return_takes_the_place_of_the_earlier_benchmark(cast, now):
    contract = play_contracts.contract_made(cast, now)
    play_contracts.accepted(play_contracts.reported(contract, by=cast.writer), by=cast.contract_manager)
    first = Benchmark.objects.get().until
    play_contracts.accepted(play_contracts.reported(contract, by=cast.writer, place=1), by=cast.contract_manager)
    assert Benchmark.objects.get().until > first

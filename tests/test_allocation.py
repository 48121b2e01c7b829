"""Who gets which lot: cases worked out by hand, and what holds for every case."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commissioning.evaluation.scoring.allocation import Mechanism, NotAllocated, Standing, allocate

CHEAPEST, BEST = Mechanism.LOWEST_PRICE, Mechanism.HIGHEST_POINTS


def row(rank: int, bidder: str, price: int, points: int) -> Standing:
    """One bidder's standing."""
    return Standing(rank, bidder, Decimal(price), Decimal(points))


# A is best in all three lots. If it keeps two of them, B takes the third.
#   without N: 120 + 200 + 300 = 620; points 70 + 85 + 80 = 235
#   without S: 100 + 205 + 300 = 605; points 90 + 60 + 80 = 230
#   without E: 100 + 200 + 330 = 630; points 90 + 85 + 78 = 253
THREE = {
    "N": [row(1, "A", 100, 90), row(2, "B", 120, 70)],
    "S": [row(1, "A", 200, 85), row(2, "B", 205, 60)],
    "E": [row(1, "A", 300, 80), row(2, "B", 330, 78)],
}


def test_without_a_limit_the_first_of_each_lot_gets_it() -> None:
    found = allocate(THREE, most=None, mechanism=None)
    assert [outcome.winners for outcome in found.outcomes] == [{"N": "A", "S": "A", "E": "A"}]


@pytest.mark.parametrize(
    ("mechanism", "winners", "price", "points"),
    [(CHEAPEST, {"N": "A", "S": "B", "E": "A"}, 605, 230), (BEST, {"N": "A", "S": "A", "E": "B"}, 630, 253)],
)
def test_the_published_mechanism_says_which_lots_are_kept(mechanism, winners, price, points) -> None:
    found = allocate(THREE, most=2, mechanism=mechanism)
    (outcome,) = found.outcomes
    assert (outcome.winners, outcome.price, outcome.points) == (winners, price, points)
    assert found.tried == 3
    assert found.over == (("A", ("N", "S", "E")),)


def test_who_takes_a_lot_over_may_be_over_the_limit_in_turn() -> None:
    # A keeps one of three, B would get the other two and keeps one of them; the last goes to C, or to nobody.
    rankings = {
        "N": [row(1, "A", 10, 9), row(2, "B", 11, 8)],
        "S": [row(1, "A", 10, 9), row(2, "B", 11, 8), row(3, "C", 50, 7)],
        "E": [row(1, "A", 10, 9), row(2, "B", 12, 8)],
    }
    found = allocate(rankings, most=1, mechanism=CHEAPEST)
    # C takes S in every best outcome, since so all three are awarded: A N, B E = 10 + 50 + 12; A E, B N = 10 + 50 + 11.
    assert [outcome.winners for outcome in found.outcomes] == [{"N": "B", "S": "C", "E": "A"}]
    assert found.outcomes[0].price == 71


def test_what_the_mechanism_does_not_part_is_said() -> None:
    same = {lot: [row(1, "A", 10, 9), row(2, "B", 12, 8)] for lot in "NS"}
    found = allocate(same, most=1, mechanism=CHEAPEST)
    assert [outcome.winners for outcome in found.outcomes] == [{"N": "A", "S": "B"}, {"N": "B", "S": "A"}]


def test_a_tie_for_the_first_place_is_not_decided_here() -> None:
    with pytest.raises(NotAllocated) as refusal:
        allocate({"N": [row(1, "B", 10, 9), row(1, "A", 10, 9)]}, most=None, mechanism=None)
    assert (refusal.value.lot, refusal.value.bidders) == ("N", ("A", "B"))


def test_a_limit_that_bites_needs_a_mechanism() -> None:
    with pytest.raises(NotAllocated, match="does not say"):
        allocate(THREE, most=2, mechanism=None)


def test_too_many_ways_are_refused() -> None:
    many = {f"L{place}": [row(1, "A", 10, 9)] for place in range(40)}
    with pytest.raises(NotAllocated, match="more than 20,000"):
        allocate(many, most=20, mechanism=CHEAPEST)


def test_a_lot_that_nobody_bid_for_goes_to_nobody() -> None:
    (outcome,) = allocate({"N": []}, most=1, mechanism=CHEAPEST).outcomes
    assert outcome.winners == {}


@st.composite
def cases(draw):
    """Up to four lots, each with up to four bidders in an order of chance, and a limit."""
    lots = {}
    for place in range(draw(st.integers(1, 4))):
        bidders = draw(st.lists(st.sampled_from("ABCD"), unique=True))
        lots[f"L{place}"] = [
            row(rank, bidder, draw(st.integers(1, 99)), draw(st.integers(0, 100)))
            for rank, bidder in enumerate(bidders, 1)
        ]
    return lots, draw(st.integers(1, 3)), draw(st.sampled_from(Mechanism))


@settings(max_examples=150, deadline=None)
@given(cases())
def test_nobody_wins_too_many_and_no_lot_is_left_to_nobody_without_need(case) -> None:
    rankings, most, mechanism = case
    found = allocate(rankings, most=most, mechanism=mechanism)
    assert found.outcomes
    for outcome in found.outcomes:
        wins = list(outcome.winners.values())
        assert all(wins.count(bidder) <= most for bidder in wins)
        for lot, rows in rankings.items():
            if lot not in outcome.winners:
                assert all(wins.count(one.bidder) == most for one in rows)
            else:
                better = rows[: [one.bidder for one in rows].index(outcome.winners[lot])]
                assert all(wins.count(one.bidder) == most for one in better)


@settings(max_examples=100, deadline=None)
@given(cases(), st.randoms())
def test_the_order_of_lots_and_bids_changes_nothing(case, chance) -> None:
    rankings, most, mechanism = case
    lots = list(rankings)
    chance.shuffle(lots)
    turned = {lot: chance.sample(rankings[lot], len(rankings[lot])) for lot in lots}
    one = allocate(rankings, most=most, mechanism=mechanism)
    other = allocate(turned, most=most, mechanism=mechanism)

    def said(allocation):
        return sorted(sorted(outcome.winners.items()) for outcome in allocation.outcomes)

    assert said(one) == said(other)
    assert one.tried == other.tried

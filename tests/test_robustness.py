"""Would another bid have come first? Cases worked by hand, and what holds for every case."""

from dataclasses import replace
from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from commissioning.evaluation.scoring import Formula, parse_case, score
from commissioning.evaluation.scoring.robustness import (
    WEIGHTS,
    Switch,
    changed_marks,
    left_out,
    repriced,
    reweighed,
    winners_of,
)

LEVELS = [Decimal(mark) for mark in range(11)]


def by_hand(a=("9", "8"), b=("2", "8"), prices=("1000", "840"), **keys):
    """Social value weighs 20 of the whole (40 of Quality's 50), the method 30, the price 50; marks run to 10.

    Bid A promises more, bid B costs less. Social value: A 90, B 20 of 100. The rest, in its own proportions of 30 to 50:
    A 30/80 x 80 + 50/80 x 84 = 82.5; B 30/80 x 80 + 50/80 x 100 = 92.5. With social value at w of the whole the two are
    level where 90w + 82.5(1 - w) = 20w + 92.5(1 - w), so 70w = 10(1 - w), so w = 1/8 = 12.5 per cent.
    """
    return parse_case(
        {
            "scale": {"max": "10"},
            "criteria": [
                {
                    "id": "Q",
                    "weight": "50",
                    "children": [
                        {"id": "SV", "weight": "40", "children": [{"id": "SV1", "weight": "100", "kind": "mark"}]},
                        {"id": "M", "weight": "60", "kind": "mark", **keys},
                    ],
                },
                {"id": "P", "weight": "50", "kind": "price", "formula": "lowest_over_price"},
            ],
            "ties": ["Q"],
            "bids": [
                {"id": name, "price": price, "marks": dict(zip(("SV1", "M"), marks, strict=True))}
                for name, marks, price in (("A", a, prices[0]), ("B", b, prices[1]))
            ],
        }
    )


def test_the_switching_weight_is_the_one_found_by_hand():
    answer = reweighed(by_hand(), ["SV"])
    assert answer.published == 20
    assert answer.switches == (Switch(Decimal("12.5000"), ("B",), ("A",)),)
    assert {one.weight: one.winners for one in answer.tried} == {
        weight: ("B",) if weight < Decimal("12.5") else ("A",) for weight in WEIGHTS
    }
    at_ten = next(one for one in answer.tried if one.weight == 10)
    # 0.1 x 90 + 0.9 x 82.5 and 0.1 x 20 + 0.9 x 92.5
    assert {name: total.quantize(Decimal("0.0001")) for name, total in at_ten.totals.items()} == {
        "A": Decimal("83.2500"),
        "B": Decimal("85.2500"),
    }


def test_a_threshold_stays_where_it_was_published_when_weights_move():
    """Quality is A 86 and B 50 at 20 per cent; B falls under a threshold of 54 only once social value weighs more."""
    case = by_hand()
    quality = case.criteria[0]
    held = replace(case, criteria=(replace(quality, threshold=Decimal(70)), *case.criteria[1:]))
    # B's quality is 80 - 60 x SV's part of quality. At w = 5: SV is 5 of 5 + 35.625, a part of 0.123: 72.6, above 70.
    # At w = 6: 6 of 6 + 35.25, a part of 0.1455: 71.3. At w = 7: 7 of 7 + 34.875, 0.1672: 69.97: shut out, so A is first.
    winners = {one.weight: one.winners for one in reweighed(held, ["SV"]).tried}
    assert (winners[Decimal(5)], winners[Decimal(6)], winners[Decimal(7)]) == (("B",), ("B",), ("A",))


def test_where_social_value_has_no_weight_or_all_of_it_there_is_nothing_to_move():
    assert reweighed(by_hand(), ["not there"]) is None
    assert reweighed(by_hand(), ["Q", "P"]) is None


def test_nobody_is_overtaken_where_one_bid_is_better_at_all_things():
    answer = reweighed(by_hand(prices=("840", "1000")), ["SV"])
    assert answer.switches == ()
    assert {one.winners for one in answer.tried} == {("A",)}


def test_one_mark_moved_by_one():
    """A leads by 84 - 78 = 6. One level of SV1 is worth 2, of M 3: no single step overtakes. With a mark of 8 and 4 for
    the method and social value, A leads by 1, and each step of either down, or of B's method up, brings B forward.
    """
    steps = changed_marks(by_hand(), LEVELS)
    assert (steps.tried, steps.possible, steps.found) == (8, 8, ())
    # A: SV 65 is not a level; 7 gives 0.2 x 70 + 0.3 x 80 + 0.5 x 84 = 80, B: 0.2 x 20 + 24 + 50 = 78: A leads by 2.
    steps = changed_marks(by_hand(a=("7", "8")), LEVELS)
    found = [(one.bid, one.criterion, one.before, one.after, one.winners) for one in steps.found]
    # A loses 2 on SV1: level at 78, and Quality, which A leads, parts them. A loses 3 on M: B is first. B gains 3: so too.
    assert found == [
        ("A", "M", Decimal(8), Decimal(7), ("B",)),
        ("B", "M", Decimal(8), Decimal(9), ("B",)),
    ]


def test_a_step_below_a_minimum_shuts_out_and_is_found():
    steps = changed_marks(by_hand(minimum="8"), LEVELS)
    assert [(one.bid, one.criterion, one.after, one.winners) for one in steps.found] == [("A", "M", Decimal(7), ("B",))]


def test_steps_go_to_the_next_published_level_and_not_beyond_the_scale():
    case = by_hand(a=("10", "5"), b=("0", "5"))
    steps = changed_marks(case, [Decimal(0), Decimal(5), Decimal(10)])
    assert steps.possible == 6


def test_the_means_of_the_evaluators_without_each_of_them():
    """Three evaluators on A's social value: 9, 9 and 0. The mean is 6: 0.2 x 60 + 66 = 78, level with B's 78, and Quality
    parts them. Without the third: 9, A is first. Without either other: 4.5, A has 75, B is first.
    """
    rest = {("B", "SV1"): Decimal(2), ("A", "M"): Decimal(8), ("B", "M"): Decimal(8)}
    marks = {name: {("A", "SV1"): Decimal(own), **rest} for name, own in (("x", 9), ("y", 9), ("z", 0))}
    answers = {one.evaluator: one.winners for one in left_out(by_hand(), marks)}
    assert answers == {None: ("A",), "x": ("B",), "y": ("B",), "z": ("A",)}


def test_one_evaluator_alone_is_never_left_out():
    assert left_out(by_hand(), {"x": {("A", "SV1"): Decimal(9)}}) == ()


def test_other_price_formulas():
    """A has 42 for quality and B 28. Price out of 50: lowest over price 42 and 50, linear between 0 and 50, mean based
    (mean 920) 20.65 and 29.35, above lowest 40.48 and 50. Price per quality point: 1000/84 = 11.9 and 840/56 = 15.
    """
    answers = {one.formula: one for one in repriced(by_hand())}
    assert {formula: one.winners for formula, one in answers.items()} == {
        Formula.LOWEST_OVER_PRICE: ("A",),
        Formula.LINEAR_BETWEEN: ("B",),
        Formula.MEAN_BASED: ("A",),
        Formula.LINEAR_ABOVE_LOWEST: ("A",),
        Formula.PRICE_PER_POINT: ("A",),
    }
    assert [one.formula for one in answers.values() if one.is_published] == [Formula.LOWEST_OVER_PRICE]


def test_a_nil_price_without_a_rule_has_no_answer_under_formulas_that_divide_by_it():
    case = parse_case(
        {
            "scale": {"max": "5"},
            "criteria": [
                {"id": "Q", "weight": "50", "kind": "mark"},
                {"id": "P", "weight": "50", "kind": "price", "formula": "mean_based"},
            ],
            "bids": [{"id": "A", "price": "0", "marks": {"Q": "1"}}, {"id": "B", "price": "5", "marks": {"Q": "5"}}],
        }
    )
    assert [one.formula for one in repriced(case) if not one.is_defined] == [
        Formula.LOWEST_OVER_PRICE,
        Formula.LINEAR_ABOVE_LOWEST,
    ]


def test_a_case_without_a_price_has_no_other_price_formula():
    case = parse_case(
        {
            "scale": {"max": "5"},
            "criteria": [{"id": "Q", "weight": "100", "kind": "mark"}],
            "bids": [{"id": "A", "marks": {"Q": "1"}}],
        }
    )
    assert repriced(case) == ()


MARK = st.integers(0, 10).map(str)
BID = st.tuples(MARK, MARK)
PRICE = st.integers(1, 3000).map(str)


@settings(max_examples=60, deadline=None)
@given(BID, BID, st.tuples(PRICE, PRICE))
def test_skipping_what_is_harmless_skips_nothing_that_matters(a, b, prices):
    """Every step is scored in full here, and what is found is the same."""
    case = by_hand(a, b, prices)
    first = winners_of(score(case))
    expected = set()
    for bid, criterion, step in product(case.bids, ("SV1", "M"), (-1, 1)):
        after = bid.marks[criterion] + step
        if 0 <= after <= 10:
            moved = replace(bid, marks={**bid.marks, criterion: after})
            then = winners_of(score(replace(case, bids=tuple(moved if one is bid else one for one in case.bids))))
            if then != first:
                expected.add((bid.id, criterion, after, then))
    steps = changed_marks(case, LEVELS)
    assert {(one.bid, one.criterion, one.after, one.winners) for one in steps.found} == expected
    assert steps.tried == steps.possible


@settings(max_examples=60, deadline=None)
@given(BID, BID, st.tuples(PRICE, PRICE))
def test_at_the_published_weight_the_published_ranking_stands(a, b, prices):
    case = by_hand(a, b, prices)
    answer = reweighed(case, ["SV"])
    published = next(one for one in answer.tried if one.weight == answer.published)
    assert published.winners == winners_of(score(case))
    assert all(5 <= switch.weight <= 30 and switch.below != switch.above for switch in answer.switches)

"""Every formula by hand, the derivation beside it. The social value quantities are ours: none is published."""

import json
from decimal import Decimal

import pytest

from commissioning.evaluation.scoring import parse_case, result_as_json, score
from tests.scoring_cases import marked, points, priced, quantities, ranks, scored

D = Decimal


def mark(name="Q", weight="100", **keys):
    return {"id": name, "weight": weight, "kind": "mark", **keys}


# --- marks -----------------------------------------------------------------------------------------------------------


def test_absolute_mark():
    # 100 x 4 / 5 = 80; 100 x 2.5 / 5 = 50
    assert points(marked([mark()], [{"Q": "4"}, {"Q": "2.5"}]), "Q") == {"A": 80, "B": 50}


def test_mark_relative_to_best():
    # best 4: 100 x 4 / 4 = 100, 100 x 3 / 4 = 75, 100 x 0 / 4 = 0
    data = marked([mark(formula="relative_to_best")], [{"Q": "4"}, {"Q": "3"}, {"Q": "0"}])
    assert points(data, "Q") == {"A": 100, "B": 75, "C": 0}


def test_best_mark_of_nil_gives_nobody_points():
    assert points(marked([mark(formula="relative_to_best")], [{"Q": "0"}, {"Q": "0"}]), "Q") == {"A": 0, "B": 0}


@pytest.mark.parametrize("key", ["normalise", "formula"])
def test_parent_relative_to_best_and_its_children_still_add_up(key):
    # raw A: 0.5 x 80 + 0.5 x 40 = 60; B: 0.5 x 40 + 0.5 x 20 = 30. Best 60: A 100, B 50.
    # B's parts before: 20 and 10 of 30; scaled by 50 / 30: 33.33... and 16.66..., together 50.
    criteria = [{"id": "S", "weight": "100", key: "relative_to_best", "children": [mark("Q1", "50"), mark("Q2", "50")]}]
    found = scored(marked(criteria, [{"Q1": "4", "Q2": "2"}, {"Q1": "2", "Q2": "1"}]))
    assert [found[name].total for name in "AB"] == [100, 50]
    parts = [found["B"].criteria[name].contribution.quantize(D("0.0001")) for name in ("Q1", "Q2")]
    assert parts == [D("33.3333"), D("16.6667")]
    assert found["B"].criteria["Q1"].points == 40  # of its own maximum, untouched


def test_nested_weights():
    # Q1: 60% of 70% of 80 = 33.6; Q2: 60% of 30% of 80 = 14.4; Q together 48
    children = [mark("Q1", "70"), mark("Q2", "30")]
    criteria = [{"id": "Q", "weight": "60", "children": children}, mark("R", "40")]
    bid = scored(marked(criteria, [{"Q1": "4", "Q2": "4", "R": "0"}]))["A"]
    found = {name: bid.criteria[name].contribution for name in ("Q1", "Q2", "Q", "R")}
    assert found == {"Q1": D("33.6"), "Q2": D("14.4"), "Q": 48, "R": 0}
    assert bid.criteria["Q"].points == 80


# --- prices ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("formula", "keys", "prices", "expected"),
    [
        # 100 x 80 / 100
        ("lowest_over_price", {}, ["80", "100"], [100, 80]),
        # 100 x (200 - P) / (200 - 100), held: 90 would be 110, 250 would be -50
        ("linear_between", {"high": "200", "low": "100"}, ["90", "100", "150", "200", "250"], [100, 100, 50, 0, 0]),
        # observed 100 to 300: 100 x (300 - 150) / 200 = 75
        ("linear_between", {}, ["100", "150", "300"], [100, 75, 0]),
        # published low 50, observed high 150: 100 x (150 - 100) / 100 = 50
        ("linear_between", {"low": "50"}, ["100", "150"], [50, 0]),
        # all equal, nothing published: everyone is the lowest
        ("linear_between", {}, ["100", "100"], [100, 100]),
        # every price beyond the one published end
        ("linear_between", {"high": "100"}, ["120", "140"], [0, 0]),
        ("linear_between", {"low": "100"}, ["80", "90"], [100, 100]),
        # mean 100: 50 - 100 x (80 - 100) / 100 = 70; 50 - 20 = 30
        ("mean_based", {}, ["80", "100", "120"], [70, 50, 30]),
        # mean 100: 10 would be 140, 190 would be -40
        ("mean_based", {}, ["10", "190"], [100, 0]),
        ("mean_based", {}, ["70"], [50]),
        # nil is nobody's divisor here; mean 50: 50 - 100 x (0 - 50) / 50 = 150, held
        ("mean_based", {}, ["0", "100"], [100, 0]),
        ("mean_based", {}, ["0", "0"], [50, 50]),
        ("mean_based", {"zero_price": "full_points"}, ["0", "0"], [100, 100]),
        # 100 x (1 - (120 - 100) / 100) = 80; 250 would be -50
        ("linear_above_lowest", {}, ["100", "120", "250"], [100, 80, 0]),
        # nil has full points, the others against 50: 100 x 50 / 80 = 62.5
        ("lowest_over_price", {"zero_price": "full_points"}, ["0", "50", "80"], [100, 100, D("62.5")]),
        # 100 x (1 - (80 - 50) / 50) = 40
        ("linear_above_lowest", {"zero_price": "full_points"}, ["0", "50", "80"], [100, 100, 40]),
        ("lowest_over_price", {"zero_price": "full_points"}, ["0", "0"], [100, 100]),
        # nil is out, so 60 is the lowest: 100 x 60 / 80
        ("lowest_over_price", {"zero_price": "reject"}, ["0", "60", "80"], [0, 100, 75]),
        ("lowest_over_price", {}, ["70"], [100]),
        ("linear_between", {}, ["70"], [100]),
    ],
)
def test_price(formula, keys, prices, expected):
    found = points(priced(formula, prices, **keys), "P")
    assert [found[chr(65 + i)] for i in range(len(prices))] == expected


def test_fixed_price_counts_for_nothing():
    data = marked([mark(), {"id": "P", "kind": "price", "formula": "fixed_price"}], [{"Q": "4"}, {"Q": "3"}])
    found = scored(data)
    assert [(found[n].criteria["P"].points, found[n].criteria["P"].contribution) for n in "AB"] == [(100, 0)] * 2
    assert [found[name].total for name in "AB"] == [80, 60]


# --- whole case ------------------------------------------------------------------------------------------------------


def test_price_per_point():
    # A 1000 / 80 = 12.5; B 900 / 60 = 15; C has no points, so no price per point, and comes last
    data = marked([mark()], [{"Q": "4"}, {"Q": "3"}, {"Q": "0"}], formula="price_per_point")
    for bid, price in zip(data["bids"], ["1000", "900", "1"], strict=True):
        bid["price"] = price
    found = scored(data)
    assert [found[name].figure for name in "ABC"] == [D("12.5"), 15, None]
    assert ranks(data) == {"A": 1, "B": 2, "C": 3}
    assert found["A"].total == 80


def test_value_deduction():
    # A: 1000 - 80% of 500 - 50% of 300 = 1000 - 400 - 150 = 450; B: 900 - 40% of 500 - 100% of 300 = 400; B wins.
    # Weights are parts of 800: 62.5 and 37.5. A's points: 50 + 18.75 = 68.75.
    criteria = [
        {"id": "Q", "kind": "mark", "value": "500"},
        {"id": "T", "kind": "quantity", "formula": "target_capped", "target": "10", "value": "300"},
    ]
    data = marked(criteria, [{"Q": "4"}, {"Q": "2"}], formula="value_deduction")
    data["bids"][0] |= {"price": "1000", "quantities": {"T": "5"}}
    data["bids"][1] |= {"price": "900", "quantities": {"T": "12"}}
    found = scored(data)
    assert [found[name].figure for name in "AB"] == [450, 400]
    assert ranks(data) == {"B": 1, "A": 2}
    assert found["A"].total == D("68.75")


# --- quantities (derived by hand) ------------------------------------------------------------------------------------


def test_target_capped():
    # 6 apprentices are the target: 100 x 3 / 6 = 50; 9 counts as 6
    found = points(quantities("target_capped", ["3", "6", "9", "0"], target="6"), "Q")
    assert found == {"A": 50, "B": 100, "C": 100, "D": 0}


def test_quantity_bands():
    # the highest step reached counts; below the first there is none
    steps = [{"from": "10", "points": "100"}, {"from": "2", "points": "25"}, {"from": "5", "points": "60"}]
    found = points(quantities("bands", ["1.9", "2", "9.99", "10", "40"], bands=steps), "Q")
    assert found == {"A": 0, "B": 25, "C": 60, "D": 100, "E": 100}


def test_relative_to_highest():
    # highest 8: 100 x 2 / 8 = 25
    assert points(quantities("relative_to_highest", ["8", "2"]), "Q") == {"A": 100, "B": 25}
    assert points(quantities("relative_to_highest", ["0", "0"]), "Q") == {"A": 0, "B": 0}


def test_share_of_price():
    # published share 10%. 5,000 of 100,000 is 5%: half. 20,000 of 100,000 is 20%: capped.
    data = quantities("share_of_price", ["5000", "20000", "0", "1"], share="10")
    for bid, price in zip(data["bids"], ["100000", "100000", "100000", "0"], strict=True):
        bid["price"] = price
    assert points(data, "Q") == {"A": 50, "B": 100, "C": 0, "D": 100}


# --- who qualifies ---------------------------------------------------------------------------------------------------


def test_gate_minimum_and_threshold_name_their_criterion():
    criteria = [
        {"id": "S", "weight": "100", "threshold": "60", "children": [mark("Q1", "50", minimum="2"), mark("Q2", "50")]},
        {"id": "G", "kind": "pass"},
    ]
    data = marked(
        criteria, [{"Q1": "3", "Q2": "3"}, {"Q1": "1", "Q2": "5"}, {"Q1": "2", "Q2": "3"}, {"Q1": "5", "Q2": "5"}]
    )
    for bid, passed in zip(data["bids"], [True, True, True, False], strict=True):
        bid["passes"] = {"G": passed}
    found = scored(data)
    reasons = {name: [reason.criterion for reason in bid.disqualified] for name, bid in found.items()}
    assert reasons == {"A": [], "B": ["Q1"], "C": ["S"], "D": ["G"]}  # exactly 60 and exactly 2 are enough
    assert ranks(data) == {"A": 1, "B": None, "C": None, "D": None}
    assert list(found) == ["A", "B", "C", "D"]


def test_a_threshold_is_met_exactly_where_thirds_add_up():
    # marks of 2 out of 3, three times: 66.66... per cent. A threshold of 66.6 is met, 66.7 is not.
    children = [mark("Q1", "33.3"), mark("Q2", "33.3"), mark("Q3", "33.4")]
    for threshold, rank in (("66.6", 1), ("66.7", None)):
        criteria = [{"id": "S", "weight": "100", "threshold": threshold, "children": children}]
        assert ranks(marked(criteria, [{"Q1": "2", "Q2": "2", "Q3": "2"}], top="3")) == {"A": rank}
    # 90% x 2/3 is 60 exactly, whatever the last digit of 2/3 became
    criteria = [{"id": "S", "weight": "100", "threshold": "60", "children": [mark("Q1", "90"), mark("Q2", "10")]}]
    assert ranks(marked(criteria, [{"Q1": "2", "Q2": "0"}], top="3")) == {"A": 1}


def test_a_disqualified_bid_is_no_measure_for_the_others():
    criteria = [
        mark("Q", "40", formula="relative_to_best"),
        {"id": "P", "weight": "60", "kind": "price", "formula": "lowest_over_price"},
        {"id": "G", "kind": "pass"},
    ]
    data = marked(criteria, [{"Q": "2"}, {"Q": "4"}, {"Q": "5"}])
    for bid, price, passed in zip(data["bids"], ["100", "200", "10"], [True, True, False], strict=True):
        bid |= {"price": price, "passes": {"G": passed}}
    assert points(data, "P") == {"A": 100, "B": 50, "C": 100}
    assert points(data, "Q") == {"A": 50, "B": 100, "C": 100}
    assert score(parse_case(data)).working.criteria == {"Q": {"best_mark": 4}, "P": {"lowest_price": 100}}


def test_a_threshold_is_measured_before_marks_are_made_relative():
    # 2 of 5 is 40 per cent, though it is half of the best
    for keys in ({"formula": "relative_to_best"}, {}):
        parent = {"id": "S", "weight": "100", "threshold": "50", "children": [mark("Q", "100", **keys)]}
        if not keys:
            parent["normalise"] = "relative_to_best"
        assert ranks(marked([parent], [{"Q": "4"}, {"Q": "2"}])) == {"A": 1, "B": None}


def test_a_threshold_on_figures_without_a_maximum_admits_from_the_top():
    # X offers most but has no mark: 50 at most, so out. Then Y is the measure: 30 + 50 = 80. Z: 50 + 10 = 60.
    criteria = [
        {
            "id": "S",
            "weight": "100",
            "threshold": "60",
            "children": [
                mark("Q", "50"),
                {"id": "T", "weight": "50", "kind": "quantity", "formula": "relative_to_highest"},
            ],
        }
    ]
    data = marked(criteria, [{"Q": "0"}, {"Q": "3"}, {"Q": "5"}])
    for bid, name, amount in zip(data["bids"], "XYZ", ["100", "10", "2"], strict=True):
        bid |= {"id": name, "quantities": {"T": amount}}
    assert ranks(data) == {"X": None, "Y": 1, "Z": 2}
    assert points(data, "S") == {"X": 50, "Y": 80, "Z": 60}
    data["bids"] = data["bids"][1:]
    assert points(data, "S") == {"Y": 80, "Z": 60}


def test_no_bid_qualifies_and_no_bid_at_all():
    data = marked([mark(minimum="3", formula="relative_to_best")], [{"Q": "1"}, {"Q": "2"}])
    assert ranks(data) == {"A": None, "B": None}
    assert score(parse_case(data | {"bids": []})).bids == ()


# --- ranking ---------------------------------------------------------------------------------------------------------


def tied(ties):
    criteria = [mark("Q", "50"), mark("R", "50")]
    data = marked(criteria, [{"Q": "3", "R": "4"}, {"Q": "4", "R": "3"}, {"Q": "3", "R": "4"}, {"Q": "0", "R": "1"}])
    for bid, price in zip(data["bids"], ["90", "100", "80", "70"], strict=True):
        bid["price"] = price
    return data | {"ties": ties}


def test_equal_ranks_where_nothing_parts():
    data = tied([])
    assert ranks(data) == {"A": 1, "B": 1, "C": 1, "D": 4}
    (tie,) = score(parse_case(data)).ties
    assert (tie.rank, tie.bids, tie.parted_by, tie.unparted, tie.lot) == (
        1,
        ("A", "B", "C"),
        (),
        (("A", "B", "C"),),
        False,
    )


def test_ties_are_parted_in_the_order_of_the_case():
    assert ranks(tied(["Q"])) == {"B": 1, "A": 2, "C": 2, "D": 4}
    assert ranks(tied(["Q", "lowest_price"])) == {"B": 1, "C": 2, "A": 3, "D": 4}
    assert ranks(tied(["lowest_price", "Q"])) == {"C": 1, "A": 2, "B": 3, "D": 4}
    (tie,) = score(parse_case(tied(["Q", "lowest_price", "lot"]))).ties
    assert (tie.parted_by, tie.unparted, tie.lot) == (("Q", "lowest_price"), (), False)


def test_a_lot_only_reports_the_tie():
    data = tied(["Q", "lot"])
    assert ranks(data) == {"B": 1, "A": 2, "C": 2, "D": 4}
    (tie,) = score(parse_case(data)).ties
    assert (tie.parted_by, tie.unparted, tie.lot) == (("Q",), (("A", "C"),), True)


def test_totals_equal_on_paper_tie():
    # A: 20 x 1/3 + 20 x 2/3 + 60 x 0 = 20; B: 20 x 3/3 = 20
    criteria = [mark("Q", "20"), mark("R", "20"), mark("S", "60")]
    data = marked(criteria, [{"Q": "1", "R": "2", "S": "0"}, {"Q": "3", "R": "0", "S": "0"}], top="3")
    assert ranks(data) == {"A": 1, "B": 1}
    assert [bid.total for bid in scored(data).values()] == [20, 20]


def test_display_rounds_half_up_and_total_does_not_round():
    # 100 x 1 / 16 = 6.25: to one place 6.3, where rounding to even would say 6.2
    data = marked([mark()], [{"Q": "1"}], top="16", places=1)
    assert (scored(data)["A"].total, scored(data)["A"].display) == (D("6.25"), "6.3")
    assert scored(data | {"places": 0})["A"].display == "6"
    # 2/3 x 90 + 1/3 x 0.015 = 60.005 exactly: half up is 60.01, though one of its thirds ends in a 3
    criteria = [mark("Q", "90"), mark("R", "0.015"), mark("S", "9.985")]
    bid = scored(marked(criteria, [{"Q": "2", "R": "1", "S": "0"}], top="3"))["A"]
    assert bid.display == "60.01"


def test_json_names_and_shapes():
    data = marked([mark("Q", "1"), mark("R", "99")], [{"Q": "1", "R": "0"}], top="30")
    found = json.loads(result_as_json(score(parse_case(data))))
    assert list(found) == ["bids", "ties", "working"]
    (bid,) = found["bids"]
    assert list(bid) == ["id", "rank", "total", "display", "figure", "criteria", "disqualified", "flags"]
    assert bid["total"] == "0.033333333333333333333333"
    assert bid["criteria"]["R"] == {"points": "0", "contribution": "0"}
    assert (bid["rank"], bid["disqualified"], bid["flags"], bid["display"]) == (1, None, [], "0.03")


# --- abnormally low --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prices", "flagged"),
    [
        # all but 120: mean (80 + 100 + 110) / 3 = 96.67; 15% below is 82.17; 80 is under, and 20% below 100
        (["80", "100", "110", "120"], "A"),
        # 85 + 115 = 200, mean 100: exactly 15% below is not more than 15%
        (["85", "115", "300"], ""),
        (["84.99", "115", "300"], "A"),
        # mean of 50, 50.5 and 100: 66.83, 15% below 56.81. 50 is 0.99% below 50.5; 50.5 is far below 100
        (["50", "50.5", "100", "100"], "B"),
        # two at one price are each other's next lowest
        (["50", "50", "200", "200"], ""),
        # of two bids, all but the highest is the lowest itself
        (["1", "100"], ""),
        (["1"], ""),
    ],
)
def test_abnormally_low(prices, flagged):
    found = scored(priced("lowest_over_price", prices))
    assert "".join(sorted(name for name, bid in found.items() if bid.flags == ("abnormally_low",))) == flagged


def test_a_flag_changes_no_score_and_looks_at_qualifying_bids_only():
    data = priced("lowest_over_price", ["80", "100", "110", "120"])
    data["criteria"].append({"id": "G", "kind": "pass"})
    for bid in data["bids"]:
        bid["passes"] = {"G": bid["id"] != "A"}
    assert all(bid.flags == () for bid in scored(data).values())
    assert points(data, "P")["B"] == 100


def test_working_holds_the_reference_figures():
    working = score(parse_case(priced("mean_based", ["100", "200", "600"]))).working
    assert (working.qualifying, working.lowest_price, working.highest_price) == (3, 100, 600)
    assert (working.mean_price, working.median_price, working.mean_of_all_but_highest) == (300, 200, 150)
    assert working.criteria == {"P": {"mean_price": 300}}
    assert score(parse_case(priced("linear_between", ["1", "9"], high="20"))).working.criteria == {
        "P": {"high": 20, "low": 1}
    }

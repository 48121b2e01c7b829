"""Every refusal of a case, with its path. One sound case is spoilt in one place at a time."""

import copy
import json
from decimal import Decimal

import pytest

from commissioning.evaluation.scoring import LARGEST_FILE, CaseFaults, load_case
from tests.scoring_cases import faults

SOUND = {
    "scale": {"max": "5"},
    "criteria": [
        {
            "id": "Q",
            "weight": "60",
            "threshold": "60",
            "children": [
                {"id": "Q1", "weight": "70", "kind": "mark", "minimum": "2"},
                {"id": "Q2", "weight": "30", "kind": "quantity", "formula": "target_capped", "target": "10"},
            ],
        },
        {"id": "P", "weight": "40", "kind": "price", "formula": "lowest_over_price"},
        {"id": "G", "kind": "pass"},
    ],
    "ties": ["Q", "lowest_price", "lot"],
    "places": 2,
    "bids": [
        {"id": "A", "price": "1000000", "marks": {"Q1": "4"}, "quantities": {"Q2": "8"}, "passes": {"G": True}},
        {"id": "B", "price": "1200000", "marks": {"Q1": "5"}, "quantities": {"Q2": "9"}, "passes": {"G": True}},
    ],
}
GONE = object()
LEVELS = [{"mark": "0", "points": "0"}, {"mark": "5", "points": "100"}]


def spoilt(*steps_and_value):
    """The sound case with the value at these steps replaced, added, or taken away."""
    *steps, last, value = steps_and_value
    data = copy.deepcopy(SOUND)
    place = data
    for step in steps:
        place = place[step]
    if value is GONE:
        del place[last]
    else:
        place[last] = value
    return data


Q1 = ("criteria", 0, "children", 0)
Q2 = ("criteria", 0, "children", 1)
P = ("criteria", 1)
A = ("bids", 0)


def test_the_case_is_sound_until_it_is_spoilt():
    assert faults(SOUND) == []


@pytest.mark.parametrize(
    ("spoil", "path", "words"),
    [
        # numbers
        ((*A, "price", "-1"), "bids[0].price", "below 0"),
        ((*A, "price", "free"), "bids[0].price", "must be a number"),
        ((*A, "price", "1,000"), "bids[0].price", "must be a number"),
        ((*A, "price", "1_000"), "bids[0].price", "must be a number"),
        ((*A, "price", " 1"), "bids[0].price", "must be a number"),
        ((*A, "price", "٣"), "bids[0].price", "must be a number"),
        ((*A, "price", ""), "bids[0].price", "must be a number"),
        ((*A, "price", "NaN"), "bids[0].price", "must be a number"),
        ((*A, "price", "Infinity"), "bids[0].price", "must be a number"),
        ((*A, "price", Decimal("NaN")), "bids[0].price", "finite"),
        ((*A, "price", Decimal("-Infinity")), "bids[0].price", "finite"),
        ((*A, "price", True), "bids[0].price", "must be a number"),
        ((*A, "price", 1.5), "bids[0].price", "must be a number"),
        ((*A, "price", ["1"]), "bids[0].price", "a list"),
        ((*A, "price", {}), "bids[0].price", "an object"),
        ((*A, "price", "1e24"), "bids[0].price", "too large"),
        ((*A, "price", 10**5000), "bids[0].price", "too large"),
        ((*A, "price", Decimal("1e999999999")), "bids[0].price", "too large"),
        ((*A, "price", "1e-31"), "bids[0].price", "30 decimal places"),
        ((*A, "price", None), "bids[0].price", "blank"),
        ((*A, "price", GONE), "bids[0].price", "missing"),
        ((*A, "price", "0"), "bids[0].price", "zero_price"),
        ((*A, "price", "-0.00"), "bids[0].price", "zero_price"),
        # marks, quantities, passes
        ((*A, "marks", "Q1", "5.01"), "bids[0].marks.Q1", "above 5"),
        ((*A, "marks", "Q1", "-1"), "bids[0].marks.Q1", "below 0"),
        ((*A, "marks", "Q1", None), "bids[0].marks.Q1", "blank"),
        ((*A, "marks", "Q1", "n/a"), "bids[0].marks.Q1", "must be a number"),
        ((*A, "marks", {}), "bids[0].marks.Q1", "missing"),
        ((*A, "marks", GONE), "bids[0].marks.Q1", "missing"),
        ((*A, "marks", []), "bids[0].marks", "must be an object"),
        ((*A, "marks", "Z", "1"), "bids[0].marks.Z", "unknown id"),
        ((*A, "marks", "Q2", "1"), "bids[0].marks.Q2", "quantity criterion"),
        ((*A, "marks", "Q", "1"), "bids[0].marks.Q", "a parent"),
        ((*A, "marks", "a b\n", "1"), "bids[0].marks['a b\\n']", "unknown id"),
        ((*A, "quantities", "Q2", "-1"), "bids[0].quantities.Q2", "below 0"),
        ((*A, "quantities", GONE), "bids[0].quantities.Q2", "missing"),
        ((*A, "quantities", "Q1", "1"), "bids[0].quantities.Q1", "mark criterion"),
        ((*A, "passes", GONE), "bids[0].passes.G", "missing"),
        ((*A, "passes", "G", None), "bids[0].passes.G", "blank"),
        ((*A, "passes", "G", "true"), "bids[0].passes.G", "true or false"),
        ((*A, "passes", "G", 1), "bids[0].passes.G", "true or false"),
        # bids
        ((*A, "id", "B"), "bids[1].id", "more than once"),
        ((*A, "id", GONE), "bids[0].id", "missing"),
        ((*A, "id", 7), "bids[0].id", "must be text"),
        ((*A, "id", "  "), "bids[0].id", "blank"),
        ((*A, "id", "A\x00"), "bids[0].id", "cannot be printed"),
        ((*A, "id", "\ud800"), "bids[0].id", "cannot be printed"),
        ((*A, "colour", "red"), "bids[0].colour", "unknown key"),
        (("bids", 0, "A"), "bids[0]", "must be an object"),
        (("bids", GONE), "bids", "missing"),
        (("bids", {}), "bids", "must be a list"),
        # weights
        ((*P, "weight", "39"), "criteria", "adds up to 99"),
        ((*P, "weight", "40.000000000000000000000000000001"), "criteria", "adds up to 100.000"),
        ((*Q1, "weight", "71"), "criteria[0].children", "adds up to 101"),
        ((*P, "weight", "-40"), "criteria[1].weight", "below 0"),
        ((*P, "weight", "101"), "criteria[1].weight", "above 100"),
        ((*P, "weight", GONE), "criteria[1].weight", "missing"),
        ((*P, "weight", None), "criteria[1].weight", "blank"),
        ((*Q1, "weight", "heavy"), "criteria[0].children[0].weight", "must be a number"),
        (("criteria", []), "criteria", "is empty"),
        (("criteria", GONE), "criteria", "missing"),
        (("criteria", 0, "children", []), "criteria[0].children", "is empty"),
        (("criteria", 0, "children", {}), "criteria[0].children", "must be a list"),
        (("criteria", 1, 5), "criteria[1]", "must be an object"),
        # criteria
        ((*Q1, "id", "P"), "criteria[1].id", "more than once"),
        ((*Q1, "id", "lot"), "criteria[0].children[0].id", "more than once"),
        ((*P, "kind", "cost"), "criteria[1].kind", "must be mark or quantity or price or pass"),
        ((*P, "kind", GONE), "criteria[1].kind", "missing"),
        ((*P, "kind", []), "criteria[1].kind", "a list"),
        ((*P, "formula", "cheapest"), "criteria[1].formula", "must be lowest_over_price or"),
        ((*P, "formula", GONE), "criteria[1].formula", "missing"),
        ((*P, "formula", "price_per_point"), "criteria[1].formula", "whole case"),
        ((*P, "wieght", "40"), "criteria[1].wieght", "unknown key"),
        ((*P, "target", "1"), "criteria[1].target", "unknown key"),
        ((*P, "minimum", "1"), "criteria[1].minimum", "unknown key"),
        ((*P, "normalise", "relative_to_best"), "criteria[1].normalise", "unknown key"),
        (("criteria", 0, "kind", "mark"), "criteria[0].kind", "unknown key"),
        (("criteria", 0, "normalise", "yes"), "criteria[0].normalise", "must be relative_to_best"),
        (("criteria", 2, "threshold", "5"), "criteria[2].threshold", "unknown key"),
        (("criteria", 0, "threshold", "101"), "criteria[0].threshold", "above 100"),
        (("criteria", 0, "threshold", None), "criteria[0].threshold", "blank"),
        ((*Q1, "minimum", "6"), "criteria[0].children[0].minimum", "above 5"),
        ((*Q1, "value", "6"), "criteria[0].children[0].value", "unknown key"),
        ((*Q2, "target", "0"), "criteria[0].children[1].target", "above 0"),
        ((*Q2, "target", GONE), "criteria[0].children[1].target", "missing"),
        ((*Q2, "formula", GONE), "criteria[0].children[1].formula", "missing"),
        # the rest of the case
        (("scale", GONE), "scale", "missing"),
        (("scale", {}), "scale.max", "missing"),
        (("scale", {"max": "0"}), "scale.max", "above 0"),
        (("scale", {"max": "5", "min": "0"}), "scale.min", "unknown key"),
        (("scale", "5"), "scale", "must be an object"),
        (("ties", ["X"]), "ties[0]", "unknown id"),
        (("ties", ["Q", "Q"]), "ties[1]", "more than once"),
        (("ties", ["lot", "Q"]), "ties[0]", "must come last"),
        (("ties", [5]), "ties[0]", "must be text"),
        (("ties", "Q"), "ties", "must be a list"),
        (("ties", None), "ties", "blank"),
        (("places", -1), "places", "below 0"),
        (("places", "1.5"), "places", "whole number"),
        (("places", 21), "places", "above 20"),
        (("places", True), "places", "must be a number"),
        (("zero_price", "yes"), "zero_price", "must be full_points or reject"),
        (("formula", "cheapest"), "formula", "must be price_per_point or value_deduction"),
        (("colour", "red"), "colour", "unknown key"),
    ],
)
def test_one_spoilt_place(spoil, path, words):
    found = faults(spoilt(*spoil))
    assert len(found) == 1, found
    assert found[0][0] == path
    assert words in found[0][1]


@pytest.mark.parametrize(
    ("criterion", "path", "words"),
    [
        ({"formula": "bands"}, "bands", "missing"),
        ({"formula": "bands", "bands": []}, "bands", "is empty"),
        ({"formula": "bands", "bands": [*LEVELS, LEVELS[0]]}, "bands[2].mark", "more than once"),
        ({"formula": "bands", "bands": [*LEVELS, {"mark": "6", "points": "100"}]}, "bands[2].mark", "above 5"),
        ({"formula": "bands", "bands": [*LEVELS, {"mark": "4", "points": "101"}]}, "bands[2].points", "above 100"),
        ({"formula": "bands", "bands": [*LEVELS, {"mark": "4"}]}, "bands[2].points", "missing"),
        (
            {"formula": "bands", "bands": [{"mark": "4", "points": "100"}, {"mark": "5", "points": "9"}]},
            "bands",
            "fewer",
        ),
        ({"bands": LEVELS}, "bands", "unknown key"),
    ],
)
def test_bands(criterion, path, words):
    data = spoilt(*Q1, {"id": "Q1", "weight": "70", "kind": "mark"} | criterion)
    data["bids"][0]["marks"]["Q1"] = "5"
    assert [(found, words in message) for found, message in faults(data)] == [(f"criteria[0].children[0].{path}", True)]


def test_a_mark_between_the_levels():
    data = spoilt(*Q1, {"id": "Q1", "weight": "70", "kind": "mark", "formula": "bands", "bands": LEVELS})
    assert faults(data) == [("bids[0].marks.Q1", "4 is not one of the levels 0, 5")]


@pytest.mark.parametrize(
    ("price", "path", "words"),
    [
        ({"formula": "linear_between", "high": "5", "low": "5"}, "criteria[1].high", "above the low"),
        ({"formula": "linear_between", "high": "-5"}, "criteria[1].high", "below 0"),
        ({"formula": "lowest_over_price", "high": "5"}, "criteria[1].high", "unknown key"),
        ({"formula": "mean_based", "zero_price": "no"}, "criteria[1].zero_price", "must be"),
    ],
)
def test_prices(price, path, words):
    found = faults(spoilt(*P, {"id": "P", "weight": "40", "kind": "price"} | price))
    assert [(at, words in message) for at, message in found] == [(path, True)]


def test_two_rules_for_nil_that_disagree():
    data = spoilt(*P, "zero_price", "reject") | {"zero_price": "full_points"}
    assert [path for path, _ in faults(data)] == ["criteria[1].zero_price"]


def test_whole_case_formulas():
    assert faults(SOUND | {"formula": "price_per_point"}) == [
        ("criteria[1].kind", "price_per_point counts the price itself: take this criterion out")
    ]
    quality = {
        "scale": {"max": "5"},
        "formula": "value_deduction",
        "criteria": [{"id": "Q", "kind": "mark", "value": "500"}],
        "bids": [{"id": "A", "price": "1", "marks": {"Q": "1"}}],
    }
    assert faults(quality) == []
    weighed = copy.deepcopy(quality)
    weighed["criteria"][0] = {"id": "Q", "kind": "mark", "weight": "100"}
    assert [path for path, _ in faults(weighed)] == ["criteria[0].weight", "criteria[0].value"]
    quality["criteria"][0]["value"] = "0"
    assert [path for path, _ in faults(quality)] == ["criteria"]
    del quality["bids"][0]["price"]
    assert [path for path, _ in faults(quality)] == ["criteria", "bids[0].price"]


def test_a_fixed_price_with_a_weight():
    assert faults(spoilt(*P, "formula", "fixed_price"))[0] == (
        "criteria[1].weight",
        "unknown key of a fixed price, which has no weight",
    )


def test_every_fault_is_told_at_once():
    data = spoilt(*P, "weight", "30")
    data["criteria"][0]["children"][0]["kind"] = "guess"
    data["bids"][0]["price"] = "free"
    data["bids"][1]["quantities"] = {}
    data["extra"] = 1
    assert [path for path, _ in faults(data)] == [
        "extra",
        "criteria[0].children[0].kind",
        "criteria",
        "bids[0].price",
        "bids[1].quantities.Q2",
    ]


def test_criteria_too_deep():
    node = {"id": "leaf", "weight": "100", "kind": "mark"}
    for level in range(30):
        node = {"id": f"n{level}", "weight": "100", "children": [node]}
    found = faults({"scale": {"max": "5"}, "criteria": [node], "bids": []})
    assert len(found) == 1 and "20 levels deep" in found[0][1]


def test_what_is_not_an_object():
    for data in (None, [], "x", 5, True, Decimal("1")):
        assert [path for path, _ in faults(data)] == ["case"]


def line(text):
    with pytest.raises(CaseFaults) as refusal:
        load_case(text)
    assert len(refusal.value.faults) == 1
    (told,) = map(str, refusal.value.faults)
    assert len(told.splitlines()) == 1
    return told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "case: is not JSON"),
        ("{", "case: is not JSON"),
        ("{'a': 1}", "case: is not JSON"),
        (b"\xff\xfe{", "case: is not UTF-8 text"),
        (b'{"a": "\xe9"}', "case: is not UTF-8 text"),
        ("[" * 200_000, "case: is nested too deeply"),
        ('{"a":' * 200_000, "case: is nested too deeply"),
        (b" " * (LARGEST_FILE + 1), "case: is larger than 20,000,000 bytes"),
    ],
)
def test_text_that_is_no_case(text, told):
    assert line(text).startswith(told)


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e9999999999999999999999", "9" * 5000, "0." + "1" * 5000]
)
def test_json_numbers_beyond_reason(number):
    text = json.dumps(SOUND).replace('"1000000"', number)
    assert line(text).startswith("bids[0].price: ")


def test_keys_given_twice():
    text = json.dumps(SOUND).replace('"weight": "40"', '"weight": "30", "weight": "40"')
    assert line(text) == "criteria[1].weight: given more than once"
    text = json.dumps(SOUND).replace('"Q1": "4"', '"Q1": "3", "Q1": "4"')
    assert line(text) == "bids[0].marks.Q1: given more than once"


def test_numbers_of_json_keep_every_digit():
    text = json.dumps(SOUND).replace('"1000000"', "1000000.10000000000000000000001")
    assert load_case(text).bids[0].price == Decimal("1000000.10000000000000000000001")
    assert load_case(b"\xef\xbb\xbf" + json.dumps(SOUND).encode()).places == 2

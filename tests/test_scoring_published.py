"""Worked examples that others have published. Each test names its source.

No published worked example of a quantitative social value score was found; those are derived by hand in
test_scoring_formulas.py.
"""

from decimal import Decimal

from tests.scoring_cases import faults, marked, points, priced, ranks, scored


def rounded(values, places="1"):
    return [value.quantize(Decimal(places)) for value in values]


def test_brodies_lowest_over_price():
    """Brodies: GBP 1.0m, 1.2m and 2.0m score 100, 83 and 50."""
    found = points(priced("lowest_over_price", ["1000000", "1200000", "2000000"]), "P")
    assert rounded(found.values()) == [100, 83, 50]


def test_impact_bids_weight_of_forty():
    """Impact Bids: at a weight of 40 per cent, 100, 105 and 108 score 40, 38 and 37."""
    data = priced("lowest_over_price", ["100", "105", "108"])
    data["criteria"][0]["weight"] = "40"
    data["criteria"].append({"id": "Yes", "weight": "60", "kind": "pass"})
    for bid in data["bids"]:
        bid["passes"] = {"Yes": True}
    found = [bid.criteria["P"].contribution for bid in scored(data).values()]
    assert rounded(found) == [40, 38, 37]


def test_govuk_fixed_quotes():
    """GOV.UK, fixed quotes: 15,000, 10,000 and 30,000 earn 0.667, 1 and 0.333 of the points."""
    found = points(priced("lowest_over_price", ["15000", "10000", "30000"]), "P")
    assert rounded([found[name] / 100 for name in "ABC"], "0.001") == [
        Decimal("0.667"),
        Decimal("1.000"),
        Decimal("0.333"),
    ]


class TestBevanBrittan:
    """Bevan Brittan, why a rule for nil prices must be published: three rates weighted block 10, unit 15 and service 5.

    Bidder 1 offers 85, 10 and 15, bidder 2 offers 100, nil and 25. Published: 10, 0 and 5 against 8.5, undefined and 3.
    A bid has one price, so each rate is a case of its own.
    """

    def rate(self, weight, prices, **keys):
        data = priced("lowest_over_price", prices, **keys)
        return [bid.criteria["P"].points * weight / 100 for _, bid in sorted(scored(data).items())]

    def test_block_and_service(self):
        assert self.rate(10, ["85", "100"]) == [10, Decimal("8.5")]
        assert self.rate(5, ["15", "25"]) == [5, 3]

    def test_unit_is_refused_without_a_rule_for_nil(self):
        assert [path for path, _ in faults(priced("lowest_over_price", ["10", "0"]))] == ["bids[1].price"]

    def test_unit_with_each_rule(self):
        assert self.rate(15, ["10", "0"], zero_price="full_points") == [15, 15]
        rejected = scored(priced("lowest_over_price", ["10", "0"], zero_price="reject"))
        assert rejected["A"].rank == 1 and rejected["B"].disqualified[0].criterion == "P"


def test_negometrix_low_bid():
    """Negometrix, low bid: maxima of 60, 40 and 30, and 70 for the price, 200 in all.

    A: 40, 30 and 20 at 10,000 earns 56 + 90 = 146; B: 32, 20 and 22 at 8,000 earns 70 + 74 = 144; A wins.
    Each maximum of 200 is its per cent halved, each mark is restated on one scale of 120 (40 of 60 is 80 of 120).
    """
    data = {
        "scale": {"max": "120"},
        "criteria": [
            {"id": "One", "weight": "30", "kind": "mark"},
            {"id": "Two", "weight": "20", "kind": "mark"},
            {"id": "Three", "weight": "15", "kind": "mark"},
            {"id": "P", "weight": "35", "kind": "price", "formula": "lowest_over_price"},
        ],
        "bids": [
            {"id": "A", "price": "10000", "marks": {"One": "80", "Two": "90", "Three": "80"}},
            {"id": "B", "price": "8000", "marks": {"One": "64", "Two": "60", "Three": "88"}},
        ],
    }
    found = scored(data)
    assert {name: bid.total * 2 for name, bid in found.items()} == {"A": 146, "B": 144}
    assert {name: bid.criteria["P"].contribution * 2 for name, bid in found.items()} == {"A": 56, "B": 70}
    assert ranks(data) == {"A": 1, "B": 2}


def test_peoplesoft_yes_and_no():
    """PeopleSoft: yes scores 100 at 70 per cent, no scores 0 at 30 per cent: 70."""
    data = {
        "criteria": [{"id": "X", "weight": "70", "kind": "pass"}, {"id": "Y", "weight": "30", "kind": "pass"}],
        "bids": [{"id": "A", "passes": {"X": True, "Y": False}}],
    }
    assert scored(data)["A"].total == 70


def test_scales_of_levels():
    """Two scales in common use, 100/75/50/25/0 and 100/66/33/0: each level earns its own points."""
    for levels in (["0", "25", "50", "75", "100"], ["0", "33", "66", "100"]):
        bands = [{"mark": str(i), "points": level} for i, level in enumerate(levels)]
        criteria = [{"id": "Q", "weight": "100", "kind": "mark", "formula": "bands", "bands": bands}]
        found = points(marked(criteria, [{"Q": str(i)} for i in range(len(levels))]), "Q")
        assert [found[name] for name in sorted(found)] == [Decimal(level) for level in levels]

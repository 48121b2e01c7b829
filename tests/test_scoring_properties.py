"""What holds for every case, tried on random ones with every formula, gate, minimum, threshold and tie rule."""

import copy
from decimal import Decimal
from itertools import pairwise

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from commissioning.evaluation.scoring import Formula, parse_case, result_as_json, score
from commissioning.evaluation.scoring.case import FORMULAS, WHOLE_CASE
from tests.scoring_cases import scored

TOP = 5
EXAMPLES = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

whole_numbers = st.integers(0, 12).map(str)
money = st.integers(1, 400).map(lambda pounds: f"{pounds}.25")


def shares(draw, count):
    """Weights that add up to exactly 100."""
    cuts = sorted(draw(st.lists(st.integers(0, 1000), min_size=count - 1, max_size=count - 1)))
    edges = [0, *cuts, 1000]
    return [str(Decimal(high - low) / 10) for low, high in pairwise(edges)]


def sometimes(draw, row, key, values, one_in=3):
    if draw(st.integers(1, one_in)) == 1:
        row[key] = draw(values)


def leaf(draw, kind):
    row = {"kind": kind}
    if kind == "pass":
        return row
    formulas = [formula for formula in FORMULAS[kind] if formula != Formula.FIXED_PRICE]
    row["formula"] = formula = str(draw(st.sampled_from(formulas)))
    sometimes(draw, row, "threshold", st.sampled_from(["10", "40", "60"]), one_in=6)
    if kind == "mark":
        sometimes(draw, row, "minimum", st.sampled_from(["1", "2"]), one_in=4)
        if formula == "bands":
            levels = sorted(draw(st.lists(st.integers(0, 100), min_size=TOP + 1, max_size=TOP + 1)))
            row["bands"] = [{"mark": str(i), "points": str(level)} for i, level in enumerate(levels)]
    elif formula == "bands":
        row["bands"] = [{"from": "2", "points": "20"}, {"from": "6", "points": "90"}]
    elif formula == "target_capped":
        row["target"] = draw(st.sampled_from(["3", "7", "0.7"]))
    elif formula == "share_of_price":
        row["share"] = draw(st.sampled_from(["1", "10"]))
    elif formula == "linear_between":
        sometimes(draw, row, "low", st.sampled_from(["50", "100"]), one_in=2)
        sometimes(draw, row, "high", st.sampled_from(["200", "300"]), one_in=2)
    return row


def branch(draw, names, kinds, depth, weight_key="weight"):
    """One to three siblings, some of them parents, and sometimes a gate."""
    rows = []
    for weight in shares(draw, draw(st.integers(1, 3))):
        row = {"id": f"N{next(names)}", weight_key: weight}
        if depth and draw(st.integers(1, 3)) == 1:
            row["children"] = branch(draw, names, kinds, depth - 1)
            sometimes(draw, row, "normalise", st.just("relative_to_best"))
            sometimes(draw, row, "threshold", st.sampled_from(["20", "50"]))
        else:
            row |= leaf(draw, draw(st.sampled_from(kinds)))
        rows.append(row)
    if draw(st.integers(1, 4)) == 1:
        rows.append({"id": f"N{next(names)}", "kind": "pass"})
    return rows


def leaves(rows):
    for row in rows:
        yield from leaves(row["children"]) if "children" in row else [row]


@st.composite
def cases(draw, nil_prices=True):
    """Any sound case of up to six bids."""
    names = iter(range(1000))
    formula = draw(st.sampled_from([None, None, None, *map(str, WHOLE_CASE)]))
    kinds = ["mark", "mark", "quantity", "pass"] + (["price"] if formula is None else [])
    by_value = formula == "value_deduction"
    criteria = branch(draw, names, kinds, depth=2, weight_key="value" if by_value else "weight")
    data = {"scale": {"max": str(TOP)}, "criteria": criteria}
    if formula:
        data["formula"] = formula
    if draw(st.booleans()):
        data["zero_price"] = draw(st.sampled_from(["full_points", "reject"]))
    every = list(leaves(criteria))
    ids = [row["id"] for row in every] + ["lowest_price"]
    data["ties"] = draw(st.lists(st.sampled_from(ids), unique=True, max_size=3))
    prices = st.one_of(money, st.just("0")) if nil_prices and "zero_price" in data else money
    data["bids"] = [
        {
            "id": name,
            "price": draw(prices),
            "marks": {row["id"]: str(draw(st.integers(0, TOP))) for row in every if row["kind"] == "mark"},
            "quantities": {row["id"]: draw(whole_numbers) for row in every if row["kind"] == "quantity"},
            "passes": {row["id"]: draw(st.integers(1, 5)) > 1 for row in every if row["kind"] == "pass"},
        }
        for name in "ABCDEF"[: draw(st.integers(1, 6))]
    ]
    return data


def rank_and_figures(bid):
    return bid.rank, bid.total, bid.figure, dict(bid.criteria), bid.disqualified, bid.flags


@EXAMPLES
@given(cases())
def test_points_stay_within_0_and_100(data):
    for bid in scored(data).values():
        assert 0 <= bid.total <= 100
        assert all(0 <= node.points <= 100 for node in bid.criteria.values())


@EXAMPLES
@given(cases())
def test_contributions_add_up(data):
    def check(rows, bid, total):
        parts = [bid.criteria[row["id"]].contribution for row in rows]
        assert sum(parts) == total
        for row in rows:
            if "children" in row:
                check(row["children"], bid, bid.criteria[row["id"]].contribution)

    for bid in scored(data).values():
        check(data["criteria"], bid, bid.total)
        ends = [row["id"] for row in leaves(data["criteria"])]
        assert sum(bid.criteria[name].contribution for name in ends) == bid.total


@EXAMPLES
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_bids_changes_nothing(data, chance):
    shuffled = copy.deepcopy(data)
    chance.shuffle(shuffled["bids"])
    assert result_as_json(score(parse_case(data))) == result_as_json(score(parse_case(shuffled)))


@EXAMPLES
@given(cases(), st.data())
def test_a_better_mark_never_lowers_a_total(data, draw):
    marks = [(i, name) for i, bid in enumerate(data["bids"]) for name, mark in bid["marks"].items() if int(mark) < TOP]
    assume(marks)
    i, name = draw.draw(st.sampled_from(marks))
    better = copy.deepcopy(data)
    better["bids"][i]["marks"][name] = str(int(better["bids"][i]["marks"][name]) + 1)
    bid = data["bids"][i]["id"]
    before, after = scored(data)[bid], scored(better)[bid]
    if before.rank is not None:
        assert after.rank is not None
        assert after.total >= before.total
        assert after.rank <= before.rank or data["ties"]  # a tie rule may look at another bid's new share of the best


@EXAMPLES
@given(cases())
def test_removing_a_disqualified_bid_changes_nothing(data):
    found = scored(data)
    for out in [name for name, bid in found.items() if bid.disqualified]:
        rest = scored(data | {"bids": [bid for bid in data["bids"] if bid["id"] != out]})
        for name, bid in rest.items():
            assert rank_and_figures(bid) == rank_and_figures(found[name])
        assert list(rest) == [name for name in found if name != out]


@EXAMPLES
@given(cases(), st.sampled_from(["2", "0.001", "1.2", "1234567.89"]))
def test_scaling_every_price_changes_no_relative_score(data, factor):
    published = {"high", "low", "share"}  # measured against money that does not move
    assume(not any(published & row.keys() for row in leaves(data["criteria"])))
    scaled = copy.deepcopy(data)
    for bid in scaled["bids"]:
        bid["price"] = f"{Decimal(bid['price']) * Decimal(factor):f}"
    found, again = scored(data), scored(scaled)
    for name, bid in found.items():
        assert again[name].criteria == bid.criteria
        assert (again[name].total, again[name].flags) == (bid.total, bid.flags)
        if data.get("formula") != "value_deduction":  # there money is set against money that does not move
            assert again[name].rank == bid.rank


@EXAMPLES
@given(cases())
def test_ranks_follow_the_order_and_the_disqualified_have_none(data):
    found = list(scored(data).values())
    ranked = [bid.rank for bid in found if bid.rank is not None]
    assert [bid.rank is None for bid in found] == [False] * len(ranked) + [True] * (len(found) - len(ranked))
    assert all((bid.rank is None) == bool(bid.disqualified) for bid in found)
    for place, rank in enumerate(ranked, start=1):
        assert rank == place or rank == ranked[place - 2]
    if "formula" not in data:
        totals = [bid.total for bid in found if bid.rank is not None]
        assert totals == sorted(totals, reverse=True)


@EXAMPLES
@given(cases(nil_prices=False))
def test_unparted_bids_share_a_rank_and_are_reported(data):
    result = score(parse_case(data))
    shared = {}
    for bid in result.bids:
        if bid.rank is not None:
            shared.setdefault(bid.rank, []).append(bid.id)
    unparted = [list(ids) for tie in result.ties for ids in tie.unparted]
    assert sorted(unparted) == sorted(ids for ids in shared.values() if len(ids) > 1)

"""The scoring case of a tender: whatever has no scoring fault, the scoring room takes."""

import json
from decimal import Decimal

import pytest

from commissioning.evaluation import scoring
from commissioning.tenders.scorecase import ScoredBid, score_case, scoring_faults
from commissioning.tenders.tenderfile import TenderFile, TenderFileFaults, read

PRICE = {"id": "P", "kind": "price", "weight": "40", "formula": "mean_based"}


def tender(asked: dict[str, object], price: dict[str, object] = PRICE, **more: object) -> TenderFile:
    """A tender of one question and a price."""
    weight = str(100 - int(str(price.get("weight", 0))))
    quality = {"id": "Q", "kind": "quality", "weight": weight, "questions": [{"id": "A", "weight": "100", **asked}]}
    said = {"title": "Meals", "value": {"amount": "1"}, "procedure": "open", "scale": {"max": "5"}}
    return read(json.dumps({**said, "criteria": [quality, price], **more}))


MARK = {"kind": "narrative"}
SOUND = {
    "mark": (MARK, PRICE),
    "best mark": ({"kind": "narrative", "formula": "relative_to_best"}, PRICE),
    "mark in bands": ({"kind": "narrative", "formula": "bands", "bands": [{"mark": "4", "points": "75"}]}, PRICE),
    "quantity in bands": ({"kind": "commitment", "formula": "bands", "bands": [{"from": "2", "points": "50"}]}, PRICE),
    "target": ({"kind": "commitment", "formula": "target_capped", "target": "8"}, PRICE),
    "highest": ({"kind": "commitment", "formula": "relative_to_highest"}, PRICE),
    "share of price": ({"kind": "commitment", "formula": "share_of_price", "share": "10"}, PRICE),
    "fixed price": (MARK, {"id": "P", "kind": "price", "formula": "fixed_price"}),
    "price per point": (MARK, {"id": "P", "kind": "price", "formula": "price_per_point", "zero_price": "reject"}),
    "between": (MARK, {**PRICE, "formula": "linear_between", "high": "200", "low": "50"}),
    "zero": (MARK, {**PRICE, "formula": "lowest_over_price", "zero_price": "full_points"}),
}


@pytest.mark.parametrize(("asked", "price"), SOUND.values(), ids=SOUND)
def test_the_scoring_room_takes_every_formula(asked: dict[str, object], price: dict[str, object]) -> None:
    drafted = tender(asked, price)
    assert scoring_faults(drafted) == []
    given = "marks" if asked["kind"] == "narrative" else "quantities"
    bid = ScoredBid(id="A", price=Decimal("100"), **{given: {"A": Decimal("4")}})
    case = json.dumps(score_case(drafted, [bid]))
    assert [each.rank for each in scoring.score(scoring.load_case(case.encode())).bids] == [1]


UNFINISHED = {
    "no kind": ({}, PRICE, "criteria[0].questions[0].kind"),
    "commitment without formula": ({"kind": "commitment"}, PRICE, "criteria[0].questions[0].formula"),
    "no target": ({"kind": "commitment", "formula": "target_capped"}, PRICE, "criteria[0].questions[0].target"),
    "target of nil": (
        {"kind": "commitment", "formula": "target_capped", "target": "0"},
        PRICE,
        "criteria[0].questions[0].target",
    ),
    "no bands": ({"kind": "narrative", "formula": "bands", "bands": []}, PRICE, "criteria[0].questions[0].bands"),
    "half a band": (
        {"kind": "narrative", "formula": "bands", "bands": [{"mark": "1"}]},
        PRICE,
        "criteria[0].questions[0].bands[0]",
    ),
    "bands unasked for": (
        {"kind": "narrative", "bands": [{"mark": "1", "points": "1"}]},
        PRICE,
        "criteria[0].questions[0].bands",
    ),
    "minimum off the scale": ({"kind": "narrative", "minimum": "6"}, PRICE, "criteria[0].questions[0].minimum"),
    "no price formula": (MARK, {"id": "P", "kind": "price", "weight": "40"}, "criteria[1].formula"),
    "high below low": (MARK, {**PRICE, "formula": "linear_between", "high": "5", "low": "9"}, "criteria[1].high"),
    "high unasked for": (MARK, {**PRICE, "high": "5"}, "criteria[1].high"),
    "threshold on no points": (
        MARK,
        {"id": "P", "kind": "price", "formula": "fixed_price", "threshold": "5"},
        "criteria[1].threshold",
    ),
    "nothing to mark": (MARK, {"id": "P", "kind": "quality", "weight": "40"}, "criteria[1]"),
    "no such kind yet": (MARK, {"id": "P", "weight": "40"}, "criteria[1].kind"),
}


@pytest.mark.parametrize(("asked", "price", "path"), UNFINISHED.values(), ids=UNFINISHED)
def test_what_stops_the_scoring_is_named(asked: dict[str, object], price: dict[str, object], path: str) -> None:
    drafted = tender(asked, price)
    assert [fault.path for fault in scoring_faults(drafted)] == [path]
    with pytest.raises(TenderFileFaults):
        score_case(drafted, [])


def test_written_answers_need_a_scale() -> None:
    assert [fault.path for fault in scoring_faults(tender(MARK, scale={}))] == ["scale.max"]


def test_price_per_point_ranks_the_whole_tender_and_parts_no_tie() -> None:
    whole = {"id": "P", "kind": "price", "formula": "price_per_point"}
    assert [fault.path for fault in scoring_faults(tender(MARK, whole, ties=["P"]))] == ["ties"]
    inner = {"id": "R", "kind": "quality", "weight": "40", "criteria": [whole]}
    assert [fault.path for fault in scoring_faults(tender(MARK, inner))] == ["criteria[1].criteria[0].formula"]

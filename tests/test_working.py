"""The workbook's live formulas, worked out anew from the plain cells, come to what `score` says, for every formula."""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from commissioning.evaluation.papers.working import Working
from commissioning.evaluation.reports.facts import NodeFacts, PartFacts
from commissioning.evaluation.scoring import parse_case, score
from socialvalue.xlsx import Workbook, cell_name
from tests.live_formulas import Sheets
from tests.scoring_cases import marked, priced, quantities

BANDS = [{"mark": "0", "points": "0"}, {"mark": "3", "points": "66"}, {"mark": "5", "points": "100"}]
STEPS = [{"from": "5", "points": "50"}, {"from": "10", "points": "100"}]
WHOLE = {
    "scale": {"max": "5"},
    "criteria": [
        {
            "id": "Q",
            "weight": "60",
            "threshold": "40",
            "normalise": "relative_to_best",
            "children": [
                {"id": "Q1", "weight": "70", "kind": "mark", "minimum": "2"},
                {"id": "Q2", "weight": "30", "kind": "quantity", "formula": "target_capped", "target": "10"},
            ],
        },
        {"id": "P", "weight": "30", "kind": "price", "formula": "lowest_over_price"},
        {"id": "R", "weight": "10", "kind": "pass"},
        {"id": "G", "kind": "pass"},
    ],
    "ties": ["Q", "lowest_price"],
    "bids": [
        {
            "id": "A",
            "price": "1000000",
            "marks": {"Q1": "4"},
            "quantities": {"Q2": "8"},
            "passes": {"G": True, "R": True},
        },
        {
            "id": "B",
            "price": "900000",
            "marks": {"Q1": "3"},
            "quantities": {"Q2": "12"},
            "passes": {"G": True, "R": False},
        },
        {
            "id": "C",
            "price": "100000",
            "marks": {"Q1": "5"},
            "quantities": {"Q2": "9"},
            "passes": {"G": False, "R": True},
        },
        {
            "id": "D",
            "price": "700000",
            "marks": {"Q1": "1"},
            "quantities": {"Q2": "0"},
            "passes": {"G": True, "R": True},
        },
    ],
}
CASES = {
    "whole": WHOLE,
    "lowest over price": priced("lowest_over_price", ["1000000", "1200000", "2000000"]),
    "nil has full points": priced("lowest_over_price", ["0", "5", "10"], zero_price="full_points"),
    "nil is rejected": priced("lowest_over_price", ["0", "5", "10"], zero_price="reject"),
    "linear above lowest": priced("linear_above_lowest", ["100", "150", "250"]),
    "mean": priced("mean_based", ["100", "120", "200"]),
    "mean with nil": priced("mean_based", ["0", "120", "200"], zero_price="full_points"),
    "mean of a rejected nil": priced("mean_based", ["0", "120", "200"], zero_price="reject"),
    "all nil": priced("mean_based", ["0", "0"]),
    "between observed": priced("linear_between", ["100", "150", "250"]),
    "between published": priced("linear_between", ["90", "150", "260"], high="200", low="100"),
    "beyond the published end": priced("linear_between", ["300", "350"], high="200"),
    "all equal": priced("linear_between", ["150", "150"]),
    "marks by bands": marked(
        [{"id": "Q", "weight": "100", "kind": "mark", "formula": "bands", "bands": BANDS}], [{"Q": "3"}, {"Q": "0"}]
    ),
    "marks against the best": marked(
        [{"id": "Q", "weight": "100", "kind": "mark", "formula": "relative_to_best"}], [{"Q": "3"}, {"Q": "4"}]
    ),
    "nothing for anyone": marked(
        [{"id": "Q", "weight": "100", "kind": "mark", "formula": "relative_to_best"}], [{"Q": "0"}, {"Q": "0"}]
    ),
    "quantity by steps": quantities("bands", ["0", "5", "11"], bands=STEPS),
    "quantity against the highest": quantities("relative_to_highest", ["0", "5", "11"]),
    "share of price": {
        "criteria": [{"id": "Q", "weight": "100", "kind": "quantity", "formula": "share_of_price", "share": "10"}],
        "bids": [
            {"id": "A", "price": "1000", "quantities": {"Q": "30"}},
            {"id": "B", "price": "1000", "quantities": {"Q": "200"}},
            {"id": "C", "price": "0", "quantities": {"Q": "0"}},
        ],
    },
    "fixed price": {
        "scale": {"max": "5"},
        "criteria": [
            {"id": "Q", "weight": "100", "kind": "mark"},
            {"id": "P", "kind": "price", "formula": "fixed_price"},
        ],
        "bids": [{"id": "A", "marks": {"Q": "3"}}, {"id": "B", "marks": {"Q": "5"}}],
    },
    "price per point": {
        **marked([{"id": "Q", "weight": "100", "kind": "mark"}], []),
        "formula": "price_per_point",
        "bids": [
            {"id": "A", "price": "1000", "marks": {"Q": "4"}},
            {"id": "B", "price": "900", "marks": {"Q": "2"}},
            {"id": "C", "price": "900", "marks": {"Q": "0"}},
        ],
    },
}


def made(data: dict) -> tuple[bytes, dict[tuple[str, str], list[Decimal | None]]]:
    """A workbook of the sheet “Working” and one of its inputs, and what `score` says of each line."""
    case, result = parse_case(data), score(parse_case(data))
    names = [node.id for node in case.walk()]
    report = SimpleNamespace(
        case=data,
        nodes=[NodeFacts(name, name, 0, None, "a formula") for name in names],
        ranking=[
            SimpleNamespace(
                bid_reference=row.id,
                provider=row.id,
                rank=row.rank,
                rank_text=str(row.rank),
                total=row.total,
                figure=row.figure,
                parts=[PartFacts(name, row.criteria[name].points, row.criteria[name].contribution) for name in names],
            )
            for row in result.bids
        ],
    )
    book = Workbook("Working", at=datetime(2027, 1, 1, tzinfo=UTC))
    inputs, sources = book.sheet("In"), {}
    for bid in case.bids:
        for name, figure in {"price": bid.price, **bid.marks, **bid.quantities}.items():
            sources[name, bid.id] = f"In!{cell_name(inputs.row(figure), 0)}"
    Working(report, sources).write(book.sheet("Working"))
    said = {("points", name): [row.criteria[name].points for row in result.bids] for name in names}
    said |= {("adds", name): [row.criteria[name].contribution for row in result.bids] for name in names}
    said["total", "Total"] = [row.total for row in result.bids]
    said["figure", "Price of a point"] = [row.figure for row in result.bids]
    return book.finished(), said


def compare(data: dict) -> int:
    """Work the sheet out and hold it against `score`; returns how many figures were held."""
    content, said = made(data)
    sheets = Sheets(content)
    kinds = {"Points": "points", "What it adds": "adds", "The sum": "total", "Price ÷": "figure"}
    held = 0
    for row in sheets.book["Working"].iter_rows(min_row=7):
        name, words, line = row[0].value, row[1].value, str(row[3].value)
        kind = next((kind for start, kind in kinds.items() if line.startswith(start)), None)
        for cell, figure in zip(row[4:], said.get((kind, name or words), []), strict=False):
            found = sheets.value("Working", cell.coordinate)
            assert found == ("" if figure is None else pytest.approx(float(figure), rel=1e-9, abs=1e-9)), (kind, name)
            held += 1
    return held


@pytest.mark.parametrize("data", CASES.values(), ids=CASES.keys())
def test_live_formulas_come_to_what_score_says(data) -> None:
    # At least points, contribution (but of a fixed price) and total of each bid.
    assert compare(data) >= 3 * len(data["bids"])


@pytest.mark.parametrize("data", CASES.values(), ids=CASES.keys())
def test_kept_figures_are_those_the_formulas_come_to(data) -> None:
    content, _ = made(data)
    sheets, kept = Sheets(content), load_workbook(BytesIO(content), data_only=True)["Working"]
    live = 0
    for row in sheets.book["Working"].iter_rows(min_row=7):
        for cell in row:
            if cell.data_type == "f":
                found, held = sheets.value("Working", cell.coordinate), kept[cell.coordinate].value
                assert (held or "") == found if found == "" else held == pytest.approx(found, rel=1e-9, abs=1e-9)
                live += 1
    assert live >= 3 * len(data["bids"])


@settings(max_examples=60, deadline=None)
@given(
    prices=st.lists(st.integers(1, 10**7), min_size=4, max_size=4),
    marks=st.lists(st.integers(0, 5), min_size=4, max_size=4),
    amounts=st.lists(st.integers(0, 20), min_size=4, max_size=4),
)
def test_they_do_for_any_figures(prices, marks, amounts) -> None:
    bids = [
        bid | {"price": str(price), "marks": {"Q1": str(mark)}, "quantities": {"Q2": str(amount)}}
        for bid, price, mark, amount in zip(WHOLE["bids"], prices, marks, amounts, strict=True)
    ]
    assert compare(WHOLE | {"bids": bids})

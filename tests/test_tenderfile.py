"""A tender file is read whole or refused with every fault and its path, and is written in one way only."""

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commissioning.tenders import tenderfile
from commissioning.tenders.classification import CODES
from commissioning.tenders.tenderfile import (
    FORMULAS_OF,
    Criterion,
    CriterionKind,
    Formula,
    Question,
    QuestionKind,
    TenderFile,
    TenderFileFaults,
    plain,
    read,
    weight_faults,
    words_asked,
    write,
)
from commissioning.tenders.tenderfile.nouns import Between, Named

SAMPLES = sorted((Path(tenderfile.__file__).parents[1] / "samples").glob("*.json"))

SMALLEST = {"title": "Meals at home", "value": {"amount": "60000"}, "procedure": "open", "criteria": []}


def question(id: str = "A", **more: object) -> dict[str, object]:
    """A written question in a file, with more keys."""
    return {"id": id, "kind": "narrative", **more}


def commitment(id: str = "A", **more: object) -> dict[str, object]:
    """A commitment question in a file, with more keys."""
    return {"id": id, "kind": "commitment", **more}


def quality(*questions: dict[str, object], **more: object) -> dict[str, object]:
    """A quality criterion in a file, with its questions."""
    return {"id": "Q", "kind": "quality", "questions": list(questions), **more}


def faults_of(text: bytes | str) -> dict[str, str]:
    """The faults that reading finds: message by path."""
    with pytest.raises(TenderFileFaults) as refused:
        read(text)
    assert str(refused.value).splitlines() == [str(fault) for fault in refused.value.faults], "one line per fault"
    return {fault.path: fault.message for fault in refused.value.faults}


# Round trips


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_canonical_file_comes_back_byte_for_byte(sample: Path) -> None:
    assert write(read(sample.read_bytes())) == sample.read_bytes()


def test_absent_stays_absent_and_empty_stays_empty() -> None:
    said = {**SMALLEST, "no_lots_reason": "", "lots": [], "reasons": {}, "timetable": {}}
    tender = read(json.dumps(said))
    assert (tender.summary, tender.no_lots_reason, tender.lots) == (None, "", ())
    assert json.loads(write(tender)) == said


def test_keys_are_written_in_the_order_of_the_format_whatever_order_they_came_in() -> None:
    backwards = json.dumps(dict(reversed(SMALLEST.items())) | {"format": "socialvalue-tender/1"})
    assert list(json.loads(write(read(backwards)))) == ["format", "title", "procedure", "value", "criteria"]


def test_text_is_written_as_it_reads_in_utf8() -> None:
    said = {**SMALLEST, "title": "Café 🚲 for عمر", "summary": "Two\r\nlines"}
    written = write(read(json.dumps(said)))
    assert "Café 🚲 for عمر".encode() in written
    assert written.endswith(b"}\n")
    assert read(written).summary == "Two\r\nlines"


def test_a_byte_order_mark_is_let_pass() -> None:
    assert read(b"\xef\xbb\xbf" + json.dumps(SMALLEST).encode()).title == "Meals at home"


@pytest.mark.parametrize(
    ("said", "kept"), [("60", "60"), ("60.00", "60"), ("12.50", "12.5"), ("007", "7"), ("0.0", "0"), ("100", "100")]
)
def test_figures_keep_one_plain_form(said: str, kept: str) -> None:
    weight = read(json.dumps({**SMALLEST, "criteria": [{"id": "Q", "weight": said}]})).criteria[0].weight
    assert str(weight) == kept
    assert weight is not None
    assert plain(weight) == kept


@pytest.mark.parametrize(
    ("figure", "written"), [(Decimal("6E+1"), "60"), (Decimal("12.500"), "12.5"), (Decimal("0E-2"), "0")]
)
def test_a_figure_is_never_written_with_an_exponent(figure: Decimal, written: str) -> None:
    assert plain(figure) == written


def test_the_closing_time_keeps_its_offset() -> None:
    said = {**SMALLEST, "timetable": {"closes_at": "2027-05-19T12:00:00+01:00"}}
    tender = read(json.dumps(said))
    assert tender.timetable is not None
    assert tender.timetable.closes_at == datetime(2027, 5, 19, 11, tzinfo=UTC)
    assert b"2027-05-19T12:00:00+01:00" in write(tender)


# Any tender: drawn from the types of the nouns, then given ids and references that hold

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
LEAVES: dict[type, Any] = {
    str: lambda rule: TEXT,
    bool: lambda rule: st.booleans(),
    int: lambda rule: st.integers(rule.low, rule.high),
    date: lambda rule: st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    datetime: lambda rule: st.builds(
        lambda second, minutes: datetime.fromtimestamp(second, timezone(timedelta(minutes=minutes))),
        st.integers(1_000_000_000, 4_000_000_000),
        st.integers(-720, 840),
    ),
    Decimal: lambda rule: st.decimals(
        rule.low, rule.high, allow_nan=False, allow_infinity=False, places=min(rule.places, 4)
    ),
}


def drawn(hint: Any) -> st.SearchStrategy[Any]:
    """Any value that a noun's field may hold."""
    rule = None
    if get_origin(hint) in (Union, types.UnionType):
        return st.one_of(*(st.none() if part is type(None) else drawn(part) for part in get_args(hint)))
    if get_origin(hint) is Annotated:
        hint, rule = get_args(hint)
    if isinstance(rule, Named):
        return st.text("abc éß.-", min_size=1, max_size=8).filter(lambda text: text == text.strip())
    if get_origin(hint) is Literal:
        return st.just(get_args(hint)[0])
    if get_origin(hint) is tuple:
        return st.lists(drawn(get_args(hint)[0]), max_size=3).map(tuple)
    if get_origin(hint) is Mapping:
        return st.dictionaries(*map(drawn, get_args(hint)), max_size=3)
    if hint in (Criterion, Question):
        return st.deferred(lambda: CRITERIA if hint is Criterion else QUESTIONS)
    if is_dataclass(hint):
        return noun(hint)  # type: ignore[arg-type]
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    assert rule is None or isinstance(rule, Between)
    return LEAVES[hint](rule)


def noun(of: type[Any], **instead: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any instance of a noun, with some fields drawn in another way."""
    hints = get_type_hints(of, include_extras=True)
    drawers = {field.name: drawn(hints[field.name]) for field in fields(of) if field.name not in instead}
    return st.builds(of, **drawers, **instead)


def question_of(kind: QuestionKind) -> st.SearchStrategy[Question]:
    """Any question of one kind."""
    formula = st.none() | st.sampled_from(sorted(FORMULAS_OF[kind]))
    if kind == QuestionKind.NARRATIVE:
        bands = st.none() | st.lists(noun(tenderfile.Band, from_=st.none()), max_size=2).map(tuple)
        absent = dict.fromkeys(("target", "share", "measure"), st.none())
    else:
        bands = st.none() | st.lists(noun(tenderfile.Band, mark=st.none()), max_size=2).map(tuple)
        absent = dict.fromkeys(("word_limit", "minimum"), st.none())
    return noun(Question, kind=st.just(kind), formula=formula, bands=bands, specification=st.none(), **absent)


def criterion_of(kind: CriterionKind) -> st.SearchStrategy[Criterion]:
    """Any criterion of one kind."""
    absent: tuple[str, ...] = ("formula", "high", "low", "zero_price")
    if kind in (CriterionKind.PRICE, CriterionKind.PASS):
        absent = ("criteria", "questions", "normalise", *(("formula",) if kind == CriterionKind.PASS else ()))
    if kind == CriterionKind.PASS:
        absent += ("high", "low", "zero_price", "weight", "threshold")
    instead = dict.fromkeys(absent, st.none())
    if kind == CriterionKind.PRICE:
        instead["formula"] = st.none() | st.sampled_from(sorted(FORMULAS_OF[kind]))
    return noun(Criterion, kind=st.just(kind), **instead)


QUESTIONS = st.sampled_from(QuestionKind).flatmap(question_of)
CRITERIA: st.SearchStrategy[Criterion] = st.deferred(lambda: st.sampled_from(CriterionKind).flatmap(criterion_of))


def with_ids(criterion: Criterion, path: str, items: tuple[str, ...]) -> Criterion:
    """The criterion and all below it with ids made from their place, its questions tied to the specification."""
    return replace(
        criterion,
        id=path,
        criteria=criterion.criteria
        and tuple(with_ids(below, f"{path}.{place}", items) for place, below in enumerate(criterion.criteria)),
        questions=criterion.questions
        and tuple(
            replace(each, id=f"{path}?{place}", specification=items) for place, each in enumerate(criterion.questions)
        ),
    )


def numbered(parts: tuple[Any, ...] | None, letter: str) -> tuple[Any, ...] | None:
    """The parts with ids from their place."""
    return parts and tuple(replace(part, id=f"{letter}{place}") for place, part in enumerate(parts))


@st.composite
def tenders(draw: st.DrawFn) -> TenderFile:
    """Any tender whose ids and references hold."""
    scales = st.none() | noun(tenderfile.Scale, levels=st.just(()))
    codes = st.none() | st.lists(st.sampled_from(sorted(CODES)), max_size=3, unique=True).map(tuple)
    tender = draw(noun(TenderFile, scale=scales, cpv=codes, monitoring=st.none()))
    specification = numbered(tender.specification, "S")
    items = tuple(item.id for item in specification or ())
    criteria = tuple(with_ids(each, f"C{place}", items) for place, each in enumerate(tender.criteria))
    tender = replace(
        tender,
        specification=specification,
        criteria=criteria,
        lots=numbered(tender.lots, "L"),
        frameworks=numbered(tender.frameworks, "F"),
        conditions=numbered(tender.conditions, "G"),
        ties=(*(each.id for each in criteria), "lowest_price", "lot"),
    )
    watched = [asked.id for _, asked in tenderfile.each_question(tender)]
    indicators = tuple(tenderfile.MonitoringIndicator(question=id) for id in watched)
    return replace(tender, monitoring=tenderfile.Monitoring(every_months=3, indicators=indicators))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(tenders())
def test_any_tender_comes_back_as_it_was_written(tender: TenderFile) -> None:
    written = write(tender)
    assert read(written) == tender
    assert write(read(written)) == written


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*SMALLEST, "id"]), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from([field.name for field in fields(TenderFile)]), JSON))
def test_any_json_is_read_or_refused_and_nothing_else(said: dict[str, object]) -> None:
    faults, tender = [], None
    try:
        tender = read(json.dumps(SMALLEST | said))
    except TenderFileFaults as refused:
        faults = refused.faults
    assert faults if tender is None else read(write(tender)) == tender


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_refused(junk: bytes) -> None:
    assert faults_of(junk)


def test_every_beginning_of_a_file_is_refused() -> None:
    whole = write(read(json.dumps({**SMALLEST, "criteria": [quality(question(text="“How?”"))]})))
    assert read(whole).title == "Meals at home"
    for length in range(len(whole) - 1):
        if whole[:length].strip() != whole.strip():
            assert list(faults_of(whole[:length])) == [""]


# Refusals

REFUSALS: list[tuple[str, dict[str, object], str, str]] = [
    ("another format", {"format": "tender/2"}, "format", "one of socialvalue-tender/1"),
    ("blank title", {"title": "  "}, "title", "empty"),
    ("title of two lines", {"title": "Meals\nat home"}, "title", "one line"),
    ("title longer than its column", {"title": "x" * 201}, "title", "longer than 200"),
    ("null", {"summary": None}, "summary", "null (leave the key out instead)"),
    ("number for text", {"summary": 3}, "summary", "text in quotes, not the number 3"),
    ("NUL", {"summary": "a\0b"}, "summary", "NUL"),
    ("lone surrogate", {"summary": "\ud83d"}, "summary", "surrogate"),
    ("unknown key", {"colour": "red"}, "colour", 'The key "colour"'),
    ("unknown key with an odd name", {"a\nb": 1}, '"a\\nb"', "not one that"),
    ("unknown key below", {"value": {"amount": "1", "vat": "1"}}, "value.vat", 'The key "vat"'),
    ("unknown procedure", {"procedure": "auction"}, "procedure", "competitive_flexible"),
    ("unknown service", {"service": "space"}, "service", "transport"),
    ("value without amount", {"value": {"years": "3"}}, "value.amount", "missing"),
    ("value of another shape", {"value": "60000"}, "value", "object in curly brackets"),
    ("another currency", {"value": {"amount": "1", "currency": "EUR"}}, "value.currency", "GBP"),
    ("negative amount", {"value": {"amount": "-5"}}, "value.amount", "negative"),
    ("NaN amount", {"value": {"amount": "NaN"}}, "value.amount", "plain digits"),
    ("amount as a number", {"value": {"amount": 60000}}, "value.amount", "in quotes"),
    ("amount as a word", {"value": {"amount": "free"}}, "value.amount", "plain digits"),
    ("amount with a comma", {"value": {"amount": "1,200"}}, "value.amount", "plain digits"),
    ("amount with an exponent", {"value": {"amount": "6E+4"}}, "value.amount", "plain digits"),
    ("amount in other digits", {"value": {"amount": "٣"}}, "value.amount", "plain digits"),
    ("part of a penny", {"value": {"amount": "1.005"}}, "value.amount", "2 digits after the point"),
    ("amount beyond its column", {"value": {"amount": "1000000000000"}}, "value.amount", "from 0 to"),
    ("count in quotes", {"expected_bidders": "6"}, "expected_bidders", "whole number"),
    ("part of a bidder", {"expected_bidders": 1.5}, "expected_bidders", "whole number"),
    ("negative count", {"expected_bidders": -1}, "expected_bidders", "from 0"),
    ("number beyond all bounds", {"expected_bidders": 10**30}, "expected_bidders", "whole number"),
    ("yes for true", {"partners_allowed": "yes"}, "partners_allowed", "true or false"),
    ("1 for true", {"partners_allowed": 1}, "partners_allowed", "true or false"),
    ("text for a list", {"area": "Hertfordshire"}, "area", "list in square brackets"),
    ("list for an object", {"timetable": []}, "timetable", "object in curly brackets"),
    ("item of another shape", {"lots": [{"id": "L1"}, "L2"]}, "lots[1]", "object in curly brackets"),
    ("no such date", {"timetable": {"award_on": "2027-02-30"}}, "timetable.award_on", "no such date"),
    ("date in another order", {"timetable": {"award_on": "01/02/2027"}}, "timetable.award_on", "2026-12-01"),
    ("date of another age", {"timetable": {"award_on": "0001-01-01"}}, "timetable.award_on", "year"),
    ("time without offset", {"timetable": {"closes_at": "2027-01-20T12:00:00"}}, "timetable.closes_at", "offset"),
    ("no such time", {"timetable": {"closes_at": "2027-01-20T25:00:00Z"}}, "timetable.closes_at", "no such"),
    ("unknown strand", {"strands_set_aside": {"cultural": "no"}}, "strands_set_aside.cultural", "environmental"),
    ("reason of another shape", {"reasons": {"proportion.weight": 1}}, "reasons.proportion.weight", "text"),
    ("id missing", {"criteria": [{"kind": "price"}]}, "criteria[0].id", "missing"),
    ("id with a hidden character", {"lots": [{"id": "L\u200b1"}]}, "lots[0].id", "nobody can see"),
    ("weight over 100", {"criteria": [quality(weight="101")]}, "criteria[0].weight", "from 0 to 100"),
    ("unknown kind", {"criteria": [{"id": "Q", "kind": "beauty"}]}, "criteria[0].kind", "social_value"),
    (
        "question of no known benefit",
        {"criteria": [quality(question(), question("B", benefit="fun"))]},
        "criteria[0].questions[1].benefit",
        "crime_reduction",
    ),
    (
        "word limit of nothing",
        {"criteria": [quality(question(word_limit=0))]},
        "criteria[0].questions[0].word_limit",
        "from 1",
    ),
    (
        "criteria two deep",
        {"criteria": [{"id": "Q", "criteria": [quality(question(text=1), id="R")]}]},
        "criteria[0].criteria[0].questions[0].text",
        "text in quotes",
    ),
    ("question id twice", {"criteria": [quality(question(), question())]}, "criteria[0].questions[1].id", "twice"),
    (
        "criterion and question share an id",
        {"criteria": [quality(question("Q"))]},
        "criteria[0].questions[0].id",
        "twice",
    ),
    ("criterion id twice", {"criteria": [{"id": "Q"}, {"id": "Q"}]}, "criteria[1].id", "twice"),
    ("condition id twice", {"conditions": [{"id": "C"}, {"id": "C"}]}, "conditions[1].id", "twice"),
    ("specification id twice", {"specification": [{"id": "S"}, {"id": "S"}]}, "specification[1].id", "twice"),
    ("lot id twice", {"lots": [{"id": "L"}, {"id": "L"}]}, "lots[1].id", "twice"),
    ("framework id twice", {"frameworks": [{"id": "f"}, {"id": "f"}]}, "frameworks[1].id", "twice"),
    ("mark twice", {"scale": {"levels": [{"mark": "1"}, {"mark": "1.0"}]}}, "scale.levels[1].mark", "twice"),
    ("id with a meaning in ties", {"criteria": [{"id": "lot"}]}, "criteria[0].id", "meaning of its own"),
    ("tie that names nothing", {"ties": ["Z"]}, "ties[0]", "No criterion"),
    ("tie named twice", {"ties": ["lowest_price", "lowest_price"]}, "ties[1]", "twice"),
    ("lot before the last", {"ties": ["lot", "lowest_price"]}, "ties[0]", "last"),
    (
        "specification that is not there",
        {"criteria": [quality(question(specification=["S9"]))]},
        "criteria[0].questions[0].specification[0]",
        "S9",
    ),
    (
        "monitoring of no question",
        {"monitoring": {"indicators": [{"question": "Z"}]}},
        "monitoring.indicators[0].question",
        "No question",
    ),
    ("price with questions", {"criteria": [quality(kind="price")]}, "criteria[0].questions", "does not go with"),
    ("gate with a weight", {"criteria": [{"id": "G", "kind": "pass", "weight": "5"}]}, "criteria[0].weight", "pass"),
    ("quality with a price formula", {"criteria": [quality(formula="mean_based")]}, "criteria[0].formula", "quality"),
    (
        "price with a mark's formula",
        {"criteria": [{"id": "P", "kind": "price", "formula": "absolute"}]},
        "criteria[0].formula",
        "lowest_over_price",
    ),
    (
        "written answer with a target",
        {"criteria": [quality(question(target="3"))]},
        "criteria[0].questions[0].target",
        "narrative",
    ),
    (
        "commitment with a word limit",
        {"criteria": [quality(commitment(word_limit=9))]},
        "criteria[0].questions[0].word_limit",
        "commitment",
    ),
    (
        "steps of a mark under a commitment",
        {"criteria": [quality(commitment(formula="bands", bands=[{"mark": "1", "points": "5"}]))]},
        "criteria[0].questions[0].bands[0].mark",
        "commitment",
    ),
    (
        "quantity formula for a written answer",
        {"criteria": [quality(question(formula="target_capped"))]},
        "criteria[0].questions[0].formula",
        "absolute",
    ),
]


@pytest.mark.parametrize(("said", "path", "words"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
def test_a_fault_is_named_with_its_path(said: dict[str, object], path: str, words: str) -> None:
    faults = faults_of(json.dumps(SMALLEST | said))
    assert list(faults) == [path]
    assert words in faults[path]


@pytest.mark.parametrize("key", ["title", "value", "procedure", "criteria"])
def test_four_keys_must_be_there(key: str) -> None:
    said = {name: part for name, part in SMALLEST.items() if name != key}
    assert "missing" in faults_of(json.dumps(said))[key]


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ("", "", "not JSON"),
        ("not JSON", "", "line 1, column 1"),
        ("[]", "", "not a list"),
        ('"tender"', "", "object in curly brackets"),
        (b"\xff\xfe{}", "", "not UTF-8"),
        ('{"title": "A", "title": "B"}', "title", "more than once"),
        ('{"value": {"amount": "1", "amount": "2"}}', "value.amount", "more than once"),
        ('{"reasons": {"a": "1", "a": "2"}}', "reasons.a", "more than once"),
        ('{"value": {"amount": NaN}}', "value.amount", "NaN"),
        ('{"expected_bidders": -Infinity}', "expected_bidders", "Infinity"),
        ('{"expected_bidders": ' + "9" * 5000 + "}", "expected_bidders", "whole number"),
        ("[" * 100_000, "", "40 levels"),
        ('{"criteria":[' * 3_000, "", "40 levels"),
        ("[" * 41 + "]" * 41, "", "40 levels"),
        (b" " * 10_000_000, "", "larger than 5 MB"),
        (" " * 5_000_001, "", "larger than 5 MB"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_text_that_cannot_be_read_is_refused(text: bytes | str, path: str, words: str) -> None:
    assert words in faults_of(text)[path]


def test_forty_levels_are_read_and_one_more_refused() -> None:
    def nested(levels: int) -> str:
        criterion: dict[str, object] = {"id": "C0"}
        for level in range(1, levels):
            criterion = {"id": f"C{level}", "criteria": [criterion]}
        return json.dumps({**SMALLEST, "criteria": [criterion]})

    assert read(nested(19)).criteria[0].id == "C18"  # 1 for the file and 2 for each list and object: 39 levels
    assert "40 levels" in faults_of(nested(20))[""]


def test_all_faults_are_found_at_once() -> None:
    said = {
        "title": 1,
        "procedure": "auction",
        "criteria": [3, quality(question(text=4, specification=["S9", 5]), question())],
        "ties": ["Z"],
    }
    assert list(faults_of(json.dumps(said))) == [
        "title",
        "procedure",
        "value",
        "criteria[0]",
        "criteria[1].questions[0].text",
        "criteria[1].questions[0].specification[1]",
        "criteria[1].questions[1].id",
        "criteria[1].questions[0].specification[0]",
        "ties[0]",
    ]


# Weights and words


def test_weights_that_do_not_add_up_are_no_fault_of_the_file() -> None:
    said = {
        **SMALLEST,
        "criteria": [
            quality(question(weight="60"), question("B", weight="30.5"), weight="60"),
            {"id": "P", "kind": "price", "weight": "30"},
            {"id": "G", "kind": "pass"},
        ],
    }
    faults = weight_faults(read(json.dumps(said)))
    assert [str(fault) for fault in faults] == [
        "criteria: The weights add to 90, not 100.",
        "criteria[0].questions: The weights add to 90.5, not 100.",
    ]


def test_missing_and_needless_weights_are_named() -> None:
    said = {
        **SMALLEST,
        "criteria": [
            quality(question(), weight="100"),
            {"id": "P", "kind": "price", "formula": "fixed_price", "weight": "0"},
        ],
    }
    assert [fault.path for fault in weight_faults(read(json.dumps(said)))] == [
        "criteria[1].weight",
        "criteria[0].questions[0].weight",
    ]


def test_criteria_and_questions_of_one_parent_share_its_hundred() -> None:
    inner = quality(question("B", weight="100"), id="R", weight="70")
    said = {**SMALLEST, "criteria": [quality(question(weight="30"), criteria=[inner], weight="100")]}
    assert weight_faults(read(json.dumps(said))) == []


def test_a_tender_without_criteria_has_no_weights_yet() -> None:
    assert [fault.path for fault in weight_faults(read(json.dumps(SMALLEST)))] == ["criteria"]


def test_words_asked_add_the_limits_of_written_questions() -> None:
    asked = quality(question(word_limit=300), question("B", word_limit=150), question("C"), commitment("D"))
    assert words_asked(read(json.dumps({**SMALLEST, "criteria": [asked]}))) == 450


def test_every_formula_belongs_to_some_kind() -> None:
    assert frozenset(Formula) == frozenset().union(*FORMULAS_OF.values())


@pytest.mark.parametrize(
    ("more", "path", "message"),
    [
        ({"cpv": ["85312321"]}, "cpv[0]", '"85312321" is not the eight digits of a CPV code that this portal knows.'),
        ({"cpv": ["85312320-8"]}, "cpv[0]", "It is longer than 8 characters."),
        ({"cpv": ["85312320", "85312320"]}, "cpv[1]", '"85312320" is used twice: it is also at cpv[0].'),
        ({"cpv": "85312320"}, "cpv", 'It must be a list in square brackets, not "85312320".'),
        ({"lot_limits": {"bid": "2"}}, "lot_limits.bid", None),
        ({"lot_limits": {"most": 2}}, "lot_limits.most", None),
        ({"criteria": [{"id": "Q", "carry_over": "maybe"}]}, "criteria[0].carry_over", None),
        (
            {"conditions": [{"id": "C1", "years": "-1"}]},
            "conditions[0].years",
            "It must not be negative, but it is -1.",
        ),
        ({"documents": [{"reason": 5}]}, "documents[0].reason", "It must be text in quotes, not the number 5."),
    ],
)
def test_faults_in_codes_lots_conditions_documents_and_carrying_over(
    more: dict[str, object], path: str, message: str | None
) -> None:
    found = faults_of(json.dumps({**SMALLEST, **more}))
    assert list(found) == [path]
    assert message in (None, found[path])


def test_codes_lots_conditions_documents_and_carrying_over_have_their_place_in_the_file() -> None:
    tender = read(Path(SAMPLES[0].parent / "sen-transport.json").read_bytes())
    written = json.loads(write(tender))
    keys = list(written)
    assert keys[keys.index("service") + 1] == "cpv"
    assert keys[keys.index("lots") + 1] == "lot_limits"
    assert [criterion.get("carry_over") for criterion in written["criteria"]] == ["as_is", "edit", None]

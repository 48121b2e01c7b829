"""The four sample tenders are tenders that a careful officer would let out, and their bids can be scored."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import glossary
from commissioning.evaluation import scoring
from commissioning.tenders import tenderfile
from commissioning.tenders.scorecase import ScoredBid, score_case, scoring_faults
from commissioning.tenders.tenderfile import (
    AskedOf,
    ConditionKind,
    Criterion,
    CriterionKind,
    Formula,
    Needed,
    Procedure,
    Question,
    QuestionKind,
    TenderFile,
    each_criterion,
    each_question,
    weight_faults,
    words_asked,
)
from glossary.words import Strand

FILES = sorted((Path(tenderfile.__file__).parents[1] / "samples").glob("*.json"))
FRAMEWORKS = Path(glossary.__file__).parent / "data" / "frameworks"
UK = ZoneInfo("Europe/London")
WORDS_AN_HOUR = 300

# https://www.gov.uk/bank-holidays, England and Wales, around the sample dates.
BANK_HOLIDAYS = {
    date(2026, 12, 25),
    date(2026, 12, 28),
    date(2027, 1, 1),
    date(2027, 3, 26),
    date(2027, 3, 29),
    date(2027, 5, 3),
    date(2027, 5, 31),
}


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def tender(request: pytest.FixtureRequest) -> TenderFile:
    """Each of the sample tenders in turn."""
    return tenderfile.read(request.param.read_bytes())


def by_name(name: str) -> TenderFile:
    """One sample tender by its file's name."""
    return next(tenderfile.read(file.read_bytes()) for file in FILES if file.stem == name)


def social_value_questions(tender: TenderFile) -> list[Question]:
    """The scored questions below a social value criterion."""
    social = (criterion for _, criterion in each_criterion(tender) if criterion.kind == CriterionKind.SOCIAL_VALUE)
    return [question for criterion in social for question in criterion.questions or ()]


def share_of_total(criteria: tuple[Criterion, ...], kind: CriterionKind, above: Decimal = Decimal(100)) -> Decimal:
    """Per cent of the whole score that the criteria of one kind carry."""
    total = Decimal()
    for criterion in criteria:
        share = above * (criterion.weight or 0) / 100
        total += share if criterion.kind == kind else share_of_total(criterion.criteria or (), kind, share)
    return total


def days_of(tender: TenderFile) -> tuple[date, date]:
    """The days on which the tender is published and closes."""
    assert tender.timetable
    assert tender.timetable.published_on
    assert tender.timetable.closes_at
    return tender.timetable.published_on, tender.timetable.closes_at.astimezone(UK).date()


def test_there_are_four_with_routes_and_price_formulas_of_their_own() -> None:
    tenders = {file.stem: tenderfile.read(file.read_bytes()) for file in FILES}
    assert {name: each.procedure for name, each in tenders.items()} == {
        "bulky-waste": Procedure.OPEN,
        "design-and-build": Procedure.COMPETITIVE_FLEXIBLE,
        "school-works": Procedure.BELOW_THRESHOLD,
        "sen-transport": Procedure.LIGHT_TOUCH,
    }
    prices = [c.formula for each in tenders.values() for _, c in each_criterion(each) if c.kind == CriterionKind.PRICE]
    assert sorted(filter(None, prices)) == sorted(
        [Formula.LOWEST_OVER_PRICE, Formula.LINEAR_ABOVE_LOWEST, Formula.LINEAR_BETWEEN, Formula.MEAN_BASED]
    )
    assert len({each.reference for each in tenders.values()}) == 4


def test_weights_add_up_and_nothing_stops_the_scoring(tender: TenderFile) -> None:
    assert weight_faults(tender) == []
    assert scoring_faults(tender) == []


def test_social_value_weighs_what_its_value_allows(tender: TenderFile) -> None:
    least, most = (
        (5, 10) if tender.value.amount < 100_000 else (10, 20) if tender.value.amount <= 5_000_000 else (10, 30)
    )
    assert least <= share_of_total(tender.criteria, CriterionKind.SOCIAL_VALUE) <= most
    assert len(social_value_questions(tender)) <= (3 if tender.value.amount < 100_000 else 6)


def test_every_social_value_question_says_what_it_is_for(tender: TenderFile) -> None:
    questions = social_value_questions(tender)
    for question in questions:
        assert question.strand, question.id
        assert question.benefit, question.id
        assert question.priorities, question.id
        assert question.specification, question.id
    for reasons in (
        [question.relevance for question in questions],
        [question.proportionality for question in questions],
    ):
        assert len({*filter(None, reasons)}) == len(questions), "each reason is its own"


def test_priorities_are_those_of_the_frameworks_that_the_tender_chose(tender: TenderFile) -> None:
    chosen = {framework.id for framework in tender.frameworks or ()}
    used = {priority for question in social_value_questions(tender) for priority in question.priorities or ()}
    assert used <= set(priorities_of(chosen))
    assert {priority.partition("/")[0] for priority in used} == chosen


def priorities_of(chosen: set[str]) -> Iterator[str]:
    """Every `framework/theme/priority` of the chosen frameworks."""
    for name in chosen:
        framework = json.loads((FRAMEWORKS / f"{name}.json").read_text())
        for theme in framework["themes"]:
            for priority in theme["priorities"]:
                yield f"{name}/{theme['slug']}/{priority['slug']}"


def test_every_strand_is_used_or_set_aside_with_a_reason(tender: TenderFile) -> None:
    used = {question.strand for question in social_value_questions(tender)}
    aside = {strand for strand, reason in (tender.strands_set_aside or {}).items() if reason}
    assert used | aside == set(Strand)
    assert not used & aside
    assert tender.consideration
    assert tender.consideration.economic
    assert tender.consideration.social
    assert tender.consideration.environmental


def test_it_closes_at_noon_in_the_uk_on_a_working_day_after_35_days(tender: TenderFile) -> None:
    assert tender.timetable
    assert tender.timetable.closes_at
    closes_at = tender.timetable.closes_at.astimezone(UK)
    published, closes = days_of(tender)
    assert (closes_at.hour, closes_at.minute) == (12, 0)
    assert closes_at.utcoffset() == tender.timetable.closes_at.utcoffset(), "written on the UK's own clock"
    assert closes.weekday() < 5
    assert closes not in BANK_HOLIDAYS
    assert closes - published >= timedelta(days=35)


def test_its_dates_follow_one_another_after_november_2026(tender: TenderFile) -> None:
    timetable = tender.timetable
    assert timetable
    published, closes = days_of(tender)
    dates = [
        date(2026, 11, 22),
        published,
        timetable.clarifications_by,
        closes,
        timetable.award_on,
        timetable.starts_on,
    ]
    assert all(earlier and later and earlier < later for earlier, later in pairwise(dates))


def test_a_notice_over_christmas_or_easter_gives_its_reason(tender: TenderFile) -> None:
    published, closes = days_of(tender)
    over = any(published <= feast <= closes for feast in (date(2026, 12, 25), date(2027, 3, 28)))
    assert over == ("inclusion.period" in (tender.reasons or {}))


def test_the_work_of_bidding_is_in_proportion(tender: TenderFile) -> None:
    hours = Decimal(words_asked(tender)) / WORDS_AN_HOUR
    assert hours <= 40
    # One per cent of the value, shared by all the bidders expected, at 40 pounds an hour.
    assert tender.expected_bidders
    assert hours * tender.expected_bidders * 40 <= tender.value.amount / 100


def test_every_commitment_counts_one_thing_against_a_target_and_is_watched(tender: TenderFile) -> None:
    commitments = [question for _, question in each_question(tender) if question.kind == QuestionKind.COMMITMENT]
    watched = {indicator.question for indicator in (tender.monitoring and tender.monitoring.indicators) or ()}
    for question in commitments:
        assert question.formula == Formula.TARGET_CAPPED
        assert question.measure
        assert question.measure.name
        assert question.measure.definition
        assert question.measure.evidence
        assert question.measure.unit
        assert " per contract year" in question.measure.unit or " over the whole contract" in question.measure.unit
        assert question.id in watched
    names = [question.measure.name for question in commitments if question.measure]
    assert len(set(names)) == len(names), "no measure is rewarded twice"
    if tender.value.amount > 5_000_000:
        assert len(watched) >= 3


def test_watching_costs_less_than_one_per_cent_of_a_year(tender: TenderFile) -> None:
    assert tender.monitoring
    assert tender.monitoring.every_months
    hours = sum((each.hours_per_return or Decimal() for each in tender.monitoring.indicators or ()), Decimal())
    yearly = hours * 12 / tender.monitoring.every_months
    assert yearly * 40 <= tender.value.amount / (tender.value.years or 1) / 100


def test_conditions_shut_nobody_out_without_need(tender: TenderFile) -> None:
    annual = tender.value.amount / (tender.value.years or 1)
    for condition in tender.conditions or ():
        assert condition.kind not in (ConditionKind.ACCOUNTS, ConditionKind.PRIOR_AWARD)
        if condition.kind == ConditionKind.INSURANCE:
            assert condition.needed == Needed.CONTRACT_START
        if condition.kind == ConditionKind.TURNOVER:
            assert condition.amount
            assert condition.amount <= 2 * annual
    if tender.procedure == Procedure.BELOW_THRESHOLD:
        assert not tender.conditions
    assert tender.partners_allowed
    assert tender.lots or tender.no_lots_reason
    asked = [document.asked_of for document in tender.documents or ()]
    assert asked.count(AskedOf.WINNER) > asked.count(AskedOf.EVERYONE)


def test_lots_add_up_to_the_contract() -> None:
    tender = by_name("sen-transport")
    assert sum((lot.value or Decimal() for lot in tender.lots or ()), Decimal()) == tender.value.amount


def test_the_scale_describes_each_mark_in_words_of_its_own(tender: TenderFile) -> None:
    assert tender.scale
    levels = tender.scale.levels or ()
    assert [level.mark for level in levels] == [Decimal(mark) for mark in range(6)]
    assert len({level.label for level in levels}) == len({level.means for level in levels}) == 6


def test_the_specification_is_written_out(tender: TenderFile) -> None:
    items = tender.specification or ()
    assert 5 <= len(items) <= 7
    assert all(len((item.text or "").split()) >= 35 for item in items)
    used = {id for _, question in each_question(tender) for id in question.specification or ()}
    assert {item.id for item in items if item.id not in used} <= {"S6"}, "nearly every part is asked about"


# Scoring


def bids_for(tender: TenderFile) -> list[ScoredBid]:
    """A strong, dear bid and a weak, cheap one."""
    questions = [question for _, question in each_question(tender)]
    marked = [question.id for question in questions if question.kind == QuestionKind.NARRATIVE]
    counted = [question for question in questions if question.kind == QuestionKind.COMMITMENT]
    gates = [condition.id for condition in tender.conditions or ()]
    return [
        ScoredBid(
            id=id,
            price=price,
            marks=dict.fromkeys(marked, mark),
            quantities={question.id: (question.target or Decimal()) * part for question in counted},
            passes=dict.fromkeys(gates, True),
        )
        for id, price, mark, part in (
            ("strong", tender.value.amount, Decimal(5), Decimal(1)),
            ("weak", tender.value.amount * Decimal("0.95"), Decimal(3), Decimal("0.5")),
        )
    ]


def test_the_scoring_room_takes_the_case_and_ranks_the_bids(tender: TenderFile) -> None:
    case = json.dumps(score_case(tender, bids_for(tender)))
    result = scoring.score(scoring.load_case(case.encode()))
    assert [(bid.id, bid.rank) for bid in result.bids] == [("strong", 1), ("weak", 2)]


def test_a_case_is_the_tree_with_the_conditions_as_gates() -> None:
    case = score_case(by_name("bulky-waste"), [])
    assert case == {
        "scale": {"max": "5"},
        "criteria": [
            {
                "id": "Q",
                "weight": "60",
                "threshold": "50",
                "children": [
                    {
                        "id": "T",
                        "weight": "70",
                        "children": [
                            {"id": "T1", "kind": "mark", "weight": "40", "minimum": "2"},
                            {"id": "T2", "kind": "mark", "weight": "35", "minimum": "2"},
                            {"id": "T3", "kind": "mark", "weight": "25"},
                        ],
                    },
                    {
                        "id": "SV",
                        "weight": "30",
                        "children": [
                            {"id": "SV1", "kind": "mark", "weight": "30", "minimum": "2"},
                            {
                                "id": "SV2",
                                "kind": "quantity",
                                "weight": "20",
                                "formula": "target_capped",
                                "target": "2",
                            },
                            {"id": "SV3", "kind": "mark", "weight": "20"},
                            {
                                "id": "SV4",
                                "kind": "quantity",
                                "weight": "15",
                                "formula": "target_capped",
                                "target": "1200",
                            },
                            {"id": "SV5", "kind": "mark", "weight": "15"},
                        ],
                    },
                ],
            },
            {"id": "P", "kind": "price", "weight": "40", "formula": "lowest_over_price", "zero_price": "reject"},
            {"id": "C1", "kind": "pass"},
            {"id": "C2", "kind": "pass"},
        ],
        "ties": ["Q", "lowest_price", "lot"],
        "places": 2,
        "bids": [],
    }

"""The checker's rules about figures, worked out by hand: at the limit is fine, one over is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from commissioning.authorities.policy import DEFAULTS, Policy, PolicyValue
from commissioning.tenders import tenderfile
from commissioning.tenders.proportionality import Finding, Market, Offer, check, unanswered
from commissioning.tenders.proportionality.case import Case
from commissioning.tenders.proportionality.effort import effort, halving, tenths
from commissioning.tenders.proportionality.reach import (
    OTHERS,
    Group,
    Judged,
    Tally,
    gives_away,
    reach,
    rounded,
    shown,
)
from commissioning.tenders.proportionality.winner import shown_by_winner
from commissioning.tenders.tenderfile import (
    AskedOf,
    Condition,
    ConditionKind,
    Consideration,
    Criterion,
    CriterionKind,
    Lot,
    Monitoring,
    MonitoringIndicator,
    Needed,
    Procedure,
    Question,
    QuestionKind,
    RequiredDocument,
    TenderFile,
    Timetable,
    Value,
)
from glossary.words import ServiceCategory, Strand

TODAY = date(2026, 11, 22)
SAMPLES = Path(tenderfile.__file__).parents[1] / "samples"
WASTE = tenderfile.read((SAMPLES / "bulky-waste.json").read_bytes())
WORKS = tenderfile.read((SAMPLES / "school-works.json").read_bytes())
"""£1,200,000 over three years, open; £95,000 in one year, below the threshold."""


def found(tender: TenderFile, id: str, policy: Policy = DEFAULTS, market: Market | None = None) -> list[Finding]:
    """What one rule finds."""
    return [one for one in check(tender, today=TODAY, policy=policy, market=market) if one.id == id]


def said(tender: TenderFile, id: str, **more: object) -> list[tuple[str, str, str]]:
    """What one rule finds, in short."""
    return [(one.severity.value, one.at, one.words) for one in found(tender, id, **more)]


def worth(tender: TenderFile, amount: str, years: str = "3") -> TenderFile:
    """The same tender for another value."""
    return replace(tender, value=Value(amount=Decimal(amount), years=Decimal(years)))


def setting(**figures: str) -> Policy:
    """A policy with figures of its own; two underscores stand for a dot."""
    since = date(2026, 1, 1)
    values = {
        key.replace("__", "."): PolicyValue(key=key.replace("__", "."), text=text, since=since, source="Cabinet")
        for key, text in figures.items()
    }
    return Policy(name="Own", values=values)


def written(id: str, words: int | None, weight: str | None = None, **more: object) -> Question:
    """A question answered in words."""
    return Question(
        id=id,
        kind=QuestionKind.NARRATIVE,
        word_limit=words,
        weight=None if weight is None else Decimal(weight),
        **more,
    )


def promised(id: str, **more: object) -> Question:
    """A question answered with a commitment."""
    return Question(id=id, kind=QuestionKind.COMMITMENT, **more)


def tree(*questions: Question, kind: CriterionKind = CriterionKind.QUALITY, weight: str = "100") -> TenderFile:
    """The tender with one criterion that holds these questions."""
    return replace(WASTE, criteria=(Criterion(id="X", kind=kind, weight=Decimal(weight), questions=questions),))


def weighing(share: str | None) -> TenderFile:
    """The tender with social value at a share of all the points, beside quality."""
    return replace(
        WASTE,
        criteria=(
            Criterion(id="Q", kind=CriterionKind.QUALITY, weight=Decimal(50)),
            Criterion(id="SV", kind=CriterionKind.SOCIAL_VALUE, weight=None if share is None else Decimal(share)),
        ),
    )


# Weight


@pytest.mark.parametrize(
    ("amount", "least", "most"),
    [
        ("99999.99", "5", "10"),
        ("100000", "10", "20"),
        ("5000000", "10", "20"),
        ("5000000.01", "10", "30"),
    ],
)
def test_the_weight_has_a_band_by_value(amount, least, most):
    for share in (least, most):
        assert found(worth(weighing(share), amount), "proportion.weight") == []
    for share in (Decimal(least) - Decimal("0.01"), Decimal(most) + Decimal("0.01")):
        outside = worth(weighing(str(share)), amount)
        assert said(outside, "proportion.weight") == [("warn", "criteria[1].weight", f"{share}%")]


def test_the_weight_is_that_in_the_whole_tender():
    """30 of 60 is 18 per cent; with the weights turned, 42."""
    case = Case(tender=WASTE, policy=DEFAULTS, today=TODAY, market=None)
    assert case.social_value_share == 18
    assert case.shares["criteria[0].criteria[1].questions[0]"] == Decimal("5.4")
    quality, price = WASTE.criteria
    method, social = quality.criteria
    turned = (replace(method, weight=Decimal(30)), replace(social, weight=Decimal(70)))
    tender = replace(WASTE, criteria=(replace(quality, criteria=turned), price))
    assert said(tender, "proportion.weight") == [("warn", "criteria[0].criteria[1].weight", "42%")]


def test_social_value_inside_social_value_counts_once():
    inner = Criterion(id="B", kind=CriterionKind.SOCIAL_VALUE, weight=Decimal(50))
    outer = Criterion(id="A", kind=CriterionKind.SOCIAL_VALUE, weight=Decimal(20), criteria=(inner,))
    tender = replace(WASTE, criteria=(outer,))
    assert Case(tender=tender, policy=DEFAULTS, today=TODAY, market=None).social_value_share == 20
    assert found(tender, "proportion.weight") == []


def test_social_value_under_quality_is_not_hidden():
    tender = tree(written("Q1", 300, "60"), written("Q2", 300, "40", strand=Strand.SOCIAL))
    assert said(tender, "proportion.weight") == [("warn", "criteria", "40%")]


def test_no_social_value_is_found_from_the_value_that_a_policy_sets():
    tender = worth(tree(written("Q1", 300, "100")), "100000")
    assert said(tender, "proportion.weight") == [("warn", "criteria", "0%")]
    assert found(tender, "proportion.weight", setting(social_value__from="100000")) != []
    assert found(tender, "proportion.weight", setting(social_value__from="100000.01")) == []


def test_a_weight_that_is_not_drafted_is_not_scolded():
    assert found(weighing(None), "proportion.weight") == []
    assert found(replace(WASTE, criteria=()), "proportion.weight") == []


# Questions


@pytest.mark.parametrize(("amount", "most"), [("99999", 3), ("100000", 6), ("5000000", 6), ("5000001", 10)])
def test_the_questions_that_a_value_bears(amount, most):
    def asked(count: int) -> TenderFile:
        questions = [written(f"W{place}", 50) for place in range(count - 1)] + [promised("C")]
        return worth(tree(*questions, kind=CriterionKind.SOCIAL_VALUE), amount)

    assert found(asked(most), "proportion.questions") == []
    assert said(asked(most + 1), "proportion.questions") == [("warn", "criteria[0].questions", f"{most + 1} questions")]


def test_questions_on_quality_are_not_counted():
    assert found(tree(*[written(f"Q{place}", 50) for place in range(20)]), "proportion.questions") == []


# Effort


def test_hours_by_hand():
    """850 words at 300 an hour, a promise of two, a document of one; papers of the winner cost nothing."""
    asked = effort(
        replace(
            tree(written("A", 500), written("B", 350), promised("C"), written("D", None)),
            documents=(
                RequiredDocument(name="Price", asked_of=AskedOf.EVERYONE),
                RequiredDocument(name="Policy", asked_of=AskedOf.WINNER),
            ),
        )
    )
    assert [(one.id, tenths(one.hours)) for one in asked.questions] == [
        ("A", Decimal("1.7")),
        ("B", Decimal("1.2")),
        ("C", Decimal("2.0")),
        ("D", Decimal("0.0")),
    ]
    assert asked.hours == Decimal("5.83333333333333")
    assert (asked.bidders, asked.all_hours, asked.cost) == (6, Decimal(35), Decimal(1400))


def test_thirds_make_a_whole():
    """24 answers of 500 words are forty hours, and forty is not over forty."""
    tender = replace(worth(tree(*[written(f"Q{place}", 500) for place in range(24)]), "5000000"), documents=())
    assert effort(tender).hours == 40
    assert found(tender, "proportion.effort") == []
    over = tree(*[written(f"Q{place}", 500) for place in range(23)], written("Q24", 503))
    over = replace(worth(over, "5000000"), documents=())
    assert said(over, "proportion.effort") == [("warn", "criteria", "40 hours")]


def ten_hours(amount: str) -> TenderFile:
    """Ten hours each for five bidders: £2,000 of work."""
    return replace(worth(tree(written("Q1", 3000)), amount), documents=(), expected_bidders=5)


@pytest.mark.parametrize(
    ("amount", "severity"),
    [("200000", None), ("199999", "warn"), ("66666.67", "warn"), ("66666.66", "stop"), ("0", None)],
)
def test_the_work_of_all_against_the_value(amount, severity):
    """£2,000 is 1 per cent of £200,000 and 3 per cent of £66,666.67."""
    assert [one.severity.value for one in found(ten_hours(amount), "proportion.effort")] == [severity] * bool(severity)


@pytest.mark.parametrize(
    ("words", "amount", "severity"),
    [
        (36000, "2999999", "warn"),
        (36001, "2999999", "stop"),
        (36001, "3000000", "warn"),
        (12000, "3000000", None),
        (12001, "3000000", "warn"),
    ],
)
def test_the_hours_of_one_bidder(words, amount, severity):
    """40 hours warn; 120 stop where a year is worth under £1,000,000. One bidder, so that the share stays small."""
    tender = replace(worth(tree(written("Q1", words)), amount), documents=(), expected_bidders=1)
    assert [one.severity.value for one in found(tender, "proportion.effort")] == [severity] * bool(severity)


def test_one_finding_the_worst():
    """Both limits passed: the one that stops is said, with the share."""
    tender = replace(worth(tree(written("Q1", 45000)), "100000"), documents=(), expected_bidders=5)
    (one,) = found(tender, "proportion.effort")
    assert (one.severity.value, one.words) == ("stop", "150 hours each, £30,000 for 5 bidders")
    assert "30.00% of what the contract is worth" in one.reason


def test_half_the_hours_from_the_longest_answers():
    """13.8 hours; halving every answer saves 4.4 and that is all that can be saved: promises and prices stay."""
    savings = halving(WASTE)
    assert [(one.id, one.word_limit) for one in savings] == [
        ("T1", 400),
        ("T2", 350),
        ("T3", 250),
        ("SV1", 150),
        ("SV3", 100),
        ("SV5", 80),
    ]
    assert savings[0].at == "criteria[0].criteria[0].questions[0].word_limit"
    assert savings[0].sentence == "Question T1: cut the limit from 800 to 400 words."
    assert tenths(sum(one.hours for one in savings)) == Decimal("4.4")


def test_half_the_hours_from_papers_first_and_no_more_than_needed():
    """Twelve hours: two of papers, ten of words. Six to save: two, then 3.3 of the long answer, then 0.7 of the short."""
    tender = replace(
        tree(written("A", 1000), written("B", 2000)),
        documents=(
            RequiredDocument(name="Safeguarding policy", asked_of=AskedOf.EVERYONE),
            RequiredDocument(name="Insurance certificate"),
        ),
    )
    savings = halving(tender)
    assert [(one.at, one.id, one.word_limit) for one in savings] == [
        ("documents[0].asked_of", "", None),
        ("documents[1].asked_of", "", None),
        ("criteria[0].questions[1].word_limit", "B", 1000),
        ("criteria[0].questions[0].word_limit", "A", 800),
    ]
    assert savings[0].sentence == "Ask only the winner for “Safeguarding policy”."
    assert abs(sum(one.hours for one in savings) - 6) < Decimal("0.001")
    assert halving(replace(WASTE, criteria=(), documents=())) == []


# Words for a point


def test_a_limit_three_times_the_usual_is_the_most():
    """Points alike: 300 words is the middle, 900 three times it, 100 a third."""
    alike = [written("A", 300, "25"), written("B", 300, "25")]
    fine = tree(*alike, written("C", 900, "25"), written("D", 100, "25"))
    assert found(fine, "proportion.words-per-point") == []
    far = tree(*alike, written("C", 901, "25"), written("D", 99, "25"))
    assert said(far, "proportion.words-per-point") == [
        ("warn", "criteria[0].questions[2].word_limit", "901 words"),
        ("warn", "criteria[0].questions[3].word_limit", "99 words"),
    ]
    assert found(far, "proportion.words-per-point")[0].mend == "Set the limit near 300 words, or change its weight."


def test_words_for_no_point_are_found_and_two_questions_are_not_compared():
    three = [written("A", 300, "30"), written("B", 300, "30"), written("C", 300, "40")]
    (one,) = found(tree(*three, written("D", 50, "0")), "proportion.words-per-point")
    assert one.reason == "This answer earns no points."
    assert found(tree(written("A", 10, "50"), written("B", 900, "50")), "proportion.words-per-point") == []
    assert found(tree(*three, written("D", 9000), promised("E")), "proportion.words-per-point") == []


def test_a_wrong_weight_is_not_blamed_on_the_word_limits():
    """Social value at 3 per cent: 333 words a point there, 35 beside it. Mend the weight; one limit is wrong by itself."""
    quality, price = WASTE.criteria
    method, social = quality.criteria
    light = (replace(method, weight=Decimal(95)), replace(social, weight=Decimal(5)))
    tender = replace(WASTE, criteria=(replace(quality, criteria=light), price))
    assert len(found(tender, "proportion.weight")) == 1
    assert found(tender, "proportion.words-per-point") == []
    first, *rest = method.questions
    light = (replace(light[0], questions=(replace(first, word_limit=30_000), *rest)), light[1])
    tender = replace(WASTE, criteria=(replace(quality, criteria=light), price))
    assert [one.words for one in found(tender, "proportion.words-per-point")] == ["30,000 words"]


# Evidence


@pytest.mark.parametrize(
    ("name", "can_wait"),
    [
        ("Insurance certificates", True),
        ("PROOF OF  INSURANCE", True),
        ("Safeguarding policy", True),
        ("Audited accounts for three years", True),
        ("DBS checks", True),
        ("Construction phase health and safety plan", True),
        ("Pricing schedule", False),
        ("Outline programme", False),
        ("An account of one similar service", False),
        ("", False),
    ],
)
def test_documents_that_can_wait_for_a_winner(name, can_wait):
    assert shown_by_winner(name) is can_wait


def test_only_what_is_asked_of_everyone_is_early():
    tender = replace(
        WASTE,
        documents=(
            RequiredDocument(name="Safeguarding policy", asked_of=AskedOf.WINNER),
            RequiredDocument(name="Safeguarding policy"),
            RequiredDocument(asked_of=AskedOf.EVERYONE),
            RequiredDocument(name="Safeguarding policy", asked_of=AskedOf.EVERYONE),
        ),
    )
    assert said(tender, "proportion.evidence-early") == [("warn", "documents[3].asked_of", "Safeguarding policy")]


# Monitoring


@pytest.mark.parametrize(("hours", "is_found"), [("25", False), ("25.000001", True)])
def test_a_year_of_reports(hours, is_found):
    """Four returns of 25 hours at £40 are £4,000: 1 per cent of £400,000."""
    watch = (MonitoringIndicator(question="SV2", hours_per_return=Decimal(hours)), MonitoringIndicator(question="SV4"))
    tender = replace(WASTE, monitoring=Monitoring(every_months=3, indicators=watch))
    assert bool(found(tender, "proportion.monitoring")) is is_found
    assert found(replace(tender, monitoring=Monitoring(indicators=watch)), "proportion.monitoring") == []
    assert found(replace(tender, value=Value(amount=Decimal(1))), "proportion.monitoring") == []


# Conditions


def demanding(tender: TenderFile, kind: ConditionKind, **more: object) -> TenderFile:
    """The tender with one condition."""
    return replace(tender, conditions=(Condition(id="C1", kind=kind, **more),))


def test_turnover_of_twice_the_yearly_value():
    """£1,200,000 over three years: £800,000 at most."""
    assert found(demanding(WASTE, ConditionKind.TURNOVER, amount=Decimal(800000)), "inclusion.turnover") == []
    over = demanding(WASTE, ConditionKind.TURNOVER, amount=Decimal("800000.01"))
    assert said(over, "inclusion.turnover") == [("stop", "conditions[0].amount", "£800,000.01")]
    assert "£800,000 or less" in found(over, "inclusion.turnover")[0].mend
    assert found(over, "inclusion.turnover", setting(turnover__times="3")) == []
    assert found(replace(over, value=Value(amount=Decimal(1))), "inclusion.turnover") == []
    assert found(demanding(WASTE, ConditionKind.TURNOVER), "inclusion.turnover") == []


def test_insurance_is_not_asked_before_the_award():
    for needed, stops in ((Needed.CONTRACT_START, False), (Needed.AT_BID, True), (None, True)):
        tender = demanding(WASTE, ConditionKind.INSURANCE, amount=Decimal(5000000), needed=needed)
        expected = [("stop", "conditions[0].needed", "£5,000,000")] * stops
        assert said(tender, "inclusion.insurance") == expected


def test_accounts_may_be_asked_for_without_an_audit():
    for audited in (False, None):
        assert found(demanding(WASTE, ConditionKind.ACCOUNTS, audited=audited), "inclusion.accounts") == []
    tender = demanding(WASTE, ConditionKind.ACCOUNTS, audited=True, text="Three years")
    assert said(tender, "inclusion.accounts") == [("stop", "conditions[0].audited", "Three years")]


def test_an_earlier_award_is_never_a_condition():
    tender = demanding(WASTE, ConditionKind.PRIOR_AWARD, text="A contract  with this council")
    assert said(tender, "inclusion.prior-award") == [("stop", "conditions[0].kind", "A contract with this council")]


@pytest.mark.parametrize("kind", [kind for kind in ConditionKind if kind.value not in ("insurance", "prior_award")])
def test_below_the_threshold_nothing_sifts(kind):
    for needed in (None, Needed.AT_BID):
        tender = demanding(WORKS, kind, needed=needed)
        assert said(tender, "inclusion.suitability-stage") == [("stop", "conditions[0]", "C1")]
    assert found(demanding(WORKS, kind, needed=Needed.CONTRACT_START), "inclusion.suitability-stage") == []
    assert found(demanding(WASTE, kind), "inclusion.suitability-stage") == []


def test_what_has_a_rule_of_its_own_is_said_once():
    for tender in (
        demanding(WORKS, ConditionKind.INSURANCE),
        demanding(WORKS, ConditionKind.PRIOR_AWARD),
        demanding(WORKS, ConditionKind.ACCOUNTS, audited=True),
    ):
        assert len(unanswered(tender, check(tender, today=TODAY))) == 1


@pytest.mark.parametrize(
    ("procedure", "service", "amount", "is_found"),
    [
        (Procedure.OPEN, ServiceCategory.ENVIRONMENT, "207719", True),
        (Procedure.OPEN, ServiceCategory.ENVIRONMENT, "207720", False),
        (Procedure.LIGHT_TOUCH, ServiceCategory.TRANSPORT, "663539", True),
        (Procedure.LIGHT_TOUCH, ServiceCategory.TRANSPORT, "663540", False),
        # s.85(3): works from the threshold for services upwards may have one.
        (Procedure.OPEN, ServiceCategory.CONSTRUCTION_AND_WORKS, "207719", True),
        (Procedure.OPEN, ServiceCategory.CONSTRUCTION_AND_WORKS, "207720", False),
        (Procedure.GRANT, ServiceCategory.ENVIRONMENT, "1000", False),
        (Procedure.PSR_COMPETITIVE, ServiceCategory.HEALTH_AND_WELLBEING, "1000", False),
    ],
)
def test_the_threshold_of_the_day_decides(procedure, service, amount, is_found):
    tender = replace(worth(WASTE, amount), procedure=procedure, service=service)
    assert bool(found(demanding(tender, ConditionKind.EXPERIENCE), "inclusion.suitability-stage")) is is_found


def test_a_pqq_is_a_suitability_stage():
    tender = replace(worth(WASTE, "90000"), procedure=Procedure.LEGACY_PQQ, conditions=())
    assert said(tender, "inclusion.suitability-stage") == [("stop", "procedure", Procedure.LEGACY_PQQ.label)]
    assert found(worth(tender, "900000"), "inclusion.suitability-stage") == []


# Lots and partners


def test_one_piece_needs_a_reason():
    bare = replace(WASTE, no_lots_reason=None)
    two = (Lot(id="L1"), Lot(id="L2"))
    assert said(bare, "inclusion.lots") == [("stop", "no_lots_reason", "")]
    assert len(found(replace(bare, no_lots_reason=" \n", lots=two[:1]), "inclusion.lots")) == 1
    assert found(replace(bare, lots=two), "inclusion.lots") == []
    assert found(replace(bare, no_lots_reason="One round."), "inclusion.lots") == []
    for procedure in (Procedure.GRANT, Procedure.DIRECT_AWARD, Procedure.FRAMEWORK_CALL_OFF, Procedure.PSR_DIRECT_B):
        assert found(replace(bare, procedure=procedure), "inclusion.lots") == []


def test_partners_are_welcome():
    assert found(replace(WASTE, partners_allowed=None), "inclusion.partners") == []
    assert said(replace(WASTE, partners_allowed=False), "inclusion.partners") == [("warn", "partners_allowed", "")]
    alone = demanding(WASTE, ConditionKind.TURNOVER, amount=Decimal(1), partners_count=False)
    assert said(alone, "inclusion.partners") == [("warn", "conditions[0].partners_count", "£1")]


# Time to bid


def bidding(start: date | None, close: date, hour: int = 12, **more: object) -> TenderFile:
    """A light touch tender, for which no law sets days, open from one day to another."""
    closes_at = datetime(close.year, close.month, close.day, hour, tzinfo=UTC)
    dates = Timetable(published_on=start, closes_at=closes_at, electronic=True, all_documents=True)
    return replace(WASTE, timetable=dates, **{"procedure": Procedure.LIGHT_TOUCH, **more})


@pytest.mark.parametrize(
    ("close", "procedure", "urgent", "severity"),
    [
        (date(2027, 2, 25), Procedure.OPEN, False, "stop"),  # 24 days
        (date(2027, 2, 26), Procedure.OPEN, False, "warn"),  # 25 days
        (date(2027, 3, 2), Procedure.OPEN, False, "warn"),  # 29 days
        (date(2027, 3, 3), Procedure.OPEN, False, None),  # 30 days
        (date(2027, 2, 10), Procedure.OPEN, True, "stop"),  # 9 days
        (date(2027, 2, 11), Procedure.OPEN, True, "warn"),  # 10 days
        (date(2027, 2, 3), Procedure.LIGHT_TOUCH, False, "warn"),  # 2 days
        (date(2027, 2, 3), Procedure.BELOW_THRESHOLD, False, "warn"),
        (date(2027, 3, 2), Procedure.LEGACY_OPEN, False, "stop"),  # 29 of 30 days
    ],
)
def test_days_from_publication_to_closing(close, procedure, urgent, severity):
    tender = bidding(date(2027, 2, 1), close, procedure=procedure, consideration=Consideration(urgent=urgent))
    assert [one.severity.value for one in found(tender, "inclusion.period")] == [severity] * bool(severity)


def test_today_stands_in_for_the_day_of_publication():
    assert said(bidding(None, date(2026, 12, 21)), "inclusion.period") == [("warn", "timetable.closes_at", "29 days")]
    assert found(bidding(None, date(2026, 12, 22)), "inclusion.period") == []
    assert found(replace(WASTE, timetable=None), "inclusion.period") == []
    assert found(replace(WASTE, timetable=Timetable(published_on=TODAY)), "inclusion.period") == []


@pytest.mark.parametrize(
    ("start", "close", "over"),
    [
        (date(2026, 11, 17), date(2026, 12, 23), None),
        (date(2026, 11, 17), date(2026, 12, 24), "Christmas"),
        (date(2027, 1, 1), date(2027, 2, 3), "Christmas"),
        (date(2027, 1, 2), date(2027, 2, 3), None),
        (date(2027, 2, 2), date(2027, 3, 25), None),  # the day before Good Friday
        (date(2027, 2, 2), date(2027, 3, 26), "Easter"),
        (date(2027, 3, 29), date(2027, 5, 5), "Easter"),  # from Easter Monday
        (date(2027, 3, 30), date(2027, 5, 5), None),
        (date(2027, 7, 1), date(2027, 8, 13), None),  # 13 days of August
        (date(2027, 7, 1), date(2027, 8, 14), "August"),
        (date(2027, 8, 19), date(2027, 9, 22), None),
        (date(2027, 8, 18), date(2027, 9, 22), "August"),
        (date(2026, 12, 1), date(2027, 9, 1), "Christmas, Easter and August"),
    ],
)
def test_quiet_times(start, close, over):
    assert said(bidding(start, close), "inclusion.period") == [("warn", "timetable.closes_at", over)] * bool(over)


def test_too_short_and_over_easter_are_two_findings():
    tender = bidding(date(2027, 3, 22), date(2027, 4, 1), procedure=Procedure.OPEN)
    assert [(one.severity.value, one.words) for one in found(tender, "inclusion.period")] == [
        ("stop", "10 days"),
        ("warn", "Easter"),
    ]


def test_a_period_of_centuries_is_read_in_no_time():
    assert len(found(bidding(date(1990, 1, 1), date(2199, 12, 3)), "inclusion.period")) == 1


# Closing


@pytest.mark.parametrize(
    ("closes_at", "stops"),
    [
        ("2027-01-27T12:00:00+00:00", 0),
        ("2027-01-27T00:00:00+00:00", 1),
        ("2027-01-27T23:59:59+00:00", 1),
        ("2027-06-30T23:00:00+00:00", 1),  # midnight in British Summer Time
        ("2027-07-01T00:00:00+00:00", 0),  # one in the morning
        ("2027-01-30T12:00:00+00:00", 1),  # Saturday
        ("2027-01-31T23:59:00+00:00", 2),  # Sunday, a minute to midnight
        ("2027-03-26T12:00:00+00:00", 1),  # Good Friday
        ("2026-12-28T12:00:00+00:00", 1),  # in place of Boxing Day
        ("2026-12-26T12:00:00+00:00", 1),  # a Saturday, said once
        ("2027-08-30T11:00:00+00:00", 1),  # the summer bank holiday
    ],
)
def test_closing(closes_at, stops):
    dates = replace(WASTE.timetable, closes_at=datetime.fromisoformat(closes_at))
    stopped = found(replace(WASTE, timetable=dates), "inclusion.closing")
    assert [(one.severity.value, one.at) for one in stopped] == [("stop", "timetable.closes_at")] * stops


# Reach


def offer(turnover: int | None = None, kind: str = "company", size: str = "small", **more: object) -> Offer:
    """A provider by its figures."""
    return Offer(
        kind=kind,
        size=size,
        is_vcse=kind in ("charity", "cic"),
        turnover=None if turnover is None else Decimal(turnover),
        **more,
    )


def market(*offers: Offer) -> Market:
    """A market of these."""
    return Market(service=ServiceCategory.ENVIRONMENT, areas=("Hertfordshire",), offers=offers)


TURNOVER = demanding(WASTE, ConditionKind.TURNOVER, amount=Decimal(100))


def test_who_meets_who_is_shut_out_and_who_has_not_said():
    conditions = (
        Condition(id="C1", kind=ConditionKind.TURNOVER, amount=Decimal(100)),
        Condition(id="C2", kind=ConditionKind.INSURANCE, amount=Decimal(5), needed=Needed.AT_BID),
        Condition(id="C3", kind=ConditionKind.INSURANCE, amount=Decimal(5), needed=Needed.CONTRACT_START),
        Condition(id="C4", kind=ConditionKind.ACCOUNTS, audited=True),
        Condition(id="C5", kind=ConditionKind.ACCOUNTS, audited=False),
        Condition(id="C6", kind=ConditionKind.CERTIFICATE, text="ISO-9001, or as good."),
        Condition(id="C7", kind=ConditionKind.CERTIFICATE, text="ISO 900"),
        Condition(id="C8", kind=ConditionKind.REGISTRATION, name="Waste carrier"),
        Condition(id="C9", kind=ConditionKind.EXPERIENCE, text="Two years"),
        Condition(id="C10", kind=ConditionKind.PRIOR_AWARD),
        Condition(id="C11", kind=ConditionKind.TURNOVER),
    )
    judged = reach(
        replace(WASTE, conditions=conditions),
        market(
            offer(100, insurance=Decimal(5), has_audited_accounts=True, certificates=("ISO 9001",)),
            offer(99, insurance=Decimal(4), has_audited_accounts=False, certificates=("ISO 14001",)),
            offer(registrations=("Upper tier waste carrier",)),
        ),
    )
    one_each = Tally(meets=1, shut_out=1, not_known=1)
    assert {one.id: (one.judged, one.share.all) for one in judged.conditions} == {
        "C1": (Judged.YES, one_each),
        "C2": (Judged.YES, one_each),
        "C3": (Judged.LATER, Tally(meets=3)),
        "C4": (Judged.YES, one_each),
        "C5": (Judged.NOT_KNOWN, Tally(not_known=3)),
        "C6": (Judged.YES, one_each),
        "C7": (Judged.NOT_KNOWN, Tally(not_known=3)),
        "C8": (Judged.YES, Tally(meets=1, not_known=2)),
        "C9": (Judged.NOT_KNOWN, Tally(not_known=3)),
        "C10": (Judged.NOT_KNOWN, Tally(not_known=3)),
        "C11": (Judged.NOT_KNOWN, Tally(not_known=3)),
    }
    assert judged.together.all == Tally(meets=0, shut_out=1, not_known=2)
    assert [one.at for one in judged.conditions][:2] == ["conditions[0]", "conditions[1]"]


@pytest.mark.parametrize("number", ["1045678", "SC045678", "1-123456789"])
@pytest.mark.parametrize("says", ["name", "text"])
def test_the_number_of_one_organisation_finds_nobody(number, says):
    """Whoever puts a registration number into a condition reads the same whether its holder is on the register or not."""
    condition = Condition(id="C1", kind=ConditionKind.REGISTRATION, **{says: number})
    asks = replace(WASTE, conditions=(condition,))
    others = [offer(registrations=("Upper tier waste carrier",)) for _ in range(5)]
    with_holder = reach(asks, market(*others, offer(registrations=(number,))))
    without = reach(asks, market(*others, offer(registrations=("Food business",))))
    assert with_holder == without


def test_a_count_is_shown_as_a_step_of_five():
    assert [shown(count) for count in (0, 1, 4, 5, 9, 10, 103)] == [
        *("none", "fewer than five", "fewer than five", "5 to 9", "5 to 9", "10 to 14", "100 to 104")
    ]
    assert [rounded(count) for count in (0, 1, 4, 5, 9, 10)] == [0, None, None, 5, 5, 10]


def test_from_what_is_shown_no_small_count_can_be_worked_out():
    """For every split of up to 60 providers into three: what is shown fits at least two splits, or says no small count."""
    seen: dict[tuple[str, ...], set[tuple[int, int, int]]] = {}
    for total in range(5, 61):
        for meets in range(total + 1):
            for out in range(total - meets + 1):
                split = (meets, out, total - meets - out)
                seen.setdefault((shown(total), *map(shown, split)), set()).add(split)
    for splits in seen.values():
        for place in range(3):
            counts = {split[place] for split in splits}
            assert len(counts) > 1 or not 0 < next(iter(counts)) < 5, splits


def test_a_table_that_would_say_too_much_is_left_out():
    # Four sizes with one shut out in each are four in all, and "fewer than five" in four rows can be nothing else.
    ones = [Tally(meets=5, shut_out=1)] * 4
    assert gives_away(ones, Tally(meets=20, shut_out=4))
    assert not gives_away(ones[:3], Tally(meets=15, shut_out=3))
    assert not gives_away([Tally(meets=9), Tally(meets=5, shut_out=2)], Tally(meets=14, shut_out=2))
    offers = [
        offer(turnover, size=size) for size in ("micro", "small", "medium", "large") for turnover in [100] * 5 + [1]
    ]
    share = reach(TURNOVER, market(*offers)).conditions[0].share
    assert (share.by_size, share.by_kind[0].name) == ((), "company")


def test_small_groups_are_put_together():
    kinds = {"company": 7, "charity": 5, "cic": 3, "sole_trader": 2}
    groups = market(*[offer(100, kind=kind) for kind, count in kinds.items() for _ in range(count)])
    assert reach(TURNOVER, groups).conditions[0].share.by_kind == (
        Group(name="company", tally=Tally(meets=7)),
        Group(name="charity", tally=Tally(meets=5)),
        Group(name=OTHERS, tally=Tally(meets=5)),
    )
    # Three would be the rest: the smallest other group goes with them, so that they can't be taken from the total.
    groups = market(*[offer(1, kind=kind) for kind, count in {**kinds, "sole_trader": 0}.items() for _ in range(count)])
    assert reach(TURNOVER, groups).conditions[0].share.by_kind == (
        Group(name="company", tally=Tally(shut_out=7)),
        Group(name=OTHERS, tally=Tally(shut_out=8)),
    )
    groups = market(*[offer(1)] * 5, *[offer(1, kind="cic")] * 4)
    assert reach(TURNOVER, groups).conditions[0].share.by_kind == ()
    assert reach(TURNOVER, groups).together.by_size == (Group(name="small", tally=Tally(shut_out=9)),)


@pytest.mark.parametrize(("left", "is_found"), [(3, False), (2, True), (0, True)])
def test_fewer_than_three_left(left, is_found):
    """Who has not said counts as left."""
    offers = [offer(99)] * 9 + [offer(100)] * (left // 2) + [offer()] * (left - left // 2)
    words = "fewer than five" if left else "none"
    assert said(TURNOVER, "inclusion.reach", market=market(*offers)) == [("warn", "conditions", words)] * is_found


@pytest.mark.parametrize(("gone", "is_found"), [(3, False), (4, True)])
def test_more_than_half_of_the_charities_gone(gone, is_found):
    offers = [offer(99, kind="charity")] * gone + [offer(100, kind="cic")] * (6 - gone) + [offer(100)] * 5
    expected = [("warn", "conditions[0]", "C1")] * is_found
    assert said(TURNOVER, "inclusion.reach", market=market(*offers)) == expected


def test_what_is_too_small_is_not_looked_into():
    assert found(TURNOVER, "inclusion.reach", market=market(*[offer(1)] * 4)) == []
    assert reach(TURNOVER, market(*[offer(1)] * 4)).is_too_small
    charities = [offer(1, kind="charity")] * 4 + [offer(100)] * 5
    assert found(TURNOVER, "inclusion.reach", market=market(*charities)) == []
    assert reach(TURNOVER, market(*charities)).together.vcse is None
    assert found(TURNOVER, "inclusion.reach") == []


def test_no_finding_of_reach_says_a_small_number():
    for out in range(1, 13):
        offers = [offer(1, kind="charity")] * out + [offer(100, kind="charity")] * (12 - out)
        for one in found(TURNOVER, "inclusion.reach", market=market(*offers)):
            text = " ".join((one.words, one.reason, one.mend)).replace("50%", "").replace("C1", "")
            assert not [letter for letter in text if letter.isdigit()]


# The whole


def numbered(question: Question, number: int) -> Question:
    """The same question with an id and words of its own."""
    text, relevance = f"{question.text} Part {number}.", f"{question.relevance} Part {number}."
    return replace(question, id=f"{question.id}-{number}", text=text, relevance=relevance)


def long_tender(count: int) -> TenderFile:
    """A tender with so many questions, no two alike, half of them on social value."""
    quality, price = WASTE.criteria
    method, social = quality.criteria
    first, second = method.questions[0], social.questions[0]
    return replace(
        WASTE,
        criteria=(
            replace(
                quality,
                criteria=(
                    replace(method, questions=tuple(numbered(first, n) for n in range(count // 2))),
                    replace(social, questions=tuple(numbered(second, n) for n in range(count // 2, count))),
                ),
            ),
            price,
        ),
    )


def test_a_hundred_questions_are_checked_without_a_database():
    """Without the database fixture any query fails; time is for the benchmark."""
    assert {one.id for one in check(long_tender(100), today=TODAY)} >= {"proportion.questions", "proportion.effort"}


@pytest.mark.parametrize("years", ["0", "0.000001", "1", "999999999999"])
@pytest.mark.parametrize("amount", ["0", "0.01", "999999999999"])
def test_no_figure_is_too_large_or_too_small(amount, years):
    """The ends of what a file may say, and weights so small that only the sum of many zeros tells them from none."""
    deep = Criterion(
        id="E",
        weight=Decimal("0.000001"),
        questions=tuple(written(f"Q{place}", 1_000_000, "0.000001") for place in range(9)),
    )
    for place in range(17):
        deep = Criterion(id=f"D{place}", kind=CriterionKind.QUALITY, weight=Decimal("0.000001"), criteria=(deep,))
    watch = tuple(MonitoringIndicator(hours_per_return=Decimal(999999999999)) for _ in range(9))
    tender = replace(
        WASTE,
        value=Value(amount=Decimal(amount), years=Decimal(years), extension_years=Decimal(999999999999)),
        expected_bidders=1_000_000,
        criteria=(
            deep,
            Criterion(id="W", weight=Decimal(100), questions=(written("W1", 1, "100"), written("W2", 1, "0"))),
        ),
        monitoring=Monitoring(every_months=1, indicators=watch),
        conditions=tuple(
            Condition(id=f"C{place}", kind=ConditionKind.TURNOVER, amount=Decimal(each))
            for place, each in enumerate(("0", "0.01", "999999999999"))
        ),
    )
    figures = {"words__per_hour": "1", "rate__per_hour": "10000000000", "turnover__times": "1000", "words__times": "1"}
    for policy in (DEFAULTS, setting(**figures)):
        assert all(len(one.reason) < 200 for one in check(tender, today=TODAY, policy=policy))
        assert len(halving(tender, policy)) == 9


def test_a_tree_is_walked_once(monkeypatch: pytest.MonkeyPatch):
    """However many rules ask for the questions, the tender is walked for them as often as for a short one."""
    from commissioning.tenders.proportionality import case

    walks: list[int] = []
    walk: Callable = case.each_question
    monkeypatch.setattr(case, "each_question", lambda tender: (walks.append(1), walk(tender))[1])
    check(long_tender(100), today=TODAY)
    assert len(walks) == 1

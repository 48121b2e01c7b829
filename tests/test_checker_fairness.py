"""Whether promises are rewarded fairly, strands thought of and promises watched: what must be found and what must not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from commissioning.authorities.policy import Policy, PolicyValue
from commissioning.tenders.proportionality import (
    Severity,
)
from commissioning.tenders.tenderfile import (
    Criterion,
    CriterionKind,
    Formula,
    Measure,
    Monitoring,
    MonitoringIndicator,
    Normalise,
    Question,
    TenderFile,
    Value,
)
from glossary.words import Benefit, Strand
from tests.small_tender import MEASURE, SINCE, found, ids, of, promise, question, tender


def test_quantities_relative_to_the_highest_bid_are_found() -> None:
    asked = tender(promise(formula=Formula.RELATIVE_TO_HIGHEST))
    assert [(one.id, one.at) for one in found(asked)] == [("fairness.relative", "criteria[0].questions[0].formula")]
    for formula in (Formula.TARGET_CAPPED, Formula.BANDS, Formula.SHARE_OF_PRICE):
        assert found(tender(promise(formula=formula))) == []


def test_stretching_is_found_where_quantities_are_below_it() -> None:
    def stretched(one: Question) -> TenderFile:
        inner = Criterion(id="SV", kind=CriterionKind.SOCIAL_VALUE, questions=(one,))
        outer = Criterion(id="Q", kind=CriterionKind.QUALITY, normalise=Normalise.RELATIVE_TO_BEST, criteria=(inner,))
        return replace(tender(one), criteria=(outer,))

    assert [(one.id, one.at) for one in found(stretched(promise()))] == [("fairness.relative", "criteria[0].normalise")]
    assert found(stretched(question())) == []


@pytest.mark.parametrize(
    ("second", "is_found"),
    [
        (replace(MEASURE, definition="Something else.", unit="starts per year"), True),
        (replace(MEASURE, name="apprenticeship  STARTED", definition="X", unit="starts per year"), True),
        (replace(MEASURE, name="New starters"), True),
        (replace(MEASURE, name="Apprenticeships kept", definition="People who stay for a year."), False),
        (replace(MEASURE, name="New starters", unit="people starting over the whole contract"), False),
    ],
)
def test_the_same_measure_is_not_rewarded_twice(second: Measure, is_found: bool) -> None:
    asked = tender(promise("A"), promise("B", measure=second, text="How many will start in each contract year?"))
    double = of("fairness.double-count", asked)
    assert [one.at for one in double] == ["criteria[0].questions[1].measure.name"] * is_found
    assert all("Question A counts" in one.reason for one in double)


def test_measures_that_say_nothing_yet_are_not_the_same() -> None:
    blank = (promise("A", measure=Measure()), promise("B", measure=Measure(unit=" ", definition="")))
    assert of("fairness.double-count", tender(*blank)) == []


# balance and measures


@pytest.mark.parametrize(
    ("aside", "used", "left"),
    [
        ({}, [Strand.ECONOMIC, Strand.SOCIAL, Strand.ENVIRONMENTAL], None),
        ({}, [Strand.ECONOMIC, Strand.SOCIAL], "environmental"),
        ({Strand.ENVIRONMENTAL: "No vehicles."}, [Strand.ECONOMIC, Strand.SOCIAL], None),
        ({Strand.ENVIRONMENTAL: " "}, [Strand.ECONOMIC, Strand.SOCIAL], "environmental"),
        (None, [Strand.SOCIAL], "economic or environmental"),
        (None, [None], "economic, social or environmental"),
    ],
)
def test_each_strand_is_used_or_set_aside(
    aside: dict[Strand, str] | None, used: list[Strand | None], left: str | None
) -> None:
    asked = [question(f"SV{place}", strand=strand) for place, strand in enumerate(used)]
    finding = of("balance.strands", tender(*asked, strands_set_aside=aside))
    assert [(one.at, one.words) for one in finding] == ([("strands_set_aside", left)] if left else [])


def test_a_tender_without_social_value_does_not_slip_past() -> None:
    """Leaving the questions out is no way round: each strand still needs one, or a reason."""
    method = Criterion(id="Q", kind=CriterionKind.QUALITY, questions=(question(strand=None),))
    document = tender(criteria=(method,), strands_set_aside=None, monitoring=None)
    assert ids(document) == ["balance.strands"]
    assert ids(document, BRADFORD) == ["balance.strands", "balance.benefits"]
    small = replace(document, value=Value(amount=Decimal(99_999), years=Decimal(1)))
    assert ids(small, BRADFORD) == []
    asks = tender(question(), strands_set_aside=None, value=small.value)
    assert ids(asks, BRADFORD) == ["balance.strands"], "who asks for some thinks of all"


BRADFORD = Policy(
    name="Bradford",
    values={
        key: PolicyValue(key=key, text=text, since=SINCE, source="Bradford Council’s published rules")
        for key, text in {
            "social_value.from": "100000",
            "benefits.needed": "employment_creation youth_employment training_volunteering",
        }.items()
    },
)


@pytest.mark.parametrize(
    ("benefit", "gains"),
    [
        (None, ["balance.benefits"]),
        (Benefit.HEALTH_IMPROVEMENT, ["balance.benefits"]),
        (Benefit.YOUTH_EMPLOYMENT, []),
        (Benefit.TRAINING_VOLUNTEERING, []),
    ],
)
def test_a_policy_may_want_a_question_on_a_kind_of_benefit(benefit: Benefit | None, gains: list[str]) -> None:
    document = tender(question(benefit=benefit))
    assert ids(document) == []
    assert ids(document, BRADFORD) == gains
    for finding in found(document, BRADFORD):
        assert finding.severity is Severity.WARN
        assert finding.words == "creating jobs, jobs for young people or training and volunteering"
        assert finding.source == "Bradford Council’s published rules"


def test_a_promise_that_nobody_watches_is_found() -> None:
    asked = tender(promise("A"), promise("B", measure=replace(MEASURE, name="Hours", unit="hours a year")), question())
    watched = replace(asked, monitoring=Monitoring(indicators=(MonitoringIndicator(question="A"),)))
    assert [(one.at, one.words) for one in found(watched)] == [("monitoring.indicators", "Hours")]
    assert "Question B" in found(watched)[0].reason
    assert ids(replace(asked, monitoring=None)) == ["measure.unmonitored"] * 2


@pytest.mark.parametrize(
    ("value", "watched", "is_found"),
    [
        (Value(amount=Decimal(5_000_000), years=Decimal(1)), 0, False),
        (Value(amount=Decimal("5000000.01"), years=Decimal(1)), 2, True),
        (Value(amount=Decimal("5000000.01"), years=Decimal(1)), 3, False),
        (Value(amount=Decimal(3_000_000), years=Decimal(3), extension_years=Decimal(3)), 2, True),
        (Value(amount=Decimal(9_000_000)), 0, True),
    ],
)
def test_large_contracts_have_three_indicators(value: Value, watched: int, is_found: bool) -> None:
    asked = [question(f"SV{place}") for place in range(3)]
    monitoring = Monitoring(indicators=tuple(MonitoringIndicator(question=one.id) for one in asked[:watched]))
    assert ("measure.kpis" in ids(tender(*asked, value=value, monitoring=monitoring))) is is_found
    if not watched:
        assert ("measure.kpis" in ids(tender(*asked, value=value, monitoring=None))) is is_found

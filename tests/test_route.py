"""Which routes are open: on the day before and after a rule begins, and one pound on either side of a threshold."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from commissioning.tenders.route import (
    Answers,
    HealthProvider,
    Market,
    Reservation,
    Standing,
    ThresholdKind,
    Urgency,
    routes,
    suggested,
    threshold_on,
    usual_kind,
)
from commissioning.tenders.tenderfile import Procedure
from glossary.words import ServiceCategory

DAY = date(2026, 12, 2)
A_DAY = timedelta(days=1)
DEMANDED, OPEN, REASON, CLOSED = Standing.DEMANDED, Standing.OPEN, Standing.OPEN_WITH_REASON, Standing.CLOSED
GOODS, LIGHT, WORKS = ThresholdKind.GOODS_AND_SERVICES, ThresholdKind.LIGHT_TOUCH, ThresholdKind.WORKS


def answers(value=500_000, **said) -> Answers:
    """Answers of a plain service above the threshold; `said` replaces some."""
    return Answers(value=Decimal(value), **said)


def open_to(said: Answers, day: date = DAY) -> dict[Procedure, Standing]:
    """Every route that may be taken, with its standing."""
    return {one.procedure: one.standing for one in routes(said, day) if one.standing is not CLOSED}


def advice_on(procedure: Procedure, said: Answers, day: date = DAY):
    """The advice on one route."""
    return next(one for one in routes(said, day) if one.procedure is procedure)


ABOVE = {Procedure.OPEN: DEMANDED, Procedure.COMPETITIVE_FLEXIBLE: DEMANDED}
ABOVE_LIGHT = {Procedure.OPEN: OPEN, Procedure.COMPETITIVE_FLEXIBLE: OPEN, Procedure.LIGHT_TOUCH: OPEN}
BELOW = {
    Procedure.BELOW_THRESHOLD: DEMANDED,
    Procedure.OPEN: OPEN,
    Procedure.COMPETITIVE_FLEXIBLE: REASON,
    Procedure.DIRECT_AWARD: REASON,
}
FREE_HEALTH = {Procedure.PSR_MOST_SUITABLE: REASON, Procedure.PSR_COMPETITIVE: OPEN}
OF_2015 = {
    Procedure.LEGACY_OPEN: OPEN,
    Procedure.LEGACY_PQQ: OPEN,
    Procedure.LEGACY_COMPETITIVE_DIALOGUE: REASON,
    Procedure.LEGACY_INNOVATION_PARTNERSHIP: REASON,
}
# Answers -> every route that may be taken, and what is suggested.
CASES = {
    "above": (answers(), ABOVE, Procedure.OPEN),
    "above, many could do it": (answers(market=Market.MANY), ABOVE, Procedure.COMPETITIVE_FLEXIBLE),
    "below": (answers(207_719), BELOW, Procedure.BELOW_THRESHOLD),
    "light touch above": (answers(663_540, kind=LIGHT), ABOVE_LIGHT, Procedure.LIGHT_TOUCH),
    "light touch below": (answers(663_539, kind=LIGHT), BELOW, Procedure.BELOW_THRESHOLD),
    "works below": (answers(5_192_999, kind=WORKS), BELOW, Procedure.BELOW_THRESHOLD),
    "a grant": (answers(grant=True), {Procedure.GRANT: OPEN}, Procedure.GRANT),
    "a grant for health care": (answers(grant=True, health_care=True), {Procedure.GRANT: OPEN}, Procedure.GRANT),
    "health care": (answers(health_care=True), FREE_HEALTH, Procedure.PSR_COMPETITIVE),
    "health care of any value": (answers(1, health_care=True), FREE_HEALTH, Procedure.PSR_COMPETITIVE),
    "health care, one provider": (
        answers(health_care=True, health_provider=HealthProvider.ONLY),
        {Procedure.PSR_DIRECT_A: DEMANDED},
        Procedure.PSR_DIRECT_A,
    ),
    "health care, patients choose": (
        answers(health_care=True, health_provider=HealthProvider.CHOICE),
        {Procedure.PSR_DIRECT_B: DEMANDED},
        Procedure.PSR_DIRECT_B,
    ),
    "health care that goes on": (
        answers(health_care=True, health_provider=HealthProvider.CONTINUE),
        FREE_HEALTH | {Procedure.PSR_DIRECT_C: REASON},
        Procedure.PSR_COMPETITIVE,
    ),
    "a framework": (
        answers(framework=True),
        dict.fromkeys((Procedure.OPEN, Procedure.COMPETITIVE_FLEXIBLE, Procedure.FRAMEWORK_CALL_OFF), OPEN),
        Procedure.OPEN,
    ),
    "extreme urgency": (
        answers(urgency=Urgency.EXTREME),
        {Procedure.OPEN: OPEN, Procedure.COMPETITIVE_FLEXIBLE: OPEN, Procedure.DIRECT_AWARD: REASON},
        Procedure.OPEN,
    ),
    "urgency that was foreseen": (answers(urgency=Urgency.FORESEEN), ABOVE, Procedure.OPEN),
    "only one provider": (
        answers(market=Market.ONE),
        {Procedure.OPEN: OPEN, Procedure.COMPETITIVE_FLEXIBLE: OPEN, Procedure.DIRECT_AWARD: REASON},
        Procedure.OPEN,
    ),
    "kept for supported employment": (
        answers(reserved_for=Reservation.SUPPORTED),
        {Procedure.COMPETITIVE_FLEXIBLE: DEMANDED},
        Procedure.COMPETITIVE_FLEXIBLE,
    ),
    "kept for mutuals, five years": (
        answers(700_000, kind=LIGHT, years=Decimal(5), reserved_for=Reservation.MUTUALS),
        {Procedure.COMPETITIVE_FLEXIBLE: OPEN, Procedure.LIGHT_TOUCH: OPEN},
        Procedure.COMPETITIVE_FLEXIBLE,
    ),
    "kept for mutuals, too long": (
        answers(700_000, kind=LIGHT, years=Decimal("5.5"), reserved_for=Reservation.MUTUALS),
        ABOVE_LIGHT,
        Procedure.LIGHT_TOUCH,
    ),
    "kept for mutuals, not light touch": (answers(reserved_for=Reservation.MUTUALS), ABOVE, Procedure.OPEN),
    "kept for local providers, above": (answers(reserved_for=Reservation.LOCAL), ABOVE, Procedure.OPEN),
    "begun in 2024": (answers(begun_under_2015_rules=True), OF_2015, Procedure.LEGACY_OPEN),
    "begun in 2024, light touch": (
        answers(begun_under_2015_rules=True, kind=LIGHT),
        OF_2015 | {Procedure.LEGACY_LIGHT_TOUCH: OPEN},
        Procedure.LEGACY_OPEN,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_routes_that_may_be_taken(case):
    said, expected, best = CASES[case]
    assert (open_to(said), suggested(said, DAY)) == (expected, best)


@pytest.mark.parametrize("case", CASES)
def test_every_route_has_advice_with_a_reason_and_a_source(case):
    advice = routes(CASES[case][0], DAY)
    assert sorted(one.procedure for one in advice) == sorted(Procedure)
    assert all(one.reasons and one.sources and all(one.reasons) and all(one.sources) for one in advice)


@pytest.mark.parametrize(
    ("kind", "day", "amount"),
    [
        (GOODS, date(2025, 12, 31), 214_904),
        (GOODS, date(2026, 1, 1), 207_720),
        (LIGHT, date(2025, 12, 31), 663_540),
        (LIGHT, date(2026, 1, 1), 663_540),
        (WORKS, date(2025, 12, 31), 5_372_609),
        (WORKS, date(2026, 1, 1), 5_193_000),
    ],
)
def test_each_threshold_on_its_day_and_one_pound_either_side(kind, day, amount):
    assert threshold_on(kind, day).amount == amount
    below, at = (answers(value, kind=kind) for value in (amount - 1, amount))
    assert Procedure.BELOW_THRESHOLD in open_to(below, day)
    assert Procedure.BELOW_THRESHOLD not in open_to(at, day)


def test_local_reservation_from_its_first_day():
    """Lawful below the threshold from 4 February 2026."""
    said, first = answers(100_000, reserved_for=Reservation.LOCAL), date(2026, 2, 4)
    before, after = (advice_on(Procedure.BELOW_THRESHOLD, said, day) for day in (first - A_DAY, first))
    assert (before.standing, after.standing) == (DEMANDED, REASON)
    assert any("a council may not keep it" in reason for reason in before.reasons)
    assert any("Say so in the notice, and keep your reason." in reason for reason in after.reasons)
    assert any("2026/94" in source for source in after.sources)


def test_below_the_threshold_no_stage_only_asks_who_is_suitable():
    reasons = advice_on(Procedure.BELOW_THRESHOLD, answers(100_000)).reasons
    assert "You may not have a stage that only asks who is suitable." in reasons


def test_where_the_law_leaves_a_judgment_a_lawyer_is_named():
    asks = {
        Procedure.DIRECT_AWARD: answers(urgency=Urgency.EXTREME),
        Procedure.PSR_DIRECT_C: answers(health_care=True, health_provider=HealthProvider.CONTINUE),
        Procedure.GRANT: answers(grant=True),
        Procedure.LEGACY_INNOVATION_PARTNERSHIP: answers(begun_under_2015_rules=True),
    }
    for procedure, said in asks.items():
        assert "Ask your lawyer before you rely on this." in advice_on(procedure, said).reasons


@pytest.mark.parametrize("service", [None, *ServiceCategory])
def test_what_a_service_usually_counts_as(service):
    light = {"adult_social_care", "children_and_families", "health_and_wellbeing", "education_and_skills"}
    light |= {"culture_and_leisure"}
    works = {"construction_and_works"}
    assert usual_kind(service) is (LIGHT if service in light else WORKS if service in works else GOODS)

"""The pure rules of a contract: when it runs, when it is reported on, how readings add up to a promise."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.contracts.lifecycle import PeriodPhase, ReturnStatus, check_reportable, period_phase
from commissioning.contracts.performance import (
    Standing,
    Step,
    delivered,
    milestones,
    owed_by,
    reading_fault,
    standing,
)
from commissioning.contracts.timetable import last_day, months_later, stretches, usable_start, year_ends
from glossary.words import Counting, bare_unit, counting
from socialvalue.refusals import Refused

START = date(2027, 4, 12)


def steps_of(unit, *, target="6", target_on=date(2030, 4, 11), baseline="0", starts_on=START, years="3"):
    found = milestones(
        unit,
        target=Decimal(target),
        target_on=target_on,
        baseline=Decimal(baseline),
        starts_on=starts_on,
        ends_on=last_day(starts_on, Decimal(years)),
    )
    return [(step.on.isoformat(), str(step.quantity)) for step in found]


@pytest.mark.parametrize(
    ("unit", "way", "bare"),
    [
        ("people starting per contract year", Counting.EACH_YEAR, "people starting"),
        ("hours a year", Counting.EACH_YEAR, "hours"),
        ("days over the whole contract", Counting.IN_ALL, "days"),
        ("people", Counting.IN_ALL, "people"),
        ("% of items collected per contract year", Counting.SHARE, "% of items collected"),
        ("per cent of tonnes over the whole contract", Counting.SHARE, "per cent of tonnes"),
        ("Percentage of staff", Counting.SHARE, "Percentage of staff"),
        ("percentiles", Counting.IN_ALL, "percentiles"),
        ("per contract year", Counting.EACH_YEAR, "per contract year"),
    ],
)
def test_the_unit_says_how_to_count(unit, way, bare):
    assert (counting(unit), bare_unit(unit)) == (way, bare)


def test_a_yearly_promise_is_owed_again_each_year():
    assert steps_of("people per contract year") == [("2028-04-11", "6"), ("2029-04-11", "12"), ("2030-04-11", "18")]


def test_a_part_year_owes_its_part():
    assert steps_of("people per contract year", years="2.5")[-1] == ("2029-10-11", "15")


def test_a_promise_owed_once_grows_evenly_to_its_own_date():
    assert steps_of("people") == [("2028-04-11", "2"), ("2029-04-11", "4"), ("2030-04-11", "6")]
    assert steps_of("people", target="5", target_on=date(2029, 10, 11)) == [
        ("2028-04-11", "2"),
        ("2029-04-11", "4"),
        ("2029-10-11", "5"),
    ]


def test_a_share_grows_from_its_baseline_and_is_held():
    assert steps_of("% of items", target="40", baseline="25", target_on=date(2029, 4, 11)) == [
        ("2028-04-11", "33"),
        ("2029-04-11", "40"),
        ("2030-04-11", "40"),
    ]


def test_steps_are_hundredths_where_the_target_is_no_whole_number():
    assert steps_of("tonnes", target="10.5")[0] == ("2028-04-11", "3.51")


def test_a_date_outside_the_contract_is_kept():
    assert steps_of("people", target_on=date(2027, 4, 1)) == [("2027-04-01", "6")]
    assert steps_of("people", target_on=date(2031, 4, 11))[-1] == ("2031-04-11", "6")


@given(
    starts_on=st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    months=st.integers(1, 120),
    every=st.integers(1, 24),
    target=st.decimals(0, 10**6, places=2),
    unit=st.sampled_from(["people", "people per contract year", "% of items"]),
    days=st.integers(0, 4000),
)
def test_periods_cover_the_contract_once_and_milestones_never_fall(starts_on, months, every, target, unit, days):
    ends_on = last_day(starts_on, Decimal(months) / 12)
    found = stretches(starts_on, ends_on, every)
    assert (found[0].starts_on, found[-1].ends_on) == (starts_on, ends_on)
    assert all((after.starts_on - before.ends_on).days == 1 for before, after in pairwise(found))
    assert all(one.ends_on >= one.starts_on and (one.due_on - one.ends_on).days == 20 for one in found)
    planned = milestones(
        unit,
        target=target,
        target_on=date.fromordinal(starts_on.toordinal() + days),
        baseline=Decimal(0),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    assert [step.on for step in planned] == sorted({step.on for step in planned})
    assert [step.quantity for step in planned] == sorted(step.quantity for step in planned)
    if unit != "people per contract year":
        assert planned[-1].quantity == target
    elif months % 12 == 0:
        assert planned[-1].quantity == target * (months // 12)


def test_short_months_do_not_add_up():
    assert months_later(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert [one.ends_on for one in stretches(date(2027, 1, 31), date(2027, 7, 30), 1)] == [
        date(2027, 2, 27),
        date(2027, 3, 30),
        date(2027, 4, 29),
        date(2027, 5, 30),
        date(2027, 6, 29),
        date(2027, 7, 30),
    ]


def test_leap_day_starts_end_the_day_before_the_month_ends():
    assert year_ends(date(2028, 2, 29), last_day(date(2028, 2, 29), Decimal(2))) == [
        date(2029, 2, 27),
        date(2030, 2, 27),
    ]


def test_a_start_that_has_passed_is_not_usable():
    assert usable_start(START, START) == START
    assert usable_start(START, date(2027, 4, 13)) is None
    assert usable_start(None, START) is None


def test_counts_are_added_and_shares_are_not():
    readings = [Decimal(2), Decimal(3)]
    assert delivered("people", readings) == 5
    assert delivered("% of items", readings) == 3
    assert delivered("% of items", []) == 0


def test_standing_is_judged_by_what_had_to_be_reported():
    steps = [Step(date(2028, 4, 11), Decimal(2)), Step(date(2029, 4, 11), Decimal(4))]
    assert standing(Decimal(0), steps, date(2028, 4, 10)) is Standing.NOT_YET
    assert standing(Decimal(1), steps, date(2028, 4, 11)) is Standing.BEHIND
    assert standing(Decimal(2), steps, date(2029, 4, 10)) is Standing.MET
    assert owed_by(steps, date(2029, 4, 11)) == 4


@pytest.mark.parametrize(
    ("quantity", "unit", "fault"),
    [
        ("0", "people", ""),
        ("100", "% of items", ""),
        ("100.01", "% of items", "can't be more than 100"),
        ("-1", "people", "can't be less than 0"),
        ("NaN", "people", "must be a number"),
        ("Infinity", "people", "must be a number"),
        ("1.005", "people", "can have no more than two digits after the point"),
        ("10000000001", "people", "can't be more than 10,000,000,000"),
    ],
)
def test_a_reading_must_be_possible(quantity, unit, fault):
    assert reading_fault(Decimal(quantity), unit) == fault


ENDS, DUE = date(2027, 7, 11), date(2027, 7, 31)


@pytest.mark.parametrize("latest", [None, *ReturnStatus])
@pytest.mark.parametrize("today", [ENDS, date(2027, 7, 12), DUE, date(2027, 8, 1)])
def test_phases_and_who_may_report_agree(latest, today):
    """A return can be sent exactly while the provider is told to report or to answer."""
    phase = period_phase(ENDS, DUE, latest, today)
    try:
        check_reportable(ENDS, latest, today)
        may = True
    except Refused:
        may = False
    expected = {
        None: [PeriodPhase.NOT_YET, PeriodPhase.DUE, PeriodPhase.DUE, PeriodPhase.OVERDUE],
        ReturnStatus.SUBMITTED: [PeriodPhase.SUBMITTED] * 4,
        ReturnStatus.QUERIED: [PeriodPhase.QUERIED] * 4,
        ReturnStatus.ACCEPTED: [PeriodPhase.ACCEPTED] * 4,
    }[latest]
    assert phase is expected[[ENDS, date(2027, 7, 12), DUE, date(2027, 8, 1)].index(today)]
    assert may is (today > ENDS and latest in (None, ReturnStatus.QUERIED))

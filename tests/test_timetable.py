"""Whole timetables against calendars worked out by hand, and what breaks when one date is changed.

England's bank holidays that the cases meet:
2026: 25 December (Friday), 28 December (Monday, for Boxing Day, a Saturday).
2027: 1 January (Friday), 26 March (Good Friday), 29 March (Easter Monday), 3 May, 31 May, 30 August (Mondays),
      27 and 28 December (Monday and Tuesday, for Christmas and Boxing Day).
The clocks go forward on Sunday 28 March 2027 and back on Sunday 31 October 2027.
Unless a case says otherwise: 14 days to ask, 35 to bid, 20 working days to mark, 5 to decide, 20 to get ready.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from commissioning.tenders.tenderfile import Consideration, Procedure, TenderFile, Timetable, Value
from commissioning.tenders.timetable import (
    LAST_KNOWN_YEAR,
    Choices,
    Step,
    breaks,
    dates_of,
    in_timetable,
    make,
    minimum_days,
    quiet_time,
    standstill_of,
)


def tender(procedure=Procedure.OPEN, *, urgent=False, electronic=True, all_documents=True, **dates) -> TenderFile:
    """A tender with a route and the facts that its days depend on."""
    return TenderFile(
        title="Reuse",
        procedure=procedure,
        value=Value(amount=Decimal(120000)),
        consideration=Consideration(urgent=urgent),
        timetable=Timetable(electronic=electronic, all_documents=all_documents, **dates),
        criteria=(),
    )


def at(*when: int) -> datetime:
    """An instant in UTC."""
    return datetime(*when, tzinfo=UTC)


# published, questions, answers, closes (UTC), evaluated, award, last day of standstill, start
BY_HAND = {
    # Published Tuesday 1 December. Of the 35 days, 24 December to 1 January (9) are left out: 5 January + 9 = 14 January,
    # a Thursday. 6 days back: Friday 8. 20 working days, four weeks without a holiday: 11 February; 5 more: 18 February.
    # Standstill: 18, 19, 22, 23, 24, 25, 26 February, 1 March. 20 working days: the 18th is 25 March,
    # 26 and 29 March are shut, 30 is the 19th and 31 the 20th.
    "over Christmas": (
        date(2026, 12, 1),
        date(2026, 12, 15),
        date(2027, 1, 8),
        at(2027, 1, 14, 12),
        date(2027, 2, 11),
        date(2027, 2, 18),
        date(2027, 3, 1),
        date(2027, 3, 31),
    ),
    # Published Wednesday 24 February; day 35 would be 31 March, 4 days of Easter (26 to 29 March) later is Sunday 4 April,
    # so Monday 5 April. In between the clocks went forward: noon is 11 UTC. 6 days back: Tuesday 30 March. 20 working days
    # with 3 May shut: 4 May; 5 more: 11 May. Standstill 11 to 14 and 17 to 20 May. 20 more, 31 May shut: 18 June.
    "over Easter and the clocks forward": (
        date(2027, 2, 24),
        date(2027, 3, 10),
        date(2027, 3, 30),
        at(2027, 4, 5, 11),
        date(2027, 5, 4),
        date(2027, 5, 11),
        date(2027, 5, 20),
        date(2027, 6, 18),
    ),
    # Published Monday 12 July: 19 days of July, then none of August, then 16 of September: Thursday 16, 11 UTC.
    # 6 days back: Friday 10. 20 working days: 14 October; 5: 21 October. Standstill 21, 22, 25 to 29 October, 1 November.
    # 20 more: 29 November.
    "over August": (
        date(2027, 7, 12),
        date(2027, 7, 26),
        date(2027, 9, 10),
        at(2027, 9, 16, 11),
        date(2027, 10, 14),
        date(2027, 10, 21),
        date(2027, 11, 1),
        date(2027, 11, 29),
    ),
    # Published Monday 27 September: 35 days later is Monday 1 November, the day after the clocks went back: 12 UTC.
    # 6 days back: Tuesday 26 October. 20 working days: 29 November; 5: 6 December. Standstill 6 to 10 and 13 to 15 December.
    # 20 more: 16, 17 (2), 20 to 23 (6); 24, 29, 30 and 31 are left out, 27, 28 and 3 January shut; 4 to 7 (10), 10 to 14
    # (15), 17 to 21 January (20).
    "over the clocks back, ready after Christmas": (
        date(2027, 9, 27),
        date(2027, 10, 11),
        date(2027, 10, 26),
        at(2027, 11, 1, 12),
        date(2027, 11, 29),
        date(2027, 12, 6),
        date(2027, 12, 15),
        date(2028, 1, 21),
    ),
    # Saturday 1 May; Monday 3 is a bank holiday: Tuesday 4 May. 35 days: Tuesday 8 June, 11 UTC. 6 days back: Wednesday 2.
    # 20 working days: 6 July; 5: 13 July. Standstill 13 to 16 and 19 to 22 July. 20 more, August counts here: 19 August.
    "from a weekend before a bank holiday": (
        date(2027, 5, 4),
        date(2027, 5, 18),
        date(2027, 6, 2),
        at(2027, 6, 8, 11),
        date(2027, 7, 6),
        date(2027, 7, 13),
        date(2027, 7, 22),
        date(2027, 8, 19),
    ),
}
STARTS = dict(
    zip(
        BY_HAND,
        (date(2026, 12, 1), date(2027, 2, 24), date(2027, 7, 12), date(2027, 9, 27), date(2027, 5, 1)),
        strict=True,
    )
)


@pytest.mark.parametrize("case", BY_HAND)
def test_a_timetable_is_the_one_worked_out_by_hand(case):
    dates = make(tender(), Choices(start=STARTS[case])).dates
    assert tuple(getattr(dates, step.value) for step in Step) == BY_HAND[case]


@pytest.mark.parametrize("case", BY_HAND)
def test_nothing_breaks_in_a_timetable_as_it_is_made(case):
    said = tender()
    dates = make(said, Choices(start=STARTS[case])).dates
    assert breaks(said, dates) == []
    assert breaks(said, dates_of(replace(said, timetable=in_timetable(dates, said.timetable)))) == []


def test_each_move_has_its_reason():
    plan = make(tender(), Choices(start=STARTS["over Easter and the clocks forward"]))
    assert plan.notes[Step.CLOSES_AT].moved == (
        "4 days of Easter are not counted.",
        "Moved on from Sunday 4 April 2027: a weekend.",
    )
    assert make(tender(), Choices(start=date(2027, 5, 1))).notes[Step.PUBLISHED_ON].moved == (
        "Moved on from Saturday 1 May 2027: a weekend and Early May bank holiday.",
    )
    assert make(tender(), Choices(start=date(2027, 7, 12))).notes[Step.CLOSES_AT].moved == (
        "31 days of August are not counted.",
    )
    assert make(tender(), Choices(start=date(2027, 9, 27))).notes[Step.STARTS_ON].moved == (
        "4 working days at Christmas are not counted.",
    )


def test_a_publication_at_christmas_waits_for_the_new_year():
    """25 December 2026 to 1 January 2027 are quiet, 2 and 3 January a weekend."""
    plan = make(tender(), Choices(start=date(2026, 12, 25)))
    assert plan.dates.published_on == date(2027, 1, 4)
    assert plan.notes[Step.PUBLISHED_ON].moved == ("Moved on from Friday 25 December 2026: Christmas and a weekend.",)


def test_answers_move_back_to_a_working_day():
    """4 January + 25 days is Friday 29 January; six days before is Saturday 23: Friday 22."""
    plan = make(tender(), Choices(start=date(2027, 1, 4), bidding_days=25, asking_days=5))
    assert (plan.dates.day(Step.CLOSES_AT), plan.dates.answers_by) == (date(2027, 1, 29), date(2027, 1, 22))
    assert plan.notes[Step.ANSWERS_BY].moved == ("Moved back from Saturday 23 January 2027: a weekend.",)


@pytest.mark.parametrize(
    ("facts", "days", "closes_on"),
    [
        ({}, 25, date(2027, 2, 1)),  # 4 January + 25 = Friday 29: 28 days chosen make Monday 1 February
        ({"all_documents": False}, 30, date(2027, 2, 3)),
        ({"electronic": False, "all_documents": False}, 35, date(2027, 2, 8)),
        ({"urgent": True}, 10, date(2027, 2, 1)),
        ({"procedure": Procedure.LIGHT_TOUCH}, 0, date(2027, 2, 1)),
        ({"procedure": Procedure.BELOW_THRESHOLD}, 0, date(2027, 2, 1)),
        ({"procedure": Procedure.LEGACY_OPEN, "electronic": False}, 35, date(2027, 2, 8)),
    ],
)
def test_too_few_days_are_raised_to_the_laws(facts, days, closes_on):
    said = tender(**facts)
    assert minimum_days(said) == days
    assert make(said, Choices(start=date(2027, 1, 4), bidding_days=28)).dates.day(Step.CLOSES_AT) == closes_on


def test_an_urgent_tender_does_not_wait_for_christmas_but_keeps_off_holidays():
    """14 December + 11 days is Christmas Day, a Friday; Saturday, Sunday and Monday 28 are shut: Tuesday 29."""
    plan = make(tender(urgent=True), Choices(start=date(2026, 12, 14), bidding_days=11, asking_days=3))
    assert plan.dates.closes_at == at(2026, 12, 29, 12)
    assert plan.dates.answers_by == date(2026, 12, 24)


@pytest.mark.parametrize("closing", [date(2027, 3, 26), date(2027, 3, 29), date(2027, 4, 1), date(2027, 10, 29)])
def test_closing_is_noon_on_the_clock_on_the_wall(closing):
    """Friday 26 March is winter time and Good Friday, so it moves past the change of clocks; 29 October is summer time."""
    closes_at = make(
        tender(Procedure.LIGHT_TOUCH), Choices(start=closing - timedelta(days=10), bidding_days=10, asking_days=1)
    ).dates.closes_at
    assert (closes_at.hour, closes_at.minute) == (12, 0)
    assert closes_at.astimezone(UTC).hour == 11


# Award on Thursday 25 March 2027, before Easter (26 and 29 March shut), for every kind of route.
STANDSTILLS = {
    # 25, 30, 31 March, 1, 2, 5, 6, 7 April
    Procedure.OPEN: (True, date(2027, 4, 7)),
    Procedure.COMPETITIVE_FLEXIBLE: (True, date(2027, 4, 7)),
    Procedure.DIRECT_AWARD: (True, date(2027, 4, 7)),
    # from the day after: one working day later
    Procedure.PSR_DIRECT_C: (True, date(2027, 4, 8)),
    Procedure.PSR_MOST_SUITABLE: (True, date(2027, 4, 8)),
    Procedure.PSR_COMPETITIVE: (True, date(2027, 4, 8)),
    # ten days: Sunday 4 April, so Monday 5
    Procedure.LEGACY_LIGHT_TOUCH: (True, date(2027, 4, 5)),
    Procedure.LEGACY_COMPETITIVE_DIALOGUE: (True, date(2027, 4, 5)),
    Procedure.LEGACY_PQQ: (True, date(2027, 4, 5)),
    Procedure.LEGACY_INNOVATION_PARTNERSHIP: (True, date(2027, 4, 5)),
    Procedure.LEGACY_OPEN: (True, date(2027, 4, 5)),
    # good practice only
    Procedure.LIGHT_TOUCH: (False, date(2027, 4, 7)),
    Procedure.BELOW_THRESHOLD: (False, date(2027, 4, 7)),
    Procedure.FRAMEWORK_CALL_OFF: (False, date(2027, 4, 7)),
    Procedure.GRANT: (False, date(2027, 4, 7)),
    Procedure.PSR_DIRECT_A: (False, date(2027, 4, 7)),
    Procedure.PSR_DIRECT_B: (False, date(2027, 4, 7)),
}


def test_the_standstill_of_every_route():
    asked = {one: standstill_of(one) for one in Procedure}
    found = {one: (standstill.is_demanded, standstill.last_day(date(2027, 3, 25))) for one, standstill in asked.items()}
    assert found == STANDSTILLS


def test_a_standstill_that_nobody_demands_may_be_left_out():
    choices = Choices(start=date(2027, 1, 4), standstill=False)
    assert make(tender(Procedure.LIGHT_TOUCH), choices).dates.standstill_ends is None
    assert make(tender(), choices).dates.standstill_ends is not None


GOOD = {
    "published_on": date(2027, 1, 4),
    "clarifications_by": date(2027, 1, 18),
    "closes_at": at(2027, 2, 8, 12),
    "award_on": date(2027, 3, 15),
    "starts_on": date(2027, 4, 23),
}
# One date changed -> everything that breaks, and nothing else.
BROKEN = {
    "too few days": (
        {"published_on": date(2027, 1, 15)},
        ["Bidders have 24 days. The law asks for at least 25 (Procurement Act 2023, s.54)."],
    ),
    "just enough days": ({"published_on": date(2027, 1, 14)}, []),
    "questions after closing": (
        {"clarifications_by": date(2027, 2, 9)},
        [
            "Questions would still be taken when bids have closed. Tuesday 2 February 2027 is the last good day.",
            "The day when every question is answered comes before the last day for questions.",
        ],
    ),
    "answers too late": (
        {"clarifications_by": date(2027, 2, 3)},
        [
            "Answers would come fewer than six days before closing. Tuesday 2 February 2027 is the last good day.",
            "The day when every question is answered comes before the last day for questions.",
        ],
    ),
    "answers on the last good day": ({"clarifications_by": date(2027, 2, 2)}, []),
    "a weekend": (
        {"closes_at": at(2027, 2, 13, 12)},
        ["Saturday 13 February 2027 is at the weekend. Choose a working day."],
    ),
    "a bank holiday": (
        {"closes_at": at(2027, 5, 3, 11), "award_on": date(2027, 6, 15), "starts_on": date(2027, 8, 2)},
        ["Monday 3 May 2027 is a bank holiday (Early May bank holiday). Choose a working day."],
    ),
    "midnight": ({"closes_at": at(2027, 2, 8, 0)}, ["Midnight is misread by a day. Close at 12 noon."]),
    "midnight in summer": (
        {"closes_at": at(2027, 6, 7, 23), "award_on": date(2027, 7, 13), "starts_on": date(2027, 9, 2)},
        ["Midnight is misread by a day. Close at 12 noon."],
    ),
    "August": (
        {"closes_at": at(2027, 8, 10, 11), "award_on": date(2027, 9, 14), "starts_on": date(2027, 11, 2)},
        ["It closes in a quiet time (August). Small providers may be away."],
    ),
    "award before closing": (
        {"award_on": date(2027, 2, 5)},
        ["The award notice comes before closing."],
    ),
    # 15 to 19 and 22 to 24 March
    "start in the standstill": (
        {"starts_on": date(2027, 3, 24)},
        [
            "The start of the contract comes on the same day as the last day of standstill.",
            "The standstill lasts to the end of Wednesday 24 March 2027. Start the contract later "
            "(Procurement Act 2023, s.51).",
        ],
    ),
    "start the day after": ({"starts_on": date(2027, 3, 25)}, []),
    "start at a weekend": ({"starts_on": date(2027, 5, 1)}, []),
    "a year of which nothing is known": (
        {"starts_on": date(LAST_KNOWN_YEAR + 1, 1, 8)},
        [f"The bank holidays after {LAST_KNOWN_YEAR} are not known yet. Check Monday 8 January 2029 yourself."],
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_every_change_says_what_breaks(case):
    changes, sentences = BROKEN[case]
    said = tender(**(GOOD | changes))
    assert [one.sentence for one in breaks(said, dates_of(said))] == sentences


@pytest.mark.parametrize(
    ("changes", "is_checked"),
    [
        ({"published_on": date(2027, 1, 15)}, True),  # too few days
        ({"closes_at": at(2027, 2, 13, 12)}, True),  # a weekend
        ({"closes_at": at(2027, 2, 8, 0)}, True),  # midnight
        ({"award_on": date(2027, 2, 5)}, True),  # out of order
        ({"clarifications_by": date(2027, 2, 3)}, False),  # answers too late
        ({"starts_on": date(2027, 3, 24)}, False),  # in the standstill
        ({"published_on": date(2027, 1, 2)}, False),  # published at a weekend
    ],
)
def test_what_the_checks_of_a_draft_say_too_is_marked(changes, is_checked):
    said = tender(**(GOOD | changes))
    found = breaks(said, dates_of(said))
    assert found and all(one.is_checked is is_checked for one in found)


def test_a_shortened_standstill_breaks():
    said = tender(**GOOD)
    dates = replace(dates_of(said), standstill_ends=date(2027, 3, 23))
    assert [(one.step, one.sentence) for one in breaks(said, dates)] == [
        (
            Step.STANDSTILL_ENDS,
            "The standstill is too short: it lasts to the end of Wednesday 24 March 2027 (Procurement Act 2023, s.51).",
        )
    ]


def test_an_empty_timetable_breaks_nothing():
    said = tender()
    assert breaks(said, dates_of(said)) == []


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        (date(2026, 12, 24), date(2027, 1, 1), "christmas"),
        (date(2027, 3, 26), date(2027, 3, 29), "easter"),
        (date(2027, 8, 1), date(2027, 8, 31), "august"),
    ],
)
def test_quiet_times_begin_and_end(first, last, name):
    a_day = timedelta(days=1)
    assert [quiet_time(day) for day in (first - a_day, first, last, last + a_day)] == [None, name, name, None]


def test_the_bank_holidays_are_known_for_a_year_to_come():
    """Uses the real clock: it is to fail a year before the list ends, so that somebody updates the library in time."""
    assert datetime.now(UTC).date() + timedelta(days=365) <= date(LAST_KNOWN_YEAR, 12, 31)

"""The standstill by calendars worked out by hand, and what stands between an award and its contract."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commissioning.contracts import actions as contract_actions
from commissioning.contracts.models import Contract
from commissioning.evaluation import actions
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Award
from commissioning.evaluation.reports.standstill import remaining_until, until_text
from commissioning.tenders.tenderfile import Procedure
from commissioning.tenders.timetable import standstill_of, uk_day
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_evaluation

ACT, PSR, LEGACY = Procedure.OPEN, Procedure.PSR_COMPETITIVE, Procedure("legacy_open")

BY_HAND = [
    # Wednesday 13 January 2027, no holiday near. Act: 13 14 15, 18 19 20 21 22. PSR: 14 15, 18 to 22, 25.
    (ACT, date(2027, 1, 13), date(2027, 1, 22)),
    (PSR, date(2027, 1, 13), date(2027, 1, 25)),
    # 2015: ten days from Thursday 14 January: Saturday 23 January, so on to Monday 25 January.
    (LEGACY, date(2027, 1, 13), date(2027, 1, 25)),
    # Easter 2027: Good Friday is 26 March, Easter Monday 29 March.
    # Act from Monday 22 March: 22 23 24 25, then 30 31, 1 and 2 April.
    (ACT, date(2027, 3, 22), date(2027, 4, 2)),
    # PSR from the day after: 23 24 25, 30 31, 1 2 April, Monday 5 April.
    (PSR, date(2027, 3, 22), date(2027, 4, 5)),
    # 2015, notices on Friday 19 March: the tenth day is Easter Monday, 29 March, so on to Tuesday 30 March.
    (LEGACY, date(2027, 3, 19), date(2027, 3, 30)),
    # Christmas 2026: Friday 25 December; Saturday 26 December is kept on Monday 28; Friday 1 January.
    # Act from Monday 21 December: 21 22 23 24, 29 30 31, then Monday 4 January.
    (ACT, date(2026, 12, 21), date(2027, 1, 4)),
    # PSR from the day after: 22 23 24, 29 30 31, 4 and 5 January.
    (PSR, date(2026, 12, 21), date(2027, 1, 5)),
    # 2015, notices on Friday 18 December: the tenth day is Monday 28 December, a holiday, so on to Tuesday 29.
    (LEGACY, date(2026, 12, 18), date(2026, 12, 29)),
    # The jubilee moved the spring holiday from 30 May to Thursday 2 June 2022 and added Friday 3 June.
    # Act from Friday 27 May: 27, 30 31, 1 June, 6 7 8 9 June.
    (ACT, date(2022, 5, 27), date(2022, 6, 9)),
    # The state funeral: Monday 19 September 2022. Act from Thursday 15: 15 16, 20 21 22 23, 26 27.
    (ACT, date(2022, 9, 15), date(2022, 9, 27)),
    # The coronation: Monday 1 May and Monday 8 May 2023. Act from Friday 28 April: 28, 2 3 4 5, 9 10 11 May.
    (ACT, date(2023, 4, 28), date(2023, 5, 11)),
    # The clocks go forward on Sunday 28 March 2027 and back on Sunday 31 October 2027: days are days.
    (ACT, date(2027, 10, 27), date(2027, 11, 5)),
    # A notice on a Saturday: the first working day is Monday 18 January. 18 to 22, 25 26 27.
    (ACT, date(2027, 1, 16), date(2027, 1, 27)),
]


@pytest.mark.parametrize(("route", "notice_on", "last_day"), BY_HAND)
def test_the_last_day_is_that_of_the_calendar_worked_by_hand(route, notice_on, last_day):
    assert standstill_of(route).last_day(notice_on) == last_day


@pytest.mark.parametrize(
    ("notice_at", "day"),
    [
        # In winter UK time is UTC; in summer it is an hour ahead.
        (datetime(2027, 1, 13, 23, 59, tzinfo=UTC), date(2027, 1, 13)),
        (datetime(2027, 1, 14, 0, 0, tzinfo=UTC), date(2027, 1, 14)),
        (datetime(2027, 7, 14, 22, 59, tzinfo=UTC), date(2027, 7, 14)),
        (datetime(2027, 7, 14, 23, 0, tzinfo=UTC), date(2027, 7, 15)),
        # The evenings of both clock changes: Sunday 28 March 2027 ends at 23:00 UTC, Sunday 31 October at midnight.
        (datetime(2027, 3, 28, 22, 59, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 3, 28, 23, 0, tzinfo=UTC), date(2027, 3, 29)),
        (datetime(2027, 10, 31, 23, 59, tzinfo=UTC), date(2027, 10, 31)),
    ],
)
def test_a_notice_counts_for_the_day_on_which_the_uk_published_it(notice_at, day):
    assert uk_day(notice_at) == day


def test_five_working_days_follow_a_decision_under_the_provider_selection_regime():
    """Decided on Thursday 21 January 2027: 22, 25 26 27 28 January. The Act's own days run on as they were."""
    until, decided_on = date(2027, 1, 25), date(2027, 1, 21)
    assert remaining_until(PSR, until, decided_on) == date(2027, 1, 28)
    assert remaining_until(ACT, until, decided_on) == until
    assert remaining_until(PSR, date(2027, 2, 10), decided_on) == date(2027, 2, 10)


@pytest.fixture
def award(cast, now, db):
    return play_evaluation.told(cast, now, bids=2)


def test_no_contract_before_the_standstill_is_over(award, cast):
    last = datetime.combine(award.standstill_until, datetime.min.time(), UTC) + timedelta(hours=22, minutes=59)
    with pytest.raises(Refused, match="can’t be made yet"):
        contract_actions.conclude(award, by=cast.procurement, now=last)
    assert not Contract.objects.exists()
    made = contract_actions.conclude(award, by=cast.procurement, now=play_evaluation.after_standstill(award))
    award.evaluation.refresh_from_db()
    assert (made.provider, award.evaluation.status) == (award.bid.provider, Status.CONCLUDED)


def test_a_challenge_stops_the_contract_until_it_is_decided(award, cast):
    at, after = award.notice_at, play_evaluation.after_standstill(award)
    challenge = actions.record_challenge(
        award.evaluation, award.bid, "The marks are wrong.", received_at=at, by=cast.procurement, now=at
    )
    with pytest.raises(Refused, match="challenge has been received"):
        contract_actions.conclude(award, by=cast.procurement, now=after)
    actions.decide_challenge(challenge, is_upheld=False, reason="They are right.", by=cast.second_procurement, now=at)
    award.refresh_from_db()
    mails = Message.objects.filter(subject__startswith="The challenge has been decided")
    assert {until_text(award) in mail.body for mail in mails} == {True}
    assert contract_actions.conclude(award, by=cast.procurement, now=after)


def test_an_upheld_challenge_takes_the_award_back(award, cast):
    at = award.notice_at
    challenge = actions.record_challenge(
        award.evaluation, award.bid, "The marks are wrong.", received_at=at, by=cast.procurement, now=at
    )
    actions.decide_challenge(challenge, is_upheld=True, reason="One is.", by=cast.second_procurement, now=at)
    award.evaluation.refresh_from_db()
    assert award.evaluation.status == Status.SIGNED_OFF
    assert not Award.objects.exists()
    with pytest.raises(Refused, match="stands at"):
        actions.decide_challenge(challenge, is_upheld=False, reason="No.", by=cast.procurement, now=at)


def test_the_notice_comes_after_the_letters_and_not_tomorrow(cast, now, db):
    award = play_evaluation.recommended(cast, now, bids=2)
    evaluation, at = award.evaluation, play_evaluation.after_opening(award.evaluation.tender, now)
    with pytest.raises(Refused, match="stands at"):
        _notice(evaluation, cast, at, at)
    actions.approve(evaluation, by=cast.second_procurement, now=at)
    play_evaluation.accept_findings(evaluation, cast, now)
    actions.check_summaries(evaluation, by=cast.procurement, now=at)
    actions.release_summaries(evaluation, by=cast.second_procurement, now=at)
    with pytest.raises(Refused, match="later time"):
        _notice(evaluation, cast, at - timedelta(minutes=1), at)
    with pytest.raises(Refused, match="still to come"):
        _notice(evaluation, cast, at + timedelta(minutes=1), at)
    assert _notice(evaluation, cast, at, at).standstill_until
    with pytest.raises(Refused, match="recorded already"):
        _notice(evaluation, cast, at, at)


def _notice(evaluation, cast, notice_at, now):
    return actions.record_notice(
        evaluation, notice_at=notice_at, has_standstill=True, reason="Good practice.", by=cast.procurement, now=now
    )

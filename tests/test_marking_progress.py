"""How far marking has come, without a mark; and reminders, one a day at most."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.evaluation import actions, reports
from commissioning.evaluation.models import Evaluation
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_evaluation as play

AWAITED = "Your marks are awaited"


@pytest.fixture
def half(cast, now) -> Evaluation:
    """One evaluator has marked and locked; the other has not begun."""
    evaluation = play.marking(cast, now)
    play.mark_all(evaluation, cast.evaluator, now, reason="canaryfinch")
    actions.lock_marks(evaluation, by=cast.evaluator, now=play.after_opening(evaluation.tender, now))
    return evaluation


def reminded() -> list[str]:
    return sorted(Message.objects.filter(subject__startswith=AWAITED).values_list("to", flat=True))


def test_it_counts_answers_by_person_and_by_question(cast, half):
    shown = reports.progress(half)
    assert [row[:2] for row in shown.people] == [("Evan Evaluator", "4 of 4"), ("Esther Evaluator", "0 of 4")]
    assert [row[2] == "Not yet" for row in shown.people] == [False, True]
    assert shown.questions == (("Q1", "2 of 4"), ("SV1", "2 of 4"))
    assert [seat.user for seat in shown.waiting] == [cast.second_evaluator]


def test_a_mark_without_its_reason_is_not_done(cast, half, now):
    bid = play.bids_of(half)[0]
    at = play.after_opening(half.tender, now)
    actions.save_mark(half, bid, "Q1", mark=3, reason="", from_version=0, by=cast.second_evaluator, now=at)
    assert reports.progress(half).people[1][1] == "0 of 4"


@pytest.mark.parametrize("person", ["chair", "procurement"])
def test_the_page_holds_no_mark_and_its_button_reminds_those_who_wait(cast, client, half, person):
    client.force_login(getattr(cast, person))
    where = reverse("marking_progress", args=[half.tender_id])
    page = client.get(where).content.decode()
    assert "4 of 4" in page and "canaryfinch" not in page and "Bidder A" not in page
    assert client.post(where).status_code == 302
    assert reminded() == [cast.second_evaluator.email]
    twice = client.post(where)
    assert twice.status_code == 422 and "They were reminded today already." in twice.content.decode()
    assert len(reminded()) == 1


def test_the_next_day_reminds_again_and_who_has_locked_never_is(cast, half, now):
    at = play.after_opening(half.tender, now)
    for day in (0, 1):
        actions.remind_markers(half, by=cast.chair, now=at + timedelta(days=day))
    assert reminded() == [cast.second_evaluator.email] * 2
    play.finish_marking(half, cast, now)
    with pytest.raises(Refused, match="Every evaluator has locked"):
        actions.remind_markers(half, by=cast.chair, now=at + timedelta(days=2))


@pytest.mark.parametrize(("ahead", "told"), [(2, 0), (1, 1), (0, 1), (-3, 1)])
def test_the_command_reminds_from_the_day_before_on_once_a_day(cast, half, monkeypatch, now, ahead, told):
    at = play.after_opening(half.tender, now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    Evaluation.objects.update(marking_by=(at + timedelta(days=ahead)).date())
    for _ in range(2):
        call_command("remind_markers", verbosity=0)
    assert len(reminded()) == told


@pytest.mark.parametrize("bids", [2, 6])
def test_the_page_asks_as_often_for_more_bids(client, cast, now, bids):
    evaluation = play.locked(cast, now, bids=bids)
    client.force_login(cast.procurement)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(reverse("marking_progress", args=[evaluation.tender_id])).status_code == 200
    assert len(asked) == 10

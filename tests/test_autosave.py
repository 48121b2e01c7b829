"""Saving an answer while it is typed: what the address answers, what it costs, what it keeps."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.bids.models import Answer, AnswerRevision
from commissioning.bids.views.writing import began_from
from tests import play_bids as play
from tests.crawl import browser
from tests.play_tenders import published_tender
from tests.test_bid_queries import SIZES, tender_of


@pytest.fixture
def bid(cast, now, portal_clock):
    """An empty bid of the reuse charity."""
    return play.started_bid(published_tender(cast, now), provider=cast.reuse, now=now)


def saved(bid, person, text, version, number=1, **more):
    """What the address answers."""
    address = reverse("bid_answer_save", args=[bid.pk, number])
    return browser(person).post(address, {"text": text, "from_version": version, **more})


def kept(bid):
    """The versions that were kept, oldest first."""
    return list(AnswerRevision.own.filter(bid=bid).values_list("version", "text"))


def test_a_save_says_its_version_its_words_and_the_time(cast, bid):
    answer = saved(bid, cast.writer, " Two crews collect\r\neach week. ", 0)
    expected = {"version": 1, "words": 5, "saved": "09:30", "began": began_from(1, "Two crews collect\neach week.")}
    assert (answer.status_code, answer.json()) == (200, expected)
    assert Answer.own.get(bid=bid).text == "Two crews collect\neach week."
    assert saved(bid, cast.writer, "Three crews.", 1).json()["version"] == 2


def test_a_text_that_is_there_already_is_no_conflict(cast, bid):
    saved(bid, cast.writer, "Two crews.", 0)
    assert saved(bid, cast.owner, "Two crews.", 0).json()["version"] == 1
    assert saved(bid, cast.owner, "", 0, number=2).json()["version"] == 0


def test_an_older_page_saves_nothing_and_hears_what_stands_there(cast, bid):
    saved(bid, cast.writer, "Two crews.", 0)
    answer = saved(bid, cast.owner, "Nine crews.", 0)
    when = "9:30am on Wednesday 2 December 2026 (GMT)"
    expected = {"version": 1, "theirs": "Two crews.", "by": "Wendy Writer", "at": when}
    expected["began"] = began_from(1, "Two crews.")
    assert (answer.status_code, answer.json()) == (409, expected)
    assert Answer.own.get(bid=bid).text == "Two crews."
    assert saved(bid, cast.owner, "Nine crews.", 1).status_code == 200


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 5000, "1.0"])
def test_a_version_that_is_none_is_a_conflict(cast, bid, version):
    assert saved(bid, cast.writer, "Two crews.", version).status_code == 409


def test_what_no_database_can_hold_and_no_answer_is_refused_in_words(cast, bid):
    refusals = [
        saved(bid, cast.writer, "a\0b", 0),
        saved(bid, cast.writer, "word " * 50_001, 0),
        saved(bid, cast.viewer, "Two crews.", 0),
        saved(bid, cast.writer, "Two crews.", 0, number=3),
    ]
    assert [answer.status_code for answer in refusals] == [422] * 4
    assert [answer.json()["problems"][0] for answer in refusals] == [
        "There is a hidden control character after “a”. Delete it and type that part again.",
        "Your answer has 50,001 words. No answer can have more than 50,000.",
        "Only an owner, writer or signatory of Lea Valley Reuse can do this.",
        "Question 3 is answered with a number, not in words.",
    ]
    assert not Answer.own.filter(bid=bid).exists()


def test_after_the_closing_it_is_refused_and_says_when_it_closed(cast, bid, portal_clock):
    portal_clock.move_to(bid.tender.closes_at)
    answer = saved(bid, cast.writer, "Two crews.", 0)
    assert answer.status_code == 422 and "closed at" in answer.json()["problems"][0]


def test_strangers_and_other_questions_find_nothing(cast, bid):
    assert saved(bid, cast.rival, "Two crews.", 0).status_code == 404
    assert saved(bid, cast.procurement, "Two crews.", 0).status_code == 404
    assert saved(bid, cast.writer, "Two crews.", 0, number=4).status_code == 404
    assert browser(cast.writer).get(reverse("bid_answer_save", args=[bid.pk, 1])).status_code == 405


def test_nobody_and_somebody_else_are_told_that_the_writer_is_signed_out(cast, bid):
    for answer in (saved(bid, None, "Secret plan.", 0), saved(bid, cast.owner, "Plan.", 0, writer=cast.writer.pk)):
        assert (answer.status_code, answer.json()) == (401, {"signed_out": True})
    assert not Answer.own.filter(bid=bid).exists()
    assert saved(bid, cast.writer, "Plan.", 0, writer=cast.writer.pk).status_code == 200


def test_an_old_form_token_is_told_from_a_lost_session(cast, bid):
    address = reverse("bid_answer_save", args=[bid.pk, 1])
    client = Client(enforce_csrf_checks=True)
    assert client.post(address, {"text": "a", "from_version": 0}).status_code == 401
    client.force_login(cast.writer)
    answer = client.post(address, {"text": "a", "from_version": 0})
    assert (answer.status_code, answer.json()) == (403, {"old_form": True})


def test_a_question_that_an_addendum_moved_is_not_written_over(cast, bid):
    assert saved(bid, cast.writer, "Two crews.", 0, question="Q1").status_code == 200
    answer = saved(bid, cast.writer, "About jobs.", 1, question="SV1")
    assert answer.status_code == 422 and "questions have changed" in answer.json()["problems"][0]
    assert Answer.own.get(bid=bid).text == "Two crews."


@pytest.mark.parametrize("size", SIZES)
def test_a_save_costs_five_queries_with_session_and_person(cast, now, portal_clock, size):
    bid = play.started_bid(tender_of(cast, now, size), provider=cast.reuse, now=now)
    client, address = browser(cast.writer), reverse("bid_answer_save", args=[bid.pk, 1])
    client.post(address, {"text": "Two", "from_version": 0})
    with CaptureQueriesContext(connection) as captured:
        assert client.post(address, {"text": "Two crews.", "from_version": 1}).status_code == 200
    made = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(made) == 5, made


def test_ten_minutes_of_typing_are_one_version(cast, bid, portal_clock):
    for version in range(20):
        saved(bid, cast.writer, f"Text {version}", version)
        portal_clock.move_on(seconds=25)
    assert kept(bid) == []
    portal_clock.move_on(minutes=2)
    saved(bid, cast.writer, "Later", 20)
    assert kept(bid) == [(20, "Text 19")]


def test_another_persons_text_is_always_kept(cast, bid):
    saved(bid, cast.writer, "Wendy's", 0)
    saved(bid, cast.owner, "Olu's", 1)
    saved(bid, cast.writer, "Wendy's again", 2)
    assert kept(bid) == [(1, "Wendy's"), (2, "Olu's")]


def test_many_words_that_go_at_once_are_kept(cast, bid):
    saved(bid, cast.writer, "word " * 21, 0)
    saved(bid, cast.writer, "word", 1)
    assert kept(bid) == []
    saved(bid, cast.writer, "word " * 22, 2)
    saved(bid, cast.writer, "", 3)
    assert [version for version, _ in kept(bid)] == [3]


def test_a_save_by_button_is_a_version_of_its_own(cast, bid, now):
    saved(bid, cast.writer, "Draft", 0)
    play.actions.save_answer(bid, "Q1", "Draft", from_version=1, by=cast.writer, now=now)
    assert Answer.own.get(bid=bid).version == 1
    saved(bid, cast.writer, "Next", 1)
    saved(bid, cast.writer, "Mine, though theirs stood there", 2, asked_for="1")
    saved(bid, cast.writer, "And on", 3)
    assert kept(bid) == [(1, "Draft"), (2, "Next"), (3, "Mine, though theirs stood there")]


def test_a_version_can_never_be_changed(cast, bid):
    saved(bid, cast.writer, "Wendy's", 0)
    saved(bid, cast.owner, "Olu's", 1)
    with pytest.raises(Exception, match="append-only"):
        AnswerRevision.own.filter(bid=bid).update(text="Never said", saved_at=bid.started_at + timedelta(days=1))

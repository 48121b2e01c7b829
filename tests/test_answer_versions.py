"""The versions of an answer: who, when, how many words, and the words in which two of them differ."""

import time
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.bids.models import Answer
from commissioning.bids.reports import marked_between
from tests import play_bids as play
from tests.cast import make_cast
from tests.crawl import browser
from tests.play_tenders import published_tender
from tests.visitor import Visitor

TEXTS = ("Two crews collect each week.", "Three crews collect each week.", "Three crews collect each day & night.")


def saved_bid(cast, now):
    """A bid whose first answer was saved three times, by two people."""
    bid = play.started_bid(published_tender(cast, now), provider=cast.reuse, now=now)
    for version, text in enumerate(TEXTS):
        by = cast.owner if version == 1 else cast.writer
        play.actions.save_answer(bid, "Q1", text, from_version=version, by=by, now=now)
    return bid


@pytest.fixture
def address(cast, now, portal_clock):
    """The versions of the first answer."""
    return reverse("bid_answer_versions", args=[saved_bid(cast, now).pk, 1])


def test_the_newest_two_are_compared_word_by_word(cast, address):
    answer = browser(cast.writer).get(address)
    page = unescape(answer.content.decode())
    assert [row[1:] for row in answer.context["rows"]] == [
        ("Wendy Writer", "7 words"),
        ("Olu Owner", "5 words"),
        ("Wendy Writer", "5 words"),
    ]
    assert "Three crews collect each <del>week.</del>" in page
    assert "Three crews collect each <ins>day & night.</ins>" in page


def test_any_two_can_be_compared(cast, address):
    page = browser(cast.viewer).get(address, {"older": 1, "newer": 2}).content.decode()
    assert "<del>Two</del> crews collect each week." in page and "<ins>Three</ins> crews collect each week." in page
    assert "Put this version back" not in page


@pytest.mark.parametrize("query", ["?older=x&newer=9", "?older=999999999999999999999", "?older=%00"])
def test_a_version_that_is_none_shows_the_newest_two(cast, address, query):
    assert browser(cast.writer).get(address + query).context["older"].number == 2


def test_a_version_that_is_none_cannot_be_put_back(cast, address):
    assert browser(cast.writer).post(address, {"version": "9", "from_version": "3"}).status_code == 404
    assert browser(cast.viewer).post(address, {"version": "1", "from_version": "3"}).status_code == 422
    assert browser(cast.rival).get(address).status_code == 404
    assert Answer.own.get(question_id="Q1").text == TEXTS[2]


def test_a_question_without_answer_or_with_a_number(cast, now, address):
    client = browser(cast.writer)
    assert b"Nothing is saved yet." in client.get(address.replace("/1/", "/2/")).content
    assert client.get(address.replace("/1/", "/3/")).status_code == 404


@pytest.mark.parametrize("saves", [1, 30])
def test_the_page_costs_the_same_whatever_their_number(cast, now, address, saves):
    bid = Answer.own.get(question_id="Q1").bid
    for version in range(3, 3 + saves):
        play.actions.save_answer(bid, "Q1", f"Text {version}", from_version=version, by=cast.owner, now=now)
    client = browser(cast.writer)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    # Session, person, bid, roles, the answer, its versions.
    assert len(captured) == 6, [query["sql"][:100] for query in captured]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "one two"),
        ("one two", ""),
        ("same words", "same words"),
        ("one two three", "one 2 three"),
        ("aa ab", "aa ac"),
        ("a a a a", "a a a"),
        ("ends alike here", "alike here"),
        ("one\n\ntwo", "one\ntwo"),
    ],
)
def test_the_runs_of_each_side_are_its_text(before, after):
    left, right = marked_between(before, after)
    assert ("".join(run.text for run in left), "".join(run.text for run in right)) == (before, after)
    kept = [[run.text for run in side if not run.is_changed] for side in (left, right)]
    assert "".join(kept[0]) == "".join(kept[1])


def test_a_long_answer_with_one_changed_word_is_compared_and_two_long_ones_do_not_take_long():
    words = [f"word{place}" for place in range(20_000)]
    changed = [*words[:9_000], "other", *words[9_001:]]
    left, _ = marked_between(" ".join(words), " ".join(changed))
    assert [run.text.strip() for run in left if run.is_changed] == ["word9000"]
    began = time.perf_counter()
    marked_between("a b " * 25_000, "b a " * 25_000)
    assert time.perf_counter() - began < 2


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_version_is_put_back(chromium, live_server, now, portal_clock):
    cast = make_cast()
    bid = saved_bid(cast, now)
    wendy = Visitor(chromium, live_server.url, "wendy", "versions").sign_in(cast.writer.email)
    wendy.go(reverse("bid_answer", args=[bid.pk, 1])).follow("Earlier versions of this answer")
    wendy.select("Older version", "9:30am on Wednesday 2 December 2026 (GMT), Wendy Writer, 5 words")
    wendy.press("Compare them").press("Put this version back").reads("is back: 5 words.")
    assert Answer.own.get(bid=bid).text == TEXTS[0]

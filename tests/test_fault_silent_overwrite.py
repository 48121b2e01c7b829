"""The fault: one tab or colleague silently overwrites another; autosave does it too.

Every way in which an answer is written says from which version it started, saves only what changed, and stops and shows both
texts where another has been saved since. What a save does take the place of is kept as a version. (Two tabs and two people in
a real browser are in test_autosave_visit.)
"""

from html import unescape

import pytest
from django.urls import reverse

from commissioning.bids.models import Answer, AnswerRevision, Submission
from tests import play_bids as play
from tests.crawl import browser
from tests.play_tenders import published_tender

THEIRS, MINE = "Olu wrote this first.", "Wendy wrote this."


@pytest.fixture
def bid(cast, now, portal_clock):
    """A bid whose first answer a colleague saved after the writer's page was made."""
    bid = play.started_bid(published_tender(cast, now), provider=cast.reuse, now=now)
    play.actions.save_answer(bid, "Q1", THEIRS, from_version=0, by=cast.owner, now=now)
    return bid


def text(bid):
    """What the server has."""
    return Answer.own.get(bid=bid, question_id="Q1").text


WAYS = {
    "autosave": ("bid_answer_save", [1], {"text": MINE, "from_version": "0"}),
    "one question": ("bid_answer", [1], {"text": MINE, "from_version": "0"}),
    "all questions": ("bid_write", [], {"answer-1": MINE, "began-1": "0:x"}),
}


@pytest.mark.parametrize("way", WAYS)
def test_an_older_page_stops_and_shows_both(cast, bid, way):
    name, numbers, typed = WAYS[way]
    answer = browser(cast.writer).post(reverse(name, args=[bid.pk, *numbers]), typed)
    assert (answer.status_code, text(bid)) == (409, THEIRS)
    said = unescape(answer.content.decode())
    assert THEIRS in said and (MINE in said or way == "autosave")


def test_a_version_put_back_from_an_older_page_stops_too(cast, bid, now):
    play.actions.save_answer(bid, "Q1", "Second.", from_version=1, by=cast.writer, now=now)
    play.actions.save_answer(bid, "Q1", "Third.", from_version=2, by=cast.owner, now=now)
    address, client = reverse("bid_answer_versions", args=[bid.pk, 1]), browser(cast.writer)
    answer = client.post(address, {"version": "1", "from_version": "2"})
    assert (answer.status_code, text(bid)) == (409, "Third.")
    assert client.post(address, {"version": "1", "from_version": "3"}).status_code == 302
    assert text(bid) == THEIRS
    assert list(AnswerRevision.own.values_list("text", flat=True)) == [THEIRS, "Second.", "Third."]


def test_a_page_saves_only_what_was_changed_on_it(cast, bid):
    client, address = browser(cast.writer), reverse("bid_write", args=[bid.pk])
    began = {f"began-{box.number}": box.began for box in client.get(address).context["boxes"]}
    browser(cast.owner).post(
        reverse("bid_answer_save", args=[bid.pk, 1]), {"text": "Olu's new text.", "from_version": 1}
    )
    typed = {"answer-1": THEIRS, "answer-2": "Wendy on jobs.", **began}
    assert client.post(address, typed).status_code == 302
    assert text(bid) == "Olu's new text." and Answer.own.get(bid=bid, question_id="SV1").text == "Wendy on jobs."


def test_nothing_that_was_overwritten_is_lost(cast, bid):
    client = browser(cast.writer)
    client.post(reverse("bid_answer_save", args=[bid.pk, 1]), {"text": MINE, "from_version": 1})
    page = unescape(client.get(reverse("bid_answer_versions", args=[bid.pk, 1])).content.decode())
    assert text(bid) == MINE and THEIRS.split()[0] in page and "Olu Owner" in page and "Wendy Writer" in page


def test_what_was_submitted_stays_as_it_was(cast, now, portal_clock):
    bid = play.submitted_bid(cast, published_tender(cast, now), now=now)
    content = Submission.own.get(bid=bid).content
    client = browser(cast.writer)
    client.post(reverse("bid_answer_save", args=[bid.pk, 1]), {"text": MINE, "from_version": 1})
    client.post(reverse("bid_answer_versions", args=[bid.pk, 1]), {"version": "1", "from_version": "2"})
    assert text(bid) == play.ANSWER and Submission.own.get(bid=bid).content == content

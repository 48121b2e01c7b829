"""A session that ends while somebody writes loses nothing: sign in, see what was typed, save it."""

import pytest
from django.urls import reverse

from commissioning.bids.models import Answer
from socialvalue.accounts.signed_out import MOST_LETTERS, SESSION_KEY
from tests.cast import PASSWORD
from tests.play_bids import started_bid
from tests.play_tenders import published_tender

TYPED = "We collect on Tuesdays.\n\nنجمع <b>الأثاث</b> 🙂"


@pytest.fixture
def address(cast, now):
    bid = started_bid(published_tender(cast, now), provider=cast.reuse, now=now)
    return reverse("bid_answer", args=[bid.pk, 1])


def sign_in(client, answer, person):
    assert answer.status_code == 302
    return client.post(answer.url, {"login": person.email, "password": PASSWORD})


def test_what_was_typed_is_saved_after_signing_in(client, cast, address):
    answer = client.post(address, {"text": TYPED, "from_version": "0"})
    assert "You have been signed out. What you typed is kept" in client.get(answer.url).text
    assert Answer.own.count() == 0
    assert sign_in(client, answer, cast.writer).url == address
    page = client.get(address)
    assert "We collect on Tuesdays." in page.text and "&lt;b&gt;" in page.text and "Save it now" in page.text
    fields = dict(page.context["fields"])
    assert fields == {"text": TYPED, "from_version": "0"}
    assert client.post(address, fields).status_code == 302
    assert Answer.own.get().text == TYPED
    assert SESSION_KEY not in client.session and "Save it now" not in client.get(address).text


def test_what_was_typed_can_be_thrown_away(client, cast, address):
    sign_in(client, client.post(address, {"text": TYPED, "from_version": "0"}), cast.writer)
    assert client.get(f"{address}?discard").url == address
    assert "Save it now" not in client.get(address).text and Answer.own.count() == 0


def test_other_pages_are_not_in_the_way(client, cast, address):
    sign_in(client, client.post(address, {"text": TYPED, "from_version": "0"}), cast.writer)
    assert "Save it now" not in client.get(reverse("bid_list")).text


def test_who_may_not_see_the_page_still_may_not(client, cast, address):
    sign_in(client, client.post(address, {"text": TYPED, "from_version": "0"}), cast.commissioner)
    assert client.post(address, {"text": TYPED, "from_version": "0"}).status_code == 404
    assert client.get(address).status_code == 404


def test_a_stranger_cannot_fill_the_sessions(client, address):
    assert client.post(address, {"text": "x" * (MOST_LETTERS + 1)}).status_code == 302
    assert SESSION_KEY not in client.session

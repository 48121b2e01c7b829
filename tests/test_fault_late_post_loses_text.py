"""The fault: what was typed is lost when it is sent after the deadline.

Here every form of a bid that is sent late comes back with all that was typed, marked "not saved" or "not submitted", with
the time at which it reached us, and nothing is stored.
"""

from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from uuid import uuid4

import pytest
from django.urls import reverse

from commissioning.bids import actions
from commissioning.bids.lifecycle import BidsAs
from commissioning.bids.models import Answer, Bid, Commitment, Declaration, Submission
from tests import play_bids as play
from tests.form_of import form_of
from tests.play_tenders import published_tender
from tests.test_bid_queries import POLICY

LATE = timedelta(seconds=5)
REACHED = "It reached us at 12:00:05 on Wednesday 20 January 2027 (GMT)."
TYPED = "Typed in the very last minute: “quoted”, <b>bold</b> & more."
DAY = {"by_when_day": "30", "by_when_month": "6", "by_when_year": "2029"}
# The page, by number of its question where it has one; what is typed there; and what must come back.
PAGES = {
    "bid_answer": (1, {"text": TYPED}, [TYPED]),
    "bid_write": (None, {"answer-1": TYPED, "answer-2": f"{TYPED} Twice."}, [TYPED, f"{TYPED} Twice."]),
    "bid_price": (None, {"price": "123,456.78"}, ["123,456.78"]),
    "bid_declarations": (None, {"meets-1": "no", "note-1": TYPED}, [TYPED]),
    "bid_partner_add": (
        None,
        {"share": f"{TYPED} Our share.", "role": "partner", "percent": "33.3", "email": "partner@example.org"},
        [f"{TYPED} Our share.", "partner@example.org"],
    ),
    "bid_commitment_add": (
        1,
        {"measure": "Chairs mended", "quantity": "777", "unit": "chairs each year", "evidence": TYPED, **DAY},
        ["Chairs mended", "777", "chairs each year", TYPED, "2029"],
    ),
}


@pytest.fixture
def bid(cast, now, portal_clock, client):
    """A written bid whose writer is at the keyboard."""
    client.force_login(cast.writer)
    return play.written_bid(published_tender(cast, now, documents=POLICY), provider=cast.reuse, now=now)


def rows():
    return [list(model.own.order_by("pk").values()) for model in (Bid, Answer, Commitment, Declaration, Submission)]


def main_of(answer):
    return unescape(answer.content.decode()).split("<main", 1)[1]


@pytest.mark.parametrize("name", PAGES)
def test_what_was_typed_comes_back(client, cast, bid, now, portal_clock, name):
    number, typed, kept = PAGES[name]
    address = reverse(name, args=[bid.pk, number] if number else [bid.pk])
    if name == "bid_partner_add":
        actions.save_bids_as(bid, BidsAs.CONSORTIUM, by=cast.writer, now=now)
    sent = form_of(client.get(address), marker=next(iter(typed)), **typed)
    portal_clock.move_to(bid.tender.closes_at + LATE)
    before = rows()
    answer = client.post(address, sent)
    said = main_of(answer)
    assert answer.status_code in (403, 422)
    assert "Not saved. What you typed is still on this page" in said and REACHED in said
    assert "This tender closed at 12 noon on Wednesday 20 January 2027 (GMT)." in said
    for words in kept:
        assert words in said
    assert rows() == before


def test_a_late_chain_of_a_promise_comes_back(client, cast, bid, now, portal_clock):
    promise = actions.Promise(Decimal(7), date(2028, 3, 31), "A rota.", "Hours", "hours a year")
    row = actions.save_commitment(bid, "SV1", promise, by=cast.writer, now=now)
    address = reverse("bid_commitment_chain", args=[bid.pk, row.pk])
    sent = form_of(client.get(address), marker="place", place="Stevenage", impact=TYPED)
    portal_clock.move_to(bid.tender.closes_at + LATE)
    before = rows()
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert REACHED in main_of(answer) and TYPED in main_of(answer) and "Stevenage" in main_of(answer)
    assert rows() == before


def test_a_late_form_with_a_fault_of_its_own_is_marked_too(client, bid, portal_clock):
    portal_clock.move_to(bid.tender.closes_at + LATE)
    answer = client.post(reverse("bid_price", args=[bid.pk]), {"price": "about a hundred", "from_version": "1"})
    assert answer.status_code == 422
    assert f"Not saved. What you typed is still on this page: copy it if you want to keep it. {REACHED}" in main_of(
        answer
    )
    assert "about a hundred" in main_of(answer)


def test_a_late_bid_comes_back_whole_and_not_submitted(client, cast, bid, portal_clock):
    client.force_login(cast.signatory)
    portal_clock.move_to(bid.tender.closes_at + LATE)
    before = rows()
    sent = {"key": str(uuid4()), "tender_version": str(bid.tender.version), "signed": "on"}
    answer = client.post(reverse("bid_check", args=[bid.pk]), sent)
    said = main_of(answer)
    assert answer.status_code == 422
    assert f"Not submitted. What you wrote is still here. {REACHED}" in said
    assert play.ANSWER in said
    assert rows() == before


def test_a_form_that_is_refused_in_time_says_no_time(client, bid):
    answer = client.post(reverse("bid_answer", args=[bid.pk, 1]), {"text": TYPED, "from_version": "0"})
    assert answer.status_code == 409
    assert TYPED in main_of(answer) and "It reached us at" not in main_of(answer)


def test_a_late_automatic_save_is_refused_in_words_and_the_page_keeps_the_text(client, bid, portal_clock):
    portal_clock.move_to(bid.tender.closes_at + LATE)
    before = rows()
    answer = client.post(reverse("bid_answer_save", args=[bid.pk, 1]), {"text": TYPED, "from_version": "1"})
    assert answer.status_code == 422
    assert "This tender closed at 12 noon on Wednesday 20 January 2027 (GMT)." in answer.json()["problems"][0]
    assert rows() == before

"""The fault: a double click makes two submissions, one of them without its files.

Here one form is one submission: its key is unique, the bid's row is locked, and what is sent twice gets the same receipt.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.urls import reverse

from commissioning.bids.models import Submission
from tests import play_bids as play
from tests.cast import make_cast
from tests.play_tenders import published_tender
from tests.test_bid_queries import POLICY

CLICKS = 3


@pytest.fixture
def bid(cast, now, portal_clock):
    """A written bid with a file."""
    return play.written_bid(published_tender(cast, now, documents=POLICY), provider=cast.reuse, now=now)


def form(bid):
    return {"key": str(uuid4()), "tender_version": str(bid.tender.version), "signed": "on"}


def test_a_double_click_is_one_submission_with_its_file(client, cast, bid):
    client.force_login(cast.signatory)
    address, sent = reverse("bid_check", args=[bid.pk]), form(bid)
    first, second = client.post(address, sent), client.post(address, sent)
    assert first.url == second.url == reverse("bid_receipt", args=[bid.pk, 1])
    assert [document.file_name for document in Submission.own.get().file.documents] == ["document.pdf"]


def test_the_database_itself_refuses_a_key_or_a_version_twice(cast, bid, now):
    first = play.submission_of(bid, now=now)
    second = play.submission_of(bid, now=now)
    same = {"pack": first.pack, "content": "", "sha256": "", "submitted_by": cast.signatory, "submitted_at": now}
    for changes in (
        {"version": 3, "idempotency_key": first.idempotency_key, "reference": "BID-X"},
        {"version": second.version, "idempotency_key": uuid4(), "reference": "BID-X"},
        {"version": 3, "idempotency_key": uuid4(), "reference": first.reference},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Submission.own.create(bid=bid, **same, **changes)


@pytest.mark.django_db(transaction=True)
def test_clicks_at_the_very_same_moment_are_one_submission(now, portal_clock, transactional_db):
    """Real requests in threads; on SQLite in memory the connection cannot be shared, so there one after the other."""
    cast = make_cast()
    bid = play.written_bid(published_tender(cast, now, documents=POLICY), provider=cast.reuse, now=now)
    sent, address = form(bid), reverse("bid_check", args=[bid.pk])
    browsers = [Client() for _ in range(CLICKS)]
    for browser in browsers:
        browser.force_login(cast.signatory)
    is_shared = connection.vendor == "postgresql"
    barrier = Barrier(CLICKS if is_shared else 1)

    def click(browser):
        try:
            barrier.wait(timeout=10)
            return browser.post(address, sent).url
        finally:
            if is_shared:
                connections.close_all()

    if is_shared:
        with ThreadPoolExecutor(CLICKS) as threads:
            led_to = list(threads.map(click, browsers))
    else:
        led_to = [click(browser) for browser in browsers]
    assert led_to == [reverse("bid_receipt", args=[bid.pk, 1])] * CLICKS
    assert len(Submission.own.get().file.documents) == 1

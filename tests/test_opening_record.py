"""The record of an opening: what was there, with hashes; what was withdrawn and what came too late; the same ever after."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from commissioning.bids import actions, reports
from commissioning.bids.models import LateAttempt, Opening
from commissioning.tenders.models import Tender
from socialvalue.audit.models import AuditRecord
from socialvalue.refusals import Refused
from tests.play_bids import bidders, open_bids, opened_tender, submission_of, submitted_bid, written_bid
from tests.play_tenders import published_tender


@pytest.fixture
def closed(cast, now):
    """Two bids, one of them sent twice; a third withdrawn; a fourth that comes too late, twice in a minute."""
    tender = published_tender(cast, now)
    _, haulage, third, fourth = bidders(cast, 4)
    submission_of(submitted_bid(cast, tender, now=now), now=now + timedelta(hours=1))
    submitted_bid(cast, tender, provider=haulage, now=now)
    gone = submitted_bid(cast, tender, provider=third, now=now)
    actions.withdraw(gone, by=third.members.all()[0].user, now=now + timedelta(hours=2))
    slow = written_bid(tender, provider=fourth, now=now)
    for seconds in (1, 50):
        with pytest.raises(Refused, match="This tender closed"):
            actions.submit(
                slow,
                idempotency_key=uuid4(),
                by=fourth.members.all()[0].user,
                now=tender.closes_at + timedelta(seconds=seconds),
            )
    return tender


def test_before_the_opening_there_is_no_record_and_no_sign_of_who_was_late(client, cast, closed):
    with pytest.raises(Refused, match="once the bids are opened"):
        reports.opening_record(closed)
    assert not LateAttempt.objects.exists()
    client.force_login(cast.procurement)
    page = client.get(reverse("opening", args=[closed.pk])).content.decode()
    assert "too late" not in page and "Bidder 04" not in page


def test_it_lists_what_was_there_with_hashes_and_what_was_not(client, cast, closed):
    open_bids(cast, closed)
    record = reports.opening_record(closed)
    assert [(bid.provider, bid.version) for bid in record.bids] == [("Chiltern Haulage", 1), ("Lea Valley Reuse", 2)]
    assert len(record.withdrawn) == 1
    assert record.late == (("Bidder 04", closed.closes_at + timedelta(seconds=1)),)
    assert all(len(document[-1]) == 64 for bid in record.bids for document in bid.documents)
    client.force_login(cast.auditor)
    page = client.get(reverse("opening", args=[closed.pk])).content.decode()
    for words in (
        "A bid was withdrawn",
        "Bidder 04 tried to submit after the closing",
        f"the same as kept at the opening: {record.sha256}",
        *(bid.sha256 for bid in record.bids),
    ):
        assert words in page
    assert "Bidder 03" not in page  # who withdrew is nobody's business
    said = AuditRecord.objects.history_of(Tender.objects.get(pk=closed.pk)).get(event="opening.opened")
    assert record.sha256 in str(said)


def test_what_comes_later_changes_nothing_and_a_changed_fact_shows(cast, closed, now):
    open_bids(cast, closed)
    before = reports.opening_record(closed).sha256
    fourth = bidders_of(closed)
    with pytest.raises(Refused):
        actions.submit(
            fourth,
            idempotency_key=uuid4(),
            by=fourth.provider.members.all()[0].user,
            now=closed.closes_at + timedelta(days=9),
        )
    assert LateAttempt.own.count() == 2
    assert reports.opening_record(closed).sha256 == before
    Opening.objects.update(record_sha256="5c" * 32)
    assert "The facts are not those of the opening" in reports.opening_record(closed).hash_text
    Opening.objects.update(record_sha256="")
    assert "before such hashes were kept" in reports.opening_record(closed).hash_text


def bidders_of(tender):
    return LateAttempt.own.select_related("bid__provider", "bid__tender").get().bid


def test_a_late_attempt_is_never_changed(closed):
    with pytest.raises(DatabaseError), transaction.atomic():
        LateAttempt.own.update(tried_at=closed.closes_at)
    with pytest.raises(DatabaseError), transaction.atomic():
        LateAttempt.own.all().delete()


def test_only_a_signatory_s_attempt_counts(cast, closed, now):
    bid = bidders_of(closed)
    for person in (cast.rival, cast.stranger, cast.procurement):
        with pytest.raises(Refused):
            actions.submit(bid, idempotency_key=uuid4(), by=person, now=closed.closes_at + timedelta(days=1))
    assert LateAttempt.own.count() == 1


@pytest.mark.parametrize("number", [2, 5])
def test_the_page_asks_as_often_for_more_bids(client, cast, now, number, django_assert_num_queries):
    tender = opened_tender(cast, now, bids=number)
    client.force_login(cast.procurement)
    where = reverse("opening", args=[tender.pk])
    with django_assert_num_queries(14):
        assert client.get(where).status_code == 200

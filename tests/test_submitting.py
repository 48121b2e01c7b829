"""What submitting costs, and what it survives: one click is one submission, whatever the network does."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.urls import reverse

from commissioning.bids import actions
from commissioning.bids.models import Submission
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_bids as play
from tests.play_tenders import published_tender
from tests.test_bid_queries import SIZES, statements, tender_of


def sent(bid, **changes):
    """What the button of the check page sends."""
    return {"key": str(uuid4()), "tender_version": str(bid.tender.version), "signed": "on", **changes}


# Bid, then in the action: bid locked, members, submissions, pack with opening, four kinds of parts, the provider's papers,
# submission, status, two for the chain of the audit (its lock is a third on PostgreSQL), one for all messages.
@pytest.mark.parametrize("size", SIZES)
def test_submitting_costs_fifteen_statements_whatever_the_size(client, cast, now, portal_clock, size):
    client.force_login(cast.signatory)
    bid = play.written_bid(tender_of(cast, now, size), provider=cast.reuse, now=now)
    address = reverse("bid_check", args=[bid.pk])
    client.get(address)
    assert len(statements(client, address, sent(bid))) == 15 + (connection.vendor == "postgresql")


def test_sending_again_costs_four_statements_and_writes_nothing(client, cast, now, portal_clock):
    client.force_login(cast.signatory)
    bid = play.written_bid(published_tender(cast, now), provider=cast.reuse, now=now)
    address, form = reverse("bid_check", args=[bid.pk]), sent(bid)
    first = client.post(address, form)
    made = statements(client, address, form)
    assert len(made) == 4 and [sql for sql in made if not sql.startswith("SELECT")] == []
    assert client.post(address, form).url == first.url == reverse("bid_receipt", args=[bid.pk, 1])
    assert Submission.own.count() == 1
    assert Message.objects.filter(subject__startswith="Bid submitted").count() == 2


def test_the_same_click_after_the_deadline_shows_the_receipt(client, cast, now, portal_clock):
    client.force_login(cast.signatory)
    bid = play.written_bid(published_tender(cast, now), provider=cast.reuse, now=now)
    address, form = reverse("bid_check", args=[bid.pk]), sent(bid)
    client.post(address, form)
    portal_clock.move_to(bid.tender.closes_at)
    again = client.post(address, form, follow=True)
    assert again.status_code == 200 and Submission.own.get().reference in again.content.decode()
    assert client.post(address, sent(bid)).status_code == 422


def test_the_check_page_after_a_lost_answer_says_that_the_bid_is_in(client, cast, now, portal_clock):
    client.force_login(cast.signatory)
    bid = play.submitted_bid(cast, published_tender(cast, now), now=now)
    said = client.get(reverse("bid_check", args=[bid.pk])).content.decode()
    assert "You submitted this bid" in said and reverse("bid_receipt", args=[bid.pk, 1]) in said
    assert Submission.own.get().reference in said


def test_one_key_for_two_bids_is_refused_and_nothing_is_written(cast, now):
    tender, key = published_tender(cast, now), uuid4()
    for provider in (cast.reuse, cast.haulage):
        play.written_bid(tender, provider=provider, now=now)
    mine, theirs = (play.Bid.own.get(provider=provider) for provider in (cast.reuse, cast.haulage))
    actions.submit(mine, idempotency_key=key, by=cast.signatory, now=now)
    with pytest.raises(Refused, match="used for another bid"):
        actions.submit(theirs, idempotency_key=key, by=cast.rival, now=now)
    assert [one.bid_id for one in Submission.own.all()] == [mine.pk]


def test_the_key_of_the_page_stays_when_the_form_comes_back(client, cast, now, portal_clock):
    client.force_login(cast.signatory)
    bid = play.written_bid(published_tender(cast, now), provider=cast.reuse, now=now)
    form = sent(bid)
    del form["signed"]
    answer = client.post(reverse("bid_check", args=[bid.pk]), form)
    assert answer.status_code == 422
    assert answer.context["key"] == UUID(form["key"])

"""Two people, or two clicks, at the very same moment. Only PostgreSQL has two writers at once: SQLite lets one in after
the other (`transaction_mode` IMMEDIATE), and its database in memory cannot be shared by threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, connections

from commissioning.bids import actions
from commissioning.bids.actions import Stale
from commissioning.bids.models import Answer, Bid, Opening, Submission
from socialvalue.audit.models import first_broken_link
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_bids as play
from tests import play_deadlines
from tests.cast import make_cast
from tests.play_tenders import published_tender

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def at_once(*deeds):
    """Do all deeds at the same moment, each in a thread with a connection of its own; what each gave, or its refusal."""
    barrier = Barrier(len(deeds))

    def one(deed):
        try:
            barrier.wait(timeout=10)
            return deed()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(one, deeds))


def test_two_clicks_at_once_are_one_submission(cast, now):
    bid = play.written_bid(published_tender(cast, now), provider=cast.reuse, now=now)
    click = partial(actions.submit, bid, idempotency_key=uuid4(), by=cast.signatory, now=now)
    assert len({submission.pk for submission in at_once(click, click, click)}) == 1
    assert Submission.own.count() == 1
    assert Message.objects.filter(subject__startswith="Bid submitted").count() == 2


def test_two_forms_at_once_are_two_versions(cast, now):
    bid = play.written_bid(published_tender(cast, now), provider=cast.reuse, now=now)
    forms = [
        partial(actions.submit, bid, idempotency_key=uuid4(), by=cast.signatory, now=now),
        partial(actions.submit, bid, idempotency_key=uuid4(), by=cast.signatory, now=now),
    ]
    assert sorted(submission.version for submission in at_once(*forms)) == [1, 2]
    assert first_broken_link() is None


@pytest.mark.parametrize("from_version", [0, 1])
def test_two_tabs_at_once_are_one_save_and_one_stale_page(cast, now, from_version):
    bid = play.started_bid(published_tender(cast, now), provider=cast.reuse, now=now)
    if from_version:
        actions.save_answer(bid, "Q1", "Before.", from_version=0, by=cast.writer, now=now)
    save = partial(actions.save_answer, bid, "Q1", from_version=from_version, now=now)
    done = at_once(partial(save, text="Hers.", by=cast.writer), partial(save, text="His.", by=cast.owner))
    assert sorted(isinstance(one, Stale) for one in done) == [False, True]
    assert Answer.own.get().version == from_version + 1


def test_two_colleagues_start_one_bid(cast, now):
    tender = published_tender(cast, now)
    start = partial(actions.start_bid, tender, cast.reuse, now=now)
    first, second = at_once(partial(start, by=cast.writer), partial(start, by=cast.owner))
    assert first == second == Bid.own.get()


def test_two_officers_who_ask_at_once_leave_one_request(cast, now):
    tender = published_tender(cast, now)
    ask = partial(actions.ask_to_open, tender, now=tender.final_at())
    done = at_once(partial(ask, by=cast.procurement), partial(ask, by=cast.second_procurement))
    assert sorted(isinstance(one, Refused) for one in done) == [False, True]
    assert Opening.objects.count() == 1


def test_a_bid_that_arrived_in_time_and_the_opening_at_once(cast, now):
    """Stamped before the closing, handled at the very end of the drain: it is in and opened, or refused and not there."""
    tender = published_tender(cast, now)
    bid = play.written_bid(tender, provider=cast.reuse, now=now)
    final = tender.final_at()
    actions.ask_to_open(tender, by=cast.procurement, now=final)
    sent, opened = at_once(
        partial(
            actions.submit,
            bid,
            idempotency_key=uuid4(),
            by=cast.signatory,
            now=tender.closes_at - timedelta(microseconds=1),
        ),
        partial(actions.confirm_opening, tender, by=cast.second_procurement, now=final),
    )
    assert opened.opened_at == final
    if isinstance(sent, Refused):
        assert "have been opened" in str(sent)
        assert Bid.objects.count() == Submission.own.count() == 0
    else:
        assert [one.pk for one in Bid.objects.all()] == [bid.pk]


def test_a_bid_handled_within_the_drain_wins_over_an_opening_that_comes_too_soon(cast, now):
    tender = published_tender(cast, now)
    bid = play.written_bid(tender, provider=cast.reuse, now=now)
    early = tender.final_at() - timedelta(microseconds=1)
    stamped = tender.closes_at - timedelta(microseconds=1)
    sent, refused = at_once(
        partial(actions.submit, bid, idempotency_key=uuid4(), by=cast.signatory, now=stamped),
        partial(actions.ask_to_open, tender, by=cast.procurement, now=early),
    )
    assert sent.submitted_at == stamped
    assert isinstance(refused, Refused)
    assert Opening.objects.count() == 0


def test_more_time_and_the_opening_at_once_are_never_both(cast, now):
    """Two officers: one approves more time, the other asks to open. Whoever comes first shuts the other out."""
    tender = published_tender(cast, now)
    bid = play.written_bid(tender, provider=cast.reuse, now=now)
    extension = play_deadlines.proposed(cast, bid, now)
    final = tender.final_at()
    approved, asked = at_once(
        partial(actions.approve_time, extension, by=cast.second_procurement, now=final),
        partial(actions.ask_to_open, tender, by=cast.procurement, now=final),
    )
    assert isinstance(asked, Refused)
    assert approved.until > final
    assert Opening.objects.count() == 0


def test_two_officers_approve_and_refuse_at_once(cast, now):
    tender = published_tender(cast, now)
    bid = play.written_bid(tender, provider=cast.reuse, now=now)
    extension = play_deadlines.proposed(cast, bid, now)
    done = at_once(
        partial(actions.approve_time, extension, by=cast.second_procurement, now=now),
        partial(actions.refuse_time, extension, "No.", by=cast.procurement, now=now),
    )
    assert sorted(isinstance(one, Refused) for one in done) == [False, True]


def test_one_outage_moves_a_closing_once(cast, now):
    tender = published_tender(cast, now)
    outage = play_deadlines.outage(cast, tender)
    move = partial(actions.extend_for_all, outage, [tender.pk], 2, now=outage.ended_at)
    done = at_once(partial(move, by=cast.procurement), partial(move, by=cast.second_procurement))
    assert sorted(isinstance(one, Refused) for one in done) == [False, True]
    tender.refresh_from_db()
    assert tender.packs.count() == 2

"""The log of outages, and making up for one: every closing that it touched moves by the same time, for everybody."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from commissioning.bids import actions
from commissioning.bids.reports import touched_by
from commissioning.tenders.actions import follow
from commissioning.tenders.models import ClosingMove, Outage, Tender
from providers.models import Role
from socialvalue.audit.models import AuditRecord
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_addenda, play_bids, play_clarifications
from tests import play_deadlines as deadlines
from tests.crawl import browser
from tests.play_tenders import cancelled_tender, draft_tender, published_tender

DAY = timedelta(days=1)


@pytest.fixture
def tender(cast, now):
    return published_tender(cast, now)


def record(cast, began, ended, now, **said):
    who = {"what": "Nobody could sign in.", "by": cast.procurement, **said}
    return actions.record_outage(cast.county, began_at=began, ended_at=ended, now=now, **who)


def fresh(tender):
    return Tender.objects.get(pk=tender.pk)


def test_an_outage_is_recorded_when_it_is_over_by_an_officer(cast, now):
    hour = timedelta(hours=1)
    outage = record(cast, now - 2 * hour, now - hour, now, what="  Nobody could sign in. ")
    assert (outage.what, outage.recorded_by) == ("Nobody could sign in.", cast.procurement)
    assert [row.event for row in AuditRecord.objects.history_of(outage)] == ["outage.recorded"]
    for began, ended in ((now, now), (now, now - hour), (now - hour, now + hour)):
        with pytest.raises(Refused):
            record(cast, began, ended, now)
    with pytest.raises(Refused, match="Say what failed"):
        record(cast, now - hour, now, now, what=" ")
    for person in ("commissioner", "auditor", "admin", "other_procurement", "owner", "stranger"):
        with pytest.raises(Refused, match="Only a procurement officer"):
            record(cast, now - hour, now, now, by=getattr(cast, person))
    assert Outage.objects.count() == 1


def test_the_log_and_what_was_moved_can_never_be_changed(cast, tender):
    outage = deadlines.outage(cast, tender)
    actions.extend_for_all(outage, [tender.pk], 1, by=cast.procurement, now=outage.ended_at)
    for rows in (Outage.objects.all(), ClosingMove.objects.all()):
        for deed in (lambda rows=rows: rows.update(id=99), lambda rows=rows: rows._raw_delete("default")):
            with pytest.raises(DatabaseError), transaction.atomic():
                deed()


def test_the_database_refuses_an_outage_that_ends_before_it_began(cast, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        Outage.objects.create(
            authority=cast.county, began_at=now, ended_at=now, what="It.", recorded_by=cast.procurement, recorded_at=now
        )


def test_which_tenders_an_outage_touched(cast, now, tender):
    """Those of the authority that took bids in some part of it, and whose bids nobody has asked to open."""
    later = published_tender(cast, tender.closes_at, reference="LATER")
    opening = published_tender(cast, now, reference="OPENING")
    held = published_tender(cast, now, reference="HELD")
    play_clarifications.asked(cast, held, now=now)
    draft_tender(cast, now, reference="DRAFT")
    cancelled_tender(cast, now, reference="CANCELLED")
    closing, hour = tender.closes_at, timedelta(hours=1)
    actions.ask_to_open(opening, by=cast.procurement, now=opening.final_at())

    def touched(began, ended):
        with transaction.atomic():
            found = {*touched_by(record(cast, began, ended, ended))}
            transaction.set_rollback(True)
        return found

    assert touched(now - 2 * hour, now - hour) == set()
    assert touched(closing - 2 * hour, closing - hour) == {tender, held}
    assert touched(closing - hour, closing + hour) == {tender, held, later}
    assert touched(closing + timedelta(minutes=1), closing + hour) == {held, later}


def test_all_closings_move_by_the_same_working_days_at_the_same_hour_as_a_published_change(cast, now, tender):
    """From Wednesday 20 January: three working days later is Monday the 25th, the weekend not counted."""
    other = published_tender(cast, now, reference="OTHER")
    outage = deadlines.outage(cast, tender)
    moves = actions.extend_for_all(outage, [tender.pk, other.pk], 3, by=cast.procurement, now=outage.ended_at)
    for row, move in zip((tender, other), moves, strict=True):
        moved = fresh(row)
        assert moved.closes_at == row.closes_at + 5 * DAY == move.closes_at
        assert moved.file.timetable.closes_at == moved.closes_at == moved.packs.last().file.timetable.closes_at
        addendum = moved.addenda.get()
        assert (move.addendum, addendum.is_material, addendum.number) == (addendum, False, 1)
        assert "Nobody could sign in. All bidders have 3 working days more." in addendum.reason
        assert move.closed_before == row.closes_at
    assert not touched_by(outage)


def test_a_change_that_is_being_prepared_takes_the_new_closing_over(cast, now, tender):
    play_addenda.drafted(cast, tender, now)
    outage = deadlines.outage(cast, tender)
    actions.extend_for_all(outage, [tender.pk], 1, by=cast.procurement, now=outage.ended_at)
    draft = fresh(tender).addenda.unfinished().get()
    assert draft.file.timetable.closes_at == tender.closes_at + DAY


def test_a_tender_that_closed_in_the_outage_opens_again(cast, now, tender):
    bid = play_bids.written_bid(tender, provider=cast.reuse, now=now)
    outage = deadlines.outage(cast, tender, hours=0.5)
    after = outage.ended_at + timedelta(hours=1)
    assert not fresh(tender).is_open(after)
    actions.extend_for_all(outage, [tender.pk], 1, by=cast.procurement, now=after)
    assert play_bids.submission_of(bid, now=after)
    with pytest.raises(Refused, match="sealed"):
        actions.ask_to_open(tender, by=cast.procurement, now=after)


def test_an_officer_who_belongs_to_a_bidder_moves_no_closing_of_its_tender(cast, now, tender):
    """A late bidder's own officer could else open the tender again alone, by an outage that nobody noticed."""
    cast.reuse.members.create(user=cast.procurement, role=Role.VIEWER)
    play_bids.written_bid(tender, provider=cast.reuse, now=now)
    outage = deadlines.outage(cast, tender)
    with pytest.raises(Refused, match="belong to an organisation that bids for"):
        actions.extend_for_all(outage, [tender.pk], 1, by=cast.procurement, now=outage.ended_at)
    assert actions.extend_for_all(outage, [tender.pk], 1, by=cast.second_procurement, now=outage.ended_at)


def test_one_that_cannot_move_stops_all(cast, now, tender):
    """Moved too little to be in the future, or one whose bids an officer has asked to open: nothing moves."""
    other = published_tender(cast, now, reference="OTHER")
    outage = deadlines.outage(cast, tender)
    both = [tender.pk, other.pk]
    for chosen, days, at, says in (
        (both, 1, tender.closes_at + 2 * DAY, "has passed"),
        ([], 1, outage.ended_at, "at least one"),
        (both, 0, outage.ended_at, "one working day"),
        ([*both, 10**9], 1, outage.ended_at, "from the list"),
    ):
        with pytest.raises(Refused, match=says):
            actions.extend_for_all(outage, chosen, days, by=cast.procurement, now=at)
    actions.ask_to_open(other, by=cast.procurement, now=other.final_at())
    with pytest.raises(Refused, match="can't be moved"):
        actions.extend_for_all(outage, both, 9, by=cast.procurement, now=other.final_at())
    for person in ("commissioner", "auditor", "other_procurement", "owner"):
        with pytest.raises(Refused, match="Only a procurement officer"):
            actions.extend_for_all(outage, both, 1, by=getattr(cast, person), now=outage.ended_at)
    assert ClosingMove.objects.count() == 0
    assert fresh(tender).closes_at == tender.closes_at


def test_another_authoritys_tender_is_not_touched(cast, now, tender):
    hour = timedelta(hours=1)
    outage = actions.record_outage(
        cast.other_authority, began_at=now, ended_at=now + hour, what="It.", by=cast.other_procurement, now=now + hour
    )
    assert not touched_by(outage)
    with pytest.raises(Refused, match="can't be moved"):
        actions.extend_for_all(outage, [tender.pk], 1, by=cast.other_procurement, now=now + hour)


def test_everybody_is_told_in_the_same_words_and_no_officer_learns_who(cast, now, tender):
    """Followers, and those who write for a provider that has begun a bid even if they follow no longer."""
    play_bids.started_bid(tender, provider=cast.reuse, now=now)
    follow(tender, by=cast.rival, now=now)
    outage = deadlines.outage(cast, tender)
    Message.objects.all().delete()
    actions.extend_for_all(outage, [tender.pk], 1, by=cast.procurement, now=outage.ended_at)
    told = Message.objects.filter(subject__startswith="More time for everyone")
    assert {one.to for one in told} == {one.email for one in (cast.owner, cast.writer, cast.signatory, cast.rival)}
    assert len({one.body for one in told}) == 1
    assert (
        "12 noon on Thursday 21 January 2027 (GMT). It was 12 noon on Wednesday 20 January 2027 (GMT)" in told[0].body
    )
    assert Message.objects.count() == told.count()


def test_the_officers_page_is_the_same_with_bids_as_with_none(cast, now, tender, portal_clock):
    outage = deadlines.outage(cast, tender)
    portal_clock.move_to(outage.ended_at)
    page = reverse("outage", args=["hertfordshire", outage.pk])

    def moved():
        client = browser(cast.procurement)
        with transaction.atomic():
            answer = client.post(page, {"tenders": [tender.pk], "days": "2"}, follow=True)
            transaction.set_rollback(True)
        return answer.status_code, answer.content.decode().split("<main", 1)[1]

    none = moved()
    play_bids.submitted_bid(cast, tender, now=now)
    play_bids.started_bid(tender, provider=cast.haulage, now=now, by=cast.rival)
    assert moved() == none
    assert none[0] == 200 and "1 closing moved" in none[1]


def test_the_pages(cast, now, tender, portal_clock):
    portal_clock.move_to(tender.closes_at - timedelta(minutes=30))
    log = reverse("outage_list", args=["hertfordshire"])
    day = {"day": "20", "month": "1", "year": "2027"}
    form = {f"{name}_{box}": typed for name in ("began_at", "ended_at") for box, typed in day.items()}
    form |= {"began_at_time": "10am", "ended_at_time": "11:15am", "what": "Nobody could sign in."}
    officer = browser(cast.procurement)
    assert officer.post(log, {**form, "ended_at_time": "9am"}).status_code == 422
    assert officer.post(log, {**form, "ended_at_time": "11:45am"}).status_code == 422
    assert browser(cast.auditor).post(log, form).status_code == 422
    made = officer.post(log, form)
    assert made.status_code == 302
    page = officer.get(made.url).content.decode()
    assert "10am on Wednesday 20 January 2027 (GMT)" in page and "Closing: 12 noon on Wednesday 20 January" in page
    assert "Move these closings" not in browser(cast.auditor).get(made.url).content.decode()
    for days in ("", "0", "21", "x", "9" * 50):
        assert officer.post(made.url, {"tenders": [tender.pk], "days": days}).status_code == 422
    for chosen in ([], ["x"], [10**30], [tender.pk, 0]):
        assert officer.post(made.url, {"tenders": chosen, "days": "1"}).status_code == 422
    assert officer.post(made.url, {"tenders": [tender.pk], "days": "1"}).status_code == 302
    assert "1 closing" in browser(cast.auditor).get(log).content.decode()
    public = browser(None).get(reverse("tender", args=[tender.pk])).content.decode()
    assert "12 noon on Thursday 21 January 2027 (GMT)" in public and "2 minutes after that." in public

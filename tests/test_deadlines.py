"""When a bid is in time: stamped before the closing, handled before the drain is over, or with more time of its own.

What two officers give one bidder holds for that bidder alone, and opening waits until every closing is final.
"""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from commissioning.bids import actions, permissions
from commissioning.bids.lifecycle import EXTENSION_STEPS, ExtensionStatus
from commissioning.bids.models import Extension, Opening, Submission
from commissioning.evaluation import actions as evaluating
from providers.models import Role
from socialvalue.audit.models import AuditRecord
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused, allowed
from tests import play_bids as play
from tests import play_deadlines as deadlines
from tests import play_evaluation
from tests import play_partners as partners
from tests.cast import make_member, make_provider
from tests.play_tenders import published_tender

TICK = timedelta(microseconds=1)
DRAIN = timedelta(minutes=2)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def drain(settings):
    settings.CLOSING_DRAIN = DRAIN


@pytest.fixture
def tender(cast, now):
    return published_tender(cast, now)


@pytest.fixture
def bid(cast, tender, now):
    return play.written_bid(tender, provider=cast.reuse, now=now)


def send(bid, by, now):
    return actions.submit(bid, idempotency_key=uuid4(), by=by, now=now)


EXTENSIONS = ["none", "asked", "proposed", "refused", "approved"]
# When a request arrived, from the closing; and whether it is in time without, and with two days more.
ARRIVALS = {
    "long before": (-DAY, True, True),
    "the last tick": (-TICK, True, True),
    "the closing instant": (timedelta(0), False, True),
    "in the drain": (timedelta(minutes=1), False, True),
    "the last tick of the extension": (2 * DAY - TICK, False, True),
    "the end of the extension": (2 * DAY, False, False),
    "in the extension's drain": (2 * DAY + timedelta(minutes=1), False, False),
}


def test_in_time_is_decided_by_arrival_and_an_approved_extension_alone(cast, tender, bid, now):
    """The truth table: arrival x extension, for the bidder who asked and for a rival who did not."""
    rival = play.written_bid(tender, provider=cast.haulage, now=now)
    found, expected = {}, {}
    for extension, (name, (after, plain, longer)) in product(EXTENSIONS, ARRIVALS.items()):
        with transaction.atomic():
            if extension == "asked":
                deadlines.asked(cast, bid, now)
            elif extension == "proposed":
                deadlines.proposed(cast, bid, now)
            elif extension == "approved":
                deadlines.extended(cast, bid, now)
            elif extension == "refused":
                actions.refuse_time(deadlines.asked(cast, bid, now), "No.", by=cast.procurement, now=now)
            moment = tender.closes_at + after
            found[extension, name] = (
                allowed(send, bid, cast.signatory, moment),
                allowed(send, rival, cast.rival, moment),
            )
            transaction.set_rollback(True)
        expected[extension, name] = (longer if extension == "approved" else plain, plain)
    assert found == expected


@pytest.mark.parametrize("handled_after", [timedelta(0), timedelta(seconds=30), DRAIN - TICK, DRAIN])
@pytest.mark.parametrize(("arrived", "is_taken"), [(-TICK, True), (timedelta(0), False)])
def test_when_it_is_handled_makes_no_difference_until_the_bids_are_opened(
    cast, tender, bid, portal_clock, settings, client, handled_after, arrived, is_taken
):
    """Through the whole portal, with a front end that stamps: only the stamp decides."""
    settings.ARRIVAL_HEADER, settings.TRUSTED_PROXIES = "X-Request-Start", ["127.0.0.1"]
    client.force_login(cast.signatory)
    stamped = tender.closes_at + arrived
    portal_clock.move_to(max(stamped, stamped + handled_after))
    stamp = f"t={int(stamped.timestamp() * 10**6 + 0.5)}"
    key = uuid4()
    answer = client.post(
        f"/bids/{bid.pk}/check/",
        {"key": str(key), "signed": "on", "tender_version": tender.version},
        headers={"X-Request-Start": stamp},
    )
    assert answer.status_code == (302 if is_taken else 422)
    assert [row.submitted_at for row in Submission.own.all()] == ([stamped] if is_taken else [])


def test_a_forged_stamp_makes_no_late_bid_early(cast, tender, bid, portal_clock, client, settings):
    portal_clock.move_to(tender.closes_at)
    client.force_login(cast.signatory)
    form = {"key": str(uuid4()), "signed": "on", "tender_version": tender.version}
    forged = {"X-Request-Start": f"t={(tender.closes_at - timedelta(seconds=1)).timestamp():.3f}"}
    assert client.post(f"/bids/{bid.pk}/check/", form, headers=forged).status_code == 422
    settings.ARRIVAL_HEADER, settings.TRUSTED_PROXIES = "X-Request-Start", ["10.0.0.1"]
    assert client.post(f"/bids/{bid.pk}/check/", form, headers=forged).status_code == 422
    assert not Submission.own.exists()


@pytest.mark.parametrize("has_extension", [False, True])
def test_opening_and_evaluation_wait_until_the_closing_is_final_for_everyone(cast, tender, bid, now, has_extension):
    last = tender.closes_at
    if has_extension:
        last = deadlines.extended(cast, bid, now).until
    send(bid, cast.signatory, now)
    for moment in (tender.closes_at - TICK, tender.closes_at, last, last + DRAIN - TICK):
        with pytest.raises(Refused, match="sealed until"):
            actions.ask_to_open(tender, by=cast.procurement, now=moment)
        Opening.objects.bulk_create([Opening(tender=tender, asked_by=cast.procurement, asked_at=moment)])
        with pytest.raises(Refused, match="sealed until"):
            actions.confirm_opening(tender, by=cast.second_procurement, now=moment)
        Opening.objects.all().delete()
    actions.ask_to_open(tender, by=cast.procurement, now=last + DRAIN)
    assert actions.confirm_opening(tender, by=cast.second_procurement, now=last + DRAIN).opened_at


def test_a_request_that_waits_keeps_the_bids_sealed(cast, tender, bid, now):
    extension = deadlines.asked(cast, bid, now)
    after = tender.closes_at + DRAIN
    with pytest.raises(Refused, match="Decide that first"):
        actions.ask_to_open(tender, by=cast.procurement, now=after)
    actions.refuse_time(extension, "The power came back at noon.", by=cast.procurement, now=after)
    actions.ask_to_open(tender, by=cast.procurement, now=after)


def test_time_asked_for_before_the_closing_can_be_given_after_it(cast, tender, bid, now):
    extension = deadlines.asked(cast, bid, tender.closes_at - timedelta(minutes=5))
    after, until = tender.closes_at + timedelta(hours=1), tender.closes_at + DAY
    actions.propose_time(extension, until, "Their power failed.", by=cast.procurement, now=after)
    assert not allowed(send, bid, cast.signatory, after)
    actions.approve_time(extension, by=cast.second_procurement, now=after)
    assert actions.save_answer(bid, "Q1", "With light again.", from_version=1, by=cast.writer, now=after) == ["Q1"]
    assert send(bid, cast.signatory, until - TICK)
    with pytest.raises(Refused, match="Your time to bid for this tender ended at"):
        send(bid, cast.signatory, until)


def test_nobody_is_given_time_once_an_officer_has_asked_to_open(cast, tender, bid, now):
    actions.ask_to_open(tender, by=cast.procurement, now=tender.closes_at + DRAIN)
    with pytest.raises(Refused, match="asked to open"):
        actions.ask_for_caller(
            tender, "olu.owner@example.org", "Late.", by=cast.second_procurement, now=tender.closes_at + DAY
        )


def test_more_time_takes_two_officers(cast, tender, bid, now):
    extension = deadlines.proposed(cast, bid, now)
    with pytest.raises(Refused, match="You proposed"):
        actions.approve_time(extension, by=cast.procurement, now=now)
    for person in ("commissioner", "auditor", "admin", "other_procurement", "owner", "rival", "stranger"):
        with pytest.raises(Refused, match="Only a procurement officer"):
            actions.approve_time(extension, by=getattr(cast, person), now=now)
    phoned = actions.ask_for_caller(tender, "rita.rival@example.org", "Phoned.", by=cast.procurement, now=now)
    actions.propose_time(phoned, tender.closes_at + DAY, "Their server burnt.", by=cast.second_procurement, now=now)
    with pytest.raises(Refused, match="You began"):
        actions.approve_time(phoned, by=cast.procurement, now=now)


def test_the_database_refuses_one_person_who_gives_time_alone(cast, tender, bid, now):
    extension = deadlines.proposed(cast, bid, now)
    for by in (cast.procurement, cast.writer):
        with pytest.raises(IntegrityError), transaction.atomic():
            Extension.objects.filter(pk=extension.pk).update(status="approved", decided_by=by, decided_at=now)
    for change in (
        {"status": "approved"},
        {"decided_by": cast.second_procurement},
        {"until": None},
        {"status": "refused", "decided_by": cast.procurement, "decided_at": now},
        {"proposal_reason": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Extension.objects.filter(pk=extension.pk).update(**change)


def test_one_provider_has_one_request_that_waits(cast, tender, bid, now):
    deadlines.asked(cast, bid, now)
    with pytest.raises(Refused, match="already"):
        deadlines.asked(cast, bid, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.create(tender=tender, provider=cast.reuse, reason="Again.", asked_by=cast.owner, asked_at=now)


@pytest.mark.parametrize(
    ("until", "says"),
    [(-DAY, "Everyone has time"), (timedelta(0), "Everyone has time"), (timedelta(days=14) + TICK, "latest time")],
)
def test_a_time_gives_more_and_keeps_the_others_waiting_no_longer_than_a_fortnight(cast, tender, bid, now, until, says):
    extension = deadlines.asked(cast, bid, now)
    with pytest.raises(Refused, match=says):
        actions.propose_time(extension, tender.closes_at + until, "So.", by=cast.procurement, now=now)
    with pytest.raises(Refused, match="has passed"):
        moment = tender.closes_at + 2 * DAY
        actions.propose_time(extension, tender.closes_at + DAY, "So.", by=cast.procurement, now=moment)


def test_every_step_is_in_the_table(cast, tender, bid, now):
    """From each state, what a second officer may do is what the table of steps says."""
    deeds = {
        ExtensionStatus.PROPOSED: lambda it: actions.propose_time(
            it, tender.closes_at + DAY, "So.", by=cast.second_procurement, now=now
        ),
        ExtensionStatus.APPROVED: lambda it: actions.approve_time(it, by=cast.second_procurement, now=now),
        ExtensionStatus.REFUSED: lambda it: actions.refuse_time(it, "No.", by=cast.second_procurement, now=now),
    }
    reached = {
        ExtensionStatus.ASKED: lambda: deadlines.asked(cast, bid, now),
        ExtensionStatus.PROPOSED: lambda: deadlines.proposed(cast, bid, now),
        ExtensionStatus.APPROVED: lambda: deadlines.extended(cast, bid, now),
        ExtensionStatus.REFUSED: lambda: actions.refuse_time(
            deadlines.asked(cast, bid, now), "No.", by=cast.procurement, now=now
        ),
    }
    found = set()
    for (before, reach), (after, deed) in product(reached.items(), deeds.items()):
        with transaction.atomic():
            if allowed(deed, reach()):
                found.add((before, after))
            transaction.set_rollback(True)
    assert found == EXTENSION_STEPS.keys()


def test_who_phones_is_found_by_a_number_or_an_address_and_nobody_by_less(cast, tender, now):
    clinic = make_provider("Ware Clinic", charity_number="1098765", company_number="01234567")
    make_member(clinic, "Cleo Clinic", Role.WRITER)
    for named in ("1098765", " 10 98 765 ", "01234567", "cleo.clinic@example.org", "CLEO.CLINIC@EXAMPLE.ORG "):
        with transaction.atomic():
            begun = actions.ask_for_caller(tender, named, "Phoned.", by=cast.procurement, now=now)
            assert (begun.provider, begun.is_for_caller) == (clinic, True)
            transaction.set_rollback(True)
    for named in ("", " ", "Ware Clinic", "1098", "cleo", "%", "@example.org", "109876\0", "stan.stranger@example.org"):
        with pytest.raises(Refused):
            actions.ask_for_caller(tender, named, "Phoned.", by=cast.procurement, now=now)


def test_a_caller_is_treated_the_same_whether_or_not_it_bids(cast, tender, bid, now):
    """What an officer sees of a request says nothing of whether a bid is begun."""
    begun = [
        actions.ask_for_caller(tender, f"{name}@example.org", "Phoned.", by=cast.procurement, now=now)
        for name in ("wendy.writer", "rita.rival")
    ]
    names = [cast.reuse.name, cast.haulage.name]
    told = [
        sorted(Message.objects.filter(body__contains=name).values_list("subject", "to").distinct()) for name in names
    ]
    assert len({(one.status, one.reason, one.until) for one in begun}) == 1
    assert [{to for subject, to in one if "procurement" in to} for one in told] == [
        {"priya.procurement@example.org"}
    ] * 2


def test_a_provider_who_phoned_can_begin_its_bid_after_the_closing(cast, tender, now):
    after = tender.closes_at + timedelta(minutes=10)
    begun = actions.ask_for_caller(tender, "wendy.writer@example.org", "Phoned.", by=cast.procurement, now=after)
    actions.propose_time(begun, tender.closes_at + DAY, "Storm.", by=cast.procurement, now=after)
    actions.approve_time(begun, by=cast.second_procurement, now=after)
    bid = play.written_bid(tender, provider=cast.reuse, now=after + DRAIN)
    assert send(bid, cast.signatory, tender.closes_at + DAY - TICK)
    with pytest.raises(Refused, match="closed"):
        actions.start_bid(tender, cast.haulage, by=cast.rival, now=after)


def test_an_officer_who_belongs_to_a_bidder_neither_learns_of_a_request_nor_decides_it(cast, tender, bid, now):
    make_member(cast.haulage, "Nobody", Role.VIEWER)
    cast.haulage.members.create(user=cast.procurement, role=Role.VIEWER)
    play.started_bid(tender, provider=cast.haulage, now=now, by=cast.rival)
    extension = deadlines.asked(cast, bid, now)
    assert not Message.objects.filter(to=cast.procurement.email, subject__contains="more time").exists()
    assert Message.objects.filter(to=cast.second_procurement.email, subject__contains="more time").exists()
    assert not permissions.sees_extensions(cast.procurement, tender)
    with pytest.raises(Refused, match="belong to an organisation that bids"):
        actions.refuse_time(extension, "No.", by=cast.procurement, now=now)


def test_an_officer_who_belongs_to_a_partner_of_a_draft_neither_learns_of_a_request_nor_decides_it(
    cast, tender, bid, now
):
    """Its bid is not submitted yet; who asks for time is a rival all the same. Who declined is free again."""
    rival = play.started_bid(tender, provider=cast.haulage, now=now, by=cast.rival)
    kiln = make_provider("Kiln Lane Workshop")
    make_member(kiln, "Kit Kiln", Role.OWNER)
    kiln.members.create(user=cast.procurement, role=Role.VIEWER)
    partner = partners.chosen_partner(rival, kiln, now=now)
    extension = deadlines.asked(cast, bid, now)
    assert not Message.objects.filter(to=cast.procurement.email, subject__contains="more time").exists()
    assert not permissions.sees_extensions(cast.procurement, tender)
    with pytest.raises(Refused, match="belong to an organisation that bids"):
        actions.refuse_time(extension, "No.", by=cast.procurement, now=now)
    actions.decline_share(partner, "Too busy.", by=kiln.members.get(role=Role.OWNER).user, now=now)
    assert permissions.sees_extensions(cast.procurement, tender)


def test_a_rival_is_told_nothing_and_the_provider_everything(cast, tender, bid, now):
    play.started_bid(tender, provider=cast.haulage, now=now, by=cast.rival)
    deadlines.extended(cast, bid, now)
    told = {message.to for message in Message.objects.filter(subject__contains="more time")}
    people = (cast.owner, cast.writer, cast.signatory, cast.procurement, cast.second_procurement)
    assert told == {person.email for person in people}
    given = Message.objects.filter(to=cast.owner.email, subject__startswith="You have more time").get()
    assert "12 noon on Friday 22 January 2027 (GMT)" in given.body


def test_what_was_done_is_recorded_of_the_request_and_not_of_the_tender(cast, tender, bid, now):
    before = AuditRecord.objects.history_of(tender).count()
    extension = deadlines.extended(cast, bid, now)
    assert [row.event for row in AuditRecord.objects.history_of(extension)] == [
        "extension.asked",
        "extension.proposed",
        "extension.approved",
    ]
    assert AuditRecord.objects.history_of(tender).count() == before


def test_evaluation_cannot_start_before_the_closing_is_final(cast, tender, bid, now):
    """Declaring conflicts and marking both need bids that are opened, and opening waits for the drain."""
    send(bid, cast.signatory, now)
    moment = tender.closes_at + DRAIN - TICK
    evaluation = play_evaluation.named(cast, now, tender=tender)
    with pytest.raises(Refused, match="once the bids are opened"):
        evaluating.declare_conflicts(evaluation, {}, by=cast.evaluator, now=moment)
    with pytest.raises(Refused, match="Open the bids before"):
        evaluating.start_marking(evaluation, by=cast.procurement, now=moment)

"""Cancelling a published procurement: two officers, a reason, everyone told at once, and nothing done or opened after."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

from commissioning.bids import actions as bid_actions
from commissioning.contracts.models import Contract
from commissioning.evaluation import actions
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Cancellation, Evaluation, Paper
from commissioning.tenders.lifecycle import Status as TenderStatus
from commissioning.tenders.models import Tender
from socialvalue.audit.models import AuditRecord
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_bids, play_contracts, play_tenders
from tests import play_evaluation as play
from tests.play_evaluation import after_opening
from tests.test_evaluation_actions import PEOPLE, REACH, TABLE

OFFICERS = {"procurement", "second_procurement"}
WHY = "The budget was withdrawn."


def open_tender(cast, now):
    """It takes bids, and has one."""
    tender = play_tenders.published_tender(cast, now)
    play_bids.submitted_bid(cast, tender, now=now)
    return tender


def closed_tender(cast, now):
    """Closed and sealed."""
    return open_tender(cast, now)


STAGES = {
    "draft": play_tenders.draft_tender,
    "sent": play_tenders.sent_tender,
    "open": open_tender,
    "closed": closed_tender,
    "opened": play_bids.opened_tender,
    **{status.value: (lambda cast, now, reach=reach: reach(cast, now).tender) for status, reach in REACH.items()},
    "contract": lambda cast, now: play_contracts.contract_made(cast, now).tender,
}
RUNNING = {"open", "closed", "opened", *(status.value for status in Status if status is not Status.CONCLUDED)}


def moment(stage, tender, now):
    """When the officers of a tender at this stage come to cancel it."""
    return after_opening(tender, now) if stage in {"closed", "opened", *Status} else now


def lets(act, *args, **kwargs) -> bool:
    """Try an action and take it back; whether it was let through."""
    try:
        with transaction.atomic():
            act(*args, **kwargs)
            transaction.set_rollback(True)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("stage", STAGES)
def test_who_cancels_at_which_stage(cast, now, stage):
    """Ask, confirm, let it go on: officers, while the procurement runs; the one who asked never confirms."""
    tender = STAGES[stage](cast, now)
    at = moment(stage, tender, now)
    people = {name: getattr(cast, name) for name in PEOPLE}
    may_ask = {name for name, by in people.items() if lets(actions.ask_to_cancel, tender, WHY, by=by, now=at)}
    assert may_ask == (OFFICERS if stage in RUNNING else set())
    nobody = {name for name, by in people.items() if lets(actions.confirm_cancellation, tender, by=by, now=at)}
    assert nobody == set()
    Cancellation.objects.create(tender=tender, reason=WHY, asked_by=cast.procurement, asked_at=at)
    may_confirm = {name for name, by in people.items() if lets(actions.confirm_cancellation, tender, by=by, now=at)}
    may_let_go_on = {
        name for name, by in people.items() if lets(actions.turn_down_cancellation, tender, "No.", by=by, now=at)
    }
    running = stage in RUNNING
    assert may_confirm == ({"second_procurement"} if running else set())
    assert may_let_go_on == (OFFICERS if running else set())
    assert not lets(actions.ask_to_cancel, tender, WHY, by=cast.second_procurement, now=at)


def test_every_bidder_is_told_why_and_the_seal_stays(cast, now):
    tender = play_tenders.published_tender(cast, now)
    play_bids.submitted_bid(cast, tender, now=now)
    play_bids.started_bid(tender, provider=cast.haulage, now=now)
    at = after_opening(tender, now)
    actions.ask_to_cancel(tender, f"  {WHY}\n", by=cast.procurement, now=at)
    asked = Message.objects.filter(subject__startswith="Cancel this procurement?")
    assert [message.to for message in asked] == [cast.second_procurement.email]
    actions.confirm_cancellation(tender, by=cast.second_procurement, now=at)
    tender.refresh_from_db()
    assert (tender.status, tender.cancelled_reason) == (TenderStatus.CANCELLED, WHY)
    told = Message.objects.filter(subject__startswith="Cancelled:")
    members = [*cast.reuse.members.all(), *cast.haulage.members.all()]
    assert sorted(message.to for message in told) == sorted({member.user.email for member in members})
    assert all(WHY in message.body for message in told)
    history = [str(row) for row in AuditRecord.objects.history_of(tender)][-2:]
    assert history == [
        f"{cast.procurement} asked to cancel the procurement: {WHY}",
        f"{cast.second_procurement} cancelled the tender: {WHY}",
    ]
    with pytest.raises(Refused, match="closed can be opened"):
        bid_actions.ask_to_open(tender, by=cast.procurement, now=at)


def test_all_is_undone_if_the_mails_fail(cast, now, monkeypatch):
    tender = open_tender(cast, now)
    actions.ask_to_cancel(tender, WHY, by=cast.procurement, now=now)

    def fail(*_args, **_kwargs):
        raise RuntimeError("no outbox")

    monkeypatch.setattr("commissioning.evaluation.actions.cancellation.tell_cancelled", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.confirm_cancellation(tender, by=cast.second_procurement, now=now)
    assert Tender.objects.get(pk=tender.pk).status == TenderStatus.PUBLISHED
    assert Cancellation.objects.get(tender=tender).confirmed_at is None


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.CONCLUDED])
def test_nothing_more_is_done_to_a_cancelled_evaluation(cast, now, status):
    """Every action of the table, by everyone whom it was open to, is refused; papers can still be made."""
    evaluation = REACH[status](cast, now)
    at = after_opening(evaluation.tender, now)
    play.cancel(evaluation.tender, cast, at)
    evaluation = Evaluation.objects.get(pk=evaluation.pk)
    assert evaluation.status == status
    for name, (act, allowed) in TABLE.items():
        for person, statuses in allowed.items():
            if status in statuses and name != "ask_for_paper":
                assert not lets(act, evaluation, cast, getattr(cast, person), at), (name, person)
    assert lets(actions.ask_for_paper, evaluation, Paper.Kind.REGISTER, by=cast.procurement, now=at)


def test_no_mark_is_saved_after_it(cast, now):
    evaluation = play.marking(cast, now)
    at = after_opening(evaluation.tender, now)
    play.cancel(evaluation.tender, cast, at)
    with pytest.raises(Refused, match="was cancelled"):
        play.mark_all(evaluation, cast.evaluator, at)


def test_no_contract_comes_of_it(cast, now):
    award = play.told(cast, now)
    at = play.after_standstill(award)
    play.cancel(award.evaluation.tender, cast, at)
    with pytest.raises(Refused, match="was cancelled"):
        actions.conclude(award.evaluation, by=cast.procurement, now=at)
    assert not Contract.objects.exists()


def test_letters_that_were_sent_stay(cast, client, now):
    """Who has had its assessment summary still reads it."""
    award = play.told(cast, now)
    play.cancel(award.evaluation.tender, cast, after_opening(award.evaluation.tender, now))
    client.force_login(award.bid.provider.members.first().user)
    page = client.get(reverse("bid_outcome", args=[award.bid_id])).content.decode()
    assert "has cancelled this tender" in page and "Your score" in page


def test_through_the_pages(cast, client, now, portal_clock):
    """Ask on the case, turned down with a reason; asked again, confirmed by another; the case and evaluation say so."""
    evaluation = play.moderated(cast, now)
    tender = evaluation.tender
    portal_clock.move_to(after_opening(tender, now) + timedelta(days=1))
    case, here = reverse("case", args=[tender.pk]), reverse("cancellation", args=[tender.pk])
    for person in (cast.auditor, cast.evaluator, cast.chair):
        client.force_login(person)
        assert here not in client.get(case).content.decode()
        assert client.get(here).status_code == 404
    client.force_login(cast.procurement)
    assert here in client.get(case).content.decode()
    answer = client.post(here, {"step": "ask", "reason": " "})
    assert answer.status_code == 422 and "Say why" in answer.content.decode()
    assert client.post(here, {"step": "ask", "reason": WHY}).url == case
    assert "Another procurement officer must confirm it" in client.get(here).content.decode()
    answer = client.post(here, {"step": "confirm"})
    assert answer.status_code == 422 and "You asked to cancel" in answer.content.decode()
    client.force_login(cast.second_procurement)
    assert "Confirm that this procurement is cancelled" in client.get(case).content.decode()
    page = client.get(here).content.decode()
    assert WHY in page and "procurement termination notice" in page
    assert client.post(here, {"step": "go_on", "reason": ""}).status_code == 422
    assert client.post(here, {"step": "go_on", "reason": "There is money."}).url == case
    assert "decided that the procurement goes on: There is money." in client.get(case).content.decode()
    client.post(here, {"step": "ask", "reason": WHY})
    client.force_login(cast.procurement)
    assert client.post(here, {"step": "confirm"}).url == case
    page = client.get(case).content.decode()
    assert "Nothing: it was cancelled" in page and here not in page
    page = client.get(reverse("evaluation", args=[tender.pk])).content.decode()
    assert "This procurement was cancelled at" in page and "Moderation" in page and "To do" not in page
    assert client.get(here).status_code == 404
    client.force_login(cast.evaluator)
    assert "This procurement was cancelled at" in client.get(reverse("evaluation", args=[tender.pk])).content.decode()


@pytest.mark.parametrize("prices", [False, True])
def test_prices_that_were_sealed_stay_sealed(cast, client, now, prices):
    evaluation = (play.priced if prices else play.agreed)(cast, now)
    play.cancel(evaluation.tender, cast, after_opening(evaluation.tender, now))
    client.force_login(cast.procurement)
    assert client.get(reverse("ranking", args=[evaluation.tender_id])).status_code == (200 if prices else 404)


def linked(page: str) -> set[str]:
    """The addresses of the portal that a page links to."""
    return set(re.findall(r'href="(/(?!static/)[^"#?]*)"', page))


@pytest.mark.parametrize("stage", ["open", "opened", "moderation", "told"])
@pytest.mark.parametrize("person", ["commissioner", "procurement", "auditor"])
def test_every_link_of_a_cancelled_case_opens(cast, client, now, portal_clock, stage, person):
    tender = STAGES[stage](cast, now)
    at = moment(stage, tender, now)
    portal_clock.move_to(at)
    play.cancel(tender, cast, at)
    client.force_login(getattr(cast, person))
    pages = [reverse("case", args=[tender.pk])]
    if stage in ("moderation", "told") and person != "commissioner":
        pages.append(reverse("evaluation", args=[tender.pk]))
    found = {link for page in pages for link in linked(client.get(page).content.decode())}
    assert reverse("opening", args=[tender.pk]) in found
    assert {link: code for link in found if (code := client.get(link).status_code) not in (200, 302, 405)} == {}
    page = client.get(reverse("opening", args=[tender.pk])).content.decode()
    assert ("they stay sealed for good" in page) is (stage == "open")
    assert "Ask to open" not in page


def test_no_page_offers_what_would_be_refused_and_nobody_is_reminded(cast, client, now, portal_clock, monkeypatch):
    evaluation = play.marking(cast, now)
    at = after_opening(evaluation.tender, now)
    portal_clock.move_to(at)
    Evaluation.objects.update(marking_by=at.date())
    play.cancel(evaluation.tender, cast, at)
    bid = play.bids_of(evaluation)[0]
    client.force_login(cast.evaluator)
    page = client.get(reverse("mark", args=[evaluation.tender_id, bid.pk, "Q1"])).content.decode()
    assert 'name="reason"' not in page
    client.force_login(cast.procurement)
    assert "Remind" not in client.get(reverse("marking_progress", args=[evaluation.tender_id])).content.decode()
    before = Message.objects.count()
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    call_command("remind_markers")
    assert Message.objects.count() == before

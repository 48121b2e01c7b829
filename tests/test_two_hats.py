"""People with more than one part: separation of duties binds them all, and roles given later bring nothing back."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commissioning.authorities.models import Role, Staff
from commissioning.bids.models import Answer, Bid, BidDocument, Commitment, Declaration, Opening, Submission
from commissioning.evaluation.models import Evaluation, Mark, PanelMember
from commissioning.tenders.models import Tender
from commissioning.tenders.tenderfile import AskedOf, RequiredDocument
from providers.models import Member
from providers.models import Role as MemberRole
from tests import play_bids, play_evaluation, play_tenders
from tests.cast import make_staff
from tests.crawl import browser
from tests.form_of import form_of

PARTS = (Answer, BidDocument, Commitment, Declaration, Submission)


@pytest.fixture
def at(monkeypatch):
    """Set the instant at which requests arrive."""

    def set_to(moment):
        monkeypatch.setattr("socialvalue.clock.timezone", SimpleNamespace(now=lambda: moment))

    return set_to


def give(person, authority, *roles):
    Staff.objects.bulk_create(Staff(authority=authority, user=person, role=role) for role in roles)


def belong(person, provider):
    return Member.objects.create(provider=provider, user=person, role=MemberRole.VIEWER)


@pytest.mark.parametrize(
    "who", ["commissioner and procurement", "administrator with every role", "drafter who left and came back"]
)
def test_nobody_publishes_what_they_drafted(cast, now, at, who):
    tender = play_tenders.sent_tender(cast, now)
    person = cast.commissioner
    if who == "administrator with every role":
        give(person, cast.county, *(set(Role) - {Role.COMMISSIONER}))
    elif who == "commissioner and procurement":
        give(person, cast.county, Role.PROCUREMENT)
    else:
        Staff.objects.filter(user=person).delete()
        give(person, cast.county, Role.PROCUREMENT)
    at(now)
    before = Tender.objects.filter(pk=tender.pk).values().get()
    for decision in ({"decision": "publish", "version": tender.version}, {"decision": "send_back", "reason": "Mine."}):
        answer = browser(person).post(f"/tenders/{tender.pk}/approve/", decision)
        assert answer.status_code == 422
        assert "You helped to draft this tender" in answer.content.decode()
    assert Tender.objects.filter(pk=tender.pk).values().get() == before


def test_an_administrator_alone_approves_opens_and_names_nothing(cast, now, at):
    sent = play_tenders.sent_tender(cast, now)
    tender = play_bids.closed_tender(cast, now)
    at(tender.closes_at)
    admin = browser(cast.admin)
    assert admin.post(f"/tenders/{sent.pk}/approve/", {"version": sent.version}).status_code == 422
    assert admin.post(f"/tenders/{tender.pk}/opening/").status_code == 422
    assert admin.post(f"/tenders/{tender.pk}/evaluation/panel/").status_code == 404
    sent.refresh_from_db()
    assert (sent.status, Opening.objects.count(), Evaluation.objects.count()) == ("in_review", 0, 0)


def test_one_person_does_not_open_alone(cast, now, at):
    tender = play_bids.closed_tender(cast, now)
    at(tender.final_at())
    officer = browser(cast.procurement)
    page = f"/tenders/{tender.pk}/opening/"
    assert officer.post(page, {"step": "ask"}).status_code == 302
    for step in ("ask", "confirm", "", "open"):
        assert officer.post(page, {"step": step}).status_code == 422
    assert Opening.objects.get().opened_at is None
    assert Bid.objects.count() == 0


def test_who_marks_and_is_then_given_prices_marks_no_more(cast, now, at):
    evaluation = play_evaluation.marking(cast, now)
    bid = play_evaluation.bids_of(evaluation)[0]
    at(play_evaluation.after_opening(evaluation.tender, now))
    page = f"/tenders/{evaluation.tender_id}/evaluation/marking/{bid.pk}/Q1/"
    client = browser(cast.evaluator)
    form = form_of(client.get(page), mark="4", reason="It meets what is asked.")
    give(cast.evaluator, cast.county, Role.PROCUREMENT)
    assert client.get(page).status_code == 404
    assert client.post(page, form).status_code == 404
    assert Mark.objects.count() == 0


def test_an_officer_who_belongs_to_a_bidder_opens_nothing_and_reads_no_rivals_bid(cast, now, at):
    tender = play_bids.closed_tender(cast, now)
    rival = Bid.own.get(tender=tender, provider=cast.haulage)
    membership = belong(cast.procurement, cast.reuse)
    at(tender.final_at())
    hers, other = browser(cast.procurement), browser(cast.second_procurement)
    third = browser(make_staff(cast.county, "Theo Third", Role.PROCUREMENT))
    opening, bid = f"/tenders/{tender.pk}/opening/", f"/tenders/{tender.pk}/bids/{rival.pk}/"
    refused = hers.post(opening, {"step": "ask"})
    assert refused.status_code == 422
    assert "You belong to an organisation that has bid" in refused.content.decode()
    assert other.post(opening, {"step": "ask"}).status_code == 302
    assert hers.post(opening, {"step": "confirm"}).status_code == 422
    assert third.post(opening, {"step": "confirm"}).status_code == 302
    assert (hers.get(bid).status_code, third.get(bid).status_code) == (404, 200)
    assert str(rival.pk) not in hers.get(opening).content.decode()
    assert "Chiltern" not in hers.get(opening).content.decode()
    assert hers.get(f"/bids/{Bid.own.get(provider=cast.reuse).pk}/").status_code == 200
    assert hers.post(f"/tenders/{tender.pk}/evaluation/panel/").status_code == 404
    # She may lay the role down, but was a member since the tender was published: its rivals' bids stay shut to her.
    assert hers.post(f"/providers/{cast.reuse.pk}/members/{membership.pk}/end/").status_code == 302
    assert hers.get(bid).status_code == 404


@pytest.mark.parametrize("reach", ["marking", "moderating", "agreed", "recommended"])
def test_no_part_of_an_evaluation_is_for_who_belongs_to_a_bidder(cast, now, at, reach):
    reached = getattr(play_evaluation, reach)(cast, now)
    evaluation = getattr(reached, "evaluation", reached)
    at(play_evaluation.after_opening(evaluation.tender, now))
    home = f"/tenders/{evaluation.tender_id}/evaluation/"
    pages = [home, *(home + page for page in ("conditions/", "marking/", "moderation/", "ranking/", "report/"))]
    pages += [f"{home}recommend/", f"/tenders/{evaluation.tender_id}/award/"]
    for person in (cast.second_procurement, cast.evaluator, cast.chair, cast.auditor):
        client = browser(person)
        assert client.get(home).status_code == 200
        belong(person, cast.reuse)
        assert [client.get(page).status_code for page in pages] == [404] * len(pages)


def test_marking_does_not_start_with_a_member_of_a_bidder_on_the_panel(cast, now, at):
    evaluation = play_evaluation.declared(cast, now)
    belong(cast.evaluator, cast.reuse)
    at(play_evaluation.after_opening(evaluation.tender, now))
    home = f"/tenders/{evaluation.tender_id}/evaluation/"
    client = browser(cast.procurement)
    refused = client.post(f"{home}start-marking/")
    assert refused.status_code == 422
    assert "Evan Evaluator belongs to an organisation that bid" in refused.content.decode()
    again = client.post(f"{home}panel/", {"evaluators": [cast.evaluator.pk], "chair": cast.chair.pk})
    assert again.status_code == 422
    assert "Evan Evaluator belongs to an organisation that bid" in again.content.decode()
    assert PanelMember.objects.filter(evaluation=evaluation).count() == 3
    without = {"evaluators": [cast.second_evaluator.pk], "chair": cast.chair.pk}
    assert client.post(f"{home}panel/", without).status_code == 302
    assert client.post(f"{home}start-marking/").status_code == 302


def test_naming_a_panel_before_the_opening_tells_nothing_of_who_has_bid(cast, now, at):
    tender = play_bids.closed_tender(cast, now)
    belong(cast.evaluator, cast.reuse)
    at(tender.closes_at)
    form = {"evaluators": [cast.evaluator.pk], "chair": cast.chair.pk}
    assert browser(cast.procurement).post(f"/tenders/{tender.pk}/evaluation/panel/", form).status_code == 302


def test_who_recommends_does_not_approve(cast, now, at):
    award = play_evaluation.recommended(cast, now)
    give(cast.procurement, cast.county, *(set(Role) - {Role.PROCUREMENT}))
    at(play_evaluation.after_opening(award.evaluation.tender, now))
    page = f"/tenders/{award.evaluation.tender_id}/award/"
    answer = browser(cast.procurement).post(page, {"award": award.pk, "decision": "approve"})
    assert answer.status_code == 422
    award.refresh_from_db()
    assert award.approved_by is None


@pytest.mark.parametrize(
    "page",
    ["price/", "write/", "questions/1/", "declarations/", "documents/1/", "documents/1/remove/", "check/", "withdraw/"],
)
def test_from_the_closing_instant_on_no_page_of_a_bid_changes_it(cast, now, at, page):
    policy = (RequiredDocument(name="Safeguarding policy", asked_of=AskedOf.EVERYONE),)
    tender = play_tenders.published_tender(cast, now, documents=policy)
    bid = play_bids.submitted_bid(cast, tender, now=now)
    address = f"/bids/{bid.pk}/{page}"
    changed = {"price": "99", "answer-1": "New.", "text": "New.", "meets-1": "no", "note-1": "New.", "signed": "on"}
    client = browser(cast.signatory)
    at(tender.closes_at)
    file = {"file": SimpleUploadedFile("new.pdf", b"%PDF-1.7 new")} if page == "documents/1/" else {}
    before = everything_of(bid)
    answer = client.post(address, {**changed, **file})
    said = answer.content.decode() if answer.status_code != 302 else client.get(answer.url).content.decode()
    assert "closed at" in said
    assert everything_of(bid) == before


def everything_of(bid):
    """Every row of a bid, as values."""
    parts = [list(model.own.filter(bid=bid).order_by("pk").values()) for model in PARTS]
    return [list(Bid.own.filter(pk=bid.pk).values()), *parts]


def test_an_old_form_of_the_draft_does_nothing_after_publication(cast, now, at):
    tender = play_tenders.draft_tender(cast, now)
    at(now)
    client = browser(cast.commissioner)
    address = f"/tenders/{tender.pk}/draft/about/"
    form = form_of(client.get(address), title="Another title")
    play_tenders.actions.send_for_approval(tender, by=cast.commissioner, now=now)
    play_tenders.actions.publish(tender, by=cast.procurement, now=now)
    before = Tender.objects.filter(pk=tender.pk).values().get()
    answer = client.post(address, form)
    assert answer.status_code == 422
    assert "Another title" in answer.content.decode()
    assert "published" in answer.content.decode()
    assert Tender.objects.filter(pk=tender.pk).values().get() == before

"""The pages of bidding with others: the link, who sees what, what is kept, queries."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.signing import Signer

from commissioning.bids import actions
from commissioning.bids.lifecycle import BidsAs, Status
from commissioning.bids.models import Bid, Partner
from commissioning.bids.notifications import invitation_address
from providers.models import Member, Provider, Role
from tests import play_bids
from tests import play_partners as play
from tests.cast import PASSWORD, make_member, make_person, make_provider
from tests.crawl import browser
from tests.form_of import form_of
from tests.play_tenders import criteria, published_tender
from tests.test_bid_queries import statements

SECRETS = (play_bids.ANSWER[:30], "100,000", "100000", "Olu Owner")


@pytest.fixture
def tender(cast, now, portal_clock):
    return published_tender(cast, now)


@pytest.fixture
def bid(cast, tender, now):
    return play_bids.written_bid(tender, provider=cast.reuse, now=now)


@pytest.fixture
def kiln(db):
    provider = make_provider("Kiln Lane Workshop")
    make_member(provider, "Kit Kiln", Role.OWNER)
    make_member(provider, "Val Viewer", Role.VIEWER)
    return provider


def owner(kiln):
    return Member.objects.get(provider=kiln, role=Role.OWNER).user


def said(answer):
    return answer.content.decode()


def test_the_lead_names_a_consortium_asks_changes_and_takes_out(cast, bid, now):
    client = browser(cast.writer)
    page = f"/bids/{bid.pk}/partners/"
    assert client.get(page + "add/").url == page
    assert client.post(page, {"bids_as": "consortium"}).url == page
    asked = {"email": "kit@example.org", "role": "partner", "share": "Runs the workshop.", "percent": "30"}
    assert client.post(page + "add/", asked).url == page
    partner = Partner.own.get()
    assert "You bid as a consortium, but" not in said(client.get(page))
    assert "keeps about 70% of the price" in said(client.get(page))
    form = form_of(client.get(f"{page}{partner.pk}/"), "from_version", percent="40")
    assert client.post(f"{page}{partner.pk}/", form).url == page
    assert client.post(f"{page}{partner.pk}/again/").url == page
    partner.refresh_from_db()
    assert (partner.percent, partner.version, partner.times_invited) == (Decimal(40), 2, 2)
    assert client.post(f"{page}{partner.pk}/remove/").url == page
    assert said(client.get(page)).count("Nobody yet.") == 1
    assert client.get(f"{page}{partner.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("email", "nobody", "Enter a valid email address"),
        ("email", "", "Enter their e-mail address"),
        ("share", "", "What will they do?"),
        ("percent", "101", "Enter 100 or less."),
        ("percent", "lots", "part of the price"),
        ("role", "", "What is their role?"),
        ("role", "lead", "Select a valid choice"),
    ],
)
def test_a_refused_invitation_says_why_and_keeps_what_was_typed(cast, bid, now, field, typed, told):
    play.consortium(bid, now=now)
    asked = {"email": "kit@example.org", "role": "partner", "share": "Runs the workshop.", "percent": "30"}
    answer = browser(cast.writer).post(f"/bids/{bid.pk}/partners/add/", asked | {field: typed})
    assert answer.status_code == 422
    assert told in said(answer)
    for name, text in asked.items():
        if name not in (field, "role"):
            assert text in said(answer)
    assert Partner.own.count() == 0


def test_a_stale_share_comes_back_with_both_texts(cast, bid, kiln, now):
    partner = play.invited_partner(bid, now=now)
    address = f"/bids/{bid.pk}/partners/{partner.pk}/"
    mine, other = browser(cast.writer), browser(cast.owner)
    form = form_of(mine.get(address), "from_version", share="My text.")
    assert other.post(address, form_of(other.get(address), "from_version", share="Their text.")).status_code == 302
    answer = mine.post(address, form)
    assert answer.status_code == 409
    assert "My text." in said(answer) and "Their text." in said(answer)
    assert mine.post(address, form_of(answer, "from_version")).status_code == 302
    assert Partner.own.get().share == "My text."


# The link.


def test_who_follows_the_link_signs_in_and_comes_back_to_it(bid, kiln, now):
    partner = play.invited_partner(bid, now=now)
    address = invitation_address(partner)
    client = browser(None)
    page = client.get(address)
    assert page.status_code == 200
    assert [secret for secret in (*SECRETS, play.SHARE, "30%") if secret in said(page)] == []
    assert client.post(address, {"step": "choose", "provider": kiln.pk}).url.startswith("/accounts/login/?next=")
    signed_in = client.post(
        f"/accounts/login/?next={address}", {"login": owner(kiln).email, "password": PASSWORD, "next": address}
    )
    assert signed_in.url == address
    chosen = client.post(address, {"step": "choose", "provider": kiln.pk})
    assert chosen.url == f"/partners/{partner.pk}/"
    assert play.SHARE in said(client.get(chosen.url))
    assert client.get(address).url == chosen.url


def test_who_has_no_organisation_registers_one_and_comes_back(bid, now):
    partner = play.invited_partner(bid, now=now, email="somebody.else@example.org")
    address = invitation_address(partner)
    client = browser(make_person("Nia New"))
    assert f"/providers/register/?next={address.replace('/', '%2F').replace(':', '%3A')}" in said(client.get(address))
    client.get("/providers/register/", {"next": address})
    facts = {"name": "Ash Works", "kind": "community_group", "size": "micro", "postcode": "SG13 8DE"}
    client.post("/providers/register/", facts)
    back = client.post("/providers/register/reach/", {"services": "environment", "areas": "Ware"})
    assert back.url == address
    provider = Provider.objects.get(name="Ash Works")
    assert client.post(address, {"step": "choose", "provider": provider.pk}).url == f"/partners/{partner.pk}/"


def test_a_link_that_is_forged_replaced_withdrawn_used_or_late_is_dead(cast, bid, kiln, now, portal_clock):
    partner = play.invited_partner(bid, now=now)
    address = invitation_address(partner)
    people = [browser(who) for who in (None, owner(kiln), cast.rival, cast.procurement)]

    def statuses(where):
        return [client.get(where).status_code for client in people] + [
            client.post(where, {"step": "choose", "provider": kiln.pk}).status_code for client in people
        ]

    forged = Signer(salt="another").sign(partner.code)
    for dead in (f"/partners/invitations/{forged}/", f"/partners/invitations/{partner.code}/", address[:-4] + "xxx/"):
        assert statuses(dead) == [404] * 8
    partner = actions.invite_again(partner, by=cast.writer, now=now)
    assert statuses(address) == [404] * 8
    address = invitation_address(partner)
    portal_clock.move_to(bid.tender.closes_at)
    assert statuses(address) == [410] * 8
    portal_clock.move_to(now)
    actions.choose_organisation(partner, partner.code, kiln, by=owner(kiln), now=now)
    assert set(statuses(address)) == {410, 302}
    assert browser(cast.rival).get(address).status_code == 410
    second = play.invited_partner(bid, now=now, email="second@example.org")
    actions.remove_partner(second, by=cast.writer, now=now)
    assert statuses(invitation_address(second)) == [404] * 8


def test_an_organisation_of_others_is_never_chosen(cast, bid, kiln, now):
    partner = play.invited_partner(bid, now=now)
    answer = browser(cast.rival).post(invitation_address(partner), {"step": "choose", "provider": kiln.pk})
    assert answer.status_code == 422
    assert Partner.own.get().provider is None


def test_an_invitation_is_declined_with_a_reason(bid, now):
    partner = play.invited_partner(bid, now=now)
    client = browser(make_person("Nia New"))
    refused = client.post(invitation_address(partner), {"step": "decline", "reason": ""})
    assert refused.status_code == 422
    assert client.post(invitation_address(partner), {"step": "decline", "reason": "No vans."}).status_code == 302
    assert Partner.own.get().decline_reason == "No vans."
    assert client.get(invitation_address(partner)).status_code == 410


# The partner's page.


def test_a_partner_reads_signs_withdraws_and_declines(bid, kiln, now):
    partner = play.chosen_partner(bid, kiln, now=now)
    client, page = browser(owner(kiln)), f"/partners/{partner.pk}/"
    assert client.post(page, form_of(client.get(page), "digest", step="sign")).status_code == 422
    assert client.post(page, form_of(client.get(page), "digest", step="sign", signed="on")).url == page
    assert "Signed off" in said(client.get(page))
    assert client.post(page, {"step": "unsign"}).url == page
    assert client.post(page, {"step": "decline", "reason": ""}).status_code == 422
    assert client.post(page, {"step": "decline", "reason": "Our van broke."}).url == page
    assert "Our van broke." in said(client.get(page))
    assert play.SHARE not in said(client.get(page))


def test_a_share_that_changed_while_it_was_read_is_shown_again(cast, bid, kiln, now):
    partner = play.chosen_partner(bid, kiln, now=now)
    client, page = browser(owner(kiln)), f"/partners/{partner.pk}/"
    form = form_of(client.get(page), "digest", step="sign", signed="on")
    changed = actions.Share(partner.role, "Runs two workshops.", partner.percent)
    actions.save_share(partner, changed, from_version=1, by=cast.writer, now=now)
    answer = client.post(page, form)
    assert answer.status_code == 409
    assert "Runs two workshops." in said(answer)
    assert client.post(page, form_of(answer, "digest", step="sign", signed="on")).status_code == 302


def test_a_partner_sees_its_own_share_and_nothing_else_of_the_bid(cast, bid, kiln, now):
    partner = play.signed_partner(bid, kiln, now=now)
    play.chosen_partner(
        bid, cast.haulage, now=now, email="rita@example.org", share="Drives the canary vans.", percent=9
    )
    for role in (Role.OWNER, Role.VIEWER):
        client = browser(Member.objects.get(provider=kiln, role=role).user)
        shown = said(client.get(f"/partners/{partner.pk}/"))
        assert play.SHARE in shown
        hidden = (*SECRETS, "canary", "Chiltern Haulage", "9%", str(bid.pk))
        assert [word for word in hidden if word in shown] == []
        others = Partner.own.exclude(pk=partner.pk).get()
        closed = [f"/bids/{bid.pk}/{part}" for part in ("", "partners/", "check/", "write/", "questions/1/", "price/")]
        assert [client.get(page).status_code for page in [*closed, f"/partners/{others.pk}/"]] == [404] * 7
    viewer = browser(Member.objects.get(provider=kiln, role=Role.VIEWER).user)
    assert viewer.post(f"/partners/{partner.pk}/", {"step": "unsign"}).status_code == 422


@pytest.mark.parametrize(
    "who",
    ["rival", "stranger", "commissioner", "procurement", "evaluator", "chair", "auditor", "admin", "viewer", None],
)
def test_nobody_else_learns_of_a_partner_before_the_opening(cast, bid, kiln, now, who):
    partner = play.signed_partner(bid, kiln, now=now)
    play_bids.submission_of(bid, now=now)
    client = browser(getattr(cast, who) if who else None)
    share = client.get(f"/partners/{partner.pk}/").status_code
    assert share == (302 if who is None else 404)
    lead = client.get(f"/bids/{bid.pk}/partners/").status_code
    assert lead == (200 if who == "viewer" else 302 if who is None else 404)


def test_the_partner_learns_of_the_submission_by_receipt_and_time(cast, bid, kiln, now):
    partner = play.signed_partner(bid, kiln, now=now)
    client, page = browser(owner(kiln)), f"/partners/{partner.pk}/"
    assert "has not submitted the bid yet" in said(client.get(page))
    submission = play_bids.submission_of(bid, now=now)
    shown = said(client.get(page))
    assert submission.reference in shown and "9:30am on Wednesday 2 December 2026 (GMT)" in shown
    assert submission.sha256 not in shown
    actions.withdraw(bid, by=cast.signatory, now=now)
    assert "has withdrawn the bid" in said(client.get(page))


@pytest.mark.parametrize("out", ["taken out", "declined"])
def test_who_is_out_of_the_bid_learns_no_more_of_it(cast, bid, kiln, now, out):
    """Neither that it was submitted without them, nor that it was withdrawn."""
    partner = play.signed_partner(bid, kiln, now=now)
    if out == "taken out":
        actions.remove_partner(partner, by=cast.writer, now=now)
        actions.save_bids_as(bid, BidsAs.ALONE, by=cast.writer, now=now)
    else:
        actions.decline_share(partner, "Our van broke.", by=owner(kiln), now=now)
    client, page = browser(owner(kiln)), f"/partners/{partner.pk}/"
    assert "the bid yet" not in said(client.get(page))
    if out == "taken out":
        play_bids.submission_of(bid, now=now)
        actions.withdraw(bid, by=cast.signatory, now=now)
    else:
        Bid.own.filter(pk=bid.pk).update(status=Status.WITHDRAWN, withdrawn_by=cast.signatory, withdrawn_at=now)
    shown = said(client.get(page))
    assert "withdrawn the bid" not in shown and "submitted the bid" not in shown


def test_only_its_own_people_are_told_that_an_organisation_bids_twice(cast, bid, tender, now):
    """The rival bids alone and is a partner too: it is warned on both pages, the lead on none."""
    partner = play.chosen_partner(bid, cast.haulage, now=now)
    rivals = play_bids.started_bid(tender, provider=cast.haulage, now=now)
    client = browser(cast.rival)
    own, share = said(client.get(f"/bids/{rivals.pk}/partners/")), said(client.get(f"/partners/{partner.pk}/"))
    assert "Chiltern Haulage also has a part in the bid of Lea Valley Reuse" in own
    assert "Chiltern Haulage has a bid of its own for this tender." in share
    lead = said(browser(cast.writer).get(f"/bids/{bid.pk}/partners/"))
    assert "bid of its own" not in lead and "also has a part" not in lead


def test_the_lead_sees_every_state_and_a_viewer_changes_nothing(cast, bid, kiln, now):
    play.signed_partner(bid, kiln, now=now)
    play.invited_partner(bid, now=now, email="second@example.org", percent=10)
    page = f"/bids/{bid.pk}/partners/"
    shown = said(browser(cast.viewer).get(page))
    for words in ("Kit Kiln signed it off at", "second@example.org", "Nobody has answered yet.", "keeps about 60%"):
        assert words in shown
    assert "Ask an organisation" not in shown
    assert browser(cast.viewer).post(page, {"bids_as": "subcontractors"}).status_code == 422
    assert "second@example.org has not signed off its share." in said(
        browser(cast.viewer).get(f"/bids/{bid.pk}/check/")
    )


def test_a_promise_and_a_condition_are_given_to_a_partner_on_their_pages(cast, bid, kiln, now):
    partner = play.chosen_partner(bid, kiln, now=now)
    client = browser(cast.writer)
    page = f"/bids/{bid.pk}/questions/3/"
    assert client.post(page, form_of(client.get(page), "from_version", partner=str(partner.pk))).status_code == 302
    page = f"/bids/{bid.pk}/declarations/"
    assert client.post(page, form_of(client.get(page), "from_version", **{"by-1": str(partner.pk)})).status_code == 302
    shown = said(browser(owner(kiln)).get(f"/partners/{partner.pk}/"))
    assert "Apprenticeships: 4 people starting" in shown and "Public liability insurance." in shown
    check = said(client.get(f"/bids/{bid.pk}/check/"))
    assert "Apprenticeships, by Kiln Lane Workshop" in check and "Yes, Kiln Lane Workshop meets it" in check


def test_the_opened_bid_shows_who_bids_together(cast, bid, kiln, now, portal_clock):
    play.signed_partner(bid, kiln, now=now)
    play_bids.submission_of(bid, now=now)
    tender = play_bids.open_bids(cast, bid.tender)
    portal_clock.move_to(tender.closes_at + timedelta(hours=2))
    shown = said(browser(cast.procurement).get(f"/tenders/{tender.pk}/bids/{bid.pk}/"))
    assert "Kiln Lane Workshop" in shown and "keeps 70% of the price" in shown


def test_the_benefits_of_partnerships_stand_by_the_questions_tied_to_them(cast, now, portal_clock):
    (quality, price) = criteria()
    method, social = quality.criteria
    first, second = social.questions
    tied = replace(first, priorities=("herts-partnerships/benefits/savings",))
    quality = replace(quality, criteria=(method, replace(social, questions=(tied, second))))
    tender = published_tender(cast, now, criteria=(quality, price))
    bid = play_bids.started_bid(tender, provider=cast.reuse, now=now)
    client = browser(cast.writer)
    shown = ["What partnerships can bring" in said(client.get(f"/bids/{bid.pk}/questions/{n}/")) for n in (1, 2, 3)]
    assert shown == [False, True, False]


# Queries.


@pytest.mark.parametrize("number", [1, 6])
def test_pages_cost_the_same_with_one_partner_as_with_six(cast, bid, now, number):
    for place in range(number):
        provider = make_provider(f"Partner {place}")
        make_member(provider, f"Person {place}", Role.OWNER)
        partner = play.signed_partner(bid, provider, now=now, email=f"{place}@example.org", percent=5)
    lead, person = browser(cast.writer), browser(Member.objects.get(provider=provider).user)
    lead.get(f"/bids/{bid.pk}/")
    # Bid, partners, commitments, declarations, roles, its own other parts in two, and so on; flat in partners.
    assert len(statements(lead, f"/bids/{bid.pk}/partners/")) == 8
    assert len(statements(person, f"/partners/{partner.pk}/")) <= 10
    assert len(statements(person, "/bids/")) == 4

"""The pages of the award, of contracts and of their returns, as different people meet them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from commissioning.contracts.models import Contract, Return
from commissioning.evaluation import actions as evaluation_actions
from commissioning.evaluation.models import Award
from socialvalue.audit.models import AuditRecord
from tests import play_contracts, play_evaluation


@pytest.fixture
def at(monkeypatch):
    """Set the portal's clock."""

    def set_clock(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_clock


@pytest.fixture
def contract(cast, now):
    return play_contracts.contract_made(cast, now)


@pytest.fixture
def award(cast, now, at):
    award = play_evaluation.recommended(cast, now)
    at(play_evaluation.after_opening(award.evaluation.tender, now))
    return award


def visit(client, person, name, *args, data=None, status=200):
    """What a person gets for an address: posted if there is `data`."""
    client.force_login(person)
    address = reverse(name, args=args)
    answer = client.get(address) if data is None else client.post(address, data)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


# The award.


def test_the_approver_sees_what_will_be_agreed(award, cast, client):
    page = visit(client, cast.second_procurement, "award_approve", award.evaluation.tender.pk)
    assert award.reason in page
    assert "Lea Valley Reuse" in page and "Chiltern Haulage" in page
    assert "Apprenticeships" in page and "4 people starting per contract year" in page
    assert "When does the contract start?" not in page


def test_approving_leads_to_the_letters(award, cast, client):
    client.force_login(cast.second_procurement)
    address = reverse("award_approve", args=[award.evaluation.tender.pk])
    answer = client.post(address, {"award": award.pk, "decision": "approve"})
    assert answer.url == reverse("summaries", args=[award.evaluation.tender.pk])
    again = client.post(address, {"award": award.pk, "decision": "approve"})
    assert (again.status_code, Contract.objects.count()) == (302, 0)


def test_turning_down_needs_a_reason(award, cast, client):
    tender = award.evaluation.tender
    page = visit(
        client,
        cast.second_procurement,
        "award_approve",
        tender.pk,
        data={"award": award.pk, "decision": "turn_down"},
        status=422,
    )
    assert "Say why you turn it down." in page and 'href="#id_reason"' in page
    visit(
        client,
        cast.second_procurement,
        "award_approve",
        tender.pk,
        data={"award": award.pk, "decision": "turn_down", "reason": "The price was not checked."},
        status=302,
    )
    assert not Award.objects.exists() and not Contract.objects.exists()
    assert "The price was not checked." in str(AuditRecord.objects.history_of(award.evaluation).last())


def test_who_may_read_the_recommendation(award, cast, client):
    """Those who may see the ranking; the officer who recommended reads why another must decide."""
    reads = {"procurement", "second_procurement", "auditor", "chair"}
    for name in cast.__annotations__:
        person = getattr(cast, name)
        if hasattr(person, "email"):
            client.force_login(person)
            answer = client.get(reverse("award_approve", args=[award.evaluation.tender.pk]))
            assert answer.status_code == (200 if name in reads else 404), name
            if name in reads:
                assert ("Record your decision" in answer.content.decode()) is (name == "second_procurement")


def test_the_recommender_is_refused_in_words(award, cast, client):
    page = visit(
        client,
        cast.procurement,
        "award_approve",
        award.evaluation.tender.pk,
        data={"award": award.pk, "decision": "approve"},
        status=422,
    )
    assert "another procurement officer must approve it" in page


def test_a_recommendation_made_since_is_read_first(award, cast, now, client):
    """A tab that shows a recommendation turned down since does not approve the next one."""
    tender = award.evaluation.tender
    later = play_evaluation.after_opening(tender, now)
    evaluation_actions.turn_down(award.evaluation, "Say more.", by=cast.second_procurement, now=later)
    evaluation_actions.recommend(
        award.evaluation, award.bid, "It has the highest total, and here is why.", by=cast.procurement, now=later
    )
    typed = {"award": award.pk, "decision": "approve", "reason": "kept words"}
    page = visit(client, cast.second_procurement, "award_approve", tender.pk, data=typed, status=409)
    assert "Another recommendation has been made" in page and "and here is why" in page and "kept words" in page
    assert not Contract.objects.exists()
    assert f'name="award" value="{Award.objects.get().pk}"' in page


def test_the_start_is_asked_for_when_it_has_passed(award, cast, now, at, client):
    play_evaluation.tell(award, cast, now)
    at(now + timedelta(days=900))
    tender = award.evaluation.tender
    page = visit(
        client,
        cast.second_procurement,
        "contract_conclude",
        tender.pk,
        data={},
        status=422,
    )
    assert "Enter the day the contract starts." in page
    day = {"starts_on_day": "1", "starts_on_month": "2", "starts_on_year": "2031"}
    visit(
        client,
        cast.second_procurement,
        "contract_conclude",
        tender.pk,
        data=day,
        status=302,
    )
    assert str(Contract.objects.get().starts_on) == "2031-02-01"


# Contracts.


def test_only_accepted_readings_count_as_delivered(contract, cast, at, client):
    first = play_contracts.reported(contract, by=cast.owner, number=2)
    at(play_contracts.after(first.period, 2))
    page = visit(client, cast.owner, "contract", contract.pk)
    assert "Nothing accepted yet" in page and "Waiting to be accepted, and not in the chart: 2 people starting." in page
    play_contracts.accepted(first, by=cast.contract_manager)
    page = visit(client, cast.owner, "contract", contract.pk)
    assert "Delivered: <strong>2 people starting</strong>" in page
    assert "Waiting to be accepted, and not in the chart" not in page


def test_the_contract_says_whose_turn_it_is(contract, cast, at, client):
    period = play_contracts.period_of(contract)

    def words(person):
        page = visit(client, person, "contract", contract.pk)
        return page.split('govuk-inset-text">')[1].split("</div>")[0]

    at(play_contracts.after(period, 0))
    assert "Nothing waits." in words(cast.owner)
    at(play_contracts.after(period, 1))
    assert "must report on" in words(cast.owner) and "Do it now" in words(cast.owner)
    assert "Do it now" not in words(cast.contract_manager) and "Do it now" not in words(cast.viewer)
    at(play_contracts.after(period, 21))
    assert "The return was due on" in words(cast.owner)
    report = play_contracts.reported(contract, by=cast.owner)
    assert "must accept or query" in words(cast.contract_manager) and "Do it now" in words(cast.contract_manager)
    assert "Do it now" not in words(cast.owner)
    play_contracts.queried(report, by=cast.contract_manager)
    assert "must answer the query" in words(cast.owner) and "Do it now" in words(cast.owner)


def test_every_page_opens_for_those_who_see_the_contract_and_for_nobody_else(contract, cast, at, client):
    report = play_contracts.reported(contract, by=cast.owner, file=SimpleUploadedFile("log.txt", b"names"))
    at(play_contracts.after(report.period, 2))
    version = [contract.pk, report.period.pk, report.version]
    sees = {"commissioner", "procurement", "second_procurement", "contract_manager", "auditor"}
    sees |= {"owner", "writer", "signatory", "viewer"}
    for name in cast.__annotations__:
        person = getattr(cast, name)
        if not hasattr(person, "email"):
            continue
        client.force_login(person)
        for address in ("contract", "return_decide", "return_file"):
            args = version[:1] if address == "contract" else version
            answer = client.get(reverse(address, args=args))
            assert answer.status_code == (200 if name in sees else 404), (name, address)
        listed = client.get(reverse("contract_list"))
        assert listed.status_code == 200
        assert (contract.tender.title in listed.content.decode()) is (name in sees), name


def test_a_stranger_is_asked_to_sign_in(contract, client):
    answer = client.get(reverse("contract", args=[contract.pk]))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("pk", [0, 2**31, 2**63, 10**30])
def test_impossible_addresses_are_not_found(contract, cast, client, pk):
    for name, args in (
        ("contract", [pk]),
        ("award_approve", [pk]),
        ("return_submit", [contract.pk, pk]),
        ("return_decide", [contract.pk, play_contracts.period_of(contract).pk, pk]),
        ("return_file", [pk, pk, pk]),
    ):
        visit(client, cast.contract_manager, name, *args, status=404)


@pytest.mark.parametrize("page", ["0", "x", "-1", "99999999999999999999", "\0"])
def test_junk_page_numbers_show_a_page(contract, cast, client, page):
    client.force_login(cast.contract_manager)
    answer = client.get(reverse("contract_list"), {"page": page})
    assert contract.tender.title in answer.content.decode()


# Returns.


def typed_for(contract, number="2", **changed):
    numbers = {f"number_{indicator.pk}": number for indicator in contract.indicators.all()}
    return {**numbers, "story": "Two people started with us.", "from_version": "0", **changed}


@pytest.fixture
def due(contract, at):
    """A contract whose first period has ended, and that period."""
    period = play_contracts.period_of(contract)
    at(play_contracts.after(period))
    return contract, period


def test_reporting_takes_one_page(due, cast, client):
    contract, period = due
    page = visit(client, cast.writer, "return_submit", contract.pk, period.pk)
    for words in ("You promised 4 people starting per contract year.", "What counts:", "Nothing accepted so far."):
        assert words in page
    visit(client, cast.writer, "return_submit", contract.pk, period.pk, data=typed_for(contract), status=302)
    report = Return.objects.get()
    assert (report.story, report.submitted_by) == ("Two people started with us.", cast.writer)
    assert "Waiting for a decision" in visit(client, cast.writer, "contract", contract.pk)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("three", "Enter a number for “Apprenticeships” in figures"),
        ("-1", "Enter 0 or more."),
        ("NaN", "Enter a number for “Apprenticeships” in figures"),
        ("1e3", "Enter a number for “Apprenticeships” in figures"),
        ("٣", "Enter a number for “Apprenticeships” in figures"),
        ("", "If there was none, enter 0."),
        ("2.123", "Use no more than 2 digits after the point."),
        ("99999999999999", "or less."),
    ],
)
def test_a_number_that_can_not_be_is_refused_beside_its_field(due, cast, client, number, words):
    contract, period = due
    page = visit(
        client, cast.writer, "return_submit", contract.pk, period.pk, data=typed_for(contract, number), status=422
    )
    pk = contract.indicators.get().pk
    assert f'href="#id_number_{pk}"' in page and words in page
    assert "Two people started with us." in page
    assert not number or f'value="{number}"' in page
    assert not Return.objects.exists()


@pytest.mark.parametrize("story", ["", "   ", "word " * 301, "hidden \x07 bell"])
def test_a_story_that_can_not_be_is_refused_and_kept(due, cast, client, story):
    contract, period = due
    page = visit(
        client, cast.writer, "return_submit", contract.pk, period.pk, data=typed_for(contract, story=story), status=422
    )
    assert 'href="#id_story"' in page and 'value="2"' in page
    assert story.strip()[:6] in page
    assert not Return.objects.exists()


def test_emoji_and_right_to_left_are_kept(due, cast, client):
    contract, period = due
    story = "התחילו שניים 🌱 بدأ شخصان"
    visit(
        client, cast.writer, "return_submit", contract.pk, period.pk, data=typed_for(contract, story=story), status=302
    )
    assert Return.objects.get().story == story
    assert story in visit(client, cast.viewer, "return_decide", contract.pk, period.pk, 1)


def test_a_file_that_is_too_large_or_disguised_is_refused(due, cast, client):
    contract, period = due
    for name, content, words in (
        ("register.pdf", b"%PDF-1.7" + b"0" * 30 * 1024 * 1024, "The limit is 10 MB."),
        ("register.pdf", b"MZ not a paper", "does not hold what its name says"),
        ("run.exe", b"MZ", "cannot be used"),
    ):
        data = typed_for(contract, file=SimpleUploadedFile(name, content))
        page = visit(client, cast.writer, "return_submit", contract.pk, period.pk, data=data, status=422)
        assert words in page and "Two people started with us." in page
    assert not Return.objects.exists()


def test_a_file_comes_back_as_a_download(due, cast, client):
    contract, period = due
    data = typed_for(contract, file=SimpleUploadedFile("log <b>.txt", b"names"))
    visit(client, cast.writer, "return_submit", contract.pk, period.pk, data=data, status=302)
    client.force_login(cast.contract_manager)
    answer = client.get(reverse("return_file", args=[contract.pk, period.pk, 1]))
    assert (answer.content, answer["Content-Type"]) == (b"names", "application/octet-stream")
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_return_without_a_file_has_none_to_download(due, cast, client):
    contract, period = due
    play_contracts.reported(contract, by=cast.owner)
    visit(client, cast.owner, "return_file", contract.pk, period.pk, 1, status=404)


def test_a_second_click_sends_one_return(due, cast, client):
    contract, period = due
    for _ in range(2):
        visit(client, cast.writer, "return_submit", contract.pk, period.pk, data=typed_for(contract), status=302)
    assert Return.objects.count() == 1


def test_a_stale_tab_shows_both_and_changes_nothing(due, cast, client):
    contract, period = due
    play_contracts.reported(contract, by=cast.owner, story="What Olu wrote.")
    page = visit(
        client, cast.writer, "return_submit", contract.pk, period.pk, data=typed_for(contract, "7"), status=409
    )
    assert "What Olu wrote." in page and "Two people started with us." in page and 'value="7"' in page
    assert Return.objects.get().submitted_by == cast.owner


def test_a_late_return_is_still_taken(due, cast, at, client):
    contract, period = due
    assert "Send it by the end of" in visit(client, cast.writer, "return_submit", contract.pk, period.pk)
    at(play_contracts.after(period, 21))
    assert "It was due by the end of" in visit(client, cast.writer, "return_submit", contract.pk, period.pk)
    visit(client, cast.writer, "return_submit", contract.pk, period.pk, data=typed_for(contract), status=302)


def test_before_the_period_has_ended_the_page_says_when(due, cast, at, client):
    contract, period = due
    at(play_contracts.after(period, 0))
    client.force_login(cast.writer)
    address = reverse("return_submit", args=[contract.pk, period.pk])
    assert "You can report on it from" in client.get(address, follow=True).content.decode()
    refused = client.post(address, typed_for(contract))
    assert refused.status_code == 422
    assert "You can report on it from" in refused.content.decode()
    assert "Two people started with us." in refused.content.decode()
    assert not Return.objects.exists()


def test_a_viewer_and_the_authority_may_not_report(due, cast, client):
    contract, period = due
    for person in (cast.viewer, cast.contract_manager, cast.commissioner):
        visit(client, person, "return_submit", contract.pk, period.pk, status=302)
        visit(client, person, "return_submit", contract.pk, period.pk, data=typed_for(contract), status=302)
    assert not Return.objects.exists()


def test_a_query_is_shown_with_what_was_sent(due, cast, client):
    contract, period = due
    report = play_contracts.reported(
        contract, by=cast.owner, number=3, story="Three started.", file=SimpleUploadedFile("log.txt", b"a")
    )
    play_contracts.queried(report, by=cast.contract_manager, reason="Who started in May?")
    page = visit(client, cast.writer, "return_submit", contract.pk, period.pk)
    for words in ("Who started in May?", "Mina Manager asks", 'value="3"', "Three started.", "“log.txt” goes with"):
        assert words in page
    data = typed_for(contract, "3", from_version="1", story="Three started, all in May.")
    visit(client, cast.writer, "return_submit", contract.pk, period.pk, data=data, status=302)
    assert [one.version for one in Return.objects.order_by("version")] == [1, 2]


@pytest.mark.parametrize("from_version", ["", "x", "-1", "9" * 40])
def test_a_broken_version_changes_nothing(due, cast, client, from_version):
    contract, period = due
    client.force_login(cast.writer)
    address = reverse("return_submit", args=[contract.pk, period.pk])
    answer = client.post(address, typed_for(contract, from_version=from_version))
    assert answer.status_code in (409, 422)
    assert "Two people started with us." in answer.content.decode()
    assert not Return.objects.exists()


# Decisions.


def test_the_contract_manager_accepts_or_asks(due, cast, client):
    contract, period = due
    play_contracts.reported(contract, by=cast.owner)
    decide = ["return_decide", contract.pk, period.pk, 1]
    page = visit(client, cast.contract_manager, *decide, data={"decision": "query"}, status=422)
    assert "Say what you want to know." in page
    page = visit(client, cast.contract_manager, *decide, data={}, status=422)
    assert "Choose what do you decide" not in page and "What do you decide?" in page
    visit(client, cast.contract_manager, *decide, data={"decision": "query", "reason": "Who?"}, status=302)
    stale = visit(client, cast.contract_manager, *decide, data={"decision": "accept", "reason": "kept"}, status=422)
    assert "Only a return that has been submitted" in stale and "kept" in stale
    play_contracts.reported(contract, by=cast.owner)
    visit(
        client,
        cast.contract_manager,
        "return_decide",
        contract.pk,
        period.pk,
        2,
        data={"decision": "accept"},
        status=302,
    )
    assert "Accepted" in visit(client, cast.owner, "contract", contract.pk)


def test_nobody_else_is_offered_the_decision(due, cast, client):
    contract, period = due
    play_contracts.reported(contract, by=cast.owner)
    for person in (cast.owner, cast.procurement, cast.auditor):
        assert "Record your decision" not in visit(client, person, "return_decide", contract.pk, period.pk, 1)
        visit(client, person, "return_decide", contract.pk, period.pk, 1, data={"decision": "accept"}, status=422)
    assert Return.objects.get().status == "submitted"

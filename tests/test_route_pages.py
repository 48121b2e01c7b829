"""The route helper's page, and the choice that it keeps."""

from datetime import timedelta
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from commissioning.tenders import actions
from commissioning.tenders.actions.route import choose_route
from commissioning.tenders.models import RouteChoice, Tender
from commissioning.tenders.route import Answers
from commissioning.tenders.tenderfile import Procedure
from socialvalue.refusals import Refused
from tests import play_tenders
from tests.form_of import form_of
from tests.test_tender_queries import many_questions
from tests.visitor import Visitor

ANSWERS = Answers(value=Decimal(120_000))
SAID = {
    "kind": "light_touch",
    "value": "£700,000",
    "years": "4",
    "health_provider": "nobody",
    "market": "some",
    "urgency": "no",
    "reserved_for": "nobody",
}


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    """Every request arrives at the day of the tests."""
    monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: now)


@pytest.fixture
def commissioner(cast, client):
    """A browser in which the commissioner is signed in."""
    client.force_login(cast.commissioner)
    return client


@pytest.fixture
def draft(cast, now):
    """A whole draft by the open procedure, £120,000 over three years with two more possible."""
    return play_tenders.draft_tender(cast, now)


def address(tender, **said) -> str:
    """The address of the helper, with answers."""
    return f"{reverse('tender_route', args=[tender.pk])}?{urlencode(SAID | said)}"


def shown(page) -> str:
    """The words of a page, its white space made even."""
    return " ".join(page.content.decode().split())


def test_the_questions_begin_with_what_the_draft_says(commissioner, draft):
    """£120,000 for three years is £200,000 with two more: below the threshold."""
    page = commissioner.get(reverse("tender_route", args=[draft.pk]))
    form = form_of(page, "value")
    assert (form["value"], form["kind"], form["years"]) == ("200,000", "goods_and_services", "5")
    assert "What fits your answers best: <strong>Below threshold</strong>" in shown(page)


def test_answers_show_every_route_with_its_reason_and_source(commissioner, draft):
    page = shown(commissioner.get(address(draft)))
    assert "What fits your answers best: <strong>Light touch</strong>" in page
    for words in (
        "The value, £700,000, is at or above the threshold of £663,540.",
        "Procurement Act 2023, s.9",
        "Only for a case begun before Monday 24 February 2025.",
    ):
        assert words in page
    assert all(f"{procedure.label}</th>" in page for procedure in Procedure)


def test_the_choice_goes_into_the_draft_and_is_kept_with_its_reason(commissioner, cast, draft):
    page = commissioner.get(address(draft))
    sent = form_of(page, chosen="competitive_flexible", reason="We want talks with three of them.")
    assert commissioner.post(address(draft), sent).status_code == 302
    assert Tender.objects.get(pk=draft.pk).file.procedure is Procedure.COMPETITIVE_FLEXIBLE
    choice = RouteChoice.objects.get(tender=draft)
    assert (choice.suggested, choice.chosen, choice.standing) == ("light_touch", "competitive_flexible", "open")
    assert (choice.reason, choice.by) == ("We want talks with three of them.", cast.commissioner)
    assert (choice.answers["value"], choice.answers["kind"], choice.answers["grant"]) == (
        "700000",
        "light_touch",
        False,
    )
    assert choice.thresholds["light_touch"]["amount"] == "663540"
    page = shown(commissioner.get(address(draft)))
    assert "We want talks with three of them." in page
    assert "Competitive flexible procedure (open)" in page


def test_a_choice_needs_a_reason_and_keeps_what_was_typed(commissioner, draft):
    sent = form_of(commissioner.get(address(draft)), chosen="grant", reason="")
    answer = commissioner.post(address(draft), sent)
    assert answer.status_code == 422
    assert form_of(answer)["chosen"] == "grant"
    assert not RouteChoice.objects.exists()


def test_somebody_who_was_faster_is_not_overwritten(commissioner, cast, draft, now):
    sent = form_of(commissioner.get(address(draft)), chosen="light_touch", reason="It fits.")
    theirs = play_tenders.tender_document(now, title="Theirs")
    actions.save_draft(draft, theirs, section="x", from_version=draft.version, by=cast.commissioner, now=now)
    answer = commissioner.post(address(draft), sent)
    assert answer.status_code == 409
    assert Tender.objects.get(pk=draft.pk).file.procedure is Procedure.OPEN
    assert not RouteChoice.objects.exists()
    assert commissioner.post(address(draft), form_of(answer)).status_code == 302
    saved = Tender.objects.get(pk=draft.pk)
    assert (saved.title, saved.file.procedure) == ("Theirs", Procedure.LIGHT_TOUCH)


def test_answers_that_cannot_be_read_are_named(commissioner, draft):
    page = commissioner.get(address(draft, value="lots", kind="junk"))
    assert page.status_code == 200
    assert "There is a problem" in shown(page)


def test_choosing_again_adds_a_row_and_none_can_be_changed(cast, draft, now):
    known = {"by": cast.commissioner, "now": now}
    choose_route(draft, ANSWERS, Procedure.OPEN, "One.", from_version=draft.version, **known)
    choose_route(draft, ANSWERS, Procedure.BELOW_THRESHOLD, "Two.", from_version=draft.version, **known)
    rows = RouteChoice.objects.filter(tender=draft)
    assert [row.reason for row in rows] == ["One.", "Two."]
    for attempt in (lambda: rows.update(reason="Other."), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


@pytest.mark.parametrize("person", ["procurement", "auditor", "other_procurement", "owner"])
def test_only_a_commissioner_chooses(cast, draft, now, person):
    with pytest.raises(Refused):
        choose_route(
            draft, ANSWERS, Procedure.OPEN, "Why not.", from_version=draft.version, by=getattr(cast, person), now=now
        )


def test_who_chose_the_route_may_not_approve(cast, draft, now):
    """Even when the route stays what it was: choosing is drafting."""
    cast.county.staff.create(user=cast.procurement, role="commissioner")
    choose_route(draft, ANSWERS, Procedure.OPEN, "It fits.", from_version=draft.version, by=cast.procurement, now=now)
    sent = actions.send_for_approval(draft, by=cast.commissioner, now=now)
    with pytest.raises(Refused, match="You helped to draft"):
        actions.publish(sent, by=cast.procurement, now=now + timedelta(hours=1))


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_costs_the_same_with_any_number_of_choices(commissioner, cast, now, count, django_assert_num_queries):
    """Session, person, tender, may edit, choices."""
    tender = play_tenders.draft_tender(cast, now, **many_questions(count))
    for _ in range(count):
        choose_route(
            tender, ANSWERS, Procedure.OPEN, "It fits.", from_version=tender.version, by=cast.commissioner, now=now
        )
    with django_assert_num_queries(5):
        assert commissioner.get(address(tender)).status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_helper_in_a_browser(cast, live_server, chromium, portal_clock, now):
    """axe, fragments and 390 pixels, before and after a choice."""
    tender = play_tenders.draft_tender(cast, now)
    carol = Visitor(chromium, live_server.url, "carol", "route").sign_in(cast.commissioner.email)
    carol.go(reverse("tender_section", args=[tender.pk, "value"])).follow("Find out which routes are open")
    carol.choose("Light touch services").fill("What is it worth in all?", "700000").press("Show the routes")
    carol.reads("£700,000, is at or above the threshold of £663,540.")
    carol.fill("Why?", "The service is on the list.").press("Take this route")
    carol.reads("The route is now: Light touch. Your reason is kept.")
    carol.go(reverse("tender_route", args=[tender.pk])).reads("The service is on the list.")

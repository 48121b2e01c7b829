"""The timetable maker and the calendar file."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from icalendar import Calendar

from commissioning.tenders import actions
from commissioning.tenders.models import Tender
from commissioning.tenders.tenderfile import Procedure
from tests import play_tenders
from tests.crawl import browser
from tests.form_of import form_of
from tests.test_tender_queries import many_questions
from tests.visitor import Visitor

CHOICES = {
    "start_day": "24",
    "start_month": "2",
    "start_year": "2027",
    "asking_days": "14",
    "bidding_days": "35",
    "evaluation_days": "20",
    "decision_days": "5",
    "mobilisation_days": "20",
    "standstill": "on",
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
    """A whole draft."""
    return play_tenders.draft_tender(cast, now)


def maker(tender) -> str:
    """The address of the maker."""
    return reverse("tender_timetable_maker", args=[tender.pk])


def with_choices(tender) -> str:
    """The address of a plan from 24 February 2027."""
    return f"{maker(tender)}?{'&'.join(f'{name}={value}' for name, value in CHOICES.items())}"


def shown(page) -> str:
    """The words of a page, its white space made even."""
    return " ".join(page.content.decode().split())


def test_a_plan_shows_every_date_with_its_reason_and_rule(commissioner, draft):
    page = shown(commissioner.get(with_choices(draft)))
    for words in (
        "Wednesday 24 February 2027",
        "12 noon on Monday 5 April 2027 (BST)",
        "4 days of Easter are not counted.",
        "Thursday 20 May 2027",
        "Procurement Act 2023, s.54",
        "Procurement Act 2023, s.51",
        "Nothing breaks with these dates.",
    ):
        assert words in page


def test_the_dates_are_put_into_the_draft(commissioner, draft):
    page = commissioner.get(with_choices(draft))
    answer = commissioner.post(with_choices(draft), form_of(page, next="use"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("tender_draft", args=[draft.pk]))
    said = Tender.objects.get(pk=draft.pk)
    dates = said.file.timetable
    assert (dates.published_on, dates.clarifications_by) == (date(2027, 2, 24), date(2027, 3, 10))
    assert dates.closes_at == said.closes_at == datetime(2027, 4, 5, 11, tzinfo=UTC)
    assert (dates.award_on, dates.starts_on) == (date(2027, 5, 11), date(2027, 6, 18))
    assert dates.electronic and dates.all_documents


def test_a_changed_date_says_what_breaks_and_is_not_saved(commissioner, draft):
    page = commissioner.get(with_choices(draft))
    checked = commissioner.post(
        with_choices(draft), form_of(page, next="check", starts_on_day="20", starts_on_month="5")
    )
    assert checked.status_code == 200
    said = shown(checked)
    assert "The standstill lasts to the end of Thursday 20 May 2027." in said
    assert "You changed this day." in said
    assert Tender.objects.get(pk=draft.pk).document == draft.document
    again = form_of(checked)
    assert (again["starts_on_day"], again["starts_on_month"]) == ("20", "5")


def test_choices_that_cannot_be_read_are_named_and_the_usual_plan_stands(commissioner, draft):
    page = shown(commissioner.get(with_choices(draft).replace("bidding_days=35", "bidding_days=9999")))
    assert "There is a problem" in page
    assert "Why each date" in page


def test_two_tabs_do_not_overwrite_each_other(commissioner, cast, draft, now):
    typed = form_of(commissioner.get(with_choices(draft)), next="use")
    theirs = play_tenders.tender_document(now, title="Theirs")
    actions.save_draft(draft, theirs, section="x", from_version=draft.version, by=cast.commissioner, now=now)
    answer = commissioner.post(with_choices(draft), typed)
    assert answer.status_code == 409
    assert Tender.objects.get(pk=draft.pk).title == "Theirs"
    assert "What is saved now" in shown(answer)
    assert commissioner.post(with_choices(draft), form_of(answer, next="use")).status_code == 302
    saved = Tender.objects.get(pk=draft.pk)
    assert (saved.title, saved.file.timetable.award_on) == ("Theirs", date(2027, 5, 11))


def test_a_closing_time_that_has_passed_is_refused_beside_its_field(commissioner, draft):
    page = commissioner.get(with_choices(draft))
    answer = commissioner.post(with_choices(draft), form_of(page, next="use", closes_at_year="2020"))
    assert answer.status_code == 422
    assert "This time has passed." in shown(answer)


def test_a_draft_without_dates_gets_a_plan(commissioner, cast, now):
    tender = actions.start_draft(
        cast.county, title="New", value=Decimal(1), procedure=Procedure.PSR_COMPETITIVE, by=cast.commissioner, now=now
    )
    page = commissioner.get(maker(tender))
    assert "counted from the day after the notice" in shown(page)
    assert commissioner.post(maker(tender), form_of(page, next="use")).status_code == 302
    assert Tender.objects.get(pk=tender.pk).file.timetable.electronic


def test_the_timetable_section_says_what_breaks_today(commissioner, cast, now):
    good = play_tenders.tender_document(now).timetable
    early = {"starts_on": good.award_on + timedelta(days=1)}
    tender = play_tenders.draft_tender(cast, now, timetable=replace(good, **early))
    page = shown(commissioner.get(reverse("tender_section", args=[tender.pk, "timetable"])))
    assert "What breaks with these dates" in page
    assert maker(tender) in page


@pytest.mark.parametrize("count", [1, 40])
def test_the_maker_costs_the_same_with_any_number_of_questions(
    commissioner, cast, now, count, django_assert_num_queries
):
    """Session, person, tender, may edit, policy."""
    tender = play_tenders.draft_tender(cast, now, **many_questions(count))
    with django_assert_num_queries(5):
        commissioner.get(with_choices(tender))


def calendar(client, tender):
    """The answer with the calendar of a tender."""
    return client.get(reverse("tender_calendar", args=[tender.pk]))


def test_the_calendar_of_a_published_tender_is_for_anyone(client, cast, now):
    tender = play_tenders.published_tender(cast, now, reference="HCC-1")
    answer = calendar(client, tender)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="hcc-1-dates.ics"'
    events = {str(event["summary"]).split(":")[0]: event for event in Calendar.from_ical(answer.content).walk("VEVENT")}
    dates = tender.file.timetable
    assert events["Bids must arrive before"].decoded("dtstart") == dates.closes_at
    assert b"DTSTART:20270120T120000Z" in answer.content
    assert events["Publication"].decoded("dtstart") == dates.published_on
    assert events["Contract starts"].decoded("dtstart") == dates.starts_on
    assert set(events) == {
        *("Publication", "Last day for questions", "Bids must arrive before"),
        *("Award notice", "Last day of standstill", "Contract starts"),
    }
    assert {event.decoded("dtstamp") for event in events.values()} == {now}


def test_the_same_facts_give_the_same_bytes_at_any_time(client, cast, now, monkeypatch):
    tender = play_tenders.published_tender(cast, now)
    first = calendar(client, tender).content
    monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: now + timedelta(days=3))
    assert calendar(client, tender).content == first
    other = play_tenders.published_tender(cast, now)
    ids = [
        {str(event["uid"]) for event in Calendar.from_ical(text).walk("VEVENT")}
        for text in (first, calendar(client, other).content)
    ]
    assert len(ids[0]) == 6 and not ids[0] & ids[1]


def test_the_calendar_of_a_draft_is_for_its_staff_alone(cast, draft):
    people = {"auditor": 200, "commissioner": 200, "owner": 404, "other_procurement": 404}
    assert {name: calendar(browser(getattr(cast, name)), draft).status_code for name in people} == people
    assert calendar(browser(None), draft).status_code == 404


def test_a_title_cannot_break_out_of_the_calendar(client, cast, now):
    tender = play_tenders.published_tender(cast, now, title="One, two; three\\nBEGIN:VEVENT é 🦔")
    events = Calendar.from_ical(calendar(client, tender).content).walk("VEVENT")
    assert len(events) == 6
    assert all(str(event["summary"]).endswith("One, two; three\\nBEGIN:VEVENT é 🦔") for event in events)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_maker_in_a_browser(cast, live_server, chromium, portal_clock, now):
    """axe, fragments and 390 pixels, with dates that hold and with dates that break."""
    tender = play_tenders.draft_tender(cast, now)
    carol = Visitor(chromium, live_server.url, "carol", "timetable").sign_in(cast.commissioner.email)
    carol.go(reverse("tender_section", args=[tender.pk, "timetable"])).follow("Work out a whole timetable")
    carol.day("start", 24, 2, 2027).press("Work out the dates").reads("Monday 5 April 2027")
    carol.day("starts_on", 20, 5, 2027).press("Check what breaks").reads("Start the contract later")
    carol.day("starts_on", 18, 6, 2027).press("Use these dates").reads("The draft has these dates now.")

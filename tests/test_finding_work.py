"""Finding work: the filters of the list, its feed and calendar, saved searches and their e-mails, and "could we bid?"."""

import importlib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse
from icalendar import Calendar

from commissioning.tenders import actions
from commissioning.tenders.models import MOST_SEARCHES, Lot, SavedSearch, Tender, Told
from commissioning.tenders.reports.could_bid import Met, could_bid, short_word
from commissioning.tenders.reports.listing import Search
from commissioning.tenders.tasks import tell, tell_at_once
from commissioning.tenders.tenderfile import Condition, ConditionKind, Needed
from commissioning.tenders.tenderfile import Lot as FileLot
from glossary.words import ServiceCategory
from providers.models import Provider
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_tenders

Often = SavedSearch.Often
LOTS = (
    FileLot(id="L1", title="Watford", area=("Watford",), value=Decimal(40_000)),
    FileLot(id="L2", title="All other districts", value=Decimal(1_960_000)),
)
TURNOVER = Condition(
    id="C2", kind=ConditionKind.TURNOVER, amount=Decimal(240_000), needed=Needed.AT_BID, text="Turnover."
)


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    """Every request arrives at the day of the tests."""
    monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: now)


@pytest.fixture
def waste(cast, now):
    return play_tenders.published_tender(cast, now)


@pytest.fixture
def buses(cast, now):
    """A big tender in two lots, published a day after, that closes with the other."""
    return lotted(cast, now)


def lotted(cast, now, **changes):
    """A tender of two million in two lots, one of them small."""
    value = replace(play_tenders.tender_document(now).value, amount=Decimal(2_000_000))
    said = {
        "title": "Rides to the clinic",
        "summary": "Seats and drivers.",
        "service": ServiceCategory.TRANSPORT,
        "lots": LOTS,
        "no_lots_reason": None,
        "value": value,
    }
    kept = play_tenders.REASONS | {"proportion.weight": "It is what the market can bear."}
    made = play_tenders.draft_tender(cast, now, **said | changes, reasons=kept)
    # The checker's view of a tender of this size is another test's: it is published as its action leaves it.
    made.status, made.published_by, made.published_at = "published", cast.procurement, now
    made.save()
    actions.publication.freeze(made, 1, by=cast.procurement, now=now)
    return made


def titles(client, **query):
    return [row.title for row in client.get(reverse("tender_list"), query).context["rows"]]


def test_a_small_provider_finds_a_small_lot_of_a_big_tender(client, waste, buses):
    assert titles(client, band="small") == [buses.title]
    assert titles(client, band="large") == [buses.title]
    assert titles(client, area="Watford") == [buses.title]
    # The small lot is the one in Watford, so the two filters meet in it; the big lot is not there.
    assert titles(client, area="Watford", band="small") == [buses.title]
    assert titles(client, area="Watford", band="largest") == []
    assert titles(client, lots="yes") == [buses.title]
    assert titles(client, lots="no") == [waste.title]
    row = client.get(reverse("tender_list"), {"lots": "yes"}).context["rows"][0]
    assert row.lots == "2 lots, the smallest £40,000"


def test_a_county_finds_what_lies_in_it(client, cast, now):
    there = play_tenders.published_tender(cast, now, area=("Dacorum",))
    assert titles(client, area="hertfordshire") == [there.title]
    assert titles(client, area="Watford") == []


def test_closing_dates_and_orders(client, cast, now, waste):
    late = play_tenders.published_tender(cast, now + timedelta(hours=1), title="Parks")
    Tender.objects.filter(pk=waste.pk).update(closes_at=now + timedelta(days=10), value=Decimal(90_000))
    assert (titles(client, within="7"), titles(client, within="14")) == ([], [waste.title])
    day = now.date() + timedelta(days=10)
    boxes = {
        f"closes_{end}_{part}": str(getattr(day, part)) for end in ("from", "to") for part in ("day", "month", "year")
    }
    assert titles(client, **boxes) == [waste.title]
    assert titles(client) == [waste.title, late.title]
    assert titles(client, sort="newest") == [late.title, waste.title]
    assert titles(client, sort="smallest") == [waste.title, late.title]


@pytest.mark.parametrize("words", ["old sofas", "Old Sofas", "OLD SOFA", "mattress", "waste REUSE"])
def test_everyday_words_find_a_service(client, waste, words):
    assert titles(client, words=words) == [waste.title]


def test_partners(client, cast, now, waste):
    reasons = play_tenders.REASONS | {"inclusion.partners": "One driver does it all."}
    alone = play_tenders.published_tender(cast, now, title="Alone", partners_allowed=False, reasons=reasons)
    assert titles(client, partners="yes") == [waste.title]
    assert alone.title in titles(client)


def test_each_filter_can_be_taken_away_and_paging_keeps_them(client, cast, now):
    for _ in range(21):
        play_tenders.published_tender(cast, now)
    query = {"words": "household", "area": "hertfordshire", "within": "", "closes_from_day": "1"}
    query |= {"closes_from_month": "12", "closes_from_year": "2026", "sort": "newest"}
    answer = client.get(reverse("tender_list"), query)
    chips = {chip.words: chip.address for chip in answer.context["chips"]}
    assert list(chips) == ["“household”", "In hertfordshire", "Closes on Tuesday 1 December 2026 or later"]
    assert "words=" not in chips["“household”"]
    assert client.get(chips["“household”"]).context["page"].paginator.count == 21
    text = answer.content.decode()
    assert "21 tenders found" in text
    assert "words=household&amp;area=hertfordshire" in text
    assert f'type="application/atom+xml" title="Tenders that fit these filters" href="{reverse("tender_feed")}?' in text


@pytest.mark.parametrize(
    "junk", ["within=x", "lots=x", "sort=%00", "closes_from_day=99", "closes_to_year=" + "9" * 400]
)
@pytest.mark.parametrize("name", ["tender_list", "tender_feed", "tender_closings"])
def test_junk_is_never_a_fault(client, waste, name, junk):
    assert client.get(f"{reverse(name)}?{junk}").status_code == 200


def test_a_search_is_read_as_it_was_written():
    search = Search(words="buses", band="small", closes_from=date(2027, 1, 20), sort="newest")
    assert Search.read(search.written) == search
    assert Search.read(search.written | {"no_longer": "known"}) == search


def test_what_was_published_before_is_filled_in_by_the_migration(cast, now, buses):
    Lot.objects.all().delete()
    Tender.objects.update(partners_allowed=None)
    importlib.import_module("commissioning.tenders.migrations.0011_saved_searches").fill(apps, None)
    assert list(Lot.objects.values_list("place", "title", "areas", "value")) == [
        (1, "Watford", ["Watford"], Decimal(40_000)),
        (2, "All other districts", ["Hertfordshire"], Decimal(1_960_000)),
    ]
    assert Tender.objects.get().partners_allowed is True


def test_the_feed_holds_what_the_list_holds_under_ids_that_stay(client, waste, buses):
    tags = {"a": "http://www.w3.org/2005/Atom"}

    def entries(**query):
        root = ElementTree.fromstring(client.get(reverse("tender_feed"), query).content)
        return {one.find("a:title", tags).text: one.find("a:id", tags).text for one in root.findall("a:entry", tags)}

    assert entries().keys() == {waste.title, buses.title}
    assert entries(lots="yes") == {buses.title: entries()[buses.title]}
    assert entries()[waste.title].startswith("urn:uuid:")


def test_the_calendar_holds_the_closings_under_the_ids_of_the_tenders_own(client, waste, buses):
    def closings(where, **query):
        events = Calendar.from_ical(client.get(where, query).content).walk("VEVENT")
        return {str(event["uid"]): event["dtstart"].dt for event in events}

    found = closings(reverse("tender_closings"), lots="no")
    assert list(found.values()) == [waste.closes_at]
    assert found.items() <= closings(reverse("tender_calendar", args=[waste.pk])).items()


def test_a_search_is_saved_changed_and_ended(client, cast, now):
    client.force_login(cast.owner)
    where = reverse("search_save") + "?service=transport&status=all"
    assert "It looks for: " in client.get(where).content.decode()
    assert client.post(where, {"name": "", "often": "daily"}).status_code == 422
    assert client.post(where, {"name": "Buses", "often": "daily"}).status_code == 302
    saved = SavedSearch.objects.get()
    assert (saved.filters, saved.since, saved.user) == ({"service": "transport"}, now, cast.owner)
    again = client.post(where, {"name": "Buses", "often": "daily"})
    assert (again.status_code, "You have a search called “Buses”" in again.content.decode()) == (422, True)
    assert reverse("tender_list") + "?service=transport" in client.get(reverse("saved_searches")).content.decode()
    client.post(reverse("saved_search", args=[saved.pk]), {"name": "Rides", "often": "never"})
    saved.refresh_from_db()
    assert (saved.name, saved.often) == ("Rides", "never")
    client.force_login(cast.rival)
    assert client.post(reverse("search_end", args=[saved.pk])).status_code == 404
    client.force_login(cast.owner)
    client.post(reverse("search_end", args=[saved.pk]))
    assert not SavedSearch.objects.exists()


def test_there_is_a_most_of_searches(cast, now):
    for number in range(MOST_SEARCHES):
        play_tenders.saved_search(cast.owner, now, name=f"Search {number}")
    with pytest.raises(Refused, match="which is the most"):
        play_tenders.saved_search(cast.owner, now, name="One more")


def news(person):
    return list(Message.objects.filter(to=person.email, key__startswith="new tenders"))


def test_who_wants_it_at_once_is_told_when_a_tender_is_published_and_only_once(cast, now):
    play_tenders.saved_search(cast.owner, now, name="Waste", often=Often.AT_ONCE, words="sofas")
    play_tenders.saved_search(cast.owner, now, name="County", often=Often.AT_ONCE, area="Hertfordshire")
    play_tenders.saved_search(cast.rival, now, name="Rides", often=Often.AT_ONCE, service="transport")
    tender = play_tenders.published_tender(cast, now + timedelta(minutes=5))
    message = news(cast.owner)[0]
    assert message.subject == f"New tender: {tender.title}"
    assert "Found by “County” and “Waste”." in message.body
    assert news(cast.rival) == []
    tell_at_once.call(tender.pk, (now + timedelta(minutes=9)).isoformat())
    assert tell(cast.owner, list(Often), now=now + timedelta(days=1)) == 0
    assert len(news(cast.owner)) == 1


def test_publishing_asks_for_no_work_where_nobody_waits(cast, now, waste):
    assert not Told.objects.exists()
    assert not Message.objects.filter(key__startswith="new tenders").exists()


def test_the_daily_mail_tells_all_that_is_new_and_running_it_twice_changes_nothing(cast, now, monkeypatch):
    play_tenders.published_tender(cast, now - timedelta(hours=1), title="Published before the search was saved")
    play_tenders.saved_search(cast.owner, now, often=Often.DAILY)
    never = play_tenders.saved_search(cast.rival, now, often=Often.NEVER)
    first, second = (
        play_tenders.published_tender(cast, now + timedelta(hours=1), title=name) for name in ("One", "Two")
    )
    assert news(cast.owner) == []
    at = now + timedelta(days=1)
    monkeypatch.setattr("commissioning.tenders.management.commands.send_alerts.timezone.now", lambda: at)
    call_command("send_alerts", verbosity=0)
    call_command("send_alerts", verbosity=0)
    message = news(cast.owner)[0]
    assert (message.subject, len(news(cast.owner))) == ("2 new tenders", 1)
    assert first.title in message.body
    assert second.title in message.body
    assert "before the search" not in message.body
    # What came out while it was off is no news when it is on again.
    actions.change_search(never, name=never.name, often=Often.DAILY, by=cast.rival, now=at)
    call_command("send_alerts", verbosity=0)
    assert news(cast.rival) == []
    later = play_tenders.published_tender(cast, at, title="Three")
    monkeypatch.setattr(
        "commissioning.tenders.management.commands.send_alerts.timezone.now", lambda: at + timedelta(days=1)
    )
    call_command("send_alerts", verbosity=0)
    assert [later.title in one.body for one in news(cast.owner)] == [False, True]


def test_the_link_in_a_mail_stops_it_without_signing_in(client, cast, now):
    saved = play_tenders.saved_search(cast.owner, now, often=Often.AT_ONCE)
    play_tenders.published_tender(cast, now + timedelta(minutes=1))
    where = reverse("search_stop", args=[saved.stop_key])
    assert where in news(cast.owner)[0].body
    assert "Stop these e-mails?" in client.get(where).content.decode()
    saved.refresh_from_db()
    assert saved.often == Often.AT_ONCE  # a mail program that only opens links stops nothing
    assert "No more e-mails" in client.post(where).content.decode()
    saved.refresh_from_db()
    assert saved.often == Often.NEVER
    for key in (f"{saved.pk}:x", str(saved.pk), "x", "%00", "9" * 400):
        assert client.post(f"/searches/stop/{key}/").status_code == 404


def lines(tender, provider, now):
    return {line.asked.partition(":")[0]: line for line in could_bid(tender, provider, now).lines}


def test_could_we_bid_gives_each_condition_its_word_and_reason(cast, now):
    insurance = play_tenders.tender_document(now).conditions[0]
    tender = play_tenders.draft_tender(cast, now, conditions=(insurance, replace(TURNOVER, partners_count=True)))
    Provider.objects.filter(pk=cast.reuse.pk).update(
        services=["environment"], areas=["Hertfordshire"], turnover=None, insurance=None
    )
    cast.reuse.refresh_from_db()
    said = lines(tender, cast.reuse, now)
    assert {name: line.met for name, line in said.items()} == {
        "Service": Met.YES,
        "Area": Met.YES,
        "C1": Met.LATER,
        "C2": Met.NOT_KNOWN,
    }
    assert said["C2"].what_to_do == "Say it in your facts. What a partner has counts: look for one who has it."
    assert short_word(tender, cast.reuse) == "1 not known"
    cast.reuse.turnover, cast.reuse.insurance = Decimal(100_000), Decimal(10_000_000)
    said = lines(tender, cast.reuse, now)
    assert (said["C1"].met, said["C2"].met) == (Met.YES, Met.NO)
    assert (said["C2"].why, said["C2"].what_to_do) == (
        "Your turnover is £100,000.",
        "What a partner has counts: look for one who has it.",
    )
    assert short_word(tender, cast.reuse) == "1 thing to look at"
    cast.reuse.turnover = Decimal(240_000)
    assert short_word(tender, cast.reuse) == "Your facts fit"
    cast.reuse.services, cast.reuse.areas = ["transport"], ["Kent"]
    assert short_word(tender, cast.reuse) == "2 things to look at"


def test_insurance_that_runs_out_before_the_start_is_met_with_a_warning(cast, now):
    tender = play_tenders.draft_tender(cast, now)
    cast.reuse.insurance = Decimal(5_000_000)
    cast.reuse.papers.create(kind="insurance", name="Public", cover=Decimal(5_000_000), expires_on=date(2027, 1, 31))
    said = lines(tender, cast.reuse, now)["C1"]
    assert (said.met, "It runs out on Sunday 31 January 2027, before the contract starts." in said.why) == (
        Met.YES,
        True,
    )


def test_the_cover_of_another_insurance_does_not_meet_a_condition_that_names_its_own(cast, now):
    """Employers’ liability of £10 million is no public liability of £5 million."""
    asked = Condition(
        id="C1",
        kind=ConditionKind.INSURANCE,
        amount=Decimal(5_000_000),
        needed=Needed.AT_BID,
        text="Public liability insurance.",
    )
    tender = play_tenders.draft_tender(cast, now, conditions=(asked,))
    cast.reuse.insurance = Decimal(10_000_000)
    cast.reuse.papers.create(kind="insurance", name="Employers’ liability", cover=Decimal(10_000_000))
    only_another = lines(tender, cast.reuse, now)["C1"]
    assert (only_another.met, only_another.why) == (
        Met.YES,
        "Your highest cover is £10,000,000. See whether it is the insurance that is asked for.",
    )
    cast.reuse.papers.create(kind="insurance", name="Public liability", cover=Decimal(2_000_000))
    said = lines(tender, cast.reuse, now)["C1"]
    assert (said.met, said.why) == (Met.NO, "Your insurance “Public liability” covers £2,000,000.")
    assert said.asked.endswith("Public liability insurance.")


def test_could_we_bid_leads_to_the_papers_and_to_all_that_a_bid_asks(client, cast, now):
    tender = play_tenders.published_tender(cast, now)
    client.force_login(cast.owner)
    page = client.get(reverse("tender_could_bid", args=[tender.pk])).content.decode()
    for where in (reverse("provider_papers", args=[cast.reuse.pk]), reverse("before_start", args=[tender.pk])):
        assert f'href="{where}"' in page


def test_the_area_of_one_lot_is_enough(cast, now, buses):
    cast.reuse.areas = ["Watford"]
    Tender.objects.filter(pk=buses.pk).update(areas=["Hertfordshire"])
    assert "Watford" in lines(buses, cast.reuse, now)["Area"].why


@pytest.mark.parametrize("count", [5, 19])
def test_the_list_of_a_member_costs_five_queries_and_the_page_six(client, cast, now, count, django_assert_num_queries):
    """Session, person, organisations, count, page; for one tender also its papers and the policy of its hours."""
    for _ in range(count):
        tender = play_tenders.published_tender(cast, now)
    client.force_login(cast.owner)
    with django_assert_num_queries(5):
        assert "Could we bid?" in client.get(reverse("tender_list")).content.decode()
    with django_assert_num_queries(6):
        assert client.get(reverse("tender_could_bid", args=[tender.pk])).status_code == 200


@pytest.mark.parametrize("count", [2, 18])
def test_saved_searches_cost_three_queries(client, cast, now, count, django_assert_num_queries):
    for number in range(count):
        play_tenders.saved_search(cast.owner, now, name=f"Search {number}")
    client.force_login(cast.owner)
    with django_assert_num_queries(3):
        assert client.get(reverse("saved_searches")).status_code == 200


def test_a_search_is_its_persons_alone(cast, now):
    play_tenders.saved_search(cast.owner, now)
    assert not SavedSearch.objects.of(cast.procurement).exists()

"""An engagement in a browser: a resident on a phone without scripts, a provider, and the commissioner’s whole way."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from commissioning.tenders.models import Engagement, Response
from commissioning.tenders.timetable import uk_day
from tests import play_engagement, play_tenders
from tests.cast import make_cast
from tests.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    cache.clear()
    return make_cast()


def test_a_resident_without_scripts_says_their_piece_on_a_phone(cast, chromium, live_server, now, portal_clock):
    engagement = play_engagement.open_engagement(cast, now)
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 390, "height": 800}
    )
    phone = context.new_page()
    phone.goto("/")
    phone.get_by_role("link", name="Have your say").first.click()
    phone.get_by_role("link", name=engagement.title).click()
    phone.get_by_role("link", name="People who use the service", exact=True).click()
    phone.get_by_label("What matters most to you?").fill("That they ring first.")
    portal_clock.move_on(minutes=2)
    phone.get_by_role("button", name="Send").click()
    assert "Your answer has arrived" in phone.inner_text("main") and "That they ring first." in phone.inner_text("main")
    assert [cookie["name"] for cookie in context.cookies()] == ["csrftoken"]
    context.close()
    assert Response.objects.get().answers == {"q1": "That they ring first."}


def test_every_public_page_holds_to_the_rules(cast, chromium, live_server, now, portal_clock):
    tender = play_tenders.published_tender(cast, now)
    ended = play_engagement.replied_engagement(cast, now, tender)
    opened = play_engagement.open_engagement(cast, now)
    anyone = Visitor(chromium, live_server.url, "anyone", "engagement")
    anyone.go("/engagement/").reads("Furniture reuse", "Answer until the end of Wednesday 30 December 2026")
    anyone.go("/engagement/?ended=yes").follow(ended.title).reads("You said, we did", "fewer than five")
    anyone.follow("Read what providers said").reads("Two vans are too many")
    anyone.go(f"/tenders/{tender.pk}/").reads("Changed by what people said").follow("Opening hours").reads(
        "What we heard"
    )
    anyone.go(f"/engagement/{opened.pk}/").follow("Providers").reads("Everything providers say is published")
    portal_clock.move_on(minutes=1)
    anyone.fill("What would stop you from bidding?", "Two vans.").choose("Three years").press("Send").reads("Thank you")


def test_a_commissioner_asks_reads_and_replies(cast, chromium, live_server, now, portal_clock):
    tender = play_tenders.draft_tender(cast, now)
    carol = Visitor(chromium, live_server.url, "commissioner", "engagement").sign_in(cast.commissioner.email)
    carol.go("/desk/").follow("Engagements").follow("Start an engagement")
    today = uk_day(now)
    last = today + timedelta(days=20)
    carol.fill("Title", "Reuse").day("opens_on", today.day, today.month, today.year)
    carol.day("closes_on", last.day, last.month, last.year).press("Start").reads("The draft is started", "Not asked")
    carol.follow("What is planned").fill("What is planned", "One service for the county.").save()
    carol.follow("Anyone").fill("Introduction", "We want to hear from you.")
    carol.fill("Easy-read text", "We want to hear from you.\nIt takes two minutes.")
    carol.fill_name("rows-0-text", "What should we know?").press("Save and add another").reads("reading age of about")
    carol.save().reads("Anyone saved.", "1 question")
    carol.follow("Sessions").select("For whom", "Anyone").day("rows-0-starts_at", last.day, last.month, last.year)
    carol.fill_name("rows-0-starts_at_time", "2pm").fill("Where", "Hertford Library").save().reads("1 session")
    carol.follow("The tender it leads to").select("Tender", tender.title).save()
    carol.press("Publish").reads("Everyone can read it now")
    engagement = Engagement.objects.get()
    for words in ("Ring first.", "Open on Saturdays."):
        play_engagement.response_to(engagement, now, words=words)
    portal_clock.move_to(now + timedelta(days=21))
    carol.go("/engagement/ours/").follow("Reuse").follow("Read the responses").reads("2 responses", "Ring first.")
    carol.choose("Tick response").fill("Or a new theme", "Knowing the time").press("Put the theme on them")
    carol.reads("put on 1 response", "Knowing the time")
    carol.go(f"/engagement/{engagement.pk}/themes/").follow("Knowing the time").fill("What we heard", "People wait in.")
    carol.choose("Yes").fill("What we did, or why not", "A message on the day.").choose("SV1: ").press("Save")
    carol.reads("Written: changed 1 question")
    carol.go(f"/engagement/{engagement.pk}/desk/").press("Publish “You said, we did”").reads("Everyone can read")
    carol.go(f"/tenders/{tender.pk}/").reads("Changed by what people said")
    carol.go(f"/tenders/{tender.pk}/draft/").follow("What people said before this tender").reads("Reuse")

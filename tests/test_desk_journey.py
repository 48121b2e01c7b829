"""The commissioner's desk in a browser: people are asked, a draft is checked and mended, published, questioned, changed.

Given a county that plans a furniture service; when it asks people first, drafts from the question bank, meets each
finding of the checks, and a second person publishes; then a provider asks a question that all can read answered, and a
change that matters tells every bidder, who confirms the bid or changes it.
Every page on the way is held to the rules in `tests/visitor.py`.
"""

import re
from datetime import UTC, datetime
from functools import partial

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from commissioning.tenders.models import Engagement, Tender
from socialvalue.outbox.models import Message
from tests.cast import make_cast
from tests.test_journey import bid, register
from tests.visitor import Visitor

STARTS = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
HEARD = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
OPEN = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)

REASON = "One van and one workshop leave nothing to share out."


def ask_people(carol: Visitor) -> Engagement:
    """A commissioner asks providers and anyone before she drafts."""
    carol.go("/desk/").follow("Engagements").follow("Start an engagement")
    carol.fill("Title", "Furniture for new tenants").day("opens_on", 1, 9, 2026).day("closes_on", 30, 9, 2026)
    carol.press("Start")
    carol.follow("What is planned").fill("What is planned", "Mend furniture and pass it on.").save()
    for audience, question in (("Providers", "What would stop you from bidding?"), ("Anyone", "What matters to you?")):
        carol.follow(audience).fill("Introduction", "We want to hear from you before we write the tender.")
        carol.fill("Easy-read text", "We plan a service.\nTell us what you think.")
        carol.fill_name("rows-0-text", question).save()
    carol.press("Publish").reads("Everyone can read it now")
    return Engagement.objects.get()


def answer(anyone: Visitor, clock, engagement: Engagement) -> None:
    """A resident and a provider answer without an account."""
    for audience, label, words in (
        ("Anyone", "What matters to you?", "Come when you said you would."),
        ("Providers", "What would stop you from bidding?", "Insurance that we must buy before we know."),
    ):
        anyone.go("/engagement/").follow(engagement.title).follow(audience).fill(label, words)
        clock.move_on(minutes=2)
        anyone.press("Send").reads(words)


def draft(carol: Visitor) -> Tender:
    """A first draft, much of it chosen from what the portal knows, with the faults that people make."""
    carol.go("/desk/").follow("Draft a tender")
    carol.fill("Title", "Furniture reuse for new tenants").fill("Value of the contract", "£120,000")
    carol.select("Route", "Below threshold").select("Kind of service", "Environment and waste")
    carol.press("Start the draft")
    tender = Tender.objects.get()
    carol.follow("Value and length").fill("First term", "2").fill("How many bids do you expect?", "4").save()
    carol.follow("About the service").fill("Your reference", "HCC-2026-101")
    carol.fill("Summary", "Collect furniture that people no longer need, mend it, and give it to people moving in.")
    carol.fill("Where", "Hertfordshire").save()
    carol.go(f"/tenders/{tender.pk}/draft/classification/").fill_name("words", "bulky waste").press("Find codes")
    carol.press(re.compile("^Use this")).go(f"/tenders/{tender.pk}/draft/timetable-maker/")
    carol.reads("12 noon on Tuesday 10 November 2026 (GMT)").press("Use these dates")
    carol.go(f"/tenders/{tender.pk}/draft/")
    carol.follow("Specification").fill("Heading", "Collection and repair")
    carol.fill("What you need", "Collect within ten working days. Mend at least half of what is collected.").save()
    carol.follow("Frameworks and priorities").choose("Hertfordshire Corporate Plan").save()
    carol.follow("Criteria and weights").press("Start with the usual criteria").save()
    carol.follow("Marking scale").save()
    carol.follow("Conditions of taking part").select("What it is about", "Turnover").fill("Amount", "£150,000")
    carol.select("When it must be met", "When the bid is made").press("Save and add another")
    row = carol.page.locator("#more")
    row.get_by_label("What it is about").select_option(label="Insurance")
    row.get_by_label("Amount").fill("2,000,000")
    carol.save()
    carol.follow("Documents to show").fill("Document", "Insurance certificate").select(
        "Who must show it", "Everyone who bids"
    )
    carol.save()
    questions(carol)
    carol.follow("Monitoring").select("How often does the provider report?", "Every 3 months").save()
    carol.follow("Tied bids").select("What decides first?", "More points for Quality").save()
    return tender


def questions(carol: Visitor) -> None:
    """One question of her own and one from the bank."""
    carol.follow("Questions").follow("Write your own").select("Which criterion is it part of?", "Method")
    carol.choose("Written answer").fill("The question", "How will you collect, mend and pass on what people give?")
    carol.fill("Weight", "100").fill("Word limit", "400").save()
    carol.follow("Choose from the question bank").select("Kind of benefit", "Training and volunteering")
    carol.press("Find questions").follow(re.compile("^Use this question")).fill("Weight", "100")
    carol.fill_empty("Word limit", "200").fill_empty("Target that gets all the points", "10").save()
    carol.follow("Back to the draft")


def mend(carol: Visitor, tender: Tender) -> None:
    """She meets each finding beside its field, by its link, and mends it or says why it is right."""
    checks = f"/tenders/{tender.pk}/draft/checks/"
    carol.go(checks).reads("5 to mend and 1 needs a reason")
    carol.follow("Conditions of taking part").reads("This is more than 2 times what a year is worth.")
    carol.choose("Remove this").save()
    carol.go(checks).reads("3 to mend").follow("Conditions of taking part").reads("Bidders would have to buy cover")
    carol.select("When it must be met", "When the contract starts").save().go(checks).reads("2 to mend").follow(
        "Lots and partners"
    )
    carol.fill("If there are no lots, why not?", "One workshop and one van serve all of the county.")
    carol.page.get_by_label("Providers may bid together").uncheck()
    carol.save()
    carol.go(checks).reads("1 to mend").follow("Coverage").fill(
        "Social", "The work is with things and not with people."
    )
    carol.fill("Environmental", "Reuse is the service itself: the method is marked for it.").save()
    carol.go(checks).follow("Documents to show").select("Who must show it", "Only the winner").save()
    carol.go(checks).reads("1 needs a reason", "shut out").fill("Why is it right for this contract?", REASON)
    carol.press(re.compile("^Record this reason")).reads(REASON)
    carol.go(f"/tenders/{tender.pk}/draft/consideration/")
    carol.fill("How could it help the local economy?", "Repair trains people for work.").save()


def reply(carol: Visitor, engagement: Engagement) -> None:
    """She says what people said, what it changed, and publishes it."""
    carol.go(f"/engagement/{engagement.pk}/desk/").follow("The tender it leads to")
    carol.select("Tender", "Furniture reuse for new tenants").save()
    carol.go(f"/engagement/{engagement.pk}/responses/").choose("Tick response")
    carol.fill("Or a new theme", "Insurance").press("Put the theme on them")
    carol.go(f"/engagement/{engagement.pk}/themes/").follow("Insurance").fill("What we heard", "Cover costs a lot.")
    carol.choose("Yes").fill("What we did, or why not", "Only the winner needs it.")
    carol.page.get_by_role("group", name="Questions of the tender").get_by_role("checkbox").first.check()
    carol.save().go(f"/engagement/{engagement.pk}/desk/").press("Publish “You said, we did”").reads("Everyone can read")


def approve_and_publish(carol: Visitor, peter: Visitor, tender: Tender) -> None:
    """Conflicts are looked at, the draft is sent, and somebody else reads the reasons and publishes."""
    carol.go(f"/tenders/{tender.pk}/conflicts-assessment/").press("No conflict is known")
    carol.go(f"/tenders/{tender.pk}/draft/review/").press("Send for approval").reads("Waiting for approval")
    peter.go("/desk/").follow(re.compile("^Approve and publish, or send back"))
    peter.reads(REASON).press("Approve and publish")
    peter.reads("Published. This is the page that everyone sees now.")


def clarify(nora: Visitor, peter: Visitor, tender: Tender) -> None:
    """A provider asks unseen; the officer takes out what would tell who, and answers to all."""
    nora.go(f"/tenders/{tender.pk}/clarifications/").follow("Ask a question")
    nora.fill("Your question", "We at Hatfield Menders have no lift. May we leave wardrobes on the ground floor?")
    nora.press(re.compile("^(Ask|Send)"))
    peter.go(f"/tenders/{tender.pk}/clarifications/waiting/").follow(re.compile("Answer"))
    peter.fill("The question, as everyone will read it", "May we leave wardrobes on the ground floor?")
    peter.fill("The answer", "Yes, where the tenant agrees.").press("Publish the answer")


def change(carol: Visitor, peter: Visitor, tender: Tender) -> None:
    """The word limit grows: a change that matters, approved by somebody else, with a later closing."""
    carol.go(f"/tenders/{tender.pk}/addendum/").press("Start a change").follow(re.compile("^Change question")).fill(
        "Word limit", "500"
    )
    carol.press("Save in the change").follow("Go on to send it for approval").choose("Yes, it is material")
    carol.fill("Why does the tender change?", "A bidder showed that the limit was too short.")
    carol.fill("Why does the closing move, or why does it stay?", "Bidders need time to write more.")
    carol.press("Send for approval")
    peter.go(f"/tenders/{tender.pk}/addendum/approve/").reads("400", "500").press("Approve and publish")


@pytest.mark.browser
def test_from_asking_people_to_a_change_that_all_are_told_of(transactional_db, live_server, chromium, portal_clock):
    """The desk, once round."""
    cache.clear()
    cast = make_cast()
    call_command("load_reference", verbosity=0)
    person = partial(Visitor, chromium, live_server.url, story=f"desk-{connection.vendor}")
    portal_clock.move_to(STARTS)

    carol = person(name="carol").sign_in(cast.commissioner.email)
    engagement = ask_people(carol)
    anyone = person(name="anyone")
    answer(anyone, portal_clock, engagement)
    portal_clock.move_to(HEARD)
    carol.go(f"/engagement/{engagement.pk}/desk/").press("Publish what every provider said")
    tender = draft(carol)
    mend(carol, tender)
    reply(carol, engagement)
    approve_and_publish(carol, person(name="peter").sign_in(cast.procurement.email), tender)
    anyone.go(f"/tenders/{tender.pk}/").reads("Changed by what people said", "3 hours")

    portal_clock.move_to(OPEN)
    peter = person(name="peter-again").sign_in(cast.procurement.email)
    nora = person(name="nora")
    register(nora)
    bid(nora, text="We collect on fixed days and mend in one workshop. " * 6, quantities=(8,), price="108,000")
    clarify(nora, peter, tender)
    anyone.go(f"/tenders/{tender.pk}/clarifications/").reads("Yes, where the tenant agrees.")
    assert "Hatfield" not in anyone.text()
    change(carol, peter, tender)
    anyone.go(f"/tenders/{tender.pk}/").reads("Changes since publication")
    told = Message.objects.filter(to="nora@example.org").order_by("pk").values_list("subject", flat=True)
    assert [subject.partition(":")[0] for subject in told] == [
        "Bid submitted",
        "Clarification 1",
        "The tender has changed",
    ]
    nora.go("/desk/").follow("Furniture reuse for new tenants")
    nora.reads("The tender changed. Confirm your bid or change it").follow("Confirm it as it stands")
    nora.reads("Addendum 1: A bidder showed that the limit was too short.").press("Confirm the bid as it stands")
    nora.go("/desk/").follow("Furniture reuse for new tenants")
    assert "Confirm your bid" not in nora.text()

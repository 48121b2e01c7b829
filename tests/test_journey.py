"""The whole way in a browser: from an empty draft to a contract with an accepted return, as nine different people.

Given a county with its staff and two providers; when each does their part, page by page; then the report's PDF names the
winner, its score case gives the same ranking by the command, and what was promised is reported on and accepted.
Every page on the way is held to the rules in `tests/visitor.py`.
"""

import re
from datetime import UTC, datetime
from functools import partial

import pytest
from django.core.management import call_command
from django.db import connection

from commissioning.tenders.models import Tender
from tests.cast import make_cast
from tests.visitor import Visitor

CLOSES = datetime(2027, 1, 20, 12, 0, tzinfo=UTC)


def draft(carol: Visitor) -> None:
    """A commissioner drafts a tender, section by section, with a question from the bank and one of her own."""
    carol.go("/desk/").follow("Draft a tender")
    carol.fill("Title", "Furniture reuse for new tenants").fill("Value of the contract", "£120,000")
    carol.select("Route", "Below threshold").select("Kind of service", "Environment and waste").press("Save")
    carol.follow("Value and length").fill("First term", "2").fill("How many bids do you expect?", "5").save()
    carol.follow("About the service").fill("Your reference", "HCC-2026-099")
    carol.fill("Summary", "Collect furniture that people no longer need, mend it, and give it to people moving in.")
    carol.fill("Where", "Hertfordshire").save()
    carol.follow("Timetable").day("published_on", 2, 12, 2026).day("clarifications_by", 8, 1, 2027)
    carol.day("closes_at", 20, 1, 2027).fill_name("closes_at_time", "12 noon")
    carol.day("award_on", 1, 3, 2027).day("starts_on", 1, 4, 2027).save()
    carol.follow("Specification").fill("Heading", "Collection and repair")
    carol.fill("What you need", "Collect within ten working days. Mend at least half of what is collected.").save()
    carol.follow("Frameworks and priorities").choose("Hertfordshire Corporate Plan").save()
    carol.follow("Criteria and weights").press("Start with the usual criteria").save()
    carol.follow("Marking scale").save()
    carol.follow("Lots and partners").fill(
        "If there are no lots, why not?", "One small workshop serves the county."
    ).save()
    carol.follow("Conditions of taking part").select("What it is about", "Insurance")
    carol.fill("The condition in words", "Public liability insurance of £2 million by the first day.")
    carol.select("When it must be met", "When the contract starts").save()
    carol.follow("Documents to show").save()
    questions(carol)
    carol.follow("Monitoring").select("How often does the provider report?", "Every 3 months").save()
    carol.follow("Tied bids").select("What decides first?", "More points for Quality").save()
    carol.follow("Review and send for approval").follow("Preview it as a provider")
    carol.reads("Furniture reuse for new tenants", "This is how providers will see it")
    carol.follow("Go to your page of this tender").follow("Review and send for approval").press("Send for approval")
    carol.reads("Waiting for approval")


def questions(carol: Visitor) -> None:
    """One question of her own, one from the bank, and one commitment."""
    carol.follow("Questions").follow("Write your own").select("Which criterion is it part of?", "Method")
    carol.choose("Written answer").fill("The question", "How will you collect, mend and pass on what people give?")
    carol.fill("Weight", "100").fill("Word limit", "400").save()
    carol.follow("Choose from the question bank").select("Kind of benefit", "Training and volunteering")
    carol.press("Find questions").follow(re.compile("^Use this question")).fill("Weight", "50")
    carol.fill_empty("Word limit", "200").fill_empty("Target that gets all the points", "10").save()
    carol.follow("Write your own").select("Which criterion is it part of?", "Social value")
    carol.choose("Commitment").fill("The question", "How many people out of work will you train each year?")
    carol.fill("Weight", "50").fill("What is counted", "People trained").fill(
        "Unit", "people finishing per contract year"
    )
    carol.fill("What counts, exactly", "A person out of work who finishes at least 60 hours of training.")
    carol.fill("What shows it", "A signed record for each person.")
    carol.select("How quantities become points", "Share of the target, no more than all of it").fill(
        "Target that gets all the points", "12"
    )
    carol.select("Strand of well-being", "Economic").select("Kind of benefit", "Training and volunteering")
    carol.choose(re.compile("education, employment or training")).choose(re.compile("^S1"))
    carol.fill("Why is it relevant to this contract?", "Repair needs people whom the contractor has trained.")
    carol.fill(
        "Why is it in proportion to this contract?", "One workshop of six people can teach twelve a year."
    ).save()
    carol.follow("Back to the draft")


@pytest.mark.browser
def test_from_a_draft_to_a_watched_contract(transactional_db, live_server, chromium, portal_clock):
    """The whole way, once."""
    cast = make_cast()
    call_command("load_reference", verbosity=0)
    person = partial(Visitor, chromium, live_server.url, story=f"journey-{connection.vendor}")
    carol = person(name="carol").sign_in(cast.commissioner.email)
    draft(carol)
    peter = person(name="peter").sign_in(cast.procurement.email)
    peter.follow(re.compile("^Approve and publish, or send back")).press("Approve and publish")
    peter.reads("Published. This is the page that everyone sees now.")
    tender = Tender.objects.get()
    anyone = person(name="anyone").go("/").follow("Find a tender").follow("Furniture reuse for new tenants")
    anyone.reads("£120,000", "12 noon on Wednesday 20 January 2027 (GMT)", "Start a bid")

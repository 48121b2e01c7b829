"""Codes in everyday words, the lists of a draft, and a start from an earlier tender, in a browser."""

import re

import pytest

from commissioning.tenders.tenderfile import CarryOver
from glossary.actions import load_reference
from tests import play_tenders
from tests.cast import make_cast
from tests.test_start_from import marked
from tests.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_draft_from_an_earlier_tender(chromium, live_server, now, portal_clock):
    """From the list to the draft; its codes; its lots, conditions, documents and scale; a group unlocked."""
    load_reference(now=now)
    cast = make_cast()
    document = marked(play_tenders.tender_document(now), SV=CarryOver.AS_IS)
    play_tenders.published_tender(cast, now, criteria=document.criteria, title="Round one")
    carol = Visitor(chromium, live_server.url, "carol", "start-from").sign_in(cast.commissioner.email)

    carol.go("/tenders/new/").follow("start from an earlier tender")
    carol.fill("Words", "round").press("Find tenders").reads("1 tender found").follow("Round one")
    carol.reads("What comes over", "its dates", "As it is, and locked")
    carol.fill("Title of the new tender", "Round two").press("Start the draft").reads("Set its dates first")

    draft = carol.page.url.removeprefix(live_server.url)
    carol.go(f"{draft}about/").follow("Find the kind of service and its codes in your own words")
    carol.fill("What do you buy?", "bulky waste").press("Find codes").reads("People call it “bulky waste”.")
    carol.press(re.compile("Use this.*Household-refuse")).reads("its codes have 90511200-4", "This tender has it.")

    for section in ("lots", "conditions", "documents", "scale", "criteria"):
        carol.go(f"{draft}{section}/")
    carol.follow("Where this draft came from, and what is locked").reads("version 1 as it was published")
    carol.choose("Social value").fill("Why must it change?", "The plan is a new one.").press("Unlock this group")
    carol.reads("“Social value” is unlocked.", "Nothing is locked")

"""Colleagues write one bid together, in a browser: assigning, commenting, a text from the library, a signature refused."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from commissioning.bids import actions
from commissioning.bids.models import Answer, SignOff
from providers.actions import add_text
from tests.cast import make_cast
from tests.play_bids import started_bid, submitted_bid, written_bid
from tests.play_tenders import published_tender
from tests.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db):
    cache.clear()
    return make_cast()


def test_a_question_is_given_away_talked_about_and_filled_from_the_library(
    cast, chromium, live_server, now, portal_clock
):
    tender = published_tender(cast, now)
    submitted_bid(cast, published_tender(cast, now, title="Last year’s collection"), now=now)
    bid = started_bid(tender, provider=cast.reuse, now=now)
    actions.save_answer(bid, "Q1", "Our own beginning.", from_version=0, by=cast.writer, now=now)
    said = {
        "title": "How we keep people safe",
        "text": "Two trained leads.",
        "service": "environment",
        "tags": "safety",
    }
    add_text(cast.reuse, said, by=cast.owner, now=now)
    wendy = Visitor(chromium, live_server.url, "writer", "together").sign_in(cast.writer.email)
    wendy.go(reverse("bid", args=[bid.pk])).follow("Who does what").reads("Nobody yet")
    wendy.page.get_by_label("Which part?").select_option(value="1")
    wendy.choose("Vic Viewer").day("by_when", 10, 12, 2026).press("Save who sees to it")
    wendy.reads("Vic Viewer sees to it now", "Vic Viewer, by Thursday 10 December 2026")
    wendy.go(reverse("bid_answer", args=[bid.pk, 1])).reads("Who sees to this question: Vic Viewer")
    wendy.follow("Comments on this question")
    wendy.fill("Your comment", "How many items last year?").press("Add the comment").reads("How many items last year?")
    vic = Visitor(chromium, live_server.url, "viewer", "together").sign_in(cast.viewer.email)
    vic.go(reverse("dashboard")).reads("What you see to", "By Thursday 10 December 2026").follow("Question 1.")
    vic.reads("How many items last year?").follow("Answer, settle or add a comment")
    vic.fill("Your comment", "3,100, says the yearly report.").press("Add the comment").reads("3,100")
    wendy.go(reverse("bid_comments", args=[bid.pk, 1])).press("Settle").reads("The comment is settled")
    wendy.go(reverse("bid_answer_library", args=[bid.pk, 1])).reads("Last year’s collection", "Standing text")
    wendy.follow("How we keep people safe").reads(
        "Our own beginning.", "Two trained leads.", "Both together have 6 words"
    )
    wendy.press("Put it at the end of your answer").reads("is in your answer")
    assert Answer.own.get(bid=bid).text == "Our own beginning.\n\nTwo trained leads."
    wendy.go(reverse("provider_library", args=[cast.reuse.pk])).reads("Last put in on Wednesday 2 December 2026")
    wendy.follow("Write a text to use again").reads("Write a text to use again")


def test_a_signature_is_asked_for_refused_with_a_reason_and_asked_for_again(
    cast, chromium, live_server, now, portal_clock
):
    bid = written_bid(published_tender(cast, now), provider=cast.reuse, now=now)
    wendy = Visitor(chromium, live_server.url, "writer", "sign-off").sign_in(cast.writer.email)
    sam = Visitor(chromium, live_server.url, "signatory", "sign-off").sign_in(cast.signatory.email)
    wendy.go(reverse("bid", args=[bid.pk])).follow("Ask for sign-off").press("Ask for sign-off")
    wendy.reads("You have asked for sign-off", "The bid waits for Sam Signatory")
    actions.save_answer(bid, "Q1", "Other words.", from_version=1, by=cast.writer, now=now)
    sam.go(reverse("dashboard")).reads("Waiting for your signature", "Wendy Writer asked").follow(bid.tender.title)
    sam.reads("Changed since then", "Question 1").follow("Do not sign: say what has to change")
    sam.fill("What has to change?", "Say how many crews there are.").press("Send it back").reads("Not signed")
    wendy.go(reverse("bid", args=[bid.pk])).reads("Sam Signatory did not sign", "Say how many crews there are.")
    wendy.follow("Ask for sign-off").press("Ask for sign-off").reads("The bid waits for Sam Signatory")
    assert SignOff.own.count() == 2

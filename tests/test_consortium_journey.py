"""A consortium's bid, on a telephone's width and by keyboard alone.

Given an open tender and two organisations; when the lead's writer starts a bid, asks the other to take part, writes the
answers in a Word document without a connection and sends it back, and the partner signs off its share; then the signatory
submits, everybody reads the same receipt, and the submission holds the partner and every word of the document.
Every page on the way is held to the rules in `tests/visitor.py`.
"""

import re
from datetime import timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.db import connection

from commissioning.bids.models import Partner, Submission
from commissioning.tenders.models import Tender
from socialvalue.outbox.models import Message
from tests import play_offline
from tests.cast import make_cast
from tests.keyboard import KeyboardVisitor
from tests.play_tenders import published_tender

METHOD = (
    "We collect on fixed days in each district.\n\n• Two crews, four days a week\n• Evenings by request\n\n"
    "Our workshop in Ware mends what it can – “as good as new”, people say. 🙂"
)
PEOPLE = "Chiltern Haulage finds people out of work; Lea Valley Reuse trains them.\nSix of ten stay for a year or more."
SHARE = "Runs two of the four vans and finds the people whom we train."


def start(wendy: KeyboardVisitor) -> str:
    """The writer finds the tender, reads what it asks before she starts, and starts the bid; returns its address."""
    wendy.go("/tenders/").follow("Bulky household waste collection and reuse").follow(re.compile("^Before you start"))
    wendy.reads("12 noon on Wednesday 20 January 2027 (GMT)", "How will you collect, repair and pass on")
    wendy.go(f"/tenders/{Tender.objects.get().pk}/").follow("Start a bid").press("Start the bid")
    return wendy.page.url


def ask_partner(wendy: KeyboardVisitor, bid: str, email: str) -> str:
    """The writer says that it is a consortium and asks the other organisation; returns the address in the message."""
    wendy.go(bid).follow("Bidding with others").choose(re.compile("consortium", re.IGNORECASE))
    wendy.press("Save how you bid").follow("Ask an organisation to take part")
    wendy.fill("Their e-mail address", email).choose("Partner in the consortium").fill("What will they do?", SHARE)
    wendy.fill("Roughly what part of the price is theirs?", "40").press("Send the invitation")
    body = Message.objects.filter(to=email).latest("pk").body
    return re.search(r"http://[^/]+(/partners/invitations/\S+)", body)[1]


def write_offline(wendy: KeyboardVisitor, bid: str) -> None:
    """The writer downloads the bid, writes in it, and sends it back; on the portal one answer was changed meanwhile."""
    wendy.go(bid).follow("Write offline")
    document = wendy.download("Download your bid as a Word document")
    wendy.go(f"{bid}questions/1/").fill("Your answer", "A first thought.").press("Save")
    written = play_offline.filled_in(document, {1: METHOD, 2: PEOPLE})
    wendy.go(f"{bid}offline/").attach("Your document", "our-bid.docx", written).press("Compare your document")
    wendy.reads("Nothing is saved yet", "A first thought.", "Two crews, four days a week")
    # Both have changed question 1, so nothing is chosen for her.
    wendy.press("Save your choices").reads("Choose what to save for question 1.")
    wendy.choose("Use your document").press("Save your choices").reads("2 answers saved.")


def finish(wendy: KeyboardVisitor, bid: str) -> None:
    """The parts that are no written answers, and then she asks for sign-off."""
    wendy.go(f"{bid}questions/3/").fill("How much?", "4").day("by_when", 31, 3, 2029)
    wendy.fill("What will show that you did it?", "The signed agreements.").press("Save")
    wendy.follow(re.compile("^Show how it comes about")).fill("Who benefits?", "People out of work for a year")
    wendy.fill("Outcomes", "Three of four are in work a year later.").press("Save how it comes about")
    wendy.reads("People out of work for a year", "Three of four are in work a year later.")
    wendy.go(f"{bid}price/").fill("Price", "98,500").press("Save the price")
    wendy.go(f"{bid}declarations/").choose("Yes").press("Save the declarations")


@pytest.mark.browser
def test_a_consortium_bids_from_a_telephone_without_a_mouse(transactional_db, live_server, chromium, portal_clock, now):
    cast = make_cast()
    call_command("load_reference", verbosity=0)
    tender = published_tender(cast, now)
    person = partial(KeyboardVisitor, chromium, live_server.url, story=f"consortium-{connection.vendor}")

    wendy = person(name="wendy").sign_in(cast.writer.email)
    bid = start(wendy)
    invitation = ask_partner(wendy, bid, cast.rival.email)
    write_offline(wendy, bid)
    finish(wendy, bid)
    wendy.go(f"{bid}check/").reads("has not")

    rita = person(name="rita").go(invitation).follow("Sign in")
    rita.fill("Email", cast.rival.email).fill("Password", "correct horse battery").press("Sign in")
    rita.choose("Chiltern Haulage").press("Take part and read your share").reads(SHARE)
    rita.choose(re.compile("^I may sign")).press("Sign off our share").reads("signed this off")

    wendy.go(bid).follow("Ask for sign-off").press("Ask for sign-off")
    sally = person(name="sally").sign_in(cast.signatory.email)
    portal_clock.move_to(tender.closes_at - timedelta(minutes=2))
    sally.go(f"{bid}check/").reads("Chiltern Haulage", "Two crews, four days a week", "£98,500")
    sally.choose(re.compile("^I may sign")).press("Submit bid").reads("Bid submitted")
    submission = Submission.own.get()
    sally.reads(submission.reference, submission.sha256)

    file = submission.file
    assert file.answer_to("Q1") == METHOD
    assert file.answer_to("SV1") == PEOPLE
    assert [(one.provider.name, one.share, one.signed_by) for one in file.partners] == [
        ("Chiltern Haulage", SHARE, cast.rival.name)
    ]
    assert file.commitments[0].outcomes == "Three of four are in work a year later."
    rita.go(f"/partners/{Partner.own.get().pk}/").reads(submission.reference)
    anyone = person(name="anyone").go("/receipts/")
    anyone.fill("The receipt’s code", submission.reference).press("Check the receipt")
    anyone.reads(submission.sha256)

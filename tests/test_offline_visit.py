"""Writing offline in a browser: download, send back, choose; both widths, axe, and the choice by keyboard alone."""

import pytest

from commissioning.bids import reports
from commissioning.bids.models import Answer
from tests import play_bids, play_offline
from tests.play_tenders import published_tender
from tests.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_bid_goes_out_as_a_document_and_comes_back(cast, now, portal_clock, live_server, chromium, tmp_path):
    tender = published_tender(cast, now)
    bid = play_bids.written_bid(tender, provider=cast.reuse, now=now)
    question = next(row for row in reports.overview(bid).asked.questions if not row.is_commitment)
    Visitor(chromium, live_server.url, "anybody", "offline").go(f"/tenders/{tender.pk}/").follow(
        "Before you start"
    ).reads("Have these at hand", "Who signs")

    writer = Visitor(chromium, live_server.url, "writer", "offline").sign_in(cast.writer.email)
    writer.go(f"/bids/{bid.pk}/").follow("Write offline, in a Word document")
    with writer.page.expect_download() as coming:
        writer.page.get_by_role("link", name="Download your bid as a Word document").click()
    sent = tmp_path / "on the train.docx"
    sent.write_bytes(
        play_offline.filled_in(coming.value.path().read_bytes(), {question.number: "Written on a train.\n\nTwice."})
    )
    writer.page.get_by_label("Your document").set_input_files(sent)
    writer.press("Compare your document").reads("Changed in your document", "Written on a train.", "5 of")
    # By keyboard alone: the choice that stands is "mine"; an arrow down and up, then on to the button.
    writer.page.get_by_label("Use your document").focus()
    writer.page.keyboard.press("ArrowDown")
    writer.page.keyboard.press("ArrowUp")
    writer.page.keyboard.press("Tab")
    writer.page.keyboard.press("Enter")
    writer.look().reads("1 answer saved. You are done with that document.")
    assert Answer.own.get(bid=bid, question_id=question.id).text == "Written on a train.\n\nTwice."

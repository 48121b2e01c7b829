"""The countdown of a bid's pages in a browser: by the server's clock, seldom spoken, and nothing typed is hidden at the end."""

import re
from datetime import timedelta

import pytest

from tests import play_bids as play
from tests.cast import make_cast
from tests.play_tenders import published_tender
from tests.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CLOSES = "before 12 noon on Wednesday 20 January 2027 (GMT)."


@pytest.fixture
def bid(transactional_db, now):
    """A bid that waits to be submitted."""
    cast = make_cast()
    return play.written_bid(published_tender(cast, now), provider=cast.reuse, now=now)


@pytest.fixture
def sam(chromium, live_server, portal_clock, bid) -> Visitor:
    """The signatory, 61 minutes and a half before the closing, at a computer whose own clock is 27 years slow."""
    visitor = Visitor(chromium, live_server.url, "sam", "countdown").sign_in("sam.signatory@example.org")
    portal_clock.move_to(bid.tender.closes_at - timedelta(minutes=61, seconds=30))
    visitor.page.clock.install(time="1999-12-31T23:59:00")
    return visitor


def left(visitor: Visitor) -> str:
    """What the countdown shows."""
    return visitor.page.locator("[data-countdown-left]").inner_text().strip()


def heard(visitor: Visitor) -> str:
    """What a screen reader was told last."""
    return visitor.page.locator("[data-countdown-says]").inner_text().strip()


def test_it_counts_by_the_servers_clock_and_speaks_four_times(sam, bid):
    sam.page.goto(f"/bids/{bid.pk}/questions/1/")
    assert CLOSES in sam.text()
    assert left(sam) == "Left: 1 hour and 1 minute." and heard(sam) == ""
    sam.page.get_by_label("Your answer").fill("Typed before the end.")
    said = []
    for minutes, shown in [(2, "59 minutes"), (30, "29 minutes"), (20, "9 minutes"), (8, "1 minute")]:
        sam.page.clock.run_for(minutes * 60_000)
        assert left(sam) == f"Left: {shown}."
        said.append(heard(sam))
    assert said == [
        "One hour is left until the tender closes.",
        "One hour is left until the tender closes.",
        "Ten minutes are left until the tender closes.",
        "Ten minutes are left until the tender closes.",
    ]
    sam.page.clock.run_for(60_000)
    assert left(sam) == "Less than a minute is left." and heard(sam) == "One minute is left until the tender closes."
    sam.page.clock.run_for(60_000)
    assert left(sam).startswith("The tender has closed.") and heard(sam) == left(sam)
    assert sam.page.get_by_label("Your answer").input_value() == "Typed before the end."


def test_without_scripts_the_time_stands_there(chromium, live_server, portal_clock, bid):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("sam.signatory@example.org")
    page.get_by_label("Password").first.fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    page.goto(f"/bids/{bid.pk}/check/")
    assert CLOSES in page.inner_text("main")
    assert not page.locator("[data-countdown-left]").is_visible()
    context.close()


def test_a_receipt_from_the_click_to_the_check_of_its_paper(chromium, live_server, portal_clock, bid, tmp_path):
    """Submit, read the receipt, take its paper, and let somebody without an account have it checked."""
    sam = Visitor(chromium, live_server.url, "sam", "receipt").sign_in("sam.signatory@example.org")
    sam.go(f"/bids/{bid.pk}/check/").reads("Left: ", CLOSES)
    sam.choose(re.compile("I may sign")).press("Submit bid").reads("Bid submitted", "Received, UK time")
    paper = tmp_path / "receipt.pdf"
    paper.write_bytes(sam.download("download the receipt (PDF)"))
    sam.go(f"/bids/{bid.pk}/check/").reads("You submitted this bid: version 1", "Nothing has changed since")
    funder = Visitor(chromium, live_server.url, "funder", "receipt").go("/receipts/").reads("Check a receipt")
    funder.page.get_by_label("Or a file").set_input_files(paper)
    funder.press("Check the receipt").reads("A bid was received with this receipt", "SHA-256 of the bid")
    assert "Lea Valley Reuse" not in funder.text()
    funder.fill("The receipt’s code", "BID-2345-6789-ABCD").press("Check the receipt").reads("We hold no such receipt")

"""The fault: text is lost on sign-in, on time-out and at the deadline.

A form that arrives without a session, or with a form token that is no longer good, comes back with everything typed, and can
be sent again after signing in. One that arrives after the deadline comes back too, marked as not saved. (What the browser
keeps while the session is away is in test_autosave_visit.)
"""

import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from commissioning.bids.models import Answer, BidDocument
from commissioning.tenders.tenderfile import AskedOf, RequiredDocument
from tests import play_bids as play
from tests.cast import PASSWORD, make_cast
from tests.crawl import browser
from tests.play_tenders import published_tender
from tests.visitor import Visitor

LONG = 'Two crews collect <b>each</b> week & "repair" 🦔.\n\n• مرحبا\n</textarea><script>alert(1)</script>'
POLICY = (RequiredDocument(name="Safeguarding policy", asked_of=AskedOf.EVERYONE),)
OURS = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def bid(cast, now, portal_clock):
    """An empty bid of the reuse charity."""
    return play.started_bid(published_tender(cast, now, documents=POLICY), provider=cast.reuse, now=now)


def given_back(answer):
    """What the page carries, by the name of the field."""
    page = answer.content.decode()
    boxes = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]* readonly>\n(.*?)</textarea>', page, re.DOTALL)
    unseen = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in (*boxes, *unseen) if name != "csrfmiddlewaretoken"}


def test_a_form_that_nobody_sent_comes_back_whole_and_can_be_sent_again(cast, bid):
    address, typed = reverse("bid_answer", args=[bid.pk, 1]), {"text": LONG, "from_version": "0", "next": "1"}
    client = browser(cast.writer)
    Session.objects.all().delete()
    answer = client.post(address, typed)
    assert answer.status_code == 401
    assert given_back(answer) == typed
    assert f'action="{address}"' in answer.content.decode()
    assert "<script>alert" not in answer.content.decode() and "&lt;script&gt;" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert not Answer.own.exists() and not Session.objects.exists()

    client.force_login(cast.writer)
    assert client.post(address, given_back(answer)).status_code == 302
    assert Answer.own.get(bid=bid).text == LONG


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        (
            "bid_write",
            {"answer-1": "One.\nTwo.", "answer-2": "Three.", "began-1": "0:x", "began-2": "0:x", "save": "2"},
        ),
        ("bid_price", {"price": "98,500", "from_version": "0"}),
        ("bid_declarations", {"meets-1": "no", "note-1": "We have as good.", "from_version": "0"}),
        ("bid_commitment_add", {"measure": "Apprentices", "quantity": "4", "by_when_day": "31", "evidence": "A list."}),
    ],
)
def test_every_form_of_a_bid_comes_back_whole(cast, bid, name, typed):
    numbers = [1] if name == "bid_commitment_add" else []
    answer = browser(None).post(reverse(name, args=[bid.pk, *numbers]), typed)
    assert answer.status_code == 401 and given_back(answer) == typed


def test_forms_beyond_bids_come_back_too(cast, bid):
    typed = {"name": "Lea Valley Repair", "postcode": "SG13 8DE"}
    answer = browser(None).post(reverse("provider_register"), typed)
    assert answer.status_code == 401 and given_back(answer) == typed


def test_a_file_is_named_as_lost_and_asked_for_again(cast, bid):
    upload = SimpleUploadedFile("our <policy>.pdf", b"%PDF-1.7 a paper")
    answer = browser(None).post(reverse("bid_document", args=[bid.pk, 1]), {"file": upload})
    page = answer.content.decode()
    assert answer.status_code == 401 and "Choose “our &lt;policy&gt;.pdf” again" in page
    assert 'enctype="multipart/form-data"' in page and re.search(r'<input[^>]*type="file"[^>]*name="file"', page)
    assert not BidDocument.own.exists()


def test_secrets_never_come_back(cast, bid):
    typed = {
        "text": "Kept.",
        "oldpassword": "hunter2 hunter2",
        "api_token": "tok-123",
        "csrfmiddlewaretoken": "csrf-123",
    }
    page = browser(None).post(reverse("bid_answer", args=[bid.pk, 1]), typed).content.decode()
    assert "Kept." in page and not [word for word in ("hunter2", "tok-123", "csrf-123") if word in page]
    assert "Send it again" not in page and "Open the page again" in page


def test_what_comes_back_is_bounded(cast, bid):
    answer = browser(None).post(reverse("bid_answer", args=[bid.pk, 1]), {"text": "word " * 300_000})
    assert answer.status_code == 401 and len(answer.content) < 20_000 and b"too long to show" in answer.content


@pytest.mark.parametrize(
    "address", ["//evil.example/x", "/accounts/password/change/?next=//evil.example", '/bids/x/"><b>']
)
def test_the_form_leads_nowhere_else(db, address):
    page = browser(None).post(address, {"text": "a"}).content.decode()
    assert not re.search(r'action="(//|https?:)', page) and '"><b>' not in page


def test_a_form_token_that_is_no_longer_good_gives_back_what_was_typed(cast, bid):
    address, typed = reverse("bid_answer", args=[bid.pk, 1]), {"text": LONG, "from_version": "0"}
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.writer)
    answer = client.post(address, typed, **OURS)
    assert answer.status_code == 403 and given_back(answer) == typed
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.content.decode())[1]
    assert client.post(address, given_back(answer) | {"csrfmiddlewaretoken": token}, **OURS).status_code == 302
    assert Answer.own.get(bid=bid).text == LONG


@pytest.mark.parametrize("origin", [{}, {"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}])
def test_another_site_cannot_lay_its_words_on_our_page(cast, bid, origin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.writer)
    answer = client.post(reverse("bid_answer", args=[bid.pk, 1]), {"text": "Their words."}, **origin)
    assert (
        answer.status_code == 403 and b"Their words." not in answer.content and b"Send it again" not in answer.content
    )


def test_after_the_deadline_the_text_comes_back_marked_as_not_saved(cast, bid, portal_clock):
    portal_clock.move_to(bid.tender.closes_at)
    answer = browser(cast.writer).post(reverse("bid_answer", args=[bid.pk, 1]), {"text": LONG, "from_version": "0"})
    page = unescape(answer.content.decode())
    assert answer.status_code == 422 and "Not saved." in page and "closed at" in page
    assert "Two crews collect <b>each</b> week" in page and not Answer.own.exists()


def test_readers_are_led_to_the_sign_in_as_before(db, bid):
    address = reverse("bid", args=[bid.pk])
    assert browser(None).get(address).headers["Location"] == f"/accounts/login/?next={address}"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("has_script", [True, False])
def test_sent_again_after_signing_in_in_another_tab(chromium, live_server, now, portal_clock, has_script):
    cast = make_cast()
    bid = play.started_bid(published_tender(cast, now), provider=cast.reuse, now=now)
    play.actions.save_price(bid, play.PRICE, from_version=0, by=cast.writer, now=now)
    wendy = Visitor(chromium, live_server.url, f"wendy-{has_script}", "text-lost")
    wendy.sign_in(cast.writer.email)
    wendy.go(reverse("bid_commitment_add", args=[bid.pk, 1]))
    Session.objects.all().delete()
    wendy.fill("What do you promise?", "Apprentices").fill("What is counted?", "people").fill("How much?", "4")
    wendy.fill_name("evidence", "A list of names,\nkept safe.").day("by_when", 31, 3, 2028)
    wendy.page.locator("main").get_by_role("button").first.click()
    wendy.page.get_by_role("heading", name="You have been signed out").wait_for()
    wendy.faults.clear()
    wendy.look()
    if not has_script:
        # As if again.mjs had never run.
        wendy.page.evaluate("document.querySelector('[data-again]').removeAttribute('data-again')")
        wendy.page.evaluate("const f = document.querySelector('main form'); f.replaceWith(f.cloneNode(true))")
    with wendy.page.context.expect_page() as opened:
        wendy.page.get_by_role("link", name="Sign in (opens in a new tab)").click()
    other = opened.value
    other.get_by_label("Email").fill(cast.writer.email)
    other.get_by_label("Password").first.fill(PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    other.wait_for_load_state("load")
    wendy.page.get_by_role("button", name="Send it again").click()
    if not has_script:
        wendy.page.get_by_role("heading", name="Send it once more").wait_for()
        wendy.faults.clear()
        wendy.look()
        wendy.page.get_by_role("button", name="Send it again").click()
    wendy.page.wait_for_url("**/questions/1/*")
    (promise,) = bid.commitments.model.own.filter(bid=bid)
    assert (promise.measure, promise.evidence) == ("Apprentices", "A list of names,\nkept safe.")

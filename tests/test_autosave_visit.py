"""Autosave in a real browser: the connection goes, the session ends, two tabs and two people write, somebody signs out."""

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Error

from commissioning.bids.models import Answer, AnswerRevision
from tests import play_bids as play
from tests.cast import make_cast
from tests.play_tenders import published_tender
from tests.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A_MINUTE = 60


class Desk:
    """A bid, who writes it, and its answer to question 1."""

    def __init__(self, chromium, address, now):
        self.cast, self.chromium, self.address = make_cast(), chromium, address
        self.bid = play.started_bid(published_tender(self.cast, now), provider=self.cast.reuse, now=now)
        self.page = reverse("bid_answer", args=[self.bid.pk, 1])

    def sits_down(self, person, name):
        """A person signed in, in a browser of their own, on the page of question 1."""
        return Visitor(self.chromium, self.address, name, "autosave").sign_in(person.email).go(self.page)

    @property
    def text(self):
        """What the server has."""
        row = Answer.own.filter(bid=self.bid, question_id="Q1").first()
        return row.text if row else ""


@pytest.fixture
def desk(chromium, live_server, now, portal_clock):
    """An empty bid."""
    return Desk(chromium, live_server.url, now)


def box(visitor):
    """The box on the page."""
    return visitor.page.get_by_label("Your answer").first


def says(visitor, words):
    """Wait until the state beside the box says this."""
    visitor.page.locator("[data-state]").first.get_by_text(words).wait_for(timeout=45_000)


def kept(visitor):
    """How many texts the browser keeps."""
    return visitor.page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('answer:')).length")


def test_what_is_typed_is_saved_from_the_first_keystroke(desk):
    wendy = desk.sits_down(desk.cast.writer, "wendy")
    box(wendy).press_sequentially("T")
    assert kept(wendy) == 1
    says(wendy, "Saved at 09:30.")
    assert (desk.text, kept(wendy)) == ("T", 0)
    box(wendy).press_sequentially("wo crews.")
    box(wendy).blur()
    says(wendy, "Saved at 09:30.")
    wendy.press("Save").reads("is saved: 2 words").look()
    assert (desk.text, kept(wendy)) == ("Two crews.", 0)


def test_leaving_the_page_at_once_saves_too(desk):
    wendy = desk.sits_down(desk.cast.writer, "wendy")
    box(wendy).fill("Typed and gone.")
    wendy.page.goto(reverse("bid_list"))
    deadline = time.monotonic() + 5
    while desk.text != "Typed and gone." and time.monotonic() < deadline:
        time.sleep(0.1)
    assert desk.text == "Typed and gone."
    wendy.go(desk.page)
    assert kept(wendy) == 0


def test_a_minute_without_a_connection_loses_nothing(desk):
    wendy = desk.sits_down(desk.cast.writer, "wendy")
    wendy.page.context.set_offline(True)
    began = time.monotonic()
    typed = []
    while time.monotonic() - began < A_MINUTE:
        typed.append(f"Word{len(typed)}")
        box(wendy).press_sequentially(f"{typed[-1]} ")
        wendy.page.wait_for_timeout(2_000)
    says(wendy, "Not saved: no connection. Your text is kept in this browser.")
    assert (desk.text, kept(wendy)) == ("", 1)
    wendy.page.context.set_offline(False)
    says(wendy, "Saved at 09:30.")
    assert (desk.text, kept(wendy)) == (" ".join(typed), 0)
    wendy.faults.clear()  # the browser writes each failed connection to its console


def test_a_crash_while_offline_offers_the_text_back(desk):
    wendy = desk.sits_down(desk.cast.writer, "wendy")
    wendy.page.context.set_offline(True)
    box(wendy).fill("Written on the train.")
    says(wendy, "Not saved: no connection.")
    with pytest.raises(Error):
        wendy.page.goto("chrome://crash")
    context, crashed = wendy.page.context, wendy.page
    wendy.page = context.new_page()
    crashed.close()
    context.set_offline(False)
    wendy.page.on("response", wendy._keep)
    wendy.faults.clear()
    wendy.go(desk.page).reads("This browser kept text of yours that was not saved", "Written on the train.")
    assert box(wendy).input_value() == ""
    wendy.page.get_by_role("button", name="Put it in the box and save it").click()
    says(wendy, "Saved at 09:30.")
    assert (desk.text, kept(wendy)) == ("Written on the train.", 0)


def test_after_the_session_ended_it_is_saved_when_the_same_person_signs_in(desk):
    wendy = desk.sits_down(desk.cast.writer, "wendy")
    Session.objects.all().delete()
    box(wendy).fill("Typed after the session ended.")
    says(wendy, "You have been signed out. Your text is kept in this browser.")
    assert (desk.text, kept(wendy)) == ("", 1)
    wendy.faults.clear()
    wendy.look()

    def sign_in(person):
        with wendy.page.context.expect_page() as opened:
            wendy.page.get_by_role("link", name="Sign in (opens in a new tab)").click()
        other = opened.value
        other.get_by_label("Email").fill(person.email)
        other.get_by_label("Password").first.fill("correct horse battery")
        other.get_by_role("button", name="Sign in").click()
        other.wait_for_load_state("load")
        return other

    # Somebody else at the same computer, of the same organisation: neither saves it nor sees it.
    other = sign_in(desk.cast.owner)
    wendy.page.bring_to_front()
    wendy.page.wait_for_timeout(5_000)
    assert (desk.text, kept(wendy)) == ("", 1)
    other.goto(desk.page)
    assert "Typed after" not in other.inner_text("body") and other.get_by_label("Your answer").first.input_value() == ""
    wendy.page.context.clear_cookies()
    other.close()

    sign_in(desk.cast.writer).close()
    wendy.page.bring_to_front()
    says(wendy, "Saved at 09:30.")
    assert (desk.text, kept(wendy)) == ("Typed after the session ended.", 0)
    assert wendy.page.locator("[data-sign-in]").first.is_hidden()


def test_two_tabs_never_write_over_one_another(desk):
    one = desk.sits_down(desk.cast.writer, "one")
    two = one.page.context.new_page()
    two.goto(desk.page)
    box(one).fill("From the first tab.")
    says(one, "Saved at 09:30.")
    theirs = two.get_by_label("Your answer").first
    theirs.fill("From the second tab.")
    two.get_by_text("Not saved: this answer was saved somewhere else meanwhile.").wait_for()
    assert desk.text == "From the first tab."
    said = two.locator("[data-conflict]").first.inner_text()
    assert "Wendy Writer saved it at 9:30am" in said and "From the first tab." in said
    assert theirs.input_value() == "From the second tab."
    two.get_by_role("button", name="Keep mine").first.click()
    two.locator("[data-state]").first.get_by_text("Saved at 09:30.").wait_for()
    assert desk.text == "From the second tab."
    assert "From the first tab." in AnswerRevision.own.values_list("text", flat=True)


@pytest.mark.parametrize(
    ("choice", "stands"), [("Take theirs", "Olu wrote this."), ("Edit mine with theirs in view", "Olu and Wendy.")]
)
def test_two_people_choose(desk, choice, stands):
    wendy, olu = desk.sits_down(desk.cast.writer, "wendy"), desk.sits_down(desk.cast.owner, "olu")
    box(olu).fill("Olu wrote this.")
    says(olu, "Saved at 09:30.")
    box(wendy).fill("Wendy wrote this.")
    says(wendy, "Not saved: this answer was saved somewhere else meanwhile.")
    wendy.reads("Olu Owner saved it at 9:30am")
    wendy.faults.clear()
    wendy.look().page.get_by_role("button", name=choice).first.click()
    if choice == "Take theirs":
        assert box(wendy).input_value() == "Olu wrote this."
    else:
        assert wendy.page.locator("[data-theirs]").first.inner_text() == "Olu wrote this."
        box(wendy).fill("Olu and Wendy.")
        says(wendy, "Saved at 09:30.")
    wendy.press("Save").reads("is saved")
    assert (desk.text, kept(wendy)) == (stands, 0)


def test_the_page_of_all_questions_saves_only_what_changed(desk, portal_clock):
    wendy, olu = desk.sits_down(desk.cast.writer, "wendy"), desk.sits_down(desk.cast.owner, "olu")
    wendy.go(reverse("bid_write", args=[desk.bid.pk]))
    wendy.page.locator("#id_answer-1").fill("One.")
    wendy.page.locator("#id_answer-2").fill("Two.")
    wendy.page.locator("#id_answer-2").blur()
    wendy.page.locator("[data-state]").nth(1).get_by_text("Saved at 09:30.").wait_for()
    olu.go(desk.page)
    box(olu).fill("One, by Olu.")
    says(olu, "Saved at 09:30.")
    wendy.page.locator("#id_answer-2").fill("Two and more.")
    wendy.press(re_save()).reads("saved")
    answers = dict(Answer.own.filter(bid=desk.bid).values_list("question_id", "text"))
    assert answers == {"Q1": "One, by Olu.", "SV1": "Two and more."}


def re_save():
    """Any Save button of the page of all questions."""
    import re

    return re.compile("^Save")


def test_signing_out_erases_what_the_browser_keeps(desk, portal_clock, now):
    wendy = desk.sits_down(desk.cast.writer, "wendy")
    portal_clock.move_to(desk.bid.tender.closes_at + timedelta(minutes=1))
    box(wendy).fill("Too late.")
    says(wendy, "Not saved.")
    assert "closed at" in wendy.page.locator("[data-state]").first.inner_text() and kept(wendy) == 1
    wendy.faults.clear()
    wendy.go(reverse("account_logout")).reads("This browser keeps text of a bid that is not saved yet.")
    wendy.page.locator("main").get_by_role("button", name="Sign out").click()
    wendy.page.wait_for_url("**/")
    assert kept(wendy) == 0

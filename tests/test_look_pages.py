"""The pages of the look in a browser: every component and every public page, held to the rules by a visitor."""

import pytest
from django.urls import include, path, reverse

from glossary.actions import load_reference
from socialvalue.accounts.models import User
from tests.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The components page is only there in development: these addresses bring it into its test.
urlpatterns = [path("components/", include("socialvalue.ui.urls")), path("", include("socialvalue.urls"))]


@pytest.fixture
def anyone(chromium, live_server, now) -> Visitor:
    load_reference(now=now)
    return Visitor(chromium, live_server.url, "anyone", "look")


@pytest.mark.urls(__name__)
def test_every_component_with_and_without_faults(anyone):
    anyone.go("/components/").reads("Task list", "Weight tree")
    anyone.fill("Price for the whole contract", "free").press("Try the form")
    anyone.reads("There is a problem", "Enter a price in pounds, like 1200 or 1,200.50.")
    assert anyone.page.evaluate("document.activeElement.className") == "govuk-error-summary"
    assert anyone.page.title().startswith("Error: ")

    anyone.page.get_by_role("link", name="Choose the route").click()
    assert anyone.page.evaluate("document.activeElement.id") == "id_route_0"


@pytest.mark.urls(__name__)
def test_the_page_counts_words_as_the_server_does(anyone):
    anyone.go("/components/")
    said = anyone.page.locator(".govuk-character-count__status").first
    for text, words in (("well-being and / or 👩‍👩‍👧‍👦", 5), ("a\u00a0b\u2003c\nd", 4), ("word " * 50, 50)):
        anyone.page.locator("#id_answer").fill(text)
        left = "0" if words == 50 else str(50 - words)
        said.get_by_text(f"You have {left} words remaining").wait_for(state="attached")


@pytest.mark.urls(__name__)
def test_a_meaning_opens_and_closes_by_keyboard_in_place(anyone):
    anyone.go("/components/")
    where = anyone.page.url
    meaning = anyone.page.locator(".portal-term__meaning").first
    anyone.page.locator(".portal-term").first.focus()
    anyone.page.keyboard.press("Enter")
    assert meaning.is_visible()
    anyone.page.keyboard.press("Escape")
    assert not meaning.is_visible()
    assert anyone.page.url == where


def test_public_pages(anyone):
    anyone.go("/").reads("Find a tender")
    anyone.go(reverse("glossary")).fill("Look for a word", "promise").press("Look it up").reads("found for “promise”")
    anyone.go(reverse("term", args=["indicator"])).follow("Target").reads("See also")
    anyone.go(reverse("framework_list")).follow("Hertfordshire Corporate Plan").reads("About this framework")
    anyone.go(reverse("measure_list")).follow("Apprenticeships started").reads("Counts as proof")
    anyone.go(reverse("account_signup")).press("Make my account").reads("Enter your full name")
    anyone.go(reverse("account_reset_password")).go("/accounts/confirm-email/nonsense/")


def test_pages_of_a_person(anyone):
    User.objects.create_user("amina@example.org", "correct horse battery", name="Amina Begum")
    anyone.sign_in("amina@example.org")
    for name in ("account_email", "account_change_password", "account_logout"):
        anyone.go(reverse(name))
    anyone.press("Sign out").reads("You are signed out.", "Sign in")

"""Pages for when something is wrong, and colours that everybody can read."""

import re
from itertools import chain
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.views import defaults

from socialvalue.accounts.models import User

STYLES = Path(__file__).resolve().parent.parent / "static" / "scss"


@pytest.mark.django_db
def test_a_page_that_is_not_there(client):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "We cannot find that page" in response.content.decode()


@pytest.mark.django_db
def test_a_form_sent_without_its_token_changes_nothing_and_says_how_to_go_on():
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a@example.org"})
    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("exception", "words"),
    [
        (PermissionDenied("Only the chair may do this."), "Only the chair may do this."),
        (PermissionDenied(), "Your role does not allow it"),
        (PermissionDenied("<b>x</b>"), "&lt;b&gt;x&lt;/b&gt;"),
    ],
)
def test_what_a_person_may_not_do(rf, exception, words):
    request = rf.get("/")
    request.user, request.session = User(name="Amina Begum"), {}
    page = defaults.permission_denied(request, exception).content.decode()
    assert "You may not do this" in page and words in page


def test_our_own_fault_needs_no_database_no_user_and_no_request():
    assert "Something went wrong on our side" in render_to_string("500.html")


def brightness(colour: str) -> float:
    """Relative luminance of "#rrggbb" (WCAG 2.2, "relative luminance")."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted([brightness(one), brightness(other)])
    return (lighter + 0.05) / (darker + 0.05)


def test_white_words_stand_out_on_every_accent():
    accents = re.findall(r"--govuk-brand-colour: (#\w{6})", (STYLES / "_accents.scss").read_text())
    ours = re.findall(r'"brand": (#\w{6})', (STYLES / "portal.scss").read_text())
    assert len(accents) == 4 and len(ours) == 1
    assert [colour for colour in chain(ours, accents) if contrast(colour, "#ffffff") < 7] == []


def test_links_stand_out_on_the_page_and_on_tinted_ground():
    colours = dict(re.findall(r'"([\w-]+)": (#\w{6})', (STYLES / "portal.scss").read_text()))
    for link in ("link", "link-hover", "link-visited"):
        for ground in ("#ffffff", colours["surface-background"]):
            assert contrast(colours[link], ground) >= 4.5

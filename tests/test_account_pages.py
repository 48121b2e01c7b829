"""Signing in, making an account and choosing a new password: in the look, in plain words, for anyone."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from socialvalue.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "four words of sense"


@pytest.fixture(autouse=True)
def mail_in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def person():
    return User.objects.create_user("amina@example.org", PASSWORD, name="Amina Begum")


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("account_login", "Sign in"),
        ("account_signup", "Make an account"),
        ("account_reset_password", "Choose a new password"),
        ("account_reset_password_done", "Look in your e-mail"),
        ("account_reset_password_from_key_done", "Your password is changed"),
        ("account_email_verification_sent", "Confirm your e-mail address"),
        ("account_inactive", "Your account is closed"),
    ],
)
def test_public_account_pages(client, name, heading):
    response = client.get(reverse(name))
    page = response.content.decode()
    assert response.status_code == 200
    assert re.search(r"<h1[^>]*>([^<]*)</h1>", page)[1] == heading
    assert f"<title>{heading} – Social value commissioning</title>" in page
    assert "style=" not in page
    assert "placeholder=" not in page


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("account_logout", "Sign out"),
        ("account_email", "Your e-mail addresses"),
        ("account_change_password", "Change your password"),
        ("account_reauthenticate", "Enter your password again"),
    ],
)
def test_account_pages_of_a_person(client, person, name, heading):
    client.force_login(person)
    page = client.get(reverse(name)).content.decode()
    assert re.search(r"<h1[^>]*>([^<]*)</h1>", page)[1] == heading


def test_links_that_no_longer_work_say_so(client):
    for address in ("/accounts/confirm-email/nonsense/", "/accounts/password/reset/key/1-nonsense/"):
        assert "This link no longer works" in client.get(address).content.decode()


def test_a_refused_sign_in_keeps_the_address_and_names_what_is_missing(client):
    page = client.post(reverse("account_login"), {"login": "amina@example.org"}).content.decode()
    assert "<title>Error: Sign in" in page
    assert '<a href="#id_password">Enter the password</a>' in page
    assert 'value="amina@example.org"' in page


def test_an_account_is_made_with_the_name_as_it_was_written(client):
    client.post(reverse("account_signup"), {"email": "Noor@Example.org", "name": "نور الهدى", "password1": PASSWORD})
    assert User.objects.get(email="noor@example.org").name == "نور الهدى"
    assert [message.subject.split("] ")[-1] for message in mail.outbox] == ["Confirm your e-mail address"]


def test_a_new_password_by_the_link_in_the_mail(client, person, settings):
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    client.post(reverse("account_reset_password"), {"email": person.email})
    link = re.search(r"https?://testserver(\S+)", mail.outbox[0].body)[1]
    page = client.get(link, follow=True)
    assert "Choose a new password" in page.content.decode()
    client.post(page.redirect_chain[-1][0], {"password1": "another four words", "password2": "another four words"})
    person.refresh_from_db()
    assert person.check_password("another four words")
    assert "Your password was changed" in mail.outbox[-1].subject


def test_signing_out_is_a_button_on_every_page(client, person):
    client.force_login(person)
    page = client.get(reverse("glossary")).content.decode()
    assert '<form class="portal-navigation__form" method="post" action="/accounts/logout/">' in page
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session

"""What an organisation says of itself, once for every bid."""

import html
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from providers import actions
from providers.forms import StandingFactsForm
from providers.models import Provider
from socialvalue.audit.models import AuditRecord
from socialvalue.refusals import Refused
from tests.cast import make_provider
from tests.crawl import browser
from tests.form_of import form_of
from tests.visitor import Visitor

STANDING = {
    "turnover": Decimal("120000.00"),
    "accounts_audited": False,
    "insurance": Decimal(5000000),
    "certificates": ["Cyber Essentials", "Bike workshop mark"],
    "registrations": ["Environment Agency"],
}


@pytest.fixture
def page(cast) -> str:
    Provider.objects.filter(pk=cast.reuse.pk).update(charity_number="1123456")
    return reverse("provider_facts", args=[cast.reuse.pk])


def text_of(response) -> str:
    main = response.content.decode().partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_the_facts_are_said_once_and_shown_to_members(client, cast, page):
    client.force_login(cast.owner)
    sent = form_of(
        client.get(page),
        turnover="£120,000",
        accounts_audited="no",
        insurance="5000000",
        certificates=["Cyber Essentials"],
        other_certificates="Bike workshop mark\nCyber Essentials\n",
        registrations=["Environment Agency"],
        areas="Hertfordshire\nWare",
    )
    said = text_of(client.post(page, sent, follow=True))
    provider = Provider.objects.get(pk=cast.reuse.pk)
    assert {name: getattr(provider, name) for name in STANDING} == STANDING
    assert (provider.areas, provider.version) == (["Hertfordshire", "Ware"], 2)
    assert "Turnover of the last financial year £120,000 Audited accounts No Highest insurance cover £5,000,000" in said
    assert str(AuditRecord.objects.history_of(provider).get()) == (
        "Olu Owner changed the facts of the organisation: areas from “Hertfordshire” to “Hertfordshire and Ware”; "
        "turnover of the last financial year from “Not said” to “£120,000”; audited accounts from “Not said” to “No”; "
        "highest insurance cover from “Not said” to “£5,000,000”; certificates from “Not said” to “Cyber Essentials and "
        "Bike workshop mark”; registrations and licences from “Not said” to “Environment Agency”."
    )
    again = form_of(client.get(page))
    client.post(page, again)
    assert AuditRecord.objects.history_of(provider).count() == 1
    assert Provider.objects.get(pk=provider.pk).version == 2


def test_each_of_the_last_part_may_stay_unsaid_and_be_unsaid_again(client, cast, page):
    client.force_login(cast.owner)
    Provider.objects.filter(pk=cast.reuse.pk).update(**STANDING)
    empty = form_of(
        client.get(page),
        **{"turnover": "", "accounts_audited": "unsaid", "insurance": "", "certificates": [], "other_certificates": ""},
        registrations=[],
    )
    assert client.post(page, empty).status_code == 302
    provider = Provider.objects.get(pk=cast.reuse.pk)
    assert [provider.turnover, provider.accounts_audited, provider.insurance] == [None, None, None]
    assert [provider.certificates, provider.registrations] == [[], []]
    assert "We ask so that councils can see, without your name, whom a condition would shut out" in text_of(
        client.get(page)
    )


def test_only_owners_and_writers_change_them(cast, page, now):
    got = {
        person: browser(getattr(cast, person)).get(page).status_code
        for person in ("owner", "writer", "signatory", "viewer", "rival", "stranger", "procurement", "admin")
    }
    assert got == {
        **{"owner": 200, "writer": 200, "signatory": 404, "viewer": 404},
        **dict.fromkeys(("rival", "stranger", "procurement", "admin"), 404),
    }
    with pytest.raises(Refused, match="Only an owner or writer of Lea Valley Reuse can do this"):
        actions.save_facts(cast.reuse, {"about": "Ours now."}, from_version=1, by=cast.rival, now=now)


def test_a_colleague_who_was_faster_is_seen_and_nothing_is_lost(client, cast, page, now):
    client.force_login(cast.owner)
    mine = form_of(client.get(page), about="What I typed.")
    actions.save_facts(cast.reuse, {"about": "What she typed."}, from_version=1, by=cast.writer, now=now)
    stopped = client.post(page, mine)
    assert stopped.status_code == 409
    said = text_of(stopped)
    assert "Somebody has changed these facts since you opened the page." in said
    assert "What she typed." in said
    assert "What I typed." in said
    assert client.post(page, form_of(stopped)).status_code == 302
    assert Provider.objects.get(pk=cast.reuse.pk).about == "What I typed."


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("turnover", "lots", "Enter a turnover in pounds, like 1200 or 1,200.50."),
        ("turnover", "-1", "Enter £0 or more."),
        ("insurance", "99999999999", "Enter £9,999,999,999.99 or less."),
        ("other_certificates", "x" * 101, "Use 100 characters or fewer for each."),
        ("other_registrations", "\n".join(map(str, range(31))), "Write 30 or fewer."),
        ("name", "", "Enter the name of your organisation"),
        ("charity_number", "12", "Enter a charity number like 1123456, SC012345 or NIC100123."),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_the_rest_stays(client, cast, page, field, typed, words):
    client.force_login(cast.owner)
    answer = client.post(page, form_of(client.get(page), **{"postcode": "SG12 9AA", field: typed}))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert 'value="SG12 9AA"' in answer.content.decode()
    assert Provider.objects.get(pk=cast.reuse.pk).version == 1


def test_a_number_that_another_organisation_has_is_refused(client, cast, page):
    make_provider("Ware Repair Café", charity_number="1111111")
    client.force_login(cast.owner)
    answer = client.post(page, form_of(client.get(page), charity_number="1111111"))
    assert answer.status_code == 422
    assert "An organisation with this charity number is registered already." in text_of(answer)


def test_papers_that_are_not_on_the_list_come_back_as_typed(cast):
    provider = make_provider("Wheels", certificates=["Bike workshop mark", "ISO 9001"])
    form = StandingFactsForm(provider=provider)
    assert form.initial["certificates"] == ["ISO 9001"]
    assert form.initial["other_certificates"] == "Bike workshop mark"


def test_the_page_asks_the_database_little(client, cast, page, django_assert_num_queries):
    client.force_login(cast.owner)
    with django_assert_num_queries(3):
        client.get(page)
    Provider.objects.filter(pk=cast.reuse.pk).update(certificates=[f"Mark {number}" for number in range(30)])
    with django_assert_num_queries(3):
        client.get(page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_owner_says_the_facts_in_a_browser(chromium, live_server, cast, page):
    olu = Visitor(chromium, live_server.url, "owner", "facts")
    olu.sign_in("olu.owner@example.org").go(reverse("provider", args=[cast.reuse.pk]))
    olu.follow("Change these facts").fill("Turnover of your last financial year", "120,000").choose("Cyber Essentials")
    olu.press("Save these facts").reads("The facts are saved.", "£120,000", "Cyber Essentials")

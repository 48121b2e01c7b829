"""What an organisation says of itself, once for every bid."""

import html
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from providers import actions
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
    "ppon": "PMZV-7732-XXTT",
    "share_code": "r8KtPwQd",
    "vat_number": "980780684",
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
        ppon="gb-ppon-pmzv7732xxtt",
        share_code=" r8KtPwQd ",
        vat_number="GB 980 7806 84",
        areas="Hertfordshire\nWare",
    )
    said = text_of(client.post(page, sent, follow=True))
    provider = Provider.objects.get(pk=cast.reuse.pk)
    assert {name: getattr(provider, name) for name in STANDING} == STANDING
    assert (provider.areas, provider.version) == (["Hertfordshire", "Ware"], 2)
    assert "Turnover of the last financial year £120,000 Audited accounts No PPON PMZV-7732-XXTT" in said
    assert str(AuditRecord.objects.history_of(provider).get()) == (
        "Olu Owner changed the facts of the organisation: areas from “Hertfordshire” to “Hertfordshire and Ware”; "
        "turnover of the last financial year from “Not said” to “£120,000”; audited accounts from “Not said” to “No”; "
        "PPON from “None” to “PMZV-7732-XXTT”; share code from “None” to “r8KtPwQd”; "
        "VAT number from “None” to “980780684”."
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
        **{"turnover": "", "accounts_audited": "unsaid", "ppon": "", "share_code": "", "vat_number": ""},
    )
    assert client.post(page, empty).status_code == 302
    provider = Provider.objects.get(pk=cast.reuse.pk)
    assert [provider.turnover, provider.accounts_audited] == [None, None]
    assert [provider.ppon, provider.share_code, provider.vat_number] == ["", "", ""]
    assert (
        "We ask for turnover and accounts so that councils can see, without your name, whom a condition would shut out"
        in text_of(client.get(page))
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
        ("name", "", "Enter the name of your organisation"),
        ("charity_number", "12", "A charity number of England and Wales has 6 or 7 digits. This one has 2."),
        ("charity_number", "SC1", "A charity number of Scotland is SC and 6 digits, like SC012345."),
        ("charity_number", "NI100123", "A charity number of Northern Ireland is NIC and 6 digits, like NIC100123."),
        ("charity_number", "one", "Enter a charity number like 1123456, SC012345 or NIC100123."),
        ("company_number", "123456789", "A company number has 8 letters and digits, like SC123456. This one has 9."),
        ("company_number", "QQ123456", "Enter a company number like 01234567 or SC123456."),
        ("ppon", "PMZV-77-32", "A PPON has 4 letters, 4 digits and 4 letters, like PQRS-1234-TVWX."),
        ("share_code", "r8Kt", "A share code has 8 letters and digits. Copy it from Find a Tender."),
        ("vat_number", "GB 12", "A VAT number has 9 digits, or 12 for a branch, like GB 980 7806 84."),
        ("vat_number", "980780685", "The digits of this VAT number don’t fit together."),
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


def test_the_page_asks_the_database_little(client, cast, page, django_assert_num_queries):
    client.force_login(cast.owner)
    with django_assert_num_queries(3):
        client.get(page)
    Provider.objects.filter(pk=cast.reuse.pk).update(areas=[f"Area {number}" for number in range(30)])
    with django_assert_num_queries(3):
        client.get(page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_owner_says_the_facts_in_a_browser(chromium, live_server, cast, page):
    olu = Visitor(chromium, live_server.url, "owner", "facts")
    olu.sign_in("olu.owner@example.org").go(reverse("provider", args=[cast.reuse.pk]))
    olu.follow("Change these facts").fill("Turnover of your last financial year", "120,000").fill(
        "PPON", "PMZV-7732-XXTT"
    )
    olu.press("Save these facts").reads("The facts are saved.", "£120,000", "PMZV-7732-XXTT")

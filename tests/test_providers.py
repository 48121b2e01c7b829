"""Registering an organisation, and who may act for it."""

import html
import re

import pytest
from django.urls import reverse

from providers import actions
from providers.forms import FactsForm
from providers.models import Member, Provider, Role
from socialvalue.audit.models import AuditRecord
from socialvalue.refusals import Refused
from tests.cast import make_person

FACTS = {
    "name": "Ware Repair Café",
    "kind": "charity",
    "size": "micro",
    "charity_number": "1123456",
    "company_number": "",
    "postcode": "SG12 9AA",
}
REACH = {"services": ["environment"], "areas": "Ware\nHertford\n\nWare", "about": "We mend things."}


def text_of(response) -> str:
    main = response.content.decode().partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def register_in_two_pages(client, **changes):
    client.post(reverse("provider_register"), {**FACTS, **changes})
    return client.post(reverse("provider_register_reach"), REACH)


def test_a_charity_registers_in_two_pages(client, cast):
    client.force_login(cast.stranger)
    assert "so a group of two can bid" in text_of(client.get(reverse("provider_register")))
    response = register_in_two_pages(client)
    provider = Provider.objects.get(name="Ware Repair Café")
    assert response.url == reverse("provider", args=[provider.pk])
    assert (provider.areas, provider.services) == (["Ware", "Hertford"], ["environment"])
    roles = set(Member.objects.filter(provider=provider, user=cast.stranger).values_list("role", flat=True))
    assert roles == {"owner", "writer", "signatory"}
    said = text_of(client.get(response.url))
    assert "You are its owner, writer and signatory." in said
    assert "Stan Stranger registered Ware Repair Café." in said
    assert client.session["hat"]["name"] == "Ware Repair Café"


def test_what_was_filled_in_on_the_first_page_is_there_on_the_way_back(client, cast):
    client.force_login(cast.stranger)
    assert client.get(reverse("provider_register_reach")).url == reverse("provider_register")
    client.post(reverse("provider_register"), FACTS)
    assert 'value="Ware Repair Café"' in client.get(reverse("provider_register")).content.decode()
    empty = client.post(reverse("provider_register_reach"), {"areas": "Ware", "about": "Mending."})
    assert empty.status_code == 422
    assert "Mending." in empty.content.decode()
    assert not Provider.objects.filter(name="Ware Repair Café").exists()


def test_a_second_click_and_a_second_registration_are_refused(client, cast, now):
    client.force_login(cast.stranger)
    register_in_two_pages(client)
    twice = register_in_two_pages(client)
    assert twice.status_code == 422
    assert "You have registered an organisation with this name already." in text_of(twice)
    client.force_login(cast.rival)
    other = register_in_two_pages(client, name="Ware Mending")
    assert "An organisation with this charity number is registered already." in text_of(other)
    assert Provider.objects.filter(charity_number="1123456").count() == 1


def test_the_way_on_is_never_to_another_site(client, cast):
    client.force_login(cast.stranger)
    client.get(reverse("provider_register"), {"next": "https://example.com/"})
    client.get(reverse("provider_register"), {"next": "//example.com/"})
    assert register_in_two_pages(client).url.startswith("/providers/")


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("charity_number", "1123456", "1123456"),
        ("charity_number", " 202 918 ", "202918"),
        ("charity_number", "1123456-2", "1123456-2"),
        ("charity_number", "sc012345", "SC012345"),
        ("charity_number", "NIC100123", "NIC100123"),
        ("charity_number", "12345", None),
        ("charity_number", "١١٢٣٤٥٦", None),
        ("charity_number", "one", None),
        ("company_number", "1234567", "01234567"),
        ("company_number", "SC 123456", "SC123456"),
        ("company_number", "ce012345", "CE012345"),
        ("company_number", "IP28746R", "IP28746R"),
        ("company_number", "123456789", None),
        ("company_number", "S1234567", None),
        ("postcode", "sg129aa", "SG12 9AA"),
        ("postcode", "W1A 1AA", "W1A 1AA"),
        ("postcode", "M1 1AE", "M1 1AE"),
        ("postcode", "12345", None),
        ("postcode", "SG12", None),
    ],
)
def test_numbers_and_postcodes_are_read_as_people_write_them(name, typed, kept):
    form = FactsForm({**FACTS, "kind": "community_group", name: typed})
    form.is_valid()
    assert (form.cleaned_data.get(name) if name not in form.errors else None) == kept


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        ("charity", "charity_number"),
        ("company", "company_number"),
        ("cic", "company_number"),
        ("community_group", None),
        ("cooperative", None),
        ("sole_trader", None),
        ("public_body", None),
    ],
)
def test_each_kind_gives_the_number_that_it_has(kind, missing):
    form = FactsForm({**FACTS, "kind": kind, "charity_number": "", "company_number": ""})
    assert set(form.errors) == ({missing} if missing else set())


@pytest.mark.parametrize("name", ["\0", "  ", "a" * 201])
def test_a_name_that_is_none_is_refused_and_stays(client, cast, name):
    client.force_login(cast.stranger)
    assert client.post(reverse("provider_register"), {**FACTS, "name": name}).status_code == 422


def test_only_owners_change_who_does_what(cast, now):
    newcomer = make_person("Nina Newcomer")
    succeeded = set()
    for person in ("owner", "writer", "signatory", "viewer", "rival", "stranger", "admin"):
        try:
            member = actions.give_role(cast.reuse, newcomer, Role.WRITER, by=getattr(cast, person), now=now)
        except Refused:
            pass
        else:
            succeeded.add(person)
            actions.take_role(member, by=getattr(cast, person), now=now)
    assert succeeded == {"owner"}
    assert [str(row) for row in AuditRecord.objects.history_of(cast.reuse)] == [
        "Olu Owner made Nina Newcomer writer.",
        "Olu Owner ended the role of Nina Newcomer as writer.",
    ]


def test_the_last_owner_stays(client, cast, now):
    client.force_login(cast.owner)
    own = Member.objects.get(user=cast.owner)
    end = reverse("provider_member_end", args=[cast.reuse.pk, own.pk])
    said = text_of(client.post(end, follow=True))
    assert "Olu Owner is the only owner. Make somebody else owner first." in said
    actions.give_role(cast.reuse, cast.writer, Role.OWNER, by=cast.owner, now=now)
    assert client.post(end).url == reverse("dashboard")
    assert not Member.objects.filter(user=cast.owner).exists()


def test_an_owner_adds_a_person_by_their_address(client, cast):
    client.force_login(cast.owner)
    page = reverse("provider_members", args=[cast.reuse.pk])
    unknown = client.post(page, {"email": "nobody@example.org", "role": "writer"})
    assert unknown.status_code == 422
    assert "Nobody has an account with this address." in text_of(unknown)
    assert client.post(page, {"email": "Stan.Stranger@example.org", "role": "viewer"}).status_code == 302
    assert "Stan Stranger stan.stranger@example.org Viewer" in text_of(client.get(page))
    again = client.post(page, {"email": "stan.stranger@example.org", "role": "viewer"})
    assert "Stan Stranger is viewer already." in text_of(again)


def test_an_organisation_is_seen_by_its_members_only(client, cast):
    pages = [reverse("provider", args=[cast.reuse.pk]), reverse("provider_members", args=[cast.reuse.pk])]
    for person in ("owner", "writer", "signatory", "viewer"):
        client.force_login(getattr(cast, person))
        assert [client.get(page).status_code for page in pages] == [200, 200]
    for person in ("rival", "stranger", "procurement", "admin"):
        client.force_login(getattr(cast, person))
        assert [client.get(page).status_code for page in pages] == [404, 404]

"""The roof: hats, desks, cases, and an authority's people."""

import pytest
from django.urls import reverse

from commissioning.authorities.models import Role, Staff
from providers.models import Member
from providers.models import Role as MemberRole
from socialvalue.audit.models import AuditRecord
from tests.play_tenders import draft_tender, published_tender


def test_the_front_page_is_for_anyone(client, cast):
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("name", ["dashboard", "hats"])
def test_desks_ask_strangers_to_sign_in(client, db, name):
    answer = client.get(reverse(name))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("account_login"))


def test_one_hat_is_worn_without_asking(client, cast):
    client.force_login(cast.commissioner)
    answer = client.get(reverse("dashboard"))
    assert answer.status_code == 200
    assert client.session["hat"] == {
        "kind": "authority",
        "organisation_id": cast.county.pk,
        "name": "Hertfordshire County Council",
    }


def test_two_hats_are_chosen_between(client, cast):
    Member.objects.create(provider=cast.reuse, user=cast.commissioner, role=MemberRole.VIEWER)
    client.force_login(cast.commissioner)
    assert client.get(reverse("dashboard")).url == reverse("hats")
    answer = client.post(reverse("hats"), {"hat": f"provider:{cast.reuse.pk}"})
    assert answer.url == reverse("dashboard")
    assert "Lea Valley Reuse" in client.get(reverse("dashboard")).text


def test_nobody_can_wear_a_hat_that_is_not_theirs(client, cast):
    client.force_login(cast.commissioner)
    answer = client.post(reverse("hats"), {"hat": f"provider:{cast.reuse.pk}"})
    assert answer.status_code == 422
    assert "hat" not in client.session


def test_a_hat_that_was_taken_away_is_not_worn_any_more(client, cast):
    client.force_login(cast.commissioner)
    client.get(reverse("dashboard"))
    Staff.objects.filter(user=cast.commissioner).delete()
    assert "Register an organisation" in client.get(reverse("dashboard")).text


def test_a_case_is_for_its_own_authority(client, cast, now):
    tender = draft_tender(cast, now)
    for person, status in [
        (cast.commissioner, 200),
        (cast.auditor, 200),
        (cast.other_procurement, 404),
        (cast.rival, 404),
    ]:
        client.force_login(person)
        assert client.get(reverse("case", args=[tender.pk])).status_code == status, person


@pytest.mark.parametrize("size", [5, 50])
def test_the_desk_asks_as_much_for_fifty_tenders_as_for_five(client, cast, now, django_assert_num_queries, size):
    for _ in range(size):
        published_tender(cast, now)
    client.force_login(cast.procurement)
    client.get(reverse("dashboard"))
    with django_assert_num_queries(5):
        answer = client.get(reverse("dashboard"))
    assert answer.text.count("Providers are writing their bids") == size


@pytest.mark.parametrize("role", list(Role))
def test_only_an_administrator_manages_people(client, cast, role):
    person = Staff.objects.filter(authority=cast.county, role=role).first().user
    client.force_login(person)
    expected = 200 if role is Role.AUTHORITY_ADMIN else 404
    assert client.get(reverse("people", args=["hertfordshire"])).status_code == expected


def test_a_role_is_given_recorded_and_ended(client, cast):
    client.force_login(cast.admin)
    page = reverse("people", args=["hertfordshire"])
    client.post(page, {"email": "STAN.stranger@example.org", "role": "evaluator"})
    staff = Staff.objects.get(user=cast.stranger)
    client.post(reverse("take_role", args=["hertfordshire", staff.pk]))
    assert not Staff.objects.filter(user=cast.stranger).exists()
    assert [str(row) for row in AuditRecord.objects.history_of(cast.county)] == [
        "Ada Administrator made Stan Stranger evaluator.",
        "Ada Administrator ended Stan Stranger’s role as evaluator.",
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"email": "nobody@example.org", "role": "chair"}, "Nobody has an account with this address"),
        ({"email": "evan.evaluator@example.org", "role": "evaluator"}, "Evan Evaluator is evaluator already."),
        ({"email": "", "role": "chair"}, "Enter an e-mail address"),
    ],
)
def test_a_role_that_cannot_be_given_is_explained(client, cast, typed, said):
    client.force_login(cast.admin)
    answer = client.post(reverse("people", args=["hertfordshire"]), typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert not typed["email"] or f'value="{typed["email"]}"' in answer.text


def test_the_last_administrator_stays(client, cast):
    client.force_login(cast.admin)
    staff = Staff.objects.get(user=cast.admin)
    answer = client.post(reverse("take_role", args=["hertfordshire", staff.pk]), follow=True)
    assert "the only administrator" in answer.text
    assert Staff.objects.filter(pk=staff.pk).exists()

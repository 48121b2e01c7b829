"""The pages of an authority's policy: read by its staff, changed by its administrator."""

import html
import json
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commissioning.authorities import actions
from commissioning.authorities.models import PolicyRow
from commissioning.authorities.policy import FIGURES, from_day, read_policy, shipped_policies
from commissioning.authorities.reports import policy_in_force
from tests.test_no_500 import clock  # noqa: F401
from tests.visitor import Visitor

TODAY = date(2026, 12, 2)
DAY = {"since_day": "4", "since_month": "1", "since_year": "2027"}
SOURCE = "Cabinet decision of 1 December 2026"


@pytest.fixture(autouse=True)
def today(now, clock):  # noqa: F811
    clock(now)


def address(name: str, *args: str) -> str:
    return reverse(name, args=["hertfordshire", *args])


def text_of(response) -> str:
    main = response.content.decode().partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def adopt(cast, now, name: str = "bradford") -> None:
    title, values = read_policy(shipped_policies()[name])
    actions.adopt_policy(cast.county, title, from_day(values, TODAY), by=cast.admin, now=now)


def test_all_staff_read_every_figure_with_its_source(client, cast, now):
    client.force_login(cast.auditor)
    said = text_of(client.get(address("policy")))
    missing = [figure.label for figure in FIGURES.values() if figure.label not in said]
    assert missing == []
    assert "A small contract is worth less than £100,000 Default Default of this portal" in said
    assert "An administrator of Hertfordshire County Council can change them." in said
    adopt(cast, now)
    actions.set_figure(
        cast.county, "questions.small", "4", since=date(2027, 4, 1), source=SOURCE, by=cast.admin, now=now
    )
    assert (
        "Small contract: most social value questions 6 (4 from 1 Apr 2027) 2 Dec 2026 "
        "Bradford Council, published social value policy, read on 22 November 2026"
    ) in text_of(client.get(address("policy")))


def test_only_an_administrator_is_offered_a_change(client, cast):
    page = address("policy_figure", "period.days")
    for person, button in (("admin", True), ("commissioner", False)):
        client.force_login(getattr(cast, person))
        assert ("Set this figure" in text_of(client.get(page))) is button
    refused = client.post(page, {"value": "35", "source": SOURCE, **DAY})
    assert refused.status_code == 422
    assert "Only an administrator of Hertfordshire County Council can do this." in text_of(refused)
    assert not PolicyRow.objects.exists()


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("band.small", "£120,000", "120000"),
        ("weight.small.least", "7.50", "7.5"),
        ("hours.per_document", "0.5", "0.5"),
        ("period.days", "35", "35"),
        ("reading.age", "12", "12"),
        ("benefits.needed", ["crime_reduction", "youth_employment"], "youth_employment crime_reduction"),
        ("benefits.needed", [], ""),
    ],
)
def test_a_figure_of_each_kind_is_set_as_people_write_it(client, cast, key, typed, kept):
    client.force_login(cast.admin)
    answer = client.post(address("policy_figure", key), {"value": typed, "source": SOURCE, **DAY}, follow=True)
    row = PolicyRow.objects.get()
    assert (row.key, sorted(row.text.split()), row.since) == (key, sorted(kept.split()), date(2027, 1, 4))
    assert "from Monday 4 January 2027." in text_of(answer)
    assert f"{SOURCE} Ada Administrator, 2 Dec 2026" in text_of(answer)


def test_a_refused_figure_keeps_what_was_typed(client, cast):
    client.force_login(cast.admin)
    past = {"since_day": "1", "since_month": "12", "since_year": "2026"}
    answer = client.post(address("policy_figure", "period.days"), {"value": "36", "source": SOURCE, **past})
    assert answer.status_code == 422
    assert "Choose today or a later day." in text_of(answer)
    assert 'value="36"' in answer.content.decode()
    nothing = client.post(address("policy_figure", "words.per_hour"), {"value": "0", **DAY})
    assert "Enter 1 or more." in text_of(nothing)
    assert not PolicyRow.objects.exists()


def test_a_figure_that_there_is_not_is_not_found(client, cast):
    client.force_login(cast.admin)
    assert [client.get(address("policy_figure", key)).status_code for key in ("period.weeks", "%00", "x" * 3000)] == [
        404
    ] * 3


def test_a_shipped_policy_is_looked_at_and_then_adopted(client, cast):
    client.force_login(cast.admin)
    preview = client.post(address("policy_adopt"), {"policy": "bradford", **DAY})
    assert not PolicyRow.objects.exists()
    said = text_of(preview)
    assert "Small contract: most social value questions 3 6 4 Jan 2027 Bradford Council" in said
    assert "Figures that keep their value" in said
    fields = dict(re.findall(r'<input type="hidden" name="(text|since)" value="([^"]*)"', preview.content.decode()))
    carried = {name: html.unescape(value) for name, value in fields.items()}
    answer = client.post(address("policy_adopt"), {**carried, "adopt": "yes"}, follow=True)
    assert "Adopted “Bradford Council’s published rules”: 5 figures set." in answer.content.decode()
    assert policy_in_force(cast.county, date(2027, 1, 3)).number("questions.small") == 3
    assert policy_in_force(cast.county, date(2027, 1, 4)).number("questions.small") == 6
    again = client.post(address("policy_adopt"), {**carried, "adopt": "yes"})
    assert again.status_code == 422
    assert "Everything in this policy holds already. Nothing was changed." in text_of(again)


def test_a_file_of_the_authoritys_own(client, cast):
    client.force_login(cast.admin)

    def send(content: bytes):
        file = SimpleUploadedFile("policy.json", content)
        return client.post(address("policy_adopt"), {"policy": "own", "file": file, **DAY})

    one = {"key": "period.days", "value": "40", "since": "2027-04-01", "source": SOURCE}
    whole = {"format": "socialvalue-policy/1", "name": "Ours", "values": [one]}
    assert "Fewest days to bid without a warning 30 days 40 days 1 Apr 2027" in text_of(
        send(json.dumps(whole).encode())
    )
    wrong = send(json.dumps(whole | {"values": [one | {"value": "many"}]}).encode())
    assert wrong.status_code == 422
    assert "values[0].value: It must be plain digits" in text_of(wrong)
    assert "file: It is larger than 200 KB." in text_of(send(b"x" * 300_000))
    assert "Choose your policy file." in text_of(client.post(address("policy_adopt"), {"policy": "own", **DAY}))


@pytest.mark.parametrize("carried", [{}, {"text": "{}", "since": "2027-01-04"}, {"text": "\0", "since": "never"}])
def test_a_policy_that_was_damaged_on_the_way_is_refused(client, cast, carried):
    client.force_login(cast.admin)
    answer = client.post(address("policy_adopt"), {**carried, "adopt": "yes"})
    assert answer.status_code == 422
    assert "The policy was damaged on the way. Choose it again." in text_of(answer)


def test_policies_side_by_side_show_first_where_they_differ(client, cast, now):
    actions.set_figure(cast.county, "period.days", "35", since=TODAY, source=SOURCE, by=cast.admin, now=now)
    client.force_login(cast.commissioner)
    differing, _, alike = text_of(client.get(address("policy_compare"))).partition("Where they are alike")
    assert "Figure Hertfordshire County Council Defaults of this portal Bradford Council’s published rules" in differing
    assert "Social value is asked for from £0 £0 £100,000" in differing
    assert "Fewest days to bid without a warning 35 days 30 days 30 days" in differing
    assert "Medium contract: most social value questions 6 6 6" in alike


def test_links_lead_there(client, cast):
    client.force_login(cast.admin)
    assert address("policy") in client.get(reverse("people", args=["hertfordshire"])).content.decode()
    assert address("policy") in client.get(reverse("dashboard")).content.decode()


def test_questions_to_the_database_do_not_grow_with_history(client, cast, now, django_assert_num_queries):
    client.force_login(cast.admin)

    def ask() -> None:
        for name, key, queries in (
            ("policy", [], 5),
            ("policy_figure", ["period.days"], 6),
            ("policy_compare", [], 5),
            ("policy_adopt", [], 3),
        ):
            with django_assert_num_queries(queries):
                client.get(address(name, *key))

    ask()
    adopt(cast, now)
    for days in range(31, 41):
        actions.set_figure(cast.county, "period.days", str(days), since=TODAY, source=SOURCE, by=cast.admin, now=now)
    ask()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_administrator_takes_a_policy_over_in_a_browser(chromium, live_server, cast):
    admin = Visitor(chromium, live_server.url, "admin", "policy")
    admin.sign_in("ada.administrator@example.org").go(address("policy"))
    admin.follow("Compare with other policies").follow("Adopt one of them, or a file of your own")
    admin.choose("Bradford Council’s published rules").press("See what would change").reads("Nothing is saved yet.")
    admin.press("Adopt this policy").reads("5 figures set.")
    admin.follow("At least one question on one of these").reads("Creating jobs, Jobs for young people or Training")
    admin.choose("Less crime and anti-social behaviour").fill("Where does it come from?", SOURCE)
    admin.press("Set this figure").reads("or Less crime and anti-social behaviour from Wednesday 2 December 2026.")

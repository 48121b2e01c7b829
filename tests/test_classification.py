"""Codes are found by everyday words: what people type, and the code that must then stand on top or near it."""

import pytest
from django.urls import reverse

from commissioning.tenders.classification import search, services_meant
from commissioning.tenders.models import Tender
from glossary.words import ServiceCategory
from tests import play_tenders

FIRST = {
    "bulky waste": "90511200",
    "waste, bulky": "90511200",
    "collection of bulky household waste": "90511200",
    "recycling": "90514000",
    "bins": "90511200",
    "litter picks": "90511300",
    "street sweeping": "90612000",
    "grass cutting": "77314000",
    "planting trees": "77211600",
    "counselling": "85312320",
    "counceling": "85312320",
    "counselling services": "85312320",
    "stop smoking": "85323000",
    "a dentist": "85131000",
    "home care": "98513310",
    "care home": "85311100",
    "care homes": "85311100",
    "meals on wheels": "55521100",
    "meal on wheels": "55521100",
    "respite": "85312400",
    "day centres": "85312100",
    "youth club": "98133110",
    "youth clubs": "98133110",
    "nurseries": "80110000",
    "fostering": "85311300",
    "school bus": "60130000",
    "taxis": "60120000",
    "hostel": "85311000",
    "homelessness": "85311000",
    "homelesness": "85311000",
    "bed and breakfast": "55270000",
    "apprenticeships": "80530000",
    "apprenticship": "80530000",
    "English lessons": "80580000",
    "library": "92511000",
    "libraries": "92511000",
    "swimming pools": "92610000",
    "cleaning of offices": "90919200",
    "school dinners": "55523100",
    "pest control": "90922000",
    "CCTV": "92222000",
    "security guards": "79713000",
    "website": "72413000",
    "IT support": "72253000",
    "solicitors": "79111000",
    "translators": "79530000",
    "a new school building": "45214200",
    "flood defences": "45246400",
    "85312320": "85312320",
    "85312320-8": "85312320",
    "Guidance and counselling services": "85312300",
}
AMONG_THREE = {
    "rubbish from homes": "90511200",
    "mental health support": "85121270",
    "help for carers": "85312400",
    "transport for pupils with special needs": "60130000",
    "school toilets": "45330000",
    "domestic abuse refuge": "85311000",
    "night shelters for rough sleepers": "98341000",
    "training courses for adults": "80500000",
    "community centre": "98133100",
}


@pytest.mark.parametrize(("typed", "code"), FIRST.items())
def test_what_people_type_finds_its_code_first(typed: str, code: str) -> None:
    assert search(typed)[0].code == code


@pytest.mark.parametrize(("typed", "code"), AMONG_THREE.items())
def test_longer_questions_find_their_code_among_the_first_three(typed: str, code: str) -> None:
    assert code in [found.code for found in search(typed)[:3]]


def test_each_answer_says_what_it_is_for_which_service_and_why() -> None:
    found = search("bulky waste")[0]
    assert (found.description, found.service, found.why) == (
        "Household-refuse collection services",
        ServiceCategory.ENVIRONMENT,
        "People call it “bulky waste”.",
    )
    assert search("Ophthalmologist services")[0].why == "Its description has your words."


@pytest.mark.parametrize("typed", ["", "   ", "the of and", "xyzzy", "??", "1", "\0", "é" * 5000, "99999999"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert search(typed) == []


@pytest.mark.parametrize("typed", ["waste " * 5000, "a" * 100_000, "school home care waste training health " * 40])
def test_endless_typing_is_answered_shortly(typed: str) -> None:
    assert len(search(typed)) <= 30


def test_a_code_is_found_once() -> None:
    codes = [found.code for found in search("waste collection")]
    assert len(codes) == len(set(codes)) > 3


@pytest.mark.parametrize(
    ("typed", "services"),
    [
        ("bulky waste", [ServiceCategory.ENVIRONMENT]),
        ("home care", [ServiceCategory.ADULT_SOCIAL_CARE]),
        ("bulky", [ServiceCategory.ENVIRONMENT]),
        ("xyzzy", []),
        ("", []),
        ("waste in Hitchin", []),
    ],
)
def test_plain_words_mean_a_service(typed: str, services: list[ServiceCategory]) -> None:
    assert services_meant(typed) == services


# The pages


@pytest.mark.django_db
def test_a_provider_who_types_everyday_words_finds_the_tender(client, cast, portal_clock, now):
    play_tenders.published_tender(cast, now, title="Collecting and mending large items", summary="Sofas and beds.")
    assert "Collecting and mending" in client.get("/tenders/", {"words": "fly-tipping"}).content.decode()
    assert "Collecting and mending" not in client.get("/tenders/", {"words": "counselling"}).content.decode()


@pytest.mark.django_db
def test_a_code_is_found_taken_and_put_away_again(client, cast, portal_clock, now):
    tender = play_tenders.draft_tender(cast, now)
    client.force_login(cast.commissioner)
    address = reverse("tender_classification", args=[tender.pk])
    page = client.get(address, {"words": "counselling"})
    assert "People call it “counselling”." in page.content.decode()
    taken = {"code": "85312320", "service": "health_and_wellbeing", "version": tender.version}
    response = client.post(f"{address}?words=counselling", taken)
    assert (response.status_code, response.url) == (302, f"{address}?words=counselling")
    tender = Tender.objects.get(pk=tender.pk)
    assert (tender.service, tender.file.cpv) == ("health_and_wellbeing", ("85312320",))
    assert "85312320-8 Counselling services" in client.get(address).content.decode()
    client.post(address, {"remove": "85312320", "version": tender.version})
    assert Tender.objects.get(pk=tender.pk).file.cpv is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", [{}, {"code": "1"}, {"code": "85312320"}, {"code": "85312320", "service": "x"}, {"remove": "\0"}]
)
def test_what_is_no_code_changes_nothing(client, cast, portal_clock, now, typed):
    tender = play_tenders.draft_tender(cast, now)
    client.force_login(cast.commissioner)
    address = reverse("tender_classification", args=[tender.pk])
    page = client.post(address, {**typed, "version": tender.version}, follow=True)
    assert "not one of the codes on the page" in page.content.decode()
    assert Tender.objects.get(pk=tender.pk).document == tender.document


@pytest.mark.django_db
def test_two_people_at_once_are_noticed(client, cast, portal_clock, now):
    tender = play_tenders.draft_tender(cast, now)
    client.force_login(cast.commissioner)
    address = reverse("tender_classification", args=[tender.pk])
    old = {"code": "85312320", "service": "health_and_wellbeing", "version": tender.version - 1}
    assert "Somebody has changed this draft" in client.post(address, old, follow=True).content.decode()
    assert Tender.objects.get(pk=tender.pk).file.cpv is None


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["counselling", "school home care waste training health"])
def test_the_page_asks_the_database_as_often_however_many_are_found(
    client, cast, portal_clock, now, words, django_assert_num_queries
):
    tender = play_tenders.draft_tender(cast, now)
    client.force_login(cast.commissioner)
    with django_assert_num_queries(4):
        client.get(reverse("tender_classification", args=[tender.pk]), {"words": words})

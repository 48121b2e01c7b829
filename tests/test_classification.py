"""Codes are found by everyday words: what people type, and the code that must then stand on top or near it."""

import pytest

from commissioning.tenders.classification import search, services_meant
from glossary.words import ServiceCategory

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

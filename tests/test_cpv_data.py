"""The codes are real ones: each has the check digit that its other eight demand, and each leads to a service."""

import json

import pytest

from commissioning.tenders.classification import CODES, described, is_code
from commissioning.tenders.classification.codes import FILE
from commissioning.tenders.classification.search import FILE as PLAIN_WORDS
from commissioning.tenders.tenderfile import read
from glossary.words import ServiceCategory

WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7)
# From the European Commission's own rules for notices (eForms, BR-0075-0001), which write codes with their ninth digit.
KNOWN = [
    "75121000-0",
    "75122000-7",
    "75123000-4",
    "79622000-0",
    "79624000-4",
    "79625000-1",
    "80110000-8",
    "80300000-7",
    "80420000-4",
    "80430000-7",
    "80511000-9",
    "80520000-5",
    "80590000-6",
    "85000000-9",
    "85100000-0",
    "85110000-3",
    "85111000-0",
    "85112200-9",
    "85121100-4",
    "85121270-6",
    "85131000-6",
    "85141200-1",
    "85142100-7",
    "85143000-3",
    "85144100-1",
    "85149000-5",
    "85160000-8",
    "85300000-2",
    "85311000-2",
    "85311100-3",
    "85311200-4",
    "85311300-5",
    "85312000-9",
    "85312100-0",
    "85312110-3",
    "85312120-6",
    "85312200-1",
    "85312300-2",
    "85312310-5",
    "85312320-8",
    "85312330-1",
    "85312400-3",
    "85312500-4",
    "85312510-7",
    "85320000-8",
    "85321000-5",
    "85322000-2",
    "85323000-9",
    "92500000-6",
    "92600000-7",
    "98133000-4",
    "98133110-8",
]


def check_digit(digits: str) -> str:
    """The ninth digit that eight digits demand."""
    return str(sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 10)


@pytest.mark.parametrize("written", KNOWN)
def test_the_rule_for_the_ninth_digit_holds_for_codes_published_with_it(written: str) -> None:
    assert check_digit(written[:8]) == written[9]


def test_every_code_has_the_ninth_digit_that_its_others_demand() -> None:
    assert {code.written for code in CODES.values() if check_digit(code.digits) != code.check} == set()


def test_codes_published_with_their_ninth_digit_are_ours_too() -> None:
    assert set(KNOWN) - {code.written for code in CODES.values()} == set()


def test_each_code_comes_once_in_order_with_words_and_the_list_names_its_source() -> None:
    said = json.loads(FILE.read_text(encoding="utf-8"))
    codes = [row["code"] for row in said["codes"]]
    assert codes == sorted(set(codes))
    assert len(codes) > 500
    assert all(row["description"].strip() == row["description"] != "" for row in said["codes"])
    assert "No 213/2008" in said["source"]


def test_every_service_has_codes_and_plain_words_and_these_lead_to_codes() -> None:
    plain = json.loads(PLAIN_WORDS.read_text(encoding="utf-8"))
    assert {code.service for code in CODES.values()} == set(ServiceCategory)
    assert set(plain) == set(ServiceCategory)
    assert all(len(phrases) >= 20 for phrases in plain.values())
    assert {digits for phrases in plain.values() for codes in phrases.values() for digits in codes} <= set(CODES)
    texts = [text for phrases in plain.values() for text in phrases]
    assert len(texts) == len(set(texts)) >= 400


def test_a_code_is_told_from_digits_that_are_none() -> None:
    assert is_code("85312320")
    assert described("85312320") == "85312320-8 Counselling services"
    assert (is_code("85312321"), described("85312321")) == (False, "85312321")


def test_a_file_with_codes_is_read() -> None:
    text = (
        '{"title": "Talking", "service": "health_and_wellbeing", "cpv": ["85312320"], "procedure": "open",'
        ' "value": {"amount": "1"}, "criteria": []}'
    )
    assert read(text).cpv == ("85312320",)

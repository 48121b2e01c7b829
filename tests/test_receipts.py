"""A receipt, wherever it is drawn, says what the committed row says; a page for anyone checks one, and tells nothing else."""

import subprocess
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.bids import reports
from commissioning.bids.models import Submission
from socialvalue import pdfcheck
from tests import play_bids as play
from tests.play_tenders import published_tender

PAGE = "/receipts/"
NO_CODE = "BID-2345-6789-ABCD"


@pytest.fixture(autouse=True)
def nobody_has_asked():
    """The count of checks begins afresh."""
    cache.clear()


@pytest.fixture
def submission(cast, now, portal_clock):
    """A bid that was submitted; its tender is open, so it is sealed."""
    return Submission.own.get(bid=play.submitted_bid(cast, published_tender(cast, now), now=now))


@pytest.fixture
def paper(client, cast, submission):
    """The receipt's PDF, as its signatory downloads it."""
    client.force_login(cast.signatory)
    answer = client.get(reverse("bid_receipt_paper", args=[submission.bid_id, 1]))
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{submission.reference}.pdf"'
    return answer.content


def check(**said):
    """What somebody whom nobody knows is told."""
    answer = Client().post(PAGE, said)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_paper_is_tagged_says_the_row_and_is_the_same_each_time(client, submission, paper, tmp_path):
    assert pdfcheck.faults(paper) == []
    assert client.get(reverse("bid_receipt_paper", args=[submission.bid_id, 1])).content == paper
    (tmp_path / "receipt.pdf").write_bytes(paper)
    said = subprocess.run(["pdftotext", "-layout", "receipt.pdf", "-"], cwd=tmp_path, capture_output=True, check=True)
    words = " ".join(said.stdout.decode().split())
    for name, fact in reports.receipt_facts(submission):
        assert name in words and (fact in words or name == "SHA-256"), name
    assert submission.sha256 in said.stdout.decode().replace("\n", "").replace(" ", "")


def test_somebody_else_gets_no_paper(cast, submission):
    rival = Client()
    rival.force_login(cast.rival)
    assert rival.get(reverse("bid_receipt_paper", args=[submission.bid_id, 1])).status_code == 404


@pytest.mark.parametrize("spoil", [str, str.lower, lambda code: code.replace("-", " "), lambda code: f"  {code}. "])
def test_a_code_is_known_however_it_is_typed(submission, spoil):
    said = check(code=spoil(submission.reference))
    assert "A bid was received with this receipt" in said
    for fact in (submission.reference, submission.sha256, "Bulky household waste collection and reuse"):
        assert fact in said
    assert "Hertfordshire County Council" in said and "2 December 2026, 09:30:00 UTC" in said


def test_nobody_learns_who_bid_or_how_often(cast, submission, paper, now):
    play.submission_of(submission.bid, now=now + timedelta(minutes=1))
    for said in (
        check(code=submission.reference),
        check(file=SimpleUploadedFile("receipt.pdf", paper)),
        check(file=SimpleUploadedFile("bid.json", submission.content.encode())),
    ):
        assert submission.reference in said
        for secret in ("Lea Valley Reuse", "Sam Signatory", str(submission.bid_id), "ersion"):
            assert secret not in said.split("<main", 1)[1], secret


def test_the_paper_and_the_bid_file_are_known(submission, paper):
    assert "A bid was received with this receipt" in check(file=SimpleUploadedFile("receipt.pdf", paper))
    bid_file = SimpleUploadedFile("bid.json", submission.content.encode())
    assert "A bid was received with this receipt" in check(file=bid_file)
    changed = submission.content.replace("Two crews", "Ten crews").encode()
    assert "We hold no such receipt" in check(file=SimpleUploadedFile("bid.json", changed))


def test_a_paper_with_another_hash_is_told_from_ours(submission, paper):
    other = paper.replace(submission.sha256.encode(), b"0" * 64)
    assert other != paper
    said = check(file=SimpleUploadedFile("receipt.pdf", other))
    assert "The file is not as we made it" in said and submission.sha256 in said


def test_a_file_full_of_codes_is_no_way_to_guess(submission):
    codes = f"{submission.reference} {NO_CODE}".encode()
    assert "We hold no such receipt" in check(file=SimpleUploadedFile("codes.txt", codes))


def test_an_unknown_code_costs_the_same_and_looks_the_same(submission):
    def asked(code):
        with CaptureQueriesContext(connection) as captured:
            said = check(code=code)
        return [query["sql"].split(" WHERE ")[0] for query in captured], said

    known, unknown = asked(submission.reference), asked(NO_CODE)
    assert len(known[0]) == 1 and known[0] == unknown[0]
    assert "We hold no such receipt" in unknown[1]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Enter the receipt’s code, or choose a file."),
        ({"code": "BID-1"}, "That is no code of a receipt."),
        ({"code": "nonsense"}, "That is no code of a receipt."),
    ],
)
def test_what_is_no_receipt_is_refused_in_words(db, said, words):
    answer = Client().post(PAGE, said)
    assert answer.status_code == 422 and words in answer.content.decode()


def test_an_empty_file_and_one_too_large_are_refused_in_words(db, settings):
    settings.UPLOAD_LIMIT_BYTES = 1024
    for content, words in ((b"", "The file is empty."), (b"x" * 1025, "Choose a file of up to 1 KB.")):
        answer = Client().post(PAGE, {"file": SimpleUploadedFile("bid.json", content)})
        assert answer.status_code == 422 and words in answer.content.decode()


def test_somebody_who_guesses_is_stopped(submission, portal_clock):
    guesser = Client()
    assert [guesser.post(PAGE, {"code": NO_CODE}).status_code for _ in range(20)] == [200] * 20
    answer = guesser.post(PAGE, {"code": submission.reference})
    assert answer.status_code == 429 and submission.sha256 not in answer.content.decode()
    portal_clock.move_on(minutes=10)
    assert guesser.post(PAGE, {"code": submission.reference}).status_code == 200


def test_the_page_lists_nothing(submission):
    said = Client().get(PAGE).content.decode()
    assert submission.reference not in said and submission.sha256 not in said
    assert "Check a receipt" in said

"""The conflict register and the moderation record as papers: tagged, the same byte for byte, and no name in public."""

import hashlib
import json
import os
import re
import subprocess
import sys

import pytest
from django.urls import reverse

from commissioning.evaluation import papers
from commissioning.evaluation.models import Evaluation, Paper, SummaryRelease
from commissioning.evaluation.reports.paper import PaperReport, Section, Table
from socialvalue import pdfcheck
from tests.play_evaluation import agreed, bids_of, marking, reveal, told

RECORDS = {
    Paper.Kind.REGISTER: Paper.Kind.REGISTER_REDACTED,
    Paper.Kind.MODERATION: Paper.Kind.MODERATION_REDACTED,
}
PAPER = PaperReport(
    "Conflict register",
    "Play & rest, العربية",
    "Council",
    "T-1",
    papers.records.FULL,
    (("Conflicts", "1"),),
    (Section("Found", ("One.",), (Table("Found", ("Person", "Said"), (("Ada", "<b>A cousin</b>"),)),)),),
)
DRAW = """
import django, hashlib
django.setup()
from tests.test_papers import PAPER
from commissioning.evaluation.papers import record_pdf
print(hashlib.sha256(record_pdf(PAPER)).hexdigest())
"""


@pytest.fixture
def evaluation(cast, now) -> Evaluation:
    """Three bids, every mark final."""
    return agreed(cast, now, bids=3)


def text_of(pdf: bytes) -> str:
    """The PDF's text on one line, as pdftotext reads it."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


def test_every_kind_of_paper_is_in_the_table() -> None:
    assert set(papers.KINDS) == set(Paper.Kind)


@pytest.mark.parametrize("kind", [*RECORDS, *RECORDS.values(), Paper.Kind.OPENING, Paper.Kind.OPENING_REDACTED])
def test_a_record_is_tagged_and_the_same_twice(evaluation, kind) -> None:
    first = papers.KINDS[kind].build(evaluation)
    assert pdfcheck.faults(first) == []
    assert first == papers.KINDS[kind].build(evaluation)


def test_another_process_at_another_time_makes_the_same_bytes() -> None:
    here = hashlib.sha256(papers.record_pdf(PAPER)).hexdigest()
    there = subprocess.run(
        [sys.executable, "-c", DRAW],
        env=os.environ | {"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert there.stdout.strip() == here


@pytest.mark.parametrize(("full", "redacted"), RECORDS.items())
def test_the_version_for_publication_names_no_person_and_no_bidder(cast, now, evaluation, full, redacted) -> None:
    """The tender's own officers sign some names of the case: every name that the full one holds is looked for."""
    reveal(evaluation, cast, now)
    everything = text_of(papers.KINDS[full].build(evaluation))
    published = text_of(papers.KINDS[redacted].build(evaluation))
    names = [str(bid.provider) for bid in bids_of(evaluation)] + [str(cast.evaluator), str(cast.chair)]
    assert all(name in everything for name in names)
    assert not [name for name in names if name in published]


@pytest.mark.parametrize("kind", RECORDS)
def test_an_officer_has_it_made_and_downloads_it(cast, client, evaluation, kind) -> None:
    client.force_login(cast.procurement)
    asked = client.post(reverse("ask_for_paper", args=[evaluation.tender_id]), {"kind": kind}, follow=True)
    row = Paper.objects.get()
    assert (row.kind, row.progress) == (kind, 100)
    assert row.file.name.endswith(".pdf")
    assert row.file.sha256 in asked.content.decode()
    download = client.get(reverse("paper_download", args=[evaluation.tender_id, row.pk]))
    assert pdfcheck.faults(download.getvalue()) == []


def test_an_evaluator_neither_asks_for_the_register_nor_reads_it(cast, client, evaluation) -> None:
    client.force_login(cast.procurement)
    client.post(reverse("ask_for_paper", args=[evaluation.tender_id]), {"kind": "register"})
    client.force_login(cast.evaluator)
    row = Paper.objects.get()
    for name in ("paper", "paper_download"):
        assert client.get(reverse(name, args=[evaluation.tender_id, row.pk])).status_code in (403, 404)
    asked = client.post(reverse("ask_for_paper", args=[evaluation.tender_id]), {"kind": "register"})
    assert asked.status_code in (403, 404)
    assert Paper.objects.count() == 1


def test_there_is_no_moderation_record_to_ask_for_before_marks_are_final(cast, client, now) -> None:
    early = marking(cast, now)
    client.force_login(cast.procurement)
    asked = client.post(reverse("ask_for_paper", args=[early.tender_id]), {"kind": "moderation"})
    assert asked.status_code in (403, 404)
    assert not Paper.objects.exists()


def test_the_opening_record_says_what_was_there_and_in_public_only_how_much(cast, evaluation) -> None:
    # A cell may break a line anywhere in a receipt or a hash.
    full = text_of(papers.KINDS[Paper.Kind.OPENING].build(evaluation)).replace(" ", "")
    public = text_of(papers.KINDS[Paper.Kind.OPENING_REDACTED].build(evaluation)).replace(" ", "")
    bids = bids_of(evaluation)
    secret = [*(str(bid.provider) for bid in bids), str(cast.procurement), str(cast.second_procurement)]
    secret += [bid.submissions.get().reference for bid in bids]
    assert not [one for one in secret if one.replace(" ", "") not in full]
    assert not [one for one in secret if one.replace(" ", "") in public]
    assert "Bidsopened:3" in public and "Bidder3" in public
    assert evaluation.tender.opening.record_sha256 in full


def test_the_letters_of_one_release_in_one_paper_word_for_word(cast, now) -> None:
    evaluation = told(cast, now, bids=3).evaluation
    kind = papers.KINDS[Paper.Kind.SUMMARIES]
    pdf = kind.build(evaluation)
    assert pdfcheck.faults(pdf) == []
    assert pdf == kind.build(evaluation)
    text, letters = text_of(pdf), SummaryRelease.objects.filter(evaluation=evaluation)
    assert len(letters) == 3
    for row in letters:
        letter = json.loads(row.letter)
        assert f"The letter to {letter['own_bid']['bidder']}" in text
        assert row.sha256 in re.sub(r"\s", "", text)
        for judged in filter(None, (letter["own_bid"], letter["winner"])):
            assert all(" ".join(reason["text"].split()) in text for reason in judged["reasons"])
    said = json.loads(papers.KINDS[Paper.Kind.SUMMARIES_JSON].build(evaluation))
    assert [len(said["sections"]), said["title"]] == [3, "Assessment summaries"]


def test_one_page_offers_every_paper_or_says_why_not(cast, client, now) -> None:
    evaluation = agreed(cast, now)
    here = reverse("evaluation_papers", args=[evaluation.tender_id])
    client.force_login(cast.auditor)
    page = client.get(here).content.decode()
    offered = set(re.findall(r'name="kind" value="([^"]+)"', page))
    expected = {kind for kind in Paper.Kind.values if kind.startswith(("opening", "register", "moderation"))}
    assert offered == expected | {"procurement-file"}
    assert "The assessment summaries have not been sent." in page
    assert "The report is there once an officer has opened the prices." in page
    client.post(reverse("ask_for_paper", args=[evaluation.tender_id]), {"kind": "opening"})
    paper = Paper.objects.get()
    assert reverse("paper", args=[evaluation.tender_id, paper.pk]) in client.get(here).content.decode()
    client.force_login(cast.chair)
    assert client.get(here).status_code == 404


def test_once_all_are_told_every_paper_is_offered(cast, client, now) -> None:
    evaluation = told(cast, now).evaluation
    client.force_login(cast.procurement)
    page = client.get(reverse("evaluation_papers", args=[evaluation.tender_id])).content.decode()
    assert set(re.findall(r'name="kind" value="([^"]+)"', page)) == set(Paper.Kind.values)


@pytest.mark.parametrize("kind", [Paper.Kind.SUMMARIES, Paper.Kind.OPENING, Paper.Kind.MODERATION])
def test_a_paper_that_is_not_there_yet_is_not_found(cast, client, now, kind) -> None:
    evaluation = marking(cast, now)
    client.force_login(cast.procurement)
    asked = client.post(reverse("ask_for_paper", args=[evaluation.tender_id]), {"kind": kind})
    assert asked.status_code == (302 if kind == Paper.Kind.OPENING else 404)

"""Strands by priorities by questions: what is covered, what is not, and what is set aside with a reason."""

from dataclasses import replace

import pytest
from django.core.management import call_command
from django.urls import reverse

from commissioning.tenders.models import Tender
from commissioning.tenders.reports.coverage import coverage_of
from glossary.words import Strand
from tests import play_tenders
from tests.form_of import form_of


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    """Every request arrives at the day of the tests."""
    monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: now)


@pytest.fixture
def commissioner(cast, client):
    """A browser in which the commissioner is signed in, with the frameworks loaded."""
    call_command("load_reference", verbosity=0)
    client.force_login(cast.commissioner)
    return client


def test_grid_has_every_priority_of_the_chosen_frameworks(commissioner, cast, now):
    """In the framework's order, each question under its strand; the rest said to have none."""
    coverage = coverage_of(play_tenders.draft_tender(cast, now))
    (grid,) = coverage.grids
    assert len(grid.rows) == 16
    served = [row for row in grid.rows if not row.is_empty]
    assert [(row.name, [[one.id for one in cell] for cell in row.cells]) for row in served] == [
        ("A strong economy", [["SV1", "SV2"], [], []])
    ]
    assert grid.left_text == "15 priorities of 16 have no question. Not every contract can serve them all."
    assert [one.id for one in coverage.without_priority] == ["Q1"]


def test_a_question_without_a_strand_has_a_column_of_its_own(commissioner, cast, now):
    """It is not left out of the grid."""
    quality, price = play_tenders.criteria()
    method, social = quality.criteria
    questions = tuple(replace(question, strand=None) for question in social.questions)
    criteria = (replace(quality, criteria=(method, replace(social, questions=questions))), price)
    (grid,) = coverage_of(play_tenders.draft_tender(cast, now, criteria=criteria)).grids
    assert grid.headers[-1] == "No strand"
    assert [[one.id for one in cell] for cell in next(row for row in grid.rows if not row.is_empty).cells] == [
        [],
        [],
        [],
        ["SV1", "SV2"],
    ]


def test_strands_are_set_aside_and_taken_back_with_a_reason(commissioner, cast, now):
    """The stop goes with the reason, and comes back without it, beside the field."""
    tender = play_tenders.draft_tender(cast, now, strands_set_aside=None)
    address = reverse("tender_coverage", args=[tender.pk])
    page = commissioner.get(address)
    assert "No question asks for" in page.content.decode()
    sent = form_of(page, social="The work has no visitors.", environmental="Nothing is driven or built.")
    assert commissioner.post(address, sent).status_code == 302
    tender = Tender.objects.get(pk=tender.pk)
    assert tender.file.strands_set_aside == {
        Strand.SOCIAL: "The work has no visitors.",
        Strand.ENVIRONMENTAL: "Nothing is driven or built.",
    }
    page = commissioner.get(address)
    assert "No question asks for" not in page.content.decode()
    assert commissioner.post(address, form_of(page, social="", environmental="")).status_code == 302
    assert Tender.objects.get(pk=tender.pk).file.strands_set_aside is None


def test_a_stale_page_overwrites_nothing(commissioner, cast, now):
    """409, with what was typed and what is saved."""
    tender = play_tenders.draft_tender(cast, now)
    address = reverse("tender_coverage", args=[tender.pk])
    sent = form_of(commissioner.get(address), social="First.")
    commissioner.post(address, sent)
    answer = commissioner.post(address, {**sent, "social": "Second."})
    said = answer.content.decode()
    assert (answer.status_code, "First." in said, "Second." in said) == (409, True, True)
    assert Tender.objects.get(pk=tender.pk).file.strands_set_aside[Strand.SOCIAL] == "First."


def test_who_may_not_edit_reads_the_grid_and_changes_nothing(commissioner, client, cast, now):
    """No form, and a form that is sent all the same is refused in words."""
    tender = play_tenders.draft_tender(cast, now)
    client.force_login(cast.auditor)
    address = reverse("tender_coverage", args=[tender.pk])
    assert "Save the reasons" not in client.get(address).content.decode()
    assert client.post(address, {"version": tender.version, "social": "X"}).status_code == 422

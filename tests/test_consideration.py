"""What was considered before buying: its section of the draft, and the record as a page and as a paper."""

from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from commissioning.tenders.models import Tender
from commissioning.tenders.papers.consideration import consideration_pdf, pages_of
from commissioning.tenders.reports.consideration import consideration_record
from commissioning.tenders.tenderfile import Consideration
from socialvalue import pdfcheck
from tests import play_tenders
from tests.form_of import form_of


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    """Every request arrives at the day of the tests."""
    monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: now)


@pytest.fixture
def commissioner(cast, client):
    """A browser in which the commissioner is signed in."""
    client.force_login(cast.commissioner)
    return client


def test_what_was_considered_is_written_and_kept(commissioner, cast, now):
    """Every key of the file has its field; a tick that was never there is not made a no."""
    tender = play_tenders.draft_tender(cast, now, consideration=None)
    address = reverse("tender_section", args=[tender.pk, "consideration"])
    sent = form_of(commissioner.get(address), social="People meet.", consulted="no", consultation_reason="No time.")
    assert commissioner.post(address, sent).status_code == 302
    saved = Tender.objects.get(pk=tender.pk)
    assert saved.file.consideration == Consideration(
        social="People meet.", consulted=False, consultation_reason="No time."
    )
    sent = form_of(commissioner.get(address), urgent="on")
    commissioner.post(address, sent)
    assert Tender.objects.get(pk=tender.pk).file.consideration.urgent is True


def test_record_says_what_the_act_asks(cast, now):
    """The strands with the parts of the tender that serve them; consultation, urgency, relevance, proportion."""
    record = consideration_record(play_tenders.draft_tender(cast, now), now)
    assert record.strands[0] == (
        "Economic",
        "Repair and collection can give first jobs to people who are out of work.",
        "Asked in SV1 and SV2, for S1 of the specification.",
    )
    assert record.strands[1][2] == "Set aside: Reuse brings its social good through the specification itself."
    assert dict(record.answers) == {
        "Is it relevant to what is bought? s.1(6)(a)": "2 of 2 questions on social value say why.",
        "Is it in proportion? s.1(6)(b)": "Social value counts for 18.0% of the total, for a contract of £120,000. "
        "Checks: nothing to mend.",
        "What does it ask of bidders?": "About 5 hours of work for each; £1,120 for all the bids expected.",
        "Were people asked? s.1(7)": "Yes. Reuse charities and residents were asked in June. "
        "They wanted one round for the county.",
        "Was it urgent? s.1(8)": "No.",
    }
    assert record.people == "Drafted by Carol Commissioner"
    assert record.stands == "As it stood on Wednesday 2 December 2026, version 2 of the draft"
    assert record.reasons == [
        ("The time to bid runs over Christmas, when small teams are away.", play_tenders.REASONS["inclusion.period"])
    ]


def test_record_of_an_empty_draft_says_what_is_missing(cast, now):
    """Nothing is made up."""
    record = consideration_record(
        play_tenders.draft_tender(
            cast, now, consideration=None, strands_set_aside=None, criteria=(), ties=None, monitoring=None
        ),
        now,
    )
    assert {row[1:] for row in record.strands} == {("Nothing is written yet.", "No question, and no reason yet.")}
    assert dict(record.answers)["Were people asked? s.1(7)"] == "It is not said yet."


def test_paper_is_one_tagged_page_and_the_same_twice(commissioner, cast, now):
    """As the page says it, on one sheet of A4."""
    tender = play_tenders.draft_tender(cast, now)
    answer = commissioner.get(reverse("tender_consideration_paper", args=[tender.pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert pdfcheck.faults(answer.content) == []
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        (page,) = pdf.pages
        assert [round(float(side)) for side in page.MediaBox] == [0, 0, 595, 842]
    assert answer.content == consideration_pdf(consideration_record(tender, now))


def test_a_longer_record_is_not_drawn_smaller_and_says_so(commissioner, cast, now):
    """Three pages, in the same letters, and the page tells."""
    long = Consideration(economic="Work for people who live here. " * 200, consulted=True)
    tender = play_tenders.draft_tender(cast, now, consideration=long)
    assert pages_of(consideration_pdf(consideration_record(tender, now))) == 3
    said = commissioner.get(reverse("tender_consideration_record", args=[tender.pk])).content.decode()
    assert "The record is 3 pages long." in said


@pytest.mark.parametrize("count", [6, 60])
def test_record_costs_the_same_with_any_number_of_questions(commissioner, cast, now, count, django_assert_num_queries):
    """Session, person, tender, policy, market, people."""
    from tests.test_tender_queries import many_questions

    tender = play_tenders.draft_tender(cast, now, **many_questions(count))
    with django_assert_num_queries(6):
        assert commissioner.get(reverse("tender_consideration_record", args=[tender.pk])).status_code == 200

"""What a bid will ask, read before anybody signs in: a page, a paper and an empty document."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.bids import reports
from commissioning.bids.papers import read_offline
from commissioning.bids.readiness import asked_by
from socialvalue.text import datetime_text
from tests.crawl import browser
from tests.play_tenders import draft_tender, published_tender
from tests.test_bid_queries import POLICY, SIZES, tender_of


@pytest.fixture
def tender(cast, now, portal_clock):
    """An open tender that asks for a document."""
    return published_tender(cast, now, documents=POLICY)


def test_the_page_says_all_that_is_asked(tender, now):
    page = browser(None).get(reverse("before_start", args=[tender.pk])).content.decode()
    text = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page))
    seen = reports.before_start(tender, now)
    for one in seen.questions:
        assert one.text in text and f"{one.weight} of all the marks. {one.write}. About {one.hours} hours." in text
    assert datetime_text(tender.closes_at) in text
    assert "Safeguarding policy" in text and seen.price in text and seen.days in text
    assert len(seen.questions) == len(asked_by(tender.document).questions)


def test_its_hours_are_those_that_the_tender_says(tender, now):
    seen = reports.before_start(tender, now)
    assert seen.hours in browser(None).get(reverse("tender", args=[tender.pk])).content.decode()
    assert all(re.fullmatch(r"\d+\.\d", one.hours) for one in seen.questions)
    assert [row[1] for row in seen.rows[: len(seen.questions)]] == [one.hours for one in seen.questions]


def test_the_paper_is_a_pdf_and_the_document_is_empty(tender):
    nobody = browser(None)
    paper = nobody.get(reverse("before_start_paper", args=[tender.pk]))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert nobody.get(reverse("before_start_paper", args=[tender.pk])).content == paper.content
    read = read_offline(nobody.get(reverse("before_start_draft", args=[tender.pk])).content)
    assert read.document == (tender.pk, 1, "empty")
    assert [one.text for one in read.answers] == [""] * len(read.answers) != []


def test_a_draft_has_no_such_page(cast, now, portal_clock):
    draft = draft_tender(cast, now)
    for name in ("before_start", "before_start_paper", "before_start_draft"):
        assert browser(cast.commissioner).get(reverse(name, args=[draft.pk])).status_code == 404


def test_after_the_closing_it_says_so(tender, portal_clock):
    portal_clock.move_to(tender.closes_at)
    page = browser(None).get(reverse("before_start", args=[tender.pk])).content.decode()
    assert "takes no more bids" in page and reverse("bid_start", args=[tender.pk]) not in page


@pytest.mark.parametrize("size", SIZES)
def test_it_costs_the_same_whatever_the_size(cast, now, portal_clock, size):
    tender = tender_of(cast, now, size)
    with CaptureQueriesContext(connection) as seen:
        assert browser(None).get(reverse("before_start", args=[tender.pk])).status_code == 200
    assert len(seen) == 5, [one["sql"][:90] for one in seen]

"""The hours of a bid: one number on every page, question by question, and what would halve it."""

import pytest
from django.urls import reverse

from commissioning.tenders.reports.effort import effort_page
from commissioning.tenders.reports.findings import check_of, hours_asked
from commissioning.tenders.tenderfile import AskedOf, RequiredDocument
from tests import play_tenders

FOR_ALL = (RequiredDocument(name="Safeguarding policy", asked_of=AskedOf.EVERYONE),)


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    """Every request arrives at the day of the tests."""
    monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: now)


def test_hours_by_question_for_one_and_for_all(cast, now):
    """300 and 500 words at 300 an hour, two hours for a promise, one for a paper; six bidders at £40 an hour."""
    tender = play_tenders.draft_tender(cast, now, documents=FOR_ALL)
    page = effort_page(tender, check_of(tender, now))
    assert [(row.name.partition(":")[0], row.hours) for row in page.rows] == [
        ("Q1", "1.7"),
        ("SV1", "1.0"),
        ("SV2", "2.0"),
        ("Documents to show", "1.0"),
    ]
    assert page.total == "5.7"
    assert dict(page.facts) == {
        "One bidder": "5.7 hours",
        "Bids expected": "6 bids",
        "All bidders": "34.0 hours",
        "What that costs them": "£1,360 at £40 an hour",
        "As a share of the value": "1.1% of £120,000",
    }


def test_what_would_halve_it_leads_to_the_fields(client, cast, now):
    """The paper first, then the longest answers; each line is a link to where it is changed."""
    tender = play_tenders.draft_tender(cast, now, documents=FOR_ALL)
    page = effort_page(tender, check_of(tender, now))
    assert [sentence for sentence, _ in page.savings] == [
        "Ask only the winner for “Safeguarding policy”.",
        "Question Q1: cut the limit from 500 to 250 words.",
        "Question SV1: cut the limit from 300 to 150 words.",
    ]
    assert [address.rpartition("#")[2] for _, address in page.savings] == [
        "id_rows-0-asked_of",
        "id_word_limit",
        "id_word_limit",
    ]
    client.force_login(cast.auditor)
    assert "What would halve it" in client.get(reverse("tender_effort", args=[tender.pk])).content.decode()


def test_no_two_pages_disagree(client, cast, now):
    """The draft, its sections, its questions, the approval, the public page and the start of a bid."""
    tender = play_tenders.sent_tender(cast, now)
    hours = hours_asked(tender, tender.file, now)
    assert hours == "about 5 hours"
    client.force_login(cast.procurement)
    for name in ("tender_review", "tender_approve", "tender_checks", "tender_effort", "tender"):
        assert hours in client.get(reverse(name, args=[tender.pk])).content.decode(), name
    draft = play_tenders.draft_tender(cast, now)
    client.force_login(cast.commissioner)
    for name in ("tender_draft", "tender_questions", "tender"):
        assert hours in client.get(reverse(name, args=[draft.pk])).content.decode(), name
    for section in ("about", "criteria", "documents"):
        address = reverse("tender_section", args=[draft.pk, section])
        assert hours in client.get(address).content.decode(), section
    published = play_tenders.published_tender(cast, now)
    client.force_login(cast.owner)
    for name in ("tender", "bid_start"):
        assert hours in client.get(reverse(name, args=[published.pk])).content.decode(), name

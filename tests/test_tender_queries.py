"""The number of queries of each page, literal, and the same at ten times the size."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from commissioning.tenders.readiness import Section
from tests import play_tenders


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    """Every request arrives at the day of the tests."""
    monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: now)


def many_questions(count: int) -> dict[str, object]:
    """Criteria with `count` social value questions of equal weight beside the method."""
    quality, price = play_tenders.criteria()
    method, social = quality.criteria
    first = play_tenders.questions()[0]
    share = (Decimal(100) / count).quantize(Decimal("0.01"))
    weights = [share] * (count - 1) + [100 - share * (count - 1)]
    questions = tuple(
        replace(first, id=f"SV{place}", weight=weight, word_limit=10, relevance=f"Part {place} of the work needs it.")
        for place, weight in enumerate(weights, start=1)
    )
    social = replace(social, questions=questions)
    reasons = play_tenders.REASONS | {"proportion.questions": "Each part of the work has one short question."}
    return {"criteria": (replace(quality, criteria=(method, social)), price), "monitoring": None, "reasons": reasons}


@pytest.mark.parametrize("count", [5, 50])
def test_list_of_tenders_costs_two_queries(client, cast, now, count, django_assert_num_queries):
    """The count and the page, whatever their number."""
    for _ in range(count):
        play_tenders.published_tender(cast, now)
    with django_assert_num_queries(2):
        assert client.get(reverse("tender_list")).status_code == 200


@pytest.mark.parametrize("count", [6, 60])
def test_public_page_costs_eight_queries(client, cast, now, count, django_assert_num_queries):
    """The tender, themes that changed it, its pack, policy, frameworks, priorities, the changes since, the glossary."""
    tender = play_tenders.published_tender(cast, now, **many_questions(count))
    with django_assert_num_queries(8):
        assert client.get(reverse("tender", args=[tender.pk])).status_code == 200


# Session, person and tender come to three on every page; the checks take two more: the policy and the market.
STAFF_PAGES = {
    "tender_draft": 9,
    "tender_review": 6,
    "tender_questions": 6,
    "tender_approve": 10,
    "tender_checks": 6,
    "tender_effort": 5,
    "tender_coverage": 8,
}


@pytest.mark.parametrize("count", [6, 60])
@pytest.mark.parametrize(("name", "queries"), STAFF_PAGES.items())
def test_staff_pages_cost_the_same_with_any_number_of_questions(
    client, cast, now, count, name, queries, django_assert_num_queries
):
    """Literal numbers, the same for 6 and for 60 questions."""
    tender = play_tenders.draft_tender(cast, now, **many_questions(count))
    client.force_login(cast.commissioner)
    with django_assert_num_queries(queries):
        assert client.get(reverse(name, args=[tender.pk])).status_code == 200


@pytest.mark.parametrize("count", [6, 60])
@pytest.mark.parametrize("section", [section for section in Section if section is not Section.QUESTIONS])
def test_section_pages_cost_the_same_with_any_number_of_questions(
    client, cast, now, count, section, django_assert_num_queries
):
    """Six, and one more where the frameworks are listed or words of the glossary are explained."""
    tender = play_tenders.draft_tender(cast, now, **many_questions(count))
    client.force_login(cast.commissioner)
    with_one_more = (Section.CONSIDERATION, Section.FRAMEWORKS, Section.MONITORING)
    with django_assert_num_queries(7 if section in with_one_more else 6):
        assert client.get(reverse("tender_section", args=[tender.pk, section.value])).status_code == 200


def test_question_bank_costs_five_queries(client, cast, django_assert_num_queries):
    """Session, person, priorities, count, page."""
    call_command("load_reference", verbosity=0)
    client.force_login(cast.commissioner)
    with django_assert_num_queries(5):
        assert client.get(reverse("question_bank")).status_code == 200

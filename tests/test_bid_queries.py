"""A bid with sixty questions costs as many queries as one with six; saving an answer costs six."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.bids.models import Submission
from commissioning.bids.reports import opened_submissions
from commissioning.tenders.tenderfile import AskedOf, Question, QuestionKind, RequiredDocument
from tests import play_bids as play
from tests.play_tenders import REASONS, criteria, published_tender

POLICY = (RequiredDocument(name="Safeguarding policy", asked_of=AskedOf.EVERYONE),)
SIZES = (6, 60)
MANY = {"proportion.questions": "Each part of the work has one short question."}


def tender_of(cast, now, size):
    """An open tender with so many questions: one with a number, the others in words."""
    (quality, price), method_weight = criteria(), Decimal(100) / (size - 2)
    weights = [method_weight.quantize(Decimal("0.0001"))] * (size - 3)
    weights.append(100 - sum(weights))
    method, social = quality.criteria
    many = tuple(
        Question(
            id=f"Q{place}", kind=QuestionKind.NARRATIVE, weight=weight, word_limit=20, text=f"What of part {place}?"
        )
        for place, weight in enumerate(weights, 1)
    )
    quality = replace(quality, criteria=(replace(method, questions=many), social))
    return published_tender(cast, now, criteria=(quality, price), documents=POLICY, reasons=REASONS | MANY)


def statements(client, address, data=None) -> list[str]:
    """The statements that a request costs beyond the session and the person, without savepoints."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address) if data is None else client.post(address, data)
    assert response.status_code in (200, 302)
    return [
        query["sql"]
        for query in captured
        if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))
        and "django_session" not in query["sql"]
        and 'FROM "accounts_user" WHERE "accounts_user"."id"' not in query["sql"]
    ]


@pytest.fixture(params=SIZES)
def bid(request, cast, now, client, portal_clock):
    """A bid with every part, submitted once, by its signatory."""
    client.force_login(cast.signatory)
    bid = play.submitted_bid(cast, tender_of(cast, now, request.param), now=now)
    client.get(reverse("bid", args=[bid.pk]))  # reads the tender file once
    return bid


# Beyond session and person: bid, roles or members, four kinds of parts, submissions, history.
# The bid asks also for who sees to what, open comments and sign-off; its check for sign-off.
PAGES = {"bid": 13, "bid_write": 6, "bid_check": 10, "bid_price": 2, "bid_declarations": 4, "bid_documents": 8}


@pytest.mark.parametrize("name", PAGES)
def test_pages_cost_the_same_at_either_size(client, bid, name):
    assert len(statements(client, reverse(name, args=[bid.pk]))) == PAGES[name]


def test_a_question_page_costs_the_same_at_either_size(client, bid):
    assert len(statements(client, reverse("bid_answer", args=[bid.pk, 1]))) == 8


def test_saving_an_answer_costs_six_statements_and_keeps_the_text_before(client, bid):
    address = reverse("bid_answer", args=[bid.pk, 1])
    assert len(statements(client, address, {"text": "Another text.", "from_version": "1"})) == 6


def test_saving_the_same_text_again_writes_nothing(client, bid):
    address = reverse("bid_answer", args=[bid.pk, 1])
    made = statements(client, address, {"text": play.ANSWER, "from_version": "1"})
    assert len(made) == 4
    assert [sql for sql in made if not sql.startswith("SELECT")] == []


def test_the_list_of_bids_is_two_queries(client, cast, bid, now):
    # The bids, and the parts in bids of others, of which there are none.
    assert len(statements(client, reverse("bid_list"))) == 2
    tender = published_tender(cast, now)
    play.started_bid(tender, provider=cast.reuse, now=now)
    assert len(statements(client, reverse("bid_list"))) == 2


@pytest.mark.parametrize("bids", [2, 12])
def test_opened_bids_are_one_query_whatever_their_number(cast, now, bids, django_assert_num_queries):
    tender = play.opened_tender(cast, now, bids=bids)
    with django_assert_num_queries(1):
        assert len(opened_submissions(tender)) == bids


@pytest.mark.parametrize("bids", [2, 12])
def test_the_opening_page_costs_the_same_whatever_their_number(client, cast, now, bids):
    tender = play.opened_tender(cast, now, bids=bids)
    client.force_login(cast.auditor)
    assert len(statements(client, reverse("opening", args=[tender.pk]))) == 12
    bid = Submission.objects.all()[0].bid_id
    assert len(statements(client, reverse("opened_bid", args=[tender.pk, bid]))) == 1

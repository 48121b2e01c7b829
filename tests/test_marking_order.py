"""Marking question by question, or one bidder after the other; the address keeps which."""

import itertools

import pytest
from django.urls import reverse

from commissioning.evaluation import reports
from tests import play_evaluation as play

BY_QUESTION = [("Bidder A", "Q1"), ("Bidder B", "Q1"), ("Bidder A", "SV1"), ("Bidder B", "SV1")]
BY_BIDDER = [("Bidder A", "Q1"), ("Bidder A", "SV1"), ("Bidder B", "Q1"), ("Bidder B", "SV1")]


@pytest.mark.parametrize(
    ("query", "order"), [("", BY_QUESTION), ("?order=bidder", BY_BIDDER), ("?order=x", BY_QUESTION)]
)
def test_save_and_next_follows_the_order_that_was_chosen(client, cast, now, query, order):
    evaluation = play.marking(cast, now)
    kept = query if query == "?order=bidder" else ""
    matrix = reports.marking_matrix(evaluation, cast.evaluator, by_bid=bool(kept))
    assert [(cell.bidder, cell.question_id) for cell in matrix.cells()] == order
    client.force_login(cast.evaluator)
    start = reverse("marking", args=[evaluation.tender_id])
    page = client.get(start + query)
    assert page.context["matrix"].next.address == next(matrix.cells()).address
    cells = list(matrix.cells())
    for here, following in itertools.pairwise(cells):
        answer = client.post(here.address, {"mark": "4", "reason": "It is shown.", "version": "0", "next": "1"})
        assert answer["Location"] == f"{following.address}#id_mark"
    answer = client.post(cells[-1].address, {"mark": "4", "reason": "It is shown.", "version": "0", "next": "1"})
    assert answer["Location"] == start + kept

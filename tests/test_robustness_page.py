"""The page that asks whether another bid would have come first: what it says, and that it changes nothing."""

import pytest
from django.urls import reverse

from commissioning.evaluation.models import Evaluation
from commissioning.evaluation.reports import method, ranking
from commissioning.evaluation.reports.robustness import robustness
from tests import play_evaluation as play
from tests.test_ranking_by_lot import HAULAGE, REUSE, TWO, in_lots
from tests.visitor import Visitor

pytestmark = pytest.mark.django_db


def test_it_says_who_is_first_and_what_was_tried(cast, now):
    evaluation = play.signed_off(cast, now, bids=3)
    (answer,) = robustness(evaluation)
    first = next(bid.provider for bid in ranking(evaluation).bids if bid.rank == 1)
    assert answer.first == first
    assert [part.heading for part in answer.parts] == [
        "One mark, one level",
        "Without one evaluator",
        "The weight of social value",
        "Other price formulas",
    ]
    steps, evaluators, weights, formulas = answer.parts
    assert "steps tried" in steps.sentence
    assert sorted(row[0] for row in evaluators.rows) == [
        "All but Esther Evaluator",
        "All but Evan Evaluator",
        "All evaluators",
    ]
    assert sum("(published)" in row[0] for row in formulas.rows) == 1
    assert "It was published as" in weights.sentence
    assert weights.drawing.rows[0][0] == "5%"
    assert weights.drawing.rows[-1][0] == "30%"


def test_the_page_changes_nothing_and_says_that_the_published_method_decides(cast, now, client):
    evaluation = play.signed_off(cast, now, bids=3)
    before = list(Evaluation.objects.values()), ranking(evaluation).bids
    client.force_login(cast.procurement)
    page = client.get(reverse("robustness", args=[evaluation.tender_id]))
    assert page.status_code == 200
    assert "The published method decides." in page.content.decode()
    assert (list(Evaluation.objects.values()), ranking(evaluation).bids) == before


@pytest.mark.parametrize(("bids", "evaluators"), [(2, 2), (8, 4)])
def test_the_number_of_queries_stays_the_same(cast, now, client, django_assert_num_queries, bids, evaluators):
    evaluation = play.signed_off(cast, now, bids=bids, evaluators=play.more_evaluators(cast, evaluators))
    client.force_login(cast.procurement)
    address = reverse("robustness", args=[evaluation.tender_id])
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)


def test_each_lot_is_asked_about_on_its_own(cast, now, client):
    evaluation = in_lots(cast, now, TWO, REUSE, HAULAGE)
    answers = robustness(evaluation)
    assert [answer.lot for answer in answers] == [lot.title for lot in method(evaluation.tender).file.lots]
    assert {answer.first for answer in answers} == {cast.reuse.name}
    captions = [part.caption for answer in answers for part in answer.parts]
    assert len(set(captions)) == len(captions)
    client.force_login(cast.procurement)
    page = client.get(reverse("robustness", args=[evaluation.tender_id])).content.decode()
    assert [page.count(f">{answer.lot}</h2>") for answer in answers] == [1, 1, 1]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_page_is_sound_in_a_browser(cast, now, live_server, chromium):
    evaluation = play.signed_off(cast, now, bids=3)
    officer = Visitor(chromium, live_server.url, "officer", "robustness").sign_in(cast.procurement.email)
    officer.go(reverse("recommend_award", args=[evaluation.tender_id])).follow("Would another bid have come first?")
    officer.reads("The published method decides.", "One mark, one level", "Totals by the weight of social value")
    assert officer.faults == []

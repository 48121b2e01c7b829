"""The evaluation's pages ask the database as often for 12 bids by 20 questions by 4 evaluators as for 2 by 2 by 2."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.evaluation import reports
from commissioning.evaluation.models import Mark
from commissioning.tenders.tenderfile import Criterion, CriterionKind, Formula, Question, QuestionKind
from glossary.words import Strand
from tests import play_evaluation as play
from tests.play_tenders import REASONS


def asking(questions):
    """A tender's keys: quality 60 with so many short questions of equal weight (their number must divide 100), price 40."""
    asked = tuple(
        Question(
            id=f"Q{number}",
            kind=QuestionKind.NARRATIVE,
            weight=Decimal(100) / questions,
            word_limit=100,
            text=f"How will you do part {number} of this work?",
        )
        for number in range(1, questions + 1)
    )
    return {
        "criteria": (
            Criterion(id="Q", kind=CriterionKind.QUALITY, name="Quality", weight=Decimal(60), questions=asked),
            Criterion(
                id="P",
                kind=CriterionKind.PRICE,
                name="Price",
                weight=Decimal(40),
                formula=Formula.LOWEST_OVER_PRICE,
            ),
        ),
        "monitoring": None,
        "ties": ("lowest_price",),
        "strands_set_aside": dict.fromkeys(Strand, "The specification itself asks for it."),
        "reasons": REASONS | {"proportion.weight": "The specification itself asks for social value."},
    }


def queries(client, user, where):
    """The statements that one page takes, sign-in and all."""
    client.force_login(user)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(where)
    assert answer.status_code == 200
    return [query["sql"] for query in asked.captured_queries]


@pytest.mark.parametrize(("bids", "questions", "evaluators"), [(8, 2, 2), (12, 20, 4)])
def test_pages_ask_as_often_at_any_size(client, cast, now, bids, questions, evaluators):
    people = play.more_evaluators(cast, evaluators)
    evaluation = play.marking(cast, now, bids=bids, evaluators=people, **asking(questions))
    pk = evaluation.tender_id
    play.mark_all(evaluation, cast.evaluator, now)
    cell = reports.marking_matrix(evaluation, cast.evaluator).rows[0].cells[0]
    counts = {}

    def count(name, user, where):
        asked = queries(client, user, where)
        counts[name] = len(asked)
        assert len(set(asked)) == len(asked), f"{name} asks the same twice"

    count("matrix", cast.evaluator, reverse("marking", args=[pk]))
    count("mark", cast.evaluator, cell.address)
    count("lock", cast.evaluator, reverse("lock_marks", args=[pk]))
    count("conditions", cast.procurement, reverse("evaluation_conditions", args=[pk]))
    count("home, marking", cast.evaluator, reverse("evaluation", args=[pk]))
    play.finish_marking(evaluation, cast, now)
    evaluation = play.actions.start_moderation(evaluation, by=cast.chair, now=now)
    assert Mark.objects.count() == bids * questions * evaluators
    count("moderation", cast.chair, reverse("moderation", args=[pk]))
    count("agree", cast.chair, reports.spread(evaluation)[0].address)
    play.agree_all(evaluation, cast, now)
    play.actions.lock_consensus(evaluation, by=cast.chair, now=now)
    play.open_prices(evaluation, cast, now)
    count("ranking", cast.procurement, reverse("ranking", args=[pk]))
    count("home, agreed", cast.chair, reverse("evaluation", args=[pk]))
    assert counts == {
        "matrix": 10,
        "mark": 15,
        "lock": 10,
        "conditions": 7,
        "home, marking": 12,
        "moderation": 8,
        "agree": 13,
        "ranking": 12,
        "home, agreed": 12,
    }

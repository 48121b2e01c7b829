"""Marking by keyboard alone, in a browser: three actions a mark, and a digit outside the marks changes nothing."""

from datetime import datetime

import pytest

from commissioning.evaluation import reports
from commissioning.evaluation.models import Mark
from tests import play_evaluation as play
from tests.cast import Cast
from tests.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def evaluator(cast: Cast, now: datetime, live_server, chromium, portal_clock) -> Visitor:
    """An evaluator signed in, on the first answer, with the keyboard on its marks."""
    evaluation = play.marking(cast, now)
    first = next(reports.marking_matrix(evaluation, cast.evaluator).cells())
    visitor = Visitor(chromium, live_server.url, "evaluator", "marking").sign_in(cast.evaluator.email)
    return visitor.go(f"{first.address}#id_mark")


def stored() -> list[tuple[int, str]]:
    """The marks that the server has."""
    return [(int(mark), reason) for mark, reason in Mark.objects.order_by("pk").values_list("mark", "reason")]


def test_a_mark_is_three_actions_and_the_next_answer_follows(evaluator: Visitor) -> None:
    keys = evaluator.page.keyboard
    for place, digit in enumerate("432", 1):
        evaluator.reads(f"Answer {place} of 4.")
        keys.press(digit)
        evaluator.page.get_by_label("Your reason").focus()
        keys.type("All 3 parts are shown.")
        with evaluator.page.expect_navigation():
            keys.press("Control+Enter")
        evaluator.look().reads(f"Saved: mark {digit}, with a reason of 5 words. Stored at ")
    assert stored() == [(mark, "All 3 parts are shown.") for mark in (4, 3, 2)]
    assert evaluator.faults == []


def test_the_reason_is_one_tab_from_the_marks(evaluator: Visitor) -> None:
    evaluator.page.keyboard.press("4")
    evaluator.page.keyboard.press("Tab")
    assert evaluator.page.evaluate("document.activeElement.name") == "reason"


def test_a_digit_chooses_nothing_outside_the_marks_nor_off_the_scale(evaluator: Visitor) -> None:
    keys = evaluator.page.keyboard
    keys.press("9")
    evaluator.page.get_by_role("button", name="Save draft").focus()
    keys.press("4")
    evaluator.page.get_by_label("Your reason").focus()
    keys.press("4")
    assert evaluator.page.locator("input[name=mark]:checked").count() == 0
    assert evaluator.page.get_by_label("Your reason").input_value() == "4"

"""The pages of the panel and of conflicts in a browser, at both widths and by axe."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commissioning.evaluation import actions
from tests import play_evaluation as play
from tests.visitor import Visitor


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_panel_and_its_conflicts_in_a_browser(cast, now, live_server, chromium):
    evaluation = play.declared(cast, now)
    pk = evaluation.tender_id
    later = play.after_opening(evaluation.tender, now)
    officer = Visitor(chromium, live_server.url, "officer", "conflicts").sign_in(cast.procurement.email)
    officer.go(reverse("evaluation_assignment", args=[pk])).reads("What does Evan Evaluator mark?")
    officer.page.locator(f"input[name='person_{cast.evaluator.pk}'][value='everything']").uncheck()
    officer.page.locator(f"input[name='person_{cast.evaluator.pk}'][value='question:SV1']").check()
    officer.press("Save who marks what").reads("It is settled who marks what.")
    officer.go(reverse("evaluation_workload", args=[pk])).reads("Esther Evaluator has about ")
    actions.start_marking(evaluation, by=cast.procurement, now=later)

    evaluator = Visitor(chromium, live_server.url, "evaluator", "conflicts").sign_in(cast.evaluator.email)
    evaluator.go(reverse("evaluation_conflicts", args=[pk])).reads("order of the alphabet")
    evaluator.go(reverse("late_conflict", args=[pk])).press("Record this conflict").reads("Choose the bidder.")
    evaluator.page.get_by_label("Chiltern Haulage").check()
    evaluator.fill("What is the conflict of interest?", "My sister joined their board.")
    evaluator.press("Record this conflict").reads("It takes effect at once.")
    evaluator.go(reverse("marking", args=[pk])).reads("0 of 1 marked.")

    actions.find_conflict(
        evaluation,
        cast.second_evaluator,
        play.bids_of(evaluation)[0],
        "He was their trustee.",
        by=cast.procurement,
        now=later + timedelta(hours=1),
    )
    officer.go(reverse("conflict_register", args=[pk])).reads("My sister joined their board.").reads(
        "recorded by Peter"
    )
    officer.go(reverse("evaluation_panel", args=[pk])).reads("Why do you change the panel?")
    officer.go(reverse("reassign_answers", args=[pk])).reads("nobody is left to mark these answers")
    officer.press("Give these answers").reads("Choose at least one answer.")
    for visitor in (officer, evaluator):
        assert visitor.faults == []

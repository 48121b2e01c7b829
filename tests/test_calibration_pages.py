"""The pages of practising in a browser, at both widths and by axe."""

import pytest
from django.urls import reverse

from commissioning.evaluation import actions
from commissioning.evaluation.models import Practice
from tests.play_tenders import published_tender
from tests.visitor import Visitor


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_panel_practises_in_a_browser(cast, now, portal_clock, live_server, chromium):
    evaluation = actions.name_panel(
        published_tender(cast, now), evaluators=[cast.evaluator], chair=cast.chair, by=cast.procurement, now=now
    )
    pk = evaluation.tender_id
    officer = Visitor(chromium, live_server.url, "officer", "calibration").sign_in(cast.procurement.email)
    officer.go(reverse("calibration", args=[pk])).reads("No practice answer has been set.")
    officer.go(reverse("practice_set", args=[pk]))
    officer.page.get_by_label("Question").select_option("Q1")
    officer.page.get_by_label("Warm words, few figures").check()
    officer.press("Set this practice answer").reads("The practice answer is set.").reads("0 of 2 have marked")
    where = reverse("practice", args=[pk, Practice.objects.get().pk])

    people = []
    for name, person, mark in (("evaluator", cast.evaluator, "2"), ("chair", cast.chair, "4")):
        visitor = Visitor(chromium, live_server.url, name, "calibration").sign_in(person.email)
        visitor.go(where).press("Save my practice mark").reads("Choose a mark.")
        visitor.page.locator(f"input[name=mark][value='{mark}']").check()
        visitor.fill("Your reason", f"It gets {mark}, as it has no figures.")
        visitor.press("Save my practice mark").reads("Your practice mark is saved.")
        people.append(visitor)
    evaluator, chair = people
    chair.reads("It gets 2, as it has no figures.")
    chair.fill("How we read the levels", "Four needs at least one figure.").press("Write down what we agreed")
    evaluator.go(where).reads("Four needs at least one figure.").reads("It gets 4, as it has no figures.")
    evaluator.go(reverse("calibration", args=[pk])).reads("Agreed how to read the levels")
    for visitor in (officer, evaluator, chair):
        assert visitor.faults == []

"""Findings, hours, coverage and the record in a browser: met while typing, mended, explained; every page held to the rules."""

import pytest

from glossary.actions import load_reference
from tests import play_tenders
from tests.cast import make_cast
from tests.test_effort_pages import FOR_ALL
from tests.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def carol(chromium, live_server, now, portal_clock) -> Visitor:
    """The commissioner, signed in, with a draft that has something to mend, to explain and to think over."""
    load_reference(now=now)
    cast = make_cast()
    reasons = {id: reason for id, reason in play_tenders.REASONS.items() if id != "proportion.evidence-early"}
    tender = play_tenders.draft_tender(
        cast, now, documents=FOR_ALL, no_lots_reason="", strands_set_aside=None, reasons=reasons
    )
    visitor = Visitor(chromium, live_server.url, "carol", "findings").sign_in(cast.commissioner.email)
    visitor.draft = f"/tenders/{tender.pk}/draft"
    return visitor


def test_findings_are_met_mended_and_explained(carol):
    """From the task list to each field, until nothing is left to mend."""
    carol.go(f"{carol.draft}/").reads("This tender asks a small charity for about 6 hours of work.", "2 to mend")
    carol.follow("See what the checks find").follow("Lots and partners")
    carol.reads("Must be mended: The work is not split into lots").fill(
        "If there are no lots, why not?", "One small round serves the whole county."
    ).save()
    carol.go(f"{carol.draft}/coverage/").reads("Not used yet.", "15 priorities of 16 have no question.")
    carol.fill("Social: why is it left out?", "The work has no visitors.")
    carol.fill("Environmental: why is it left out?", "The specification asks for it already.").press("Save the reasons")
    carol.reads("Set aside: The work has no visitors.")
    carol.go(f"{carol.draft}/checks/").reads("1 needs a reason")
    section = carol.page.locator('[id="reason-proportion.evidence-early"]')
    section.get_by_label("Why is it right for this contract?").fill("We start the day after.")
    section.get_by_role("button").click()
    carol.look().reads("Reason recorded.", "We start the day after.", "The checks find: nothing to mend.")
    carol.go(f"{carol.draft}/review/").reads("Nothing stops publication", "We start the day after.")
    carol.go(f"{carol.draft}/effort/").reads("What would halve it", "Ask only the winner for")
    carol.go(f"{carol.draft}/social-value-record/").reads("Were people asked? s.1(7)")
    assert carol.download("Download the record (PDF)").startswith(b"%PDF")


def test_findings_and_hours_follow_the_typing_and_nothing_is_saved(carol):
    """A moment after typing stops, beside the field and at the top; mended, they go again."""
    carol.go(f"{carol.draft}/question/?id=Q1").reads("about 6 hours")
    found = carol.page.locator("#id_text_findings")
    question = carol.page.get_by_label("The question")
    saved = question.input_value()
    question.fill("What is your organisation's policy on CSR?")
    found.get_by_text("CSR").first.wait_for()
    carol.fill("Word limit", "3500")
    carol.page.get_by_text("about 16 hours").wait_for()
    carol.look()
    question.fill(saved)
    found.get_by_text("CSR").first.wait_for(state="detached")
    assert carol.page.locator("#found").get_attribute("role") == "status"
    carol.go(f"{carol.draft}/question/?id=Q1").reads("about 6 hours")


@pytest.mark.parametrize("section", ["consideration", "documents", "criteria", "timetable", "monitoring"])
def test_sections_with_findings_keep_to_the_rules(carol, section):
    """Each page as it is drawn with what was found on it."""
    carol.go(f"{carol.draft}/{section}/").reads("This tender asks a small charity")

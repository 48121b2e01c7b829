"""From sealed bids to letters in a browser, as seven people: one evaluator finds a conflict late, and others take over.

Given three submitted bids; when two officers open them, a chair and three evaluators judge them and one of the three
finds that her sister joined a bidder; then her marks stay and do not count, her answers go to a colleague, and every
bidder reads why. Every page on the way is held to the rules in `tests/visitor.py`; set PAPERS to a folder to keep the
papers and look at them.
"""

import os
import re
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.db import connection

from commissioning.authorities.models import Role
from commissioning.bids.models import Bid
from commissioning.evaluation.models import Consensus, Mark
from commissioning.evaluation.reports import ranking
from commissioning.tenders.models import Tender
from socialvalue.pdfcheck import faults
from tests.cast import make_cast, make_staff
from tests.play_bids import closed_tender
from tests.visitor import Visitor

REASONS = {
    "2": "It meets part of what is asked, without evidence: no days and no places are named.",
    "3": "It meets all that is asked, with some evidence from a workshop like this one.",
    "4": "It meets all that is asked, with evidence for each part of the collection.",
}
TIED = "Chiltern Haulage"
"""The bidder whose board the sister of an evaluator joined."""


def open_bids(peter: Visitor, priya: Visitor, home: str) -> None:
    """Two officers, one after the other, open what was sealed."""
    peter.go(home.replace("evaluation", "opening")).press("Ask to open the bids")
    priya.go("/desk/").follow(re.compile("^Confirm the opening")).press("Confirm and open the bids")


def name_panel(priya: Visitor, home: str) -> None:
    """The chair and three evaluators, and who marks what: one question is marked by one of them alone."""
    priya.go(home).follow("Name the panel")
    for person in ("Evan Evaluator", "Esther Evaluator", "Erin Evaluator", "Charlie Chair"):
        priya.choose(person)
    priya.press(re.compile("panel")).go(f"{home}assignment/")
    for person, question in (("Evan", "Q1"), ("Esther", "Q1"), ("Erin", "SV1")):
        group = priya.page.get_by_role("group", name=f"What does {person} Evaluator mark?")
        if (everything := group.get_by_label("Every question")).is_checked():
            everything.uncheck()
        group.get_by_label(re.compile(f"^{question}: ")).check()
    priya.press("Save who marks what").go(f"{home}workload/").reads("Erin Evaluator")


def declare(person: Visitor, home: str) -> None:
    """There is no conflict with any bidder, as far as this person knows."""
    person.go(f"{home}conflicts/")
    for choice in person.page.get_by_label("No", exact=True).all():
        choice.check()
    person.press(re.compile("[Dd]eclar"))


def decide_conditions(priya: Visitor, home: str, tender: Tender) -> None:
    """Every bidder meets the condition of taking part."""
    for bid in Bid.objects.filter(tender=tender):
        priya.go(f"{home}conditions/").follow(re.compile(bid.provider.name))
        priya.choose("Yes, it is met").fill("Reason", "The declaration says that cover is in place.").save()


def mark_next(person: Visitor, home: str, *levels: str) -> None:
    """Mark the next answers, one after the other, each with its reason."""
    person.go(f"{home}marking/").follow("Mark the next answer")
    for level in levels:
        person.choose(re.compile(f"^{level} – ")).fill("Your reason", REASONS[level]).press("Save and next")


def lock(person: Visitor, home: str) -> None:
    """Marks are final."""
    person.go(f"{home}lock/").press(re.compile("^Lock")).reads("locked")


@pytest.mark.browser
def test_seven_people_and_a_late_conflict(transactional_db, live_server, chromium, portal_clock, now):
    cast = make_cast()
    make_staff(cast.county, "Erin Evaluator", Role.EVALUATOR)
    tender = closed_tender(cast, now, bids=3)
    home = f"/tenders/{tender.pk}/evaluation/"
    portal_clock.move_to(tender.closes_at + timedelta(hours=1))
    person = partial(Visitor, chromium, live_server.url, story=f"evaluation-{connection.vendor}")
    peter, priya, charlie, evan, esther, erin, rita = (
        person(name=one.split(".")[0]).sign_in(f"{one}@example.org")
        for one in (
            "peter.procurement",
            "priya.procurement",
            "charlie.chair",
            "evan.evaluator",
            "esther.evaluator",
            "erin.evaluator",
            "rita.rival",
        )
    )
    open_bids(peter, priya, home)
    name_panel(priya, home)
    for one in (charlie, evan, esther, erin, peter, priya):
        declare(one, home)
    decide_conditions(priya, home, tender)
    priya.go(home).follow("Start marking").press("Start marking")

    evan.go(f"{home}marking/").reads("Bidder A", "Bidder B", "Bidder C")
    mark_next(evan, home, "4", "2", "3")
    mark_next(esther, home, "3", "2", "3")
    mark_next(erin, home, "3", "3", "3")
    erin.go(home).follow("Record a conflict found late").choose(TIED)
    erin.fill("What is the conflict of interest?", "My sister joined its board today.").press("Record this conflict")
    bid = Bid.objects.get(tender=tender, provider=cast.haulage)
    assert erin.page.request.get(f"{home}marking/{bid.pk}/SV1/").status == 404
    hers = Mark.objects.filter(evaluator__user__name="Erin Evaluator", bid=bid)
    assert (hers.count(), hers.counted().count()) == (1, 0)
    priya.go(home).follow("Give answers to somebody else").reads("SV1")
    for answer in priya.page.get_by_role("checkbox").all():
        answer.check()
    priya.choose("Evan Evaluator").fill("Why this person?", "He has the most time left this week.")
    priya.press("Give these answers")
    lock(erin, home)
    lock(esther, home)
    mark_next(evan, home, "4")
    lock(evan, home)

    moderate(charlie, home)
    assert Consensus.objects.in_force().count() == 6
    charlie.reads("Quality agreed").go(f"{home}moderation/").reads("Bidder A", "Bidder C")
    assert TIED not in charlie.text()
    charlie.go(home).follow("Show the bidders’ names").press("Show the names")
    declare(charlie, home)
    priya.go(home).follow("Open the prices").press("Open the prices")
    charlie.go(f"{home}ranking/").reads("Lea Valley Reuse", TIED, "Bidder 03")
    charlie.go(f"{home}report/").press("Sign off the report")
    for officer in (priya, peter):
        declare(officer, home)
    keep_papers(priya, home, "report/", "conflicts/register/")
    decide_and_tell(priya, peter, home, tender, portal_clock)
    keep_papers(priya, home, "papers/")
    rita.go(f"/bids/{bid.pk}/outcome/").reads("Lea Valley Reuse", "The panel read it together")
    assert "Bidder 03" not in rita.text()


def moderate(charlie: Visitor, home: str) -> None:
    """The chair agrees one mark for each answer and says why any mark differs; then quality is final."""
    charlie.go(home).follow("Start moderation").press("Start moderation")
    while charlie.go(f"{home}moderation/").page.get_by_text("Agree the next mark").count():
        charlie.follow("Agree the next mark").choose(re.compile("^3 – "))
        charlie.fill("Reason for the agreed mark", "The panel read it together and found some evidence.")
        for why in charlie.page.get_by_label(re.compile("differs from")).all():
            why.fill("The days of collection were weighed with the rest.")
        charlie.press("Agree this mark")
    charlie.go(f"{home}lock-consensus/").press(re.compile("^Lock"))


def decide_and_tell(priya: Visitor, peter: Visitor, home: str, tender: Tender, portal_clock) -> None:
    """One officer recommends, the other approves; one checks the letters, the other sends them; the notice is recorded."""
    winner = Bid.objects.get(pk=min(ranking(tender.evaluation).first)).provider.name
    priya.go(home).follow(re.compile("Recommend")).choose(re.compile(winner))
    priya.fill("Reason", "It ranks first by the published method.").press(re.compile("Recommend"))
    peter.go(f"/tenders/{tender.pk}/award/").choose("Approve the award").press("Record your decision")
    priya.go(f"{home}summaries/").press("The letters are fit to send")
    peter.go(f"{home}summaries/").press("Send every letter now")


def keep_papers(priya: Visitor, home: str, *places: str) -> None:
    """Every paper of a page is made and downloaded; each PDF passes the rules of PDF/UA that can be checked."""
    for place in places:
        buttons = priya.go(home + place).page.get_by_role("button", name=re.compile("^Make "))
        for label in buttons.all_inner_texts():
            priya.go(home + place).press(label)
            content = priya.download(re.compile("^Download"))
            assert content.startswith((b"%PDF", b"PK", b"{"))
            if content.startswith(b"%PDF"):
                assert faults(content) == []
            if folder := os.environ.get("PAPERS"):
                ending = {b"%PDF": "pdf", b"PK\x03\x04": "xlsx"}.get(content[:4], "json")
                name = re.sub(r"\W+", "-", f"{place} {label}").strip("-").lower()
                Path(folder, f"{name}.{ending}").write_bytes(content)

"""The whole way in a browser: from an empty draft to a contract with an accepted return, as nine different people.

Given a county with its staff and two providers; when each does their part, page by page; then the report's PDF names the
winner, its score case gives the same ranking by the command, and what was promised is reported on and accepted.
Every page on the way is held to the rules in `tests/visitor.py`.
"""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from commissioning.evaluation.reports import case
from commissioning.evaluation.scoring import parse_case, result_as_json, score
from commissioning.tenders.models import Tender
from tests.cast import PASSWORD, make_cast
from tests.visitor import ROOT, Visitor

CLOSES = datetime(2027, 1, 20, 12, 0, tzinfo=UTC)


def draft(carol: Visitor) -> None:
    """A commissioner drafts a tender, section by section, with a question from the bank and one of her own."""
    carol.go("/desk/").follow("Draft a tender")
    carol.fill("Title", "Furniture reuse for new tenants").fill("Value of the contract", "£120,000")
    carol.select("Route", "Below threshold").select("Kind of service", "Environment and waste")
    carol.press("Start the draft")
    carol.follow("Value and length").fill("First term", "2").fill("How many bids do you expect?", "5").save()
    carol.follow("About the service").fill("Your reference", "HCC-2026-099")
    carol.fill("Summary", "Collect furniture that people no longer need, mend it, and give it to people moving in.")
    carol.fill("Where", "Hertfordshire").save()
    carol.follow("Timetable").day("published_on", 2, 12, 2026).day("clarifications_by", 8, 1, 2027)
    carol.day("closes_at", 20, 1, 2027).fill_name("closes_at_time", "12 noon")
    carol.day("award_on", 1, 3, 2027).day("starts_on", 1, 4, 2027).save()
    carol.follow("Specification").fill("Heading", "Collection and repair")
    carol.fill("What you need", "Collect within ten working days. Mend at least half of what is collected.").save()
    carol.follow("Frameworks and priorities").choose("Hertfordshire Corporate Plan").save()
    carol.follow("Criteria and weights").press("Start with the usual criteria").save()
    carol.follow("Marking scale").save()
    carol.follow("Lots and partners").fill(
        "If there are no lots, why not?", "One small workshop serves the county."
    ).save()
    carol.follow("Conditions of taking part").select("What it is about", "Insurance")
    carol.fill("The condition in words", "Public liability insurance of £2 million by the first day.")
    carol.select("When it must be met", "When the contract starts").save()
    carol.follow("Documents to show").save()
    questions(carol)
    carol.follow("Monitoring").select("How often does the provider report?", "Every 3 months").save()
    carol.follow("Tied bids").select("What decides first?", "More points for Quality").save()
    explain(carol)
    carol.follow("Go to the case").follow("Make the conflicts assessment").press("No conflict is known")
    carol.follow("Back to the case").follow("Finish the draft")
    carol.follow("Review and send for approval").follow("Preview it as a provider")
    carol.reads("Furniture reuse for new tenants", "This is how providers will see it")
    carol.follow("Go back to the draft").follow("Review and send for approval").press("Send for approval")
    carol.reads("Waiting for approval")


def explain(carol: Visitor) -> None:
    """What the checks find: strands that no question asks for are set aside, and each warning gets a reason."""
    carol.follow("See which priorities the questions cover")
    for strand in ("Economic", "Social", "Environmental"):
        carol.fill_empty(f"{strand}: why is it left out?", "The work of mending brings it by itself.")
    carol.press("Save the reasons").follow("Back to the draft").follow("See what the checks find")
    while (waiting := carol.page.locator("form", has_text="Record this reason")).count():
        waiting.first.get_by_label("Why is it right for this contract?").fill("Bidders asked for these dates.")
        waiting.first.get_by_role("button").click()
        carol.look()
    carol.follow("Back to the draft")


def questions(carol: Visitor) -> None:
    """One question of her own, one from the bank, and one commitment."""
    carol.follow("Questions").follow("Write your own").select("Which criterion is it part of?", "Method")
    carol.choose("Written answer").fill("The question", "How will you collect, mend and pass on what people give?")
    carol.fill("Weight", "100").fill("Word limit", "400").save()
    carol.follow("Choose from the question bank").select("Kind of benefit", "Training and volunteering")
    carol.press("Find questions").follow(re.compile("^Use this question")).fill("Weight", "50")
    carol.fill_empty("Word limit", "200").fill_empty("Target that gets all the points", "10").save()
    carol.follow("Write your own").select("Which criterion is it part of?", "Social value")
    carol.choose("Commitment").fill("The question", "How many people out of work will you train each year?")
    carol.fill("Weight", "50").fill("What is counted", "People trained").fill(
        "Unit", "people finishing per contract year"
    )
    carol.fill("What counts, exactly", "A person out of work who finishes at least 60 hours of training.")
    carol.fill("What shows it", "A signed record for each person.")
    carol.select("How quantities become points", "Share of the target, no more than all of it").fill(
        "Target that gets all the points", "12"
    )
    carol.select("Strand of well-being", "Economic").select("Kind of benefit", "Training and volunteering")
    carol.choose(re.compile("education, employment or training")).choose(re.compile("^S1"))
    carol.fill("Why is it relevant to this contract?", "Repair needs people whom the contractor has trained.")
    carol.fill(
        "Why is it in proportion to this contract?", "One workshop of six people can teach twelve a year."
    ).save()
    carol.follow("Back to the draft")


def register(nora: Visitor) -> None:
    """A charity's manager makes an account and registers her organisation."""
    nora.go("/").follow("Register your organisation").follow("Make an account")
    nora.fill("Your full name", "نورا Nora Osei").fill("Email", "nora@example.org").fill("Password", PASSWORD)
    nora.press(re.compile("account")).go("/desk/").follow("Register an organisation")
    nora.fill("Name of your organisation", "Hatfield Menders").choose("Registered charity")
    nora.choose("Micro: fewer than 10 people").fill("Charity number", "1123456").fill("Postcode", "al10 0xx")
    nora.press("Continue").choose("Environment and waste").fill("Which areas do you serve?", "Hertfordshire")
    nora.press(re.compile("Register")).go("/desk/").reads("Hatfield Menders")


def bid(writer: Visitor, *, text: str, quantities: tuple[int, int], price: str) -> None:
    """A provider writes every part of a bid, checks it and submits it as signatory."""
    writer.go("/tenders/").follow("Furniture reuse for new tenants").follow("Start a bid").press("Start the bid")
    home = writer.page.url
    writer.follow(re.compile("How will you collect")).fill("Your answer", text).save()
    for number, quantity in enumerate(quantities, 2):
        writer.go(f"{home}questions/{number}/").fill("How much?", str(quantity)).day("by_when", 31, 3, 2029)
        writer.fill("What will show that you did it?", "Signed records, kept for each person.").save()
    writer.go(f"{home}price/").fill("Price", price).save()
    writer.go(f"{home}declarations/").choose("Yes").save()
    writer.go(home).follow("Check and submit").choose(re.compile("^I may sign")).press("Submit bid")
    writer.reads("Bid submitted", "SHA-256", "UTC")


def declare_none(member: Visitor, tender: Tender) -> None:
    """A panel member declares that there is no conflict with any bidder."""
    member.go(f"/tenders/{tender.pk}/evaluation/conflicts/")
    for choice in member.page.get_by_label("No", exact=True).all():
        choice.check()
    member.press(re.compile("[Dd]eclar"))


def mark(evaluator: Visitor, tender: Tender, marks: list[str]) -> None:
    """An evaluator marks every answer with a reason, and locks."""
    evaluator.go(f"/tenders/{tender.pk}/evaluation/marking/").follow("Mark the next answer")
    for figure in marks:
        evaluator.choose(re.compile(f"^{figure} – "))
        evaluator.fill("Your reason", f"It meets what level {figure} asks, and not more.").press("Save and next")
    evaluator.go(f"/tenders/{tender.pk}/evaluation/lock/").press(re.compile("^Lock"))
    evaluator.reads("locked")


def moderate(charlie: Visitor, tender: Tender) -> None:
    """The chair agrees one mark for each answer, the widest apart first, says why it differs, and locks them."""
    charlie.go(f"/tenders/{tender.pk}/evaluation/").follow(re.compile("^(Start m|M)oderation")).press(
        "Start moderation"
    )
    charlie.go(f"/tenders/{tender.pk}/evaluation/moderation/").follow("Agree the next mark")
    charlie.choose(re.compile("^4 – ")).fill("Reason for the agreed mark", "The panel found evidence for each part.")
    charlie.fill(re.compile("differs from Esther"), "She had not seen the table of collection days.")
    charlie.press("Agree this mark")
    charlie.go(f"/tenders/{tender.pk}/evaluation/moderation/").follow("Agree the next mark")
    charlie.choose(re.compile("^2 – ")).fill("Reason for the agreed mark", "It says too little to be sure.")
    charlie.press("Agree this mark")
    charlie.go(f"/tenders/{tender.pk}/evaluation/lock-consensus/").press(re.compile("^Lock"))


@pytest.mark.browser
def test_from_a_draft_to_a_watched_contract(transactional_db, live_server, chromium, portal_clock, tmp_path):
    """The whole way, once."""
    cast = make_cast()
    call_command("load_reference", verbosity=0)
    person = partial(Visitor, chromium, live_server.url, story=f"journey-{connection.vendor}")

    carol = person(name="carol").sign_in(cast.commissioner.email)
    draft(carol)
    peter = person(name="peter").sign_in(cast.procurement.email)
    peter.follow(re.compile("^Approve and publish, or send back")).press("Approve and publish")
    peter.reads("Published. This is the page that everyone sees now.")
    tender = Tender.objects.get()
    anyone = person(name="anyone").go("/").follow("Find a tender").follow("Furniture reuse for new tenants")
    anyone.reads("£120,000", "12 noon on Wednesday 20 January 2027 (GMT)", "Start a bid")

    nora = person(name="nora")
    register(nora)
    bid(nora, text="We collect on fixed days and mend in one workshop. " * 6, quantities=(8, 12), price="108,000")
    rita = person(name="rita").sign_in(cast.rival.email)
    bid(rita, text="Our vans collect every day.", quantities=(2, 3), price="100,000")

    portal_clock.move_to(CLOSES + timedelta(hours=1))
    peter.go(f"/tenders/{tender.pk}/opening/").press("Ask to open the bids")
    priya = person(name="priya").sign_in(cast.second_procurement.email)
    priya.follow(re.compile("^Confirm the opening")).press("Confirm and open the bids")
    priya.reads("Hatfield Menders", "Chiltern Haulage")
    priya.go(f"/tenders/{tender.pk}/evaluation/").follow("Name the panel")
    priya.choose("Evan Evaluator").choose("Esther Evaluator").choose("Charlie Chair").press(re.compile("panel"))
    evan = person(name="evan").sign_in(cast.evaluator.email)
    esther = person(name="esther").sign_in(cast.second_evaluator.email)
    charlie = person(name="charlie").sign_in(cast.chair.email)
    for member in (evan, esther, charlie, priya, peter):
        declare_none(member, tender)
    for provider in ("Chiltern Haulage", "Hatfield Menders"):
        priya.go(f"/tenders/{tender.pk}/evaluation/conditions/").follow(re.compile(provider))
        priya.choose("Yes, it is met").fill("Reason", "The bidder says that cover will be in place.").save()
    priya.go(f"/tenders/{tender.pk}/evaluation/").follow("Start marking").press("Start marking")

    mark(evan, tender, ["4", "2"])
    mark(esther, tender, ["3", "2"])
    moderate(charlie, tender)
    charlie.go(f"/tenders/{tender.pk}/evaluation/").follow("Show the bidders’ names").press("Show the names")
    declare_none(charlie, tender)
    priya.go(f"/tenders/{tender.pk}/evaluation/").follow("Open the prices").press("Open the prices")
    charlie.go(f"/tenders/{tender.pk}/evaluation/ranking/").reads("Hatfield Menders", "£108,000")
    charlie.go(f"/tenders/{tender.pk}/evaluation/report/").press("Sign off the report")
    for officer in (priya, peter):
        declare_none(officer, tender)

    report = tmp_path / "report.pdf"
    priya.go(f"/tenders/{tender.pk}/evaluation/report/").press("Make the PDF")
    report.write_bytes(priya.download(re.compile("^Download")))
    priya.go(f"/tenders/{tender.pk}/evaluation/").follow(re.compile("Recommend")).choose(re.compile("Hatfield Menders"))
    priya.fill("Reason", "It ranks first by the published method.").press(re.compile("Recommend"))
    peter.go("/desk/").follow(re.compile("^Approve the award"))
    peter.go(f"/tenders/{tender.pk}/award/").choose("Approve the award")
    peter.press("Record your decision").reads("Hatfield Menders")
    tell_and_wait(priya, peter, tender, portal_clock)

    portal_clock.move_to(datetime(2027, 7, 5, 10, tzinfo=UTC))
    nora.go("/desk/").follow(re.compile("Furniture reuse for new tenants: "))
    for label, figure in [(re.compile("pprentice"), "2"), (re.compile("^People trained"), "3")]:
        nora.fill(label, figure)
    nora.fill("What happened?", "Two apprentices began in May. Three people finished the spring course. 🙂")
    nora.press("Send the return")
    mina = person(name="mina").sign_in(cast.contract_manager.email)
    mina.go("/contracts/").follow("Furniture reuse for new tenants").follow(re.compile("April 2027"))
    mina.choose("Accept the return").press("Record your decision")
    mina.go("/contracts/").follow("Furniture reuse for new tenants").reads("Accepted")

    check_report(report, tender)


def tell_and_wait(priya: Visitor, peter: Visitor, tender: Tender, portal_clock) -> None:
    """One officer checks the letters, the other sends them; the notice is recorded, and the contract waits its days."""
    summaries = f"/tenders/{tender.pk}/evaluation/summaries/"
    priya.go(summaries).press("The letters are fit to send")
    peter.go(summaries).press("Send every letter now")
    notice = tender.evaluation.award.told_at + timedelta(hours=2)
    portal_clock.move_to(notice + timedelta(minutes=5))
    priya.go(f"/tenders/{tender.pk}/evaluation/standstill/notice/")
    priya.day("notice_at", notice.day, notice.month, notice.year).fill("Time", f"{notice:%H:%M}")
    priya.choose("Yes, we keep a standstill").fill("Why?", "Every bidder can ask before it is too late.")
    priya.press("Record the notice").reads("The standstill ends at the end of")
    portal_clock.move_to(notice + timedelta(days=14))
    priya.go(f"/tenders/{tender.pk}/award/contract/").press("Make the contract").reads("Hatfield Menders")


def check_report(report: Path, tender: Tender) -> None:
    """The PDF names the winner, and the case attached to it gives the same ranking by the command."""
    words = subprocess.run(["pdftotext", "-layout", report, "-"], capture_output=True, text=True, check=True).stdout
    assert "Hatfield Menders" in words
    attached = subprocess.run(
        [sys.executable, "manage.py", "score_case_of", report], capture_output=True, check=True, cwd=ROOT
    ).stdout
    result = subprocess.run(
        [sys.executable, "manage.py", "score", "-"], input=attached, capture_output=True, check=True, cwd=ROOT
    ).stdout
    assert json.loads(result) == json.loads(result_as_json(score(parse_case(case(tender.evaluation)))))
    first = tender.evaluation.award.bid
    reference = first.submissions.latest("version").reference
    best = json.loads(result)["bids"][0]
    assert (best["id"], best["rank"]) == (reference, 1)

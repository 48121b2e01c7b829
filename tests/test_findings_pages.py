"""Findings where the commissioner meets them: beside the field, in one list, with reasons, and in the way of publication."""

import json
import xml.etree.ElementTree as ET
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal

import pytest
import tinyhtml5
from django.core.management import call_command
from django.urls import reverse

from commissioning.tenders import actions
from commissioning.tenders.lifecycle import Status
from commissioning.tenders.models import Tender
from commissioning.tenders.proportionality import Finding, Severity
from commissioning.tenders.proportionality.register import market_of, read_register
from commissioning.tenders.reports import findings
from commissioning.tenders.reports.findings import check_of
from commissioning.tenders.reports.places import Places
from commissioning.tenders.reports.reach import served_by
from commissioning.tenders.tenderfile import AskedOf, RequiredDocument
from socialvalue.audit.models import AuditRecord
from socialvalue.refusals import Refused
from tests import play_tenders, spoiled_figures, spoiled_words
from tests.form_of import form_of
from tests.test_check_tender import sample

SPOILS = [*spoiled_words.SPOILS.items(), *spoiled_words.ALSO, *spoiled_figures.SPOILS.items()]
FOR_ALL = (RequiredDocument(name="Safeguarding policy", asked_of=AskedOf.EVERYONE),)


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    """Every request arrives at the day of the tests."""
    monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: now)


@pytest.fixture
def commissioner(cast, client):
    """A browser in which the commissioner is signed in."""
    client.force_login(cast.commissioner)
    return client


def elements(page) -> dict[str, ET.Element]:
    """The elements of a page by their ids."""
    tree = tinyhtml5.parse(page.content.decode(), namespace_html_elements=False)
    return {element.get("id"): element for element in tree.iter() if element.get("id")}


def words_of(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def beside(client, line) -> None:
    """Fail unless the page of a finding has its field and says it there, where a screen reader finds it too."""
    page = client.get(line.place.page)
    assert page.status_code == 200, line.place.page
    found = elements(page)
    assert line.place.field in found, (line.finding.at, line.place.field)
    if line.place.field == "questions":
        assert line.finding.reason in words_of(found["questions"])
        return
    notes = f"{line.place.field}_findings"
    assert line.finding.reason in words_of(found[notes]), line.finding.at
    assert line.finding.mend in words_of(found[notes]) or line.recorded
    tree = found["main-content"]
    assert any(notes in (element.get("aria-describedby") or "").split() for element in tree.iter()), notes


@pytest.mark.parametrize(("id", "spoil"), SPOILS, ids=[f"{id}-{place}" for place, (id, _) in enumerate(SPOILS)])
def test_every_finding_is_beside_its_field(commissioner, cast, now, id, spoil, monkeypatch):
    """Each way of spoiling a sample, as a draft: all that is found has its field on a page, with the finding beside it."""
    call_command("load_reference", verbosity=0)
    spoiled = deepcopy(sample(spoil.sample))
    spoil.change(spoiled)
    if id == "inclusion.reach":
        register = read_register(spoiled_figures.REGISTER.read_bytes())
        monkeypatch.setattr(
            findings, "market_for", lambda document: market_of(register, document, served_by(document.area or ()))
        )
    tender = actions.import_tender(json.dumps(spoiled), authority=cast.county, by=cast.commissioner, now=now)
    lines = check_of(tender, now).lines
    assert id in {line.finding.id for line in lines}
    for line in lines:
        beside(commissioner, line)


EVERY_PATH = [
    *(
        "title",
        "reference",
        "summary",
        "service",
        "area",
        "area[0]",
        "procedure",
        "value",
        "value.amount",
        "value.years",
    ),
    *(
        "value.extension_years",
        "expected_bidders",
        "specification",
        "specification[0].text",
        "specification[0].heading",
    ),
    *("consideration", "consideration.social", "consideration.consulted", "consideration.urgent", "frameworks"),
    *("lots", "no_lots_reason", "partners_allowed", "timetable", "timetable.published_on", "timetable.closes_at"),
    *("conditions", "conditions[0]", "conditions[0].amount", "conditions[0].kind", "conditions[0].needed"),
    *("documents", "documents[0].asked_of", "scale", "scale.levels", "scale.levels[2].means", "criteria"),
    *("criteria[0].weight", "criteria[0].criteria[1]", "criteria[0].criteria[1].threshold", "criteria[0].normalise"),
    *("criteria[1].formula", "ties", "ties[0]", "strands_set_aside", "strands_set_aside.social", "monitoring"),
    *("monitoring.every_months", "monitoring.indicators", "monitoring.indicators[0].hours_per_return"),
    *(
        f"criteria[0].criteria[1].questions[{place}]{key}"
        for place in (0, 1)
        for key in (
            *("", ".id", ".kind", ".weight", ".formula", ".word_limit", ".minimum", ".target", ".share", ".bands"),
            *(".measure", ".measure.unit", ".measure.definition", ".text", ".strand", ".benefit", ".priorities"),
            *(".specification", ".relevance", ".proportionality"),
        )
    ),
]


@pytest.mark.parametrize("path", EVERY_PATH)
def test_every_path_of_a_draft_has_a_field(commissioner, cast, now, path, monkeypatch):
    """Whatever a rule may speak of, now or later, it can be said beside a field."""
    found = Finding(
        id="x.y", severity=Severity.ADVISE, at=path, words="", reason="Because.", mend="Mend it.", source="S"
    )
    monkeypatch.setattr(findings.proportionality, "check", lambda *args, **keys: [found])
    tender = play_tenders.draft_tender(cast, now, documents=FOR_ALL)
    (line,) = check_of(tender, now).lines
    beside(commissioner, line)


def test_a_question_that_can_serve_nothing_yet_is_told_of_beside_its_reason(cast, now):
    """Without frameworks and without a specification there are no such fields on its page."""
    tender = play_tenders.draft_tender(cast, now)
    bare = play_tenders.tender_document(now, frameworks=None, specification=None)
    question = bare.criteria[0].criteria[0].questions[0]
    places = Places(tender, bare)
    assert {places.question(question, key).field for key in ("priorities", "specification")} == {"id_relevance"}


def test_a_finding_whose_field_is_not_drawn_stands_at_the_top(commissioner, cast, now):
    """A framework that the portal does not know offers no priorities to choose: the only such field."""
    questions = (replace(play_tenders.questions()[0], priorities=None, specification=None, weight=Decimal(100)),)
    quality, price = play_tenders.criteria()
    method, social = quality.criteria
    criteria = (replace(quality, criteria=(method, replace(social, questions=questions))), price)
    tender = play_tenders.draft_tender(cast, now, criteria=criteria, monitoring=None)
    (line,) = check_of(tender, now).stops
    assert line.place.field == "id_priorities"
    found = elements(commissioner.get(line.place.page))
    assert line.place.field not in found
    assert line.finding.reason in words_of(found["found-list"])


def spoiled_draft(cast, now, **changes):
    """A draft with one warning that nobody has answered: a paper asked of everyone."""
    reasons = {id: reason for id, reason in play_tenders.REASONS.items() if id != "proportion.evidence-early"}
    return play_tenders.draft_tender(cast, now, documents=FOR_ALL, **{"reasons": reasons, **changes})


def test_saving_says_what_is_found_on_that_page(commissioner, cast, now):
    """The banner after saving; and the page itself when it is opened again."""
    tender = play_tenders.draft_tender(cast, now)
    address = reverse("tender_section", args=[tender.pk, "lots"])
    sent = form_of(commissioner.get(address), no_lots_reason="")
    said = commissioner.post(address, sent, follow=True).content.decode()
    assert "The checks find on that page: 1 to mend." in said
    assert "1 to mend" in commissioner.get(reverse("tender_draft", args=[tender.pk])).content.decode()


def test_typing_is_checked_and_nothing_is_saved(commissioner, cast, now):
    """What the script asks for: findings and hours of what is typed, beside the fields that are on the page."""
    tender = play_tenders.draft_tender(cast, now)
    page = commissioner.get(reverse("tender_section", args=[tender.pk, "lots"]))
    check = elements(page)["main-content"].find(".//form[@data-check]").get("data-check")
    answer = commissioner.post(check, form_of(page, no_lots_reason=""))
    assert "Must be mended" in words_of(elements(answer)["id_no_lots_reason_findings"])
    assert "1 to mend" in words_of(elements(answer)["found"])
    assert Tender.objects.get(pk=tender.pk).document == tender.document


def test_a_question_is_checked_while_it_is_typed(commissioner, cast, now):
    """Its hours move with its word limit; a new question is checked before it has an id; junk is no fault."""
    tender = play_tenders.draft_tender(cast, now)
    address = f"{reverse('tender_question', args=[tender.pk])}?id=Q1"
    page = commissioner.get(address)
    assert "about 5 hours" in words_of(elements(page)["found"])
    check = elements(page)["main-content"].find(".//form[@data-check]").get("data-check")
    answer = commissioner.post(check, form_of(page, word_limit="2000", text="How good is your CSR? Why?"))
    assert "about 10 hours" in words_of(elements(answer)["found"])
    assert "CSR" in words_of(elements(answer)["id_text_findings"])
    new = commissioner.get(reverse("tender_question", args=[tender.pk]))
    check = elements(new)["main-content"].find(".//form[@data-check]").get("data-check")
    said = form_of(new, parent="M", kind="narrative", word_limit="300", text="What is your policy on CSR?")
    assert "CSR" in words_of(elements(commissioner.post(check, said))["id_text_findings"])
    assert commissioner.post(check, {"kind": "none"}).status_code == 422


def test_nobody_else_checks_what_they_may_not_change(client, cast, now):
    """Those who may not edit are told nothing by the check."""
    tender = play_tenders.draft_tender(cast, now)
    check = reverse("tender_section_check", args=[tender.pk, "lots"])
    for person in (cast.procurement, cast.stranger):
        client.force_login(person)
        assert client.post(check, {}).status_code == 404


@pytest.mark.parametrize("count", [1, 100])
def test_the_check_costs_the_same_with_any_number_of_questions(
    commissioner, cast, now, count, django_assert_num_queries
):
    """Session, person, tender, may edit, policy, market."""
    from tests.test_tender_queries import many_questions

    tender = play_tenders.draft_tender(cast, now, **many_questions(count))
    page = commissioner.get(reverse("tender_section", args=[tender.pk, "criteria"]))
    sent = form_of(page)
    with django_assert_num_queries(6):
        assert commissioner.post(reverse("tender_section_check", args=[tender.pk, "criteria"]), sent).status_code == 200


def test_a_reason_is_recorded_shown_and_taken_back(commissioner, cast, now):
    """By the id of the finding, into the file; a blank one takes it away."""
    tender = spoiled_draft(cast, now)
    address = reverse("tender_checks", args=[tender.pk])
    page = commissioner.get(address)
    assert "1 needs a reason" in page.content.decode()
    sent = {"id": "proportion.evidence-early", "version": tender.version, "reason": " We start the day after. "}
    assert commissioner.post(address, sent).status_code == 302
    tender = Tender.objects.get(pk=tender.pk)
    assert tender.file.reasons["proportion.evidence-early"] == "We start the day after."
    assert "We start the day after." in commissioner.get(address).content.decode()
    documents = commissioner.get(reverse("tender_section", args=[tender.pk, "documents"])).content.decode()
    assert "A reason is recorded" in documents and "We start the day after." in documents
    assert "changed reasons." in str(AuditRecord.objects.history_of(tender).last())
    commissioner.post(address, {**sent, "version": tender.version, "reason": ""})
    assert "proportion.evidence-early" not in Tender.objects.get(pk=tender.pk).file.reasons


def test_a_stale_reason_is_not_lost_and_overwrites_nothing(commissioner, cast, now):
    """Both are on the page: what was typed, and what is recorded now."""
    tender = spoiled_draft(cast, now)
    address = reverse("tender_checks", args=[tender.pk])
    sent = {"id": "proportion.evidence-early", "version": tender.version, "reason": "First."}
    commissioner.post(address, sent)
    answer = commissioner.post(address, {**sent, "reason": "Second."})
    assert (answer.status_code, "First." in answer.content.decode()) == (409, True)
    assert "Second." in answer.content.decode()
    assert Tender.objects.get(pk=tender.pk).file.reasons["proportion.evidence-early"] == "First."


@pytest.mark.parametrize("id", ["", "no.such", "x" * 3000, "nul\0"])
def test_a_reason_for_what_was_not_found_is_not_kept(commissioner, cast, now, id):
    tender = spoiled_draft(cast, now)
    sent = {"id": id, "version": tender.version, "reason": "Why not."}
    assert commissioner.post(reverse("tender_checks", args=[tender.pk]), sent).status_code == 404


def test_a_warning_without_a_reason_is_not_sent_and_with_one_is(cast, now):
    """The refusal says where and what."""
    tender = spoiled_draft(cast, now)
    with pytest.raises(Refused, match="Documents to show: ") as refused:
        actions.send_for_approval(tender, by=cast.commissioner, now=now)
    assert len(refused.value.problems) == 1
    answered = play_tenders.draft_tender(cast, now, documents=FOR_ALL)
    assert actions.send_for_approval(answered, by=cast.commissioner, now=now).status == Status.IN_REVIEW


def test_a_stop_is_never_published_whatever_the_reasons(cast, now):
    """A reason answers a warning, not a stop."""
    reasons = {**play_tenders.REASONS, "inclusion.lots": "We would rather not."}
    tender = play_tenders.draft_tender(cast, now, no_lots_reason="", reasons=reasons)
    with pytest.raises(Refused, match="Lots and partners"):
        actions.send_for_approval(tender, by=cast.commissioner, now=now)


def test_the_approver_reads_the_reasons_and_the_history_keeps_them(client, cast, now):
    """On the page before deciding; in the trail for good; on no page for the public."""
    tender = play_tenders.sent_tender(cast, now, documents=FOR_ALL)
    reason = play_tenders.REASONS["proportion.evidence-early"]
    client.force_login(cast.procurement)
    assert reason in client.get(reverse("tender_approve", args=[tender.pk])).content.decode()
    tender = actions.publish(tender, by=cast.procurement, now=now)
    kept = AuditRecord.objects.history_of(tender).filter(event="tender.findings_kept").get()
    assert "proportion.evidence-early at documents[0].asked_of, with the reason" in kept.facts["findings"]
    client.logout()
    assert reason not in client.get(reverse("tender", args=[tender.pk])).content.decode()

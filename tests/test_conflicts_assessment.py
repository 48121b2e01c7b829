"""The conflicts assessment: before the notice, renewed at each stage, kept for good, and for few eyes."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from commissioning.tenders import actions
from commissioning.tenders.actions.conflicts import add_conflict, confirm_conflicts, end_conflict
from commissioning.tenders.lifecycle import AssessmentStage, ConflictEntry, Status
from commissioning.tenders.models import ConflictsAssessment, Tender
from commissioning.tenders.reports.conflicts import assessment_page
from socialvalue.refusals import Refused
from tests import play_bids, play_evaluation, play_tenders
from tests.crawl import browser
from tests.form_of import form_of
from tests.visitor import Visitor

ENTRY = ConflictEntry(
    who="A member of the panel",
    interest="potential",
    what="Her brother works for a firm that may bid.",
    steps="She will not mark that firm’s bid.",
)
NOTICE = AssessmentStage.NOTICE


@pytest.fixture
def clock(monkeypatch):
    """Set the instant at which requests arrive."""
    return lambda moment: monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: moment)


@pytest.fixture
def draft(cast, now):
    """A draft of which nobody has assessed the conflicts."""
    return play_tenders.draft_tender(cast, now, assessed=False)


def address(tender) -> str:
    """The address of the assessment."""
    return reverse("conflicts_assessment", args=[tender.pk])


def test_publication_waits_for_an_assessment(cast, draft, now):
    actions.send_for_approval(draft, by=cast.commissioner, now=now)
    with pytest.raises(Refused, match="conflicts of interest"):
        actions.publish(draft, by=cast.procurement, now=now)
    confirm_conflicts(draft, stage=NOTICE, from_version=0, by=cast.procurement, now=now)
    assert actions.publish(draft, by=cast.procurement, now=now).status == Status.PUBLISHED


def test_each_change_is_a_new_version_of_the_whole_list(cast, draft, now):
    confirm_conflicts(draft, stage=NOTICE, from_version=0, by=cast.commissioner, now=now)
    add_conflict(draft, ENTRY, stage=NOTICE, from_version=1, by=cast.procurement, now=now)
    end_conflict(draft, 0, " He has left the firm. ", stage=NOTICE, from_version=2, by=cast.commissioner, now=now)
    kept = [(one.version, one.change, one.conflicts, one.reason) for one in draft.conflicts_assessments.all()]
    assert kept == [
        (1, "confirmed", [], ""),
        (2, "added", [ENTRY], ""),
        (3, "ended", [], "He has left the firm."),
    ]


def test_confirming_keeps_the_entries(cast, draft, now):
    add_conflict(draft, ENTRY, stage=NOTICE, from_version=0, by=cast.procurement, now=now)
    assert confirm_conflicts(draft, stage=NOTICE, from_version=1, by=cast.commissioner, now=now).conflicts == [ENTRY]


def test_what_is_refused_changes_nothing(cast, draft, now):
    known = {"stage": NOTICE, "by": cast.commissioner, "now": now}
    confirm_conflicts(draft, from_version=0, **known)
    refused = [
        lambda: confirm_conflicts(draft, from_version=0, **known),  # somebody was faster
        lambda: add_conflict(draft, ConflictEntry(**(ENTRY.as_json() | {"steps": " "})), from_version=1, **known),
        lambda: add_conflict(draft, ConflictEntry(**(ENTRY.as_json() | {"interest": "x"})), from_version=1, **known),
        lambda: end_conflict(draft, 0, "Gone.", from_version=1, **known),
        lambda: end_conflict(draft, -1, "Gone.", from_version=1, **known),
        lambda: confirm_conflicts(draft, from_version=1, **(known | {"stage": AssessmentStage.AWARD})),
    ]
    for attempt in refused:
        with pytest.raises(Refused):
            attempt()
    assert draft.conflicts_assessments.count() == 1


ASSESSORS = {"commissioner", "procurement", "second_procurement"}
OTHERS = ("evaluator", "chair", "contract_manager", "auditor", "admin", "other_procurement", "owner", "stranger")


@pytest.mark.parametrize("person", [*sorted(ASSESSORS), *OTHERS])
def test_who_may_assess(cast, draft, now, person):
    known = {"stage": NOTICE, "from_version": 0, "by": getattr(cast, person), "now": now}
    if person in ASSESSORS:
        confirm_conflicts(draft, **known)
        return
    with pytest.raises(Refused):
        confirm_conflicts(draft, **known)


def test_versions_cannot_be_changed_or_removed(cast, draft, now):
    confirm_conflicts(draft, stage=NOTICE, from_version=0, by=cast.commissioner, now=now)
    rows = ConflictsAssessment.objects.filter(tender=draft)
    for attempt in (lambda: rows.update(version=7), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert rows.count() == 1


def test_the_history_of_the_tender_names_nobody_on_the_list(cast, draft, now, client, clock):
    clock(now)
    add_conflict(draft, ENTRY, stage=NOTICE, from_version=0, by=cast.procurement, now=now)
    client.force_login(cast.evaluator)
    page = client.get(reverse("tender_draft", args=[draft.pk])).content.decode()
    assert "added an entry to the conflicts assessment (before the tender notice)." in page
    assert ENTRY.what not in page and ENTRY.who not in page


def due(tender, now) -> bool:
    """Whether the tender's own floor asks for another look."""
    return assessment_page(Tender.objects.get(pk=tender.pk), now).is_due


def test_it_is_due_again_at_each_stage(cast, now):
    tender = play_tenders.sent_tender(cast, now)
    by = {"by": cast.procurement}
    assert not due(tender, now)
    later = now + timedelta(hours=1)
    tender = actions.publish(tender, now=later, **by)
    assert due(tender, later)
    confirm_conflicts(tender, stage=AssessmentStage.OPEN, from_version=1, now=later, **by)
    last_minute, closed = tender.closes_at - timedelta(seconds=1), tender.closes_at
    assert not due(tender, last_minute)
    assert due(tender, closed)
    confirm_conflicts(tender, stage=AssessmentStage.CLOSED, from_version=2, now=closed, **by)
    assert not due(tender, closed)


def test_renewal_after_closing_is_the_same_with_and_without_bids(cast, now, client, clock):
    """The page and the case, word for word but for the tender's own number: the seal."""
    without = play_tenders.published_tender(cast, now)
    with_bid = play_tenders.published_tender(cast, now)
    play_bids.submitted_bid(cast, with_bid, now=now)
    clock(without.closes_at + timedelta(hours=1))
    client.force_login(cast.procurement)

    def words(tender, page):
        text = client.get(page).content.decode()
        form = set(form_of(client.get(address(tender))))
        return text.replace(f"/{tender.pk}/", "/N/"), form

    told = [words(tender, address(tender)) for tender in (without, with_bid)]
    assert [one[1] for one in told] == [told[0][1]] * 2
    assert (
        told[0][0].split("<main")[1].split("csrfmiddlewaretoken")[0]
        == (told[1][0].split("<main")[1].split("csrfmiddlewaretoken")[0])
    )


def test_the_case_says_when_it_is_due(cast, now, client, clock):
    """A report that was signed off leads to the award, and the last look was before the notice."""
    opened = play_evaluation.recommended(cast, now)
    tender = opened.evaluation.tender
    clock(tender.closes_at + timedelta(days=200))
    client.force_login(cast.procurement)
    page = client.get(reverse("case", args=[tender.pk])).content.decode()
    assert "Look at the conflicts assessment again: before the award." in page
    confirm_conflicts(
        tender,
        stage=AssessmentStage.AWARD,
        from_version=tender.conflicts_assessments.last().version,
        by=cast.procurement,
        now=tender.closes_at + timedelta(days=200),
    )
    page = client.get(reverse("case", args=[tender.pk])).content.decode()
    assert "Look at the conflicts assessment again" not in page
    client.force_login(cast.evaluator)
    assert (
        "onflicts assessment" not in client.get(reverse("case", args=[tender.pk])).content.decode().split("History")[0]
    )


def test_who_reads_the_page(cast, draft, now, clock):
    clock(now)
    people = {
        **dict.fromkeys([*ASSESSORS, "auditor"], 200),
        **dict.fromkeys(["evaluator", "chair", "contract_manager", "admin", "other_procurement", "owner"], 404),
    }
    assert {name: browser(getattr(cast, name)).get(address(draft)).status_code for name in people} == people
    assert browser(cast.auditor).post(address(draft), {"do": "confirm", "version": "0"}).status_code == 422
    assert not draft.conflicts_assessments.exists()


def test_the_three_forms_of_the_page(cast, draft, now, client, clock):
    clock(now)
    client.force_login(cast.commissioner)
    page = client.get(address(draft))
    sent = form_of(page, "add-who", do="add", **{"add__who": ENTRY.who, "add__what": ENTRY.what, "add__steps": ""})
    answer = client.post(address(draft), sent)
    assert answer.status_code == 422
    assert ENTRY.what in answer.content.decode()
    sent |= {"add-steps": ENTRY.steps, "add-interest": "potential"}
    assert client.post(address(draft), sent).status_code == 302
    assert client.post(address(draft), sent).status_code == 422  # the same page sent twice
    page = client.get(address(draft))
    assert client.post(address(draft), form_of(page, "confirm-stage", do="confirm")).status_code == 302
    page = client.get(address(draft))
    ended = form_of(page, "end-reason", do="end", end__reason="He left.", end__place="0")
    assert client.post(address(draft), ended).status_code == 302
    assert [one.change for one in draft.conflicts_assessments.all()] == ["added", "confirmed", "ended"]
    assert client.post(address(draft), {"do": "junk", "version": "3"}).status_code == 422


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_costs_the_same_however_often_it_was_looked_at(
    cast, draft, now, client, clock, count, django_assert_num_queries
):
    """Session, person, tender, two roles, the newest version, every version."""
    clock(now)
    for version in range(count):
        add_conflict(draft, ENTRY, stage=NOTICE, from_version=version, by=cast.commissioner, now=now)
    client.force_login(cast.commissioner)
    with django_assert_num_queries(7):
        assert client.get(address(draft)).status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_assessment_in_a_browser(cast, live_server, chromium, portal_clock, now):
    """axe, fragments and 390 pixels, empty and with an entry."""
    draft = play_tenders.draft_tender(cast, now, assessed=False)
    carol = Visitor(chromium, live_server.url, "carol", "conflicts").sign_in(cast.commissioner.email)
    carol.go(address(draft)).reads("No assessment has been made yet.")
    carol.fill("Who is it?", ENTRY.who).choose("There may be one later")
    carol.fill("What is the conflict?", ENTRY.what).fill("What was done about it?", ENTRY.steps)
    carol.press("Add to the list").reads("The entry is on the list.", ENTRY.steps)
    carol.press("The list is still right").reads("Kept: the list is right as it stands.")

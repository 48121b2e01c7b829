"""The answer library: what is in it, what each text was marked, who ever sees it, and putting a text into an answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.bids import actions
from commissioning.bids.models import Answer, AnswerRevision, TextUse
from commissioning.evaluation.models import Consensus
from commissioning.evaluation.reports import fitting, library, matching
from providers.actions import StaleText, add_text, change_text, remove_text
from providers.models import StandingText
from socialvalue.audit.reports import history
from socialvalue.refusals import Refused
from tests import play_evaluation
from tests.play_bids import started_bid, submitted_bid
from tests.play_tenders import published_tender
from tests.tampering import unlocked

PEOPLE = ("owner", "writer", "signatory", "viewer", "rival", "stranger", "procurement", "auditor", "chair")
MEMBERS = {"owner", "writer", "signatory", "viewer"}
WRITERS = {"owner", "writer", "signatory"}
SAFETY = {
    "title": "How we keep people safe",
    "text": "Two trained leads. CANARY-STANDING.",
    "service": "",
    "tags": "safety",
}


@pytest.fixture
def text(cast, now):
    return add_text(cast.reuse, SAFETY, by=cast.writer, now=now)


@pytest.fixture
def tender(cast, now):
    return published_tender(cast, now)


@pytest.fixture
def bid(cast, tender, now):
    return started_bid(tender, provider=cast.reuse, now=now)


def library_of(cast, name, now, provider=None):
    """The library as one person of the cast reads it."""
    return library(getattr(cast, name), provider or cast.reuse, now)


def test_who_may_write_change_and_remove_a_standing_text(cast, text, now):
    def may(act) -> set[str]:
        able = set()
        for name in PEOPLE:
            try:
                act(name)
                able.add(name)
            except Refused:
                pass
        return able

    said = lambda name: SAFETY | {"title": f"By {name}"}  # noqa: E731
    assert may(lambda name: add_text(cast.reuse, said(name), by=getattr(cast, name), now=now)) == WRITERS
    same = lambda name: change_text(text, SAFETY, from_version=1, by=getattr(cast, name), now=now)  # noqa: E731
    assert may(same) == WRITERS
    assert may(lambda name: remove_text(text, by=getattr(cast, name), now=now)) == WRITERS


def test_a_text_is_changed_from_the_version_that_was_read_and_no_other(cast, text, now):
    change_text(text, SAFETY | {"text": "Three leads."}, from_version=1, by=cast.writer, now=now)
    with pytest.raises(StaleText) as refused:
        change_text(text, SAFETY | {"text": "Four leads."}, from_version=1, by=cast.owner, now=now)
    assert (refused.value.text.text, StandingText.objects.get().text) == ("Three leads.", "Three leads.")
    with pytest.raises(Refused, match="already"):
        add_text(cast.reuse, SAFETY | {"title": "HOW WE KEEP PEOPLE SAFE"}, by=cast.owner, now=now)
    remove_text(text, by=cast.owner, now=now)
    with pytest.raises(StaleText):
        change_text(text, SAFETY, from_version=2, by=cast.owner, now=now)
    assert [entry.sentence.partition(" text ")[2] for entry in history(cast.reuse)] == [
        "“How we keep people safe” for the library.",
        "“How we keep people safe” in the library.",
        "“How we keep people safe” from the library.",
    ]


def test_the_pages_of_a_text_keep_what_was_typed_when_it_is_stale(client, cast, text, now, portal_clock):
    client.force_login(cast.writer)
    page = reverse("provider_text", args=[cast.reuse.pk, text.pk])
    assert client.post(page, SAFETY | {"text": "First.", "version": 1}).status_code == 302
    late = client.post(page, SAFETY | {"text": "Second.", "version": 1})
    assert late.status_code == 409
    assert "First." in late.content.decode()
    assert "Second." in late.content.decode()
    assert client.post(page, SAFETY | {"text": "", "version": 2}).status_code == 422
    assert client.post(reverse("provider_text_remove", args=[cast.reuse.pk, text.pk])).status_code == 302
    assert client.get(page).status_code == 404


def test_the_library_holds_what_was_submitted_and_drafts_of_ended_tenders_only(cast, now):
    submitted_bid(cast, published_tender(cast, now), now=now, answers={"Q1": "Sent."})
    draft_of = published_tender(cast, now)
    draft = started_bid(draft_of, provider=cast.reuse, now=now)
    actions.save_answer(draft, "Q1", "Never sent.", from_version=0, by=cast.writer, now=now)
    assert "Never sent." not in {entry.text for entry in library_of(cast, "viewer", now)}
    after = draft_of.closes_at + timedelta(days=1)
    entries = {entry.text: entry for entry in library_of(cast, "viewer", after)}
    assert {"Sent.", "Never sent."} <= set(entries)
    assert entries["Never sent."].places[0].when.startswith("Written, never submitted")
    assert entries["Sent."].words == "1 word"


def test_the_newest_version_alone_counts_and_one_text_in_two_bids_is_one_entry(cast, now):
    for title in ("One", "Two"):
        submitted_bid(cast, published_tender(cast, now, title=title), now=now, answers={"Q1": "The same words."})
    (entry,) = [one for one in library_of(cast, "writer", now) if one.text == "The same words."]
    assert {place.tender for place in entry.places} == {"One", "Two"}


def test_a_mark_and_its_reason_are_there_only_once_the_award_is_approved(cast, now):
    award = play_evaluation.recommended(cast, now)
    after = now + timedelta(days=400)
    with unlocked("evaluation_consensus"):
        Consensus.objects.update(reason="CANARY-REASON")
    for name in PEOPLE:
        found = library_of(cast, name, after)
        assert [place.mark for entry in found for place in entry.places if place.mark or place.reason] == []
        assert bool(found) == (name in MEMBERS)
    play_evaluation.actions.approve(award.evaluation, by=cast.second_procurement, now=after)
    marked = [place for entry in library_of(cast, "viewer", after) for place in entry.places if place.mark]
    assert {place.reason for place in marked} == {"CANARY-REASON"}
    own = Consensus.objects.filter(bid__provider=cast.reuse)
    assert len(marked) == own.count() == len({place.question for place in marked})
    assert {place.mark for place in marked} <= {f"{row.mark.normalize():f} of 5" for row in own}


def test_neither_another_provider_nor_any_staff_finds_a_word_of_it(client, cast, text, now, portal_clock):
    """Before the opening and after the award: canaries in a standing text, an answer and the panel's reason."""
    award = play_evaluation.awarded(cast, now)
    with unlocked("evaluation_consensus"):
        Consensus.objects.filter(bid__provider=cast.reuse).update(reason="CANARY-REASON")
    assert award.approved_at
    mine = reverse("provider_library", args=[cast.reuse.pk])
    for moment in (now, award.approved_at + timedelta(days=1)):
        portal_clock.move_to(moment)
        for name in PEOPLE:
            client.force_login(getattr(cast, name))
            response = client.get(mine)
            assert response.status_code == (200 if name in MEMBERS else 404), name
            assert ("CANARY-STANDING" in response.content.decode()) == (name in MEMBERS)
        client.force_login(cast.rival)
        theirs = client.get(reverse("provider_library", args=[cast.haulage.pk])).content.decode()
        assert "CANARY" not in theirs
    client.force_login(cast.viewer)
    assert "CANARY-REASON" in client.get(mine).content.decode()


def test_a_search_finds_every_word_and_the_service_or_any(cast, text, now):
    other = SAFETY | {"title": "Vehicles", "text": "Four vans.", "service": "transport", "tags": "fleet"}
    add_text(cast.reuse, other, by=cast.writer, now=now)
    entries = library_of(cast, "writer", now)

    def titles(**said: str) -> set[str]:
        return {entry.title for entry in matching(entries, **said)}

    assert titles(words="TRAINED leads") == {"How we keep people safe"}
    assert titles(words="fleet") == {"Vehicles"}
    assert titles(words="trained vans") == set()
    assert titles(service="environment") == {"How we keep people safe"}
    assert titles(service="transport") == {"How we keep people safe", "Vehicles"}
    first = fitting(entries, question="Which vehicles will you use?", service="transport")[0]
    assert first.title == "Vehicles"


def test_a_text_is_put_at_the_end_or_in_the_place_of_an_answer_which_is_kept(client, cast, bid, text, portal_clock):
    client.force_login(cast.writer)
    page = reverse("bid_answer_library", args=[bid.pk, 1])
    assert "How we keep people safe" in client.get(page).content.decode()
    put = {"text": f"text-{text.pk}", "from_version": 0, "place": "end"}
    assert client.post(page, put).url == reverse("bid_answer", args=[bid.pk, 1])
    assert Answer.own.get().text == text.text
    actions.save_answer(bid, "Q1", "Our own.", from_version=1, by=cast.writer, now=portal_clock.now())
    preview = client.get(f"{page}?text=text-{text.pk}").content.decode()
    assert "Our own." in preview
    assert "CANARY-STANDING" in preview
    assert client.post(page, put | {"from_version": 2}).status_code == 302
    assert Answer.own.get().text == f"Our own.\n\n{text.text}"
    assert client.post(page, put | {"from_version": 3, "place": "replace"}).status_code == 302
    assert Answer.own.get().text == text.text
    assert f"Our own.\n\n{text.text}" in set(AnswerRevision.own.values_list("text", flat=True))
    assert TextUse.own.count() == 3
    (entry,) = [one for one in library_of(cast, "writer", portal_clock.now()) if one.source == text]
    assert entry.last_use.startswith("Last put in on Wednesday 2 December 2026")


def test_an_answer_that_changed_meanwhile_is_never_overwritten(client, cast, bid, text, portal_clock):
    """The fault: one tab or colleague silently overwrites another."""
    actions.save_answer(bid, "Q1", "By a colleague.", from_version=0, by=cast.owner, now=portal_clock.now())
    client.force_login(cast.writer)
    page = reverse("bid_answer_library", args=[bid.pk, 1])
    for place in ("end", "replace"):
        late = client.post(page, {"text": f"text-{text.pk}", "from_version": 0, "place": place})
        assert late.status_code == 409
        assert "By a colleague." in late.content.decode()
    assert Answer.own.get().text == "By a colleague."
    assert TextUse.own.count() == 0


def test_a_past_answer_is_put_in_and_then_found_with_its_last_use(client, cast, bid, now, portal_clock):
    submitted_bid(cast, published_tender(cast, now), now=now, answers={"Q1": "What we did last year."})
    client.force_login(cast.writer)
    (entry,) = [one for one in library_of(cast, "writer", now) if one.text == "What we did last year."]
    page = reverse("bid_answer_library", args=[bid.pk, 1])
    assert client.post(page, {"text": entry.key, "from_version": 0}).status_code == 302
    assert Answer.own.get(bid=bid).text == "What we did last year."
    assert TextUse.own.get().past_text_sha256 == entry.source


@pytest.mark.parametrize("name", sorted({*PEOPLE}))
def test_only_who_writes_puts_text_in_and_only_while_the_tender_is_open(client, cast, tender, bid, portal_clock, name):
    client.force_login(getattr(cast, name))
    page = reverse("bid_answer_library", args=[bid.pk, 1])
    assert client.get(page).status_code == (200 if name in WRITERS else 404)
    assert client.get(f"{page}?text=text-999").status_code == 404
    portal_clock.move_to(tender.closes_at)
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("size", [2, 12])
def test_the_library_costs_the_same_at_either_size(client, cast, bid, now, portal_clock, size):
    for place in range(size):
        add_text(cast.reuse, SAFETY | {"title": f"Text {place}"}, by=cast.writer, now=now)
        other = published_tender(cast, now, title=f"Tender {place}")
        submitted_bid(cast, other, now=now, answers={"Q1": f"Answer {place}"})
    client.force_login(cast.writer)
    counts = []
    for address in (
        reverse("provider_library", args=[cast.reuse.pk]),
        reverse("bid_answer_library", args=[bid.pk, 1]),
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts == [9, 9]

"""The pages of a change to a published tender, from its start to the bidder who confirms."""

from dataclasses import replace

import pytest
from django.urls import reverse

from commissioning.bids.models import AddendumConfirmation, Bid
from commissioning.tenders.lifecycle import AddendumStatus
from commissioning.tenders.models import Addendum, Tender
from commissioning.tenders.readiness import Section
from commissioning.tenders.reports.addendum import marked
from commissioning.tenders.tenderfile import each_question
from tests import play_addenda as play
from tests import play_bids
from tests.crawl import browser
from tests.form_of import form_of
from tests.play_tenders import published_tender

EDITED = [section for section in Section if section is not Section.QUESTIONS]


@pytest.fixture(autouse=True)
def clock(portal_clock):
    """Every request arrives at the day of the tests, until the clock is moved."""
    return portal_clock


@pytest.fixture
def tender(cast, now):
    return published_tender(cast, now)


def at(name, tender, *more):
    return reverse(name, args=[tender.pk, *more])


def words(answer) -> str:
    return answer.content.decode()


def test_a_change_from_start_to_publication(cast, tender):
    drafter, officer = browser(cast.commissioner), browser(cast.procurement)
    assert "Start a change" in words(drafter.get(at("addendum_draft", tender)))
    drafter.post(at("addendum_draft", tender))
    address = f"{at('addendum_question', tender)}?id=SV1"
    page = drafter.get(address)
    assert drafter.post(address, form_of(page, word_limit="400")).status_code == 302
    page = words(drafter.get(at("addendum_draft", tender)))
    assert "Question SV1: word limit" in page and "<del>300</del>" in page and "<ins>400</ins>" in page
    form = form_of(drafter.get(at("addendum_send", tender)), "reason")
    # The closing is seven weeks away, so it is proposed as it stands.
    assert (form["closes_at_day"], form["closes_at_month"]) == ("20", "1")
    said = {"is_material": "yes", "reason": play.REASON, "closing_reason": play.CLOSING_REASON, "closes_at_day": "27"}
    assert drafter.post(at("addendum_send", tender), form | said).status_code == 302
    # Nothing is public yet.
    assert "Changes since publication" not in words(browser(None).get(at("tender", tender)))
    approval = officer.get(at("addendum_approve", tender))
    assert "12 noon on Wednesday 27 January 2027 (GMT)" in words(approval)
    version = Addendum.objects.get().version
    done = officer.post(at("addendum_approve", tender), {"decision": "publish", "version": version})
    assert done["Location"] == at("addendum", tender, 1)
    public = browser(None)
    page = words(public.get(at("addendum", tender, 1)))
    assert play.REASON in page and "<del>300</del>" in page and play.CLOSING_REASON in page
    page = words(public.get(at("tender", tender)))
    assert "Changes since publication" in page and at("addendum", tender, 1) in page
    assert "12 noon on Wednesday 27 January 2027 (GMT)" in page and "Answer in 400 words or fewer." in page


@pytest.mark.parametrize("section", EDITED)
def test_saving_a_section_as_it_is_drawn_changes_nothing(cast, tender, now, section):
    addendum = play.drafted(cast, tender, now)
    client, address = browser(cast.commissioner), at("addendum_section", tender, section.value)
    page = client.get(address)
    assert page.status_code == 200
    assert client.post(address, form_of(page)).status_code == 302
    assert Addendum.objects.get().document == addendum.document


def test_a_colleague_was_faster(cast, tender, now):
    play.drafted(cast, tender, now)
    client, address = browser(cast.procurement), at("addendum_section", tender, "about")
    typed = form_of(client.get(address), summary="My summary")
    browser(cast.commissioner).post(address, typed | {"summary": "Theirs came first"})
    answer = client.post(address, typed)
    assert answer.status_code == 409
    assert "My summary" in words(answer) and "Theirs came first" in words(answer)
    question = f"{at('addendum_question', tender)}?id=SV1"
    typed = form_of(client.get(question), text="How will you help people into work?")
    browser(cast.commissioner).post(question, typed | {"text": "Which jobs will last?"})
    answer = client.post(question, typed)
    assert answer.status_code == 409
    assert "How will you help people into work?" in words(answer) and "Which jobs will last?" in words(answer)


def test_what_was_typed_stays_when_sending_is_refused(cast, tender, now):
    play.drafted(cast, tender, now)
    client, address = browser(cast.commissioner), at("addendum_send", tender)
    form = form_of(client.get(address), "reason") | {
        "is_material": "no",
        "reason": "Because.",
        "closing_reason": "It stays.",
    }
    early = client.post(address, form | {"closes_at_day": "19"})
    assert early.status_code == 422
    assert "brought forward" in words(early) and "Because." in words(early)
    blank = client.post(address, form | {"reason": ""})
    assert blank.status_code == 422 and "It stays." in words(blank)
    assert Addendum.objects.get().status == AddendumStatus.DRAFT


def test_removing_a_question(cast, tender, now):
    play.drafted(cast, tender, now)
    client, address = browser(cast.commissioner), f"{at('addendum_question_remove', tender)}?id=SV2"
    page = client.get(address)
    assert "is not marked" in words(page)
    assert client.post(address, {"version": "999"}).status_code == 409
    assert client.post(address, form_of(page)).status_code == 302
    assert [question.id for _, question in each_question(Addendum.objects.get().file)] == ["Q1", "SV1"]
    assert client.get(address).status_code == 404
    # A bid may have answered SV2, so a new question has another name.
    another = at("addendum_question", tender)
    said = {"parent": "SV", "kind": "narrative", "text": "Which training will you give?"}
    assert client.post(another, form_of(client.get(another)) | said).status_code == 302
    assert [question.id for _, question in each_question(Addendum.objects.get().file)] == ["Q1", "SV1", "SV3"]


def test_giving_up(cast, tender, now):
    play.drafted(cast, tender, now)
    answer = browser(cast.commissioner).post(at("addendum_draft", tender), {"decision": "drop"})
    assert answer["Location"] == reverse("case", args=[tender.pk])
    assert Addendum.objects.get().status == AddendumStatus.DROPPED


def test_who_drafted_it_reads_why_they_may_not_approve(cast, tender, now):
    addendum = play.sent(cast, tender, now)
    addendum.drafters.add(cast.procurement)
    client = browser(cast.procurement)
    page = words(client.get(at("addendum_approve", tender)))
    assert "You helped to draft this change" in page and "Approve and publish" not in page
    answer = client.post(at("addendum_approve", tender), {"decision": "publish", "version": addendum.version})
    assert answer.status_code == 422
    back = browser(cast.second_procurement).post(
        at("addendum_approve", tender), {"decision": "send_back", "reason": "Name the day."}
    )
    assert back.status_code == 302
    assert "Name the day." in words(browser(cast.commissioner).get(at("addendum_draft", tender)))


def test_strangers_get_nothing_of_a_change_that_is_prepared(cast, tender, now):
    play.sent(cast, tender, now)
    for person in (cast.owner, cast.other_procurement, cast.stranger):
        client = browser(person)
        for name in ("addendum_draft", "addendum_question", "addendum_send", "addendum_approve"):
            assert client.get(at(name, tender)).status_code == 404
        assert client.get(at("addendum", tender, 1)).status_code == 404


def test_a_bidder_confirms(cast, tender, now):
    bid = play_bids.submitted_bid(cast, tender, now=now)
    home, confirm = reverse("bid", args=[bid.pk]), reverse("bid_confirm", args=[bid.pk])
    client = browser(cast.signatory)
    assert "The tender changed" not in words(client.get(home))
    assert "nothing to confirm" in words(client.get(confirm))
    play.published(cast, tender, now)
    page = words(client.get(home))
    assert "The tender changed. Confirm your bid or change it" in page and confirm in page
    assert "Only a signatory can do this." in words(browser(cast.viewer).get(home))
    form = form_of(client.get(confirm), "tender_version")
    play.published(cast, tender, now, change=play.shorter_summary)
    late = client.post(confirm, form)
    assert late.status_code == 422 and "has changed since you opened this page" in words(late)
    assert client.post(confirm, form_of(client.get(confirm), "tender_version")).status_code == 302
    assert AddendumConfirmation.own.get().pack.version == 3
    assert "The tender changed" not in words(client.get(home))
    assert "Answers version of the tender" in words(client.get(reverse("bid_receipt", args=[bid.pk, 1])))


def test_the_check_page_refuses_a_tender_that_changed_meanwhile(cast, tender, now):
    bid = play_bids.written_bid(tender, provider=cast.reuse, now=now)
    client, address = browser(cast.signatory), reverse("bid_check", args=[bid.pk])
    form = form_of(client.get(address), "tender_version")
    play.published(cast, tender, now)
    answer = client.post(address, form | {"confirm": "on"})
    assert answer.status_code == 422
    assert Bid.own.get(pk=bid.pk).status == "draft"


@pytest.mark.parametrize("count", [1, 6])
def test_pages_cost_the_same_at_either_size(cast, tender, now, count, django_assert_num_queries):
    for place in range(count):
        changed = {"change": play.longer_answer if place == 0 else titled(f"Reuse, edition {place}")}
        play.published(cast, Tender.objects.get(pk=tender.pk), now, days=0, **changed)
    play.drafted(cast, tender, now, change=play.shorter_summary)
    drafter, public = browser(cast.commissioner), browser(None)
    with django_assert_num_queries(2):
        public.get(at("addendum", tender, 1))
    with django_assert_num_queries(8):
        drafter.get(at("addendum_draft", tender))


def titled(title):
    """A change of the tender's title."""

    def change(document):
        return replace(document, title=title)

    return change


# Before, after -> the words that each side marks, by hand.
MARKED = [
    ("", "New.", [], ["New."]),
    ("Old.", "", ["Old."], []),
    ("one two three", "one 2 three", ["two "], ["2 "]),
    ("the same", "the same", [], []),
    ("300", "400", ["300"], ["400"]),
    ("keep this end", "keep this new end", [], ["new "]),
]


@pytest.mark.parametrize(("before", "after", "old", "new"), MARKED)
def test_the_words_that_changed_are_marked(before, after, old, new):
    left, right = marked(before, after)
    assert ("".join(run.text for run in left), "".join(run.text for run in right)) == (before, after)
    assert [run.text for run in left if run.is_changed] == old
    assert [run.text for run in right if run.is_changed] == new


def test_desk_and_case_say_whose_turn_a_change_is(cast, tender, now):
    officer = browser(cast.procurement)
    play.sent(cast, tender, now)
    for page in (words(officer.get(reverse("dashboard"))), words(officer.get(at("case", tender)))):
        assert at("addendum_approve", tender) in page and "Approve a change, or send it back" in page
    assert "One waits for approval" in words(officer.get(at("case", tender)))
    addendum = Addendum.objects.get()
    officer.post(at("addendum_approve", tender), {"decision": "publish", "version": addendum.version})
    page = words(officer.get(at("case", tender)))
    assert "Providers are writing their bids" in page and "waits for approval" not in page


def test_a_bidder_reads_on_the_desk_and_in_the_list_that_a_bid_waits_to_be_confirmed(cast, tender, now):
    bid = play_bids.submitted_bid(cast, tender, now=now)
    asks = "The tender changed: confirm your bid or change it"
    bidder = browser(cast.signatory)
    pages = (reverse("dashboard"), reverse("bid_list"))
    assert not any(asks in words(bidder.get(page)) for page in pages)
    play.published(cast, tender, now)
    assert all(asks in words(bidder.get(page)) for page in pages)
    bidder.post(reverse("bid_confirm", args=[bid.pk]), {"tender_version": Tender.objects.get().version})
    assert not any(asks in words(bidder.get(page)) for page in pages)


def test_asking_and_following_are_offered_to_providers(cast, tender):
    officer, provider = browser(cast.procurement), browser(cast.owner)
    for person in (officer, provider):
        person.get(reverse("dashboard"))
    address = at("tender_clarifications", tender)
    assert "Tell me about answers and changes" in words(provider.get(address))
    assert "Tell me about answers and changes" not in words(officer.get(address))
    assert at("clarification_ask", tender) not in words(officer.get(address))

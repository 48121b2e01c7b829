"""The pages of questions and answers: what each keeps and refuses, what it costs, and that the asker shows nowhere."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commissioning.tenders import actions
from commissioning.tenders.models import Clarification, Follower, Tender
from commissioning.tenders.reports.identifying import pieces
from providers.models import Role
from socialvalue.outbox.models import Message
from tests import play_clarifications as play
from tests.cast import make_member, make_provider
from tests.crawl import addresses, browser, fetched
from tests.play_tenders import published_tender

STAFF = (
    *("commissioner", "procurement", "second_procurement", "evaluator", "second_evaluator", "chair"),
    *("contract_manager", "auditor", "admin", "other_procurement"),
)


@pytest.fixture(autouse=True)
def clock(portal_clock):
    """Every request arrives at the day of the tests, until the clock is moved."""
    return portal_clock


@pytest.fixture
def tender(cast, now):
    return published_tender(cast, now)


def at(name, tender, *more):
    return reverse(name, args=[tender.pk, *more])


def test_a_provider_asks_and_sees_its_own_question(cast, tender):
    client = browser(cast.writer)
    page = client.get(at("clarification_ask", tender))
    assert "does not learn who you are" in page.content.decode()
    answer = client.post(
        at("clarification_ask", tender), {"provider": cast.reuse.pk, "question": "What does question 3 mean?"}
    )
    assert (answer.status_code, answer["Location"]) == (302, at("tender_clarifications", tender))
    mine = client.get(at("tender_clarifications", tender)).content.decode()
    assert "What you asked" in mine and "What does question 3 mean?" in mine and "Waiting" in mine
    # Neither a colleague nor a rival nor the public sees that anything was asked.
    for other in (cast.owner, cast.rival, None):
        seen = browser(other).get(at("tender_clarifications", tender)).content.decode()
        assert "question 3" not in seen and "What you asked" not in seen


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"question": ""}, "Enter"),
        ({"question": "word " * 501}, "The limit is 500 words"),
        ({"question": "x" * 5001}, "This is too long"),
        ({"question": "a\0b"}, "control character"),
        ({"provider": "junk"}, "valid choice"),
    ],
)
def test_what_was_typed_stays_when_it_is_refused(cast, tender, said, words):
    typed = {"provider": cast.reuse.pk, "question": "What is a lasting job?"} | said
    answer = browser(cast.writer).post(at("clarification_ask", tender), typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    if "provider" in said:
        assert "What is a lasting job?" in answer.content.decode()
    assert not Clarification.objects.exists()


def test_a_word_without_an_end_does_not_keep_the_officer_from_answering(cast, tender):
    """A question that could not be opened could not be settled, and would hold the closing for ever."""
    text = f"{'x' * 400_000} write to a.b+c@reuse.example"
    marked = [piece.text for piece in pieces(text) if piece.why]
    assert marked == ["a.b+c@reuse.example"]


def test_after_the_last_day_the_text_is_given_back(cast, tender, clock):
    clock.move_to(tender.closes_at - timedelta(days=2))
    answer = browser(cast.writer).post(
        at("clarification_ask", tender), {"provider": cast.reuse.pk, "question": "Too late?"}
    )
    assert answer.status_code == 422
    assert (
        "until the end of Friday 1 January 2027" in answer.content.decode() and "Too late?" in answer.content.decode()
    )


def test_somebody_without_an_organisation_registers_first(cast, tender):
    answer = browser(cast.stranger).get(at("clarification_ask", tender))
    assert answer["Location"].startswith(reverse("provider_register"))
    assert browser(None).get(at("clarification_ask", tender))["Location"].startswith("/accounts/login/")


def test_only_procurement_officers_of_the_authority_read_what_waits(cast, tender, now):
    waiting = play.asked(cast, tender, now=now)
    for name in (*STAFF, "writer", "rival", "stranger"):
        client, expected = browser(getattr(cast, name)), 200 if name in ("procurement", "second_procurement") else 404
        assert client.get(at("clarifications_waiting", tender)).status_code == expected, name
        assert client.get(at("clarification_answer", tender, waiting.pk)).status_code == expected, name


def test_an_officer_answers(cast, tender, now):
    waiting = play.asked(cast, tender, now=now, question=f"{cast.reuse.name} asks: what is a lasting job?")
    client = browser(cast.procurement)
    page = client.get(at("clarification_answer", tender, waiting.pk)).content.decode()
    assert f"<mark>{cast.reuse.name}</mark>" in page and "may be the name of a registered provider" in page
    said = {"decision": "publish", "wording": "What is a lasting job?", "answer": "One of six months."}
    assert client.post(at("clarification_answer", tender, waiting.pk), said).status_code == 302
    public = browser(None).get(at("tender_clarifications", tender)).content.decode()
    assert "Clarification 1" in public and "What is a lasting job?" in public and "One of six months." in public
    assert cast.reuse.name not in public
    assert "(1 answered)" in browser(None).get(at("tender", tender)).content.decode()


def test_what_an_officer_typed_stays(cast, tender, now):
    waiting = play.asked(cast, tender, now=now)
    address = at("clarification_answer", tender, waiting.pk)
    said = {"decision": "publish", "wording": "My careful wording", "answer": ""}
    answer = browser(cast.procurement).post(address, said)
    assert answer.status_code == 422 and "My careful wording" in answer.content.decode()
    # A colleague was faster.
    actions.publish_answer(waiting, wording="?", answer="!", by=cast.second_procurement, now=now)
    answer = browser(cast.procurement).post(address, said | {"answer": "Mine"})
    assert answer.status_code == 422
    assert f"{cast.second_procurement.name} has dealt with this question already" in answer.content.decode()
    assert browser(cast.procurement).post(address, {"decision": "junk"}).status_code == 200


def test_the_officer_sees_that_the_closing_will_move(cast, tender, now, clock):
    waiting = play.asked(cast, tender, now=now)
    address, client = at("clarification_answer", tender, waiting.pk), browser(cast.procurement)
    assert "The closing stays" in client.get(address).content.decode()
    clock.move_to(tender.closes_at + timedelta(days=1))  # Thursday 21 January at noon
    page = client.get(address).content.decode()
    assert "the closing moves to <strong>12 noon on Monday 25 January 2027 (GMT)</strong>" in page


def test_merging_and_setting_aside_from_the_page(cast, tender, now):
    play.answered(cast, tender, now=now)
    client = browser(cast.procurement)
    first, second = play.asked(cast, tender, now=now), play.asked(cast, tender, now=now)
    assert (
        client.post(at("clarification_answer", tender, first.pk), {"decision": "merge", "number": "1"}).status_code
        == 302
    )
    bad = client.post(at("clarification_answer", tender, second.pk), {"decision": "merge", "number": "7"})
    assert bad.status_code == 422
    said = {"decision": "set_aside", "set_aside_reason": "It is an advertisement."}
    assert client.post(at("clarification_answer", tender, second.pk), said).status_code == 302
    mine = browser(cast.writer).get(at("tender_clarifications", tender)).content.decode()
    assert "Answered by clarification 1." in mine and "It is an advertisement." in mine


def test_the_case_and_the_desk_say_what_waits(cast, tender, now):
    play.asked(cast, tender, now=now)
    play.asked(cast, tender, now=now)
    for address in (reverse("case", args=[tender.pk]), reverse("dashboard")):
        page = browser(cast.procurement).get(address).content.decode()
        assert "Answer 2 questions from bidders" in page and at("clarifications_waiting", tender) in page
        assert at("clarifications_waiting", tender) not in browser(cast.commissioner).get(address).content.decode()


def test_a_held_closing_is_said_on_every_page(cast, tender, now, clock):
    play.asked(cast, tender, now=now)
    clock.move_to(tender.closes_at + timedelta(hours=1))
    words = "12 noon, 2 working days after the last answer to bidders"
    seen = [
        (None, reverse("tender_list")),
        (None, at("tender", tender)),
        (None, at("tender_clarifications", tender)),
        (None, reverse("home")),
        (cast.writer, at("bid_start", tender)),
        (cast.procurement, reverse("case", args=[tender.pk])),
        (cast.procurement, at("opening", tender)),
        (cast.procurement, at("clarifications_waiting", tender)),
    ]
    assert [place for person, place in seen if words not in browser(person).get(place).content.decode()] == []


def test_following_and_no_longer(cast, tender):
    client = browser(cast.rival)
    assert client.get(at("tender_follow", tender)).status_code == 405
    client.post(at("tender_follow", tender))
    assert "You get an e-mail" in client.get(at("tender_clarifications", tender)).content.decode()
    client.post(at("tender_follow", tender), {"stop": "yes"})
    assert not Follower.objects.exists()
    answer = browser(cast.stranger).post(at("tender_follow", tender), follow=True).content.decode()
    assert "Only people who belong to a provider" in answer


def test_somebody_signed_out_is_shown_how_to_follow(cast, tender):
    page = at("tender_clarifications", tender)
    assert f'href="{reverse("account_login")}?next={page}"' in browser(None).get(page).content.decode()


@pytest.mark.parametrize("count", [3, 30])
def test_pages_cost_the_same_at_either_size(cast, tender, now, count, django_assert_num_queries):
    for place in range(count):
        provider = make_provider(f"Asking {place}")
        person = make_member(provider, f"Person {place}", Role.WRITER)
        clarification = actions.ask(tender, provider, "What is meant?", by=person, now=now)
        if place % 3:
            actions.publish_answer(clarification, wording="?", answer="!", by=cast.procurement, now=now)
    officer, public = browser(cast.procurement), browser(None)
    waiting = Clarification.objects.waiting()[0]
    with django_assert_num_queries(2):
        public.get(at("tender_clarifications", tender))
    with django_assert_num_queries(5):
        officer.get(at("clarifications_waiting", tender))
    with django_assert_num_queries(9):
        officer.get(at("clarification_answer", tender, waiting.pk))


def test_the_asker_shows_nowhere(cast, tender, now, clock):
    """Every page of the portal, as everybody but the asker, in every state of a question: no trace of who asked."""
    trust = make_provider("Quillfeather Trust", postcode="ZZ9 9ZZ")
    person = make_member(trust, "Ottoline Quillfeather", Role.OWNER, Role.WRITER, Role.SIGNATORY)
    actions.follow(tender, by=cast.rival, now=now)
    states = [actions.ask(tender, trust, f"Question {n}?", by=person, now=now) for n in range(4)]
    officer = {"by": cast.procurement, "now": now}
    actions.publish_answer(states[0], wording="What is meant?", answer="This.", **officer)
    actions.merge(states[1], 1, **officer)
    actions.set_aside(states[2], "Not a question.", **officer)
    clock.move_to(now + timedelta(hours=1))

    ids = [tender.pk, *(one.pk for one in states)]
    where = addresses({"int": ids, "uuid": [], "slug": ["hertfordshire", "about"], "str": [""], "path": [""]})
    traces = ("quillfeather", "ottoline", "zz9 9zz", person.email)
    found = []
    for name in (*STAFF, "rival", "owner", "stranger", None):
        client = browser(getattr(cast, name) if name else None)
        for address in where:
            said = fetched(client, address).lower()
            found += [(name, address, trace) for trace in traces if trace in said]
    # The register of providers is no secret; that one of them asked is.
    assert [hit for hit in found if "/tenders/" in hit[1] or "/cases/" in hit[1]] == []
    others = Message.objects.exclude(to=person.email)
    assert others.exists()
    for message in others:
        assert not any(trace in f"{message.subject} {message.body}".lower() for trace in traces)


def test_a_page_of_nothing_is_not_found(cast, tender, now):
    waiting = play.asked(cast, tender, now=now)
    other = published_tender(cast, now)
    client = browser(cast.procurement)
    assert client.get(at("clarification_answer", other, waiting.pk)).status_code == 404
    assert client.get(at("clarification_answer", tender, 10**6)).status_code == 404
    draft = Tender.objects.create(
        authority=cast.county,
        title="D",
        document=tender.document,
        value=1,
        created_by=cast.commissioner,
        created_at=now,
    )
    for name in ("tender_clarifications", "clarification_ask", "clarifications_waiting"):
        assert client.get(at(name, draft)).status_code == 404

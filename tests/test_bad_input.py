"""What people and programs send that can't be: the list, one test a line, each through the real page.

Each time the message stands beside the field and the summary leads to it, what was typed is still in the page, and every
row is as it was. Other tests go deeper into each page; here nothing may be missing from the list.
"""

import re
from datetime import timedelta
from html import escape
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

from commissioning.bids.models import Answer, Bid, BidDocument, Commitment, Submission
from commissioning.evaluation.models import Mark, PanelMember
from commissioning.tenders.models import Pack, Tender
from commissioning.tenders.tenderfile import AskedOf, RequiredDocument
from providers.models import Provider
from socialvalue.accounts.models import User
from socialvalue.audit.models import AuditRecord
from socialvalue.files.models import StoredFile
from socialvalue.outbox.models import Message
from tests import play_bids, play_contracts, play_evaluation, play_tenders
from tests.crawl import browser
from tests.form_of import form_of

POLICY = (RequiredDocument(name="Safeguarding policy", asked_of=AskedOf.EVERYONE),)
EMOJI = "We plant 🌳🌳 with families 👩‍👩‍👧‍👦 and 🇬🇧 flags."
ARABIC = "جمعية الخير للإصلاح"
HEBREW = "עמותת השכן הטוב"
WORDS_50001 = "word " * 50_001


@pytest.fixture
def at(monkeypatch, now):
    """Set the instant at which requests arrive; at first it is `now`."""

    def set_to(moment):
        monkeypatch.setattr("socialvalue.clock.timezone", SimpleNamespace(now=lambda: moment))

    set_to(now)
    return set_to


@pytest.fixture
def bid(cast, now, at):
    """A whole bid, not yet submitted, for a tender that asks everyone for a document."""
    return play_bids.written_bid(
        play_tenders.published_tender(cast, now, documents=POLICY), provider=cast.reuse, now=now
    )


def rows(*kinds: type[models.Model]) -> list[list[dict]]:
    """Every value of every row of these tables, and of the history and the messages."""
    tables = (*kinds, AuditRecord, Message)
    return [list(kind._base_manager.order_by("pk").values()) for kind in tables]


def beside(answer, field: str, words: str) -> None:
    """The page came back, with the message at the field and the summary linked to it."""
    page = answer.content.decode()
    assert answer.status_code == 422
    stands = re.search(rf'id="id_{field}_error">(.*?)</div>', page, re.DOTALL)
    assert stands and escape(words) in stands[1]
    summary = re.search(r'class="govuk-error-summary".*?</ul>', page, re.DOTALL)
    assert summary and f'href="#id_{field}' in summary[0] and escape(words) in summary[0]


def test_weights_that_do_not_add_up(cast, now, at):
    """A draft may be unfinished, so they are kept and said; what is refused is to send it."""
    tender = play_tenders.draft_tender(cast, now)
    client = browser(cast.commissioner)
    page = f"/tenders/{tender.pk}/draft/criteria/"
    client.post(page, form_of(client.get(page), rows__0__weight="50"))
    assert 'value="50"' in client.get(page).content.decode()
    before = rows(Tender, Pack)
    refused = client.post(f"/tenders/{tender.pk}/draft/review/")
    assert refused.status_code == 422
    assert "The weights of the tender add to 90, not 100: 10 left to give." in refused.content.decode()
    assert f'href="{page}' in refused.content.decode()
    assert rows(Tender, Pack) == before


@pytest.mark.parametrize("weight", ["101", "-1", "60,5", "many", "1e2", "∞", "٥٠"])
def test_a_weight_that_is_none(cast, now, at, weight):
    tender = play_tenders.draft_tender(cast, now)
    client = browser(cast.commissioner)
    page = f"/tenders/{tender.pk}/draft/criteria/"
    form = form_of(client.get(page), rows__0__weight=weight)
    before = rows(Tender)
    answer = client.post(page, form)
    beside(answer, "rows-0-weight", "Enter ")
    assert form_of(answer) == form
    assert rows(Tender) == before


@pytest.mark.parametrize("typed", ["", "   ", "\n\t\r\n"])
def test_an_empty_question(cast, now, at, typed):
    tender = play_tenders.draft_tender(cast, now)
    client = browser(cast.commissioner)
    page = f"/tenders/{tender.pk}/draft/question/?id=SV1"
    form = form_of(client.get(page), text=typed)
    before = rows(Tender)
    answer = client.post(page, form)
    beside(answer, "text", "Enter the question")
    kept = form_of(answer)
    assert {name: said for name, said in kept.items() if name != "text"} == {
        name: said for name, said in form.items() if name != "text"
    }
    assert rows(Tender) == before


def test_a_deadline_in_the_past(cast, now, at):
    tender = play_tenders.draft_tender(cast, now)
    client = browser(cast.commissioner)
    page = f"/tenders/{tender.pk}/draft/timetable/"
    form = form_of(client.get(page), closes_at_year="2025")
    before = rows(Tender)
    answer = client.post(page, form)
    beside(answer, "closes_at", "This time has passed. Choose a later one.")
    assert form_of(answer) == form
    assert rows(Tender) == before


def test_a_deadline_that_passed_while_the_draft_waited(cast, now, at):
    tender = play_tenders.sent_tender(cast, now)
    at(tender.closes_at)
    before = rows(Tender, Pack)
    page = f"/tenders/{tender.pk}/approve/"
    answer = browser(cast.procurement).post(page, {"decision": "publish", "version": tender.version})
    assert answer.status_code == 422
    assert 'class="govuk-error-summary"' in answer.content.decode()
    assert rows(Tender, Pack) == before


@pytest.mark.parametrize("mark", ["6", "-1", "2.5", "٣", "NaN", "four"])
def test_a_mark_off_the_scale(cast, now, at, mark):
    evaluation = play_evaluation.marking(cast, now)
    at(play_evaluation.after_opening(evaluation.tender, now))
    client = browser(cast.evaluator)
    page = f"/tenders/{evaluation.tender_id}/evaluation/marking/{play_evaluation.bids_of(evaluation)[0].pk}/Q1/"
    form = form_of(client.get(page), mark=mark, reason="It meets what is asked.")
    before = rows(Mark)
    answer = client.post(page, form)
    beside(answer, "mark", "A mark must be one of")
    assert "It meets what is asked." in answer.content.decode()
    assert rows(Mark) == before


def test_a_blank_mark_at_lock(cast, now, at):
    evaluation = play_evaluation.marking(cast, now)
    at(play_evaluation.after_opening(evaluation.tender, now))
    play_evaluation.mark_all(evaluation, cast.evaluator, now)
    blank = Mark.objects.order_by("pk").first()
    play_evaluation.actions.save_mark(
        evaluation, blank.bid, blank.question_id, mark=None, reason="", from_version=1, by=cast.evaluator, now=now
    )
    before = rows(Mark, PanelMember)
    client = browser(cast.evaluator)
    home = f"/tenders/{evaluation.tender_id}/evaluation/"
    listed = client.get(f"{home}lock/").content.decode()
    assert f'href="{home}marking/{blank.bid_id}/{blank.question_id}/"' in listed
    assert listed.count(f'href="{home}marking/{blank.bid_id}/') == 1
    refused = client.post(f"{home}lock/")
    assert refused.status_code == 422
    assert f"{blank.question_id}" in refused.content.decode()
    assert rows(Mark, PanelMember) == before


@pytest.mark.parametrize(
    "price", ["free", "", "nothing", "-1", "£", "1e9", "NaN", "10.001", "99999999999", "🪙", "１００"]
)
def test_a_price_of_free(cast, bid, price):
    client = browser(cast.writer)
    page = f"/bids/{bid.pk}/price/"
    form = form_of(client.get(page), marker="price", price=price)
    before = rows(Bid)
    answer = client.post(page, form)
    beside(answer, "price", "")
    assert form_of(answer, marker="price") == form
    assert rows(Bid) == before


def test_50001_words(cast, bid):
    client = browser(cast.writer)
    page = f"/bids/{bid.pk}/questions/1/"
    form = form_of(client.get(page), marker="text", text=WORDS_50001)
    before = rows(Answer)
    answer = client.post(page, form)
    beside(answer, "text", "Your answer has 50,001 words. No answer can have more than 50,000.")
    assert form_of(answer, marker="text")["text"] == WORDS_50001
    assert rows(Answer) == before


def test_50001_words_on_the_page_of_all_questions(cast, bid):
    client = browser(cast.writer)
    page = f"/bids/{bid.pk}/write/"
    form = form_of(client.get(page), marker="answer-1") | {"answer-1": WORDS_50001, "answer-2": "New words."}
    before = rows(Answer)
    answer = client.post(page, form)
    assert answer.status_code == 422
    assert 'id="id_answer-1-error"' in answer.content.decode()
    assert answer.content.decode().count("Your answer has 50,001 words.") == 2
    kept = form_of(answer, marker="answer-1")
    assert (kept["answer-1"], kept["answer-2"]) == (WORDS_50001, "New words.")
    assert rows(Answer) == before


@pytest.mark.parametrize("text", [EMOJI, f"{ARABIC}، {HEBREW}", "a\u200fb\u200ec", "e\u0301 Ǆ ﬃ 𝕊"])
def test_an_emoji_and_other_scripts_are_kept_as_written(cast, bid, text):
    """No fault at all: they come back letter for letter."""
    client = browser(cast.writer)
    page = f"/bids/{bid.pk}/questions/1/"
    assert client.post(page, form_of(client.get(page), marker="text", text=text)).status_code == 302
    assert Answer.own.get(bid=bid, question_id="Q1").text == text
    assert form_of(client.get(page), marker="text")["text"] == text


@pytest.mark.parametrize("name", [ARABIC, HEBREW, f"Lea {ARABIC} Valley", "Seán Ó Sé 🌱"])
def test_a_right_to_left_name_is_kept_as_written(client, db, at, name):
    given = {"name": name, "email": "new@example.org", "password1": "a long winter walk"}
    assert client.post("/accounts/signup/", given).status_code == 302
    assert User.objects.get().name == name
    facts = {"name": name, "kind": "community_group", "size": "micro", "postcode": "SG13 8DE"}
    client.post("/providers/register/", facts)
    client.post("/providers/register/reach/", {"services": "environment", "areas": name})
    made = Provider.objects.get()
    assert (made.name, made.areas) == (name, [name])
    assert name in client.get(f"/providers/{made.pk}/").content.decode()


@pytest.mark.parametrize("mark", ["\u202e", "\u202a", "\u2066", "\u2067"])
def test_a_name_that_turns_the_words_around_it(client, db, at, mark):
    before = rows(User, Provider)
    name = f"Ash {mark}skroW"
    given = {"name": name, "email": "new@example.org", "password1": "a long winter walk"}
    answer = client.post("/accounts/signup/", given)
    page = answer.content.decode()
    assert "turns the writing direction" in page and name in page and 'id="id_name_error"' in page
    assert rows(User, Provider) == before
    client.force_login(User.objects.create_user("ash@example.org", name="Ash"))
    before = rows(User, Provider)
    facts = {"name": name, "kind": "community_group", "size": "micro", "postcode": "SG13 8DE"}
    answer = client.post("/providers/register/", facts)
    beside(answer, "name", "turns the writing direction")
    assert name in answer.content.decode()
    assert rows(User, Provider) == before


@pytest.mark.parametrize(
    ("page", "field", "marker"),
    [("questions/1/", "text", "text"), ("questions/3/", "evidence", "evidence"), ("declarations/", "note-1", "note-1")],
)
@pytest.mark.parametrize("letter", ["\0", "\x07", "\x1b"])
def test_a_nul_byte_in_a_bid(cast, bid, page, field, marker, letter):
    client = browser(cast.writer)
    address = f"/bids/{bid.pk}/{page}"
    form = form_of(client.get(address), marker=marker) | {field: f"Two crews{letter} each week."}
    before = rows(Bid, Answer, Commitment)
    answer = client.post(address, form)
    beside(answer, field, "control character")
    assert "Two crews" in answer.content.decode() and " each week." in answer.content.decode()
    assert rows(Bid, Answer, Commitment) == before


def test_a_nul_byte_in_a_title(cast, now, at):
    before = rows(Tender)
    form = {"authority": cast.county.pk, "title": "Reuse\0 of items", "value": "1000", "procedure": "open"}
    answer = browser(cast.commissioner).post("/tenders/new/", form)
    beside(answer, "title", "control character")
    assert "of items" in answer.content.decode() and 'value="1000"' in answer.content.decode()
    assert rows(Tender) == before


def test_a_30_mb_upload_to_a_bid(cast, bid):
    before = rows(BidDocument, StoredFile)
    file = SimpleUploadedFile("policy.pdf", b"%PDF-1.7 " + b"x" * 30 * 1024 * 1024)
    answer = browser(cast.writer).post(f"/bids/{bid.pk}/documents/1/", {"file": file})
    beside(answer, "file", "“policy.pdf” is 30 MB. The limit is 10 MB. Choose a smaller file.")
    assert rows(BidDocument, StoredFile) == before


def test_a_30_mb_upload_with_a_return_keeps_the_story(cast, now, at):
    contract = play_contracts.contract_made(cast, now)
    period = play_contracts.period_of(contract)
    at(play_contracts.after(period))
    client = browser(cast.writer)
    page = f"/contracts/{contract.pk}/returns/{period.pk}/"
    form = form_of(client.get(page), marker="story", story="Two people started.")
    form |= {name: "2" for name in form if name.startswith("number_")}
    before = rows(StoredFile)
    file = SimpleUploadedFile("story.pdf", b"%PDF-1.7 " + b"x" * 30 * 1024 * 1024)
    answer = client.post(page, form | {"file": file})
    beside(answer, "file", "The limit is 10 MB.")
    assert form_of(answer, marker="story") == form
    assert rows(StoredFile) == before


def test_a_30_mb_upload_of_a_tender(cast, now, at):
    before = rows(Tender)
    file = SimpleUploadedFile("tender.json", b" " * 30 * 1024 * 1024)
    answer = browser(cast.commissioner).post("/tenders/import/", {"authority": cast.county.pk, "file": file})
    beside(answer, "file", "The limit is 10 MB.")
    assert rows(Tender) == before


def test_a_second_click_on_submit(cast, bid):
    client = browser(cast.signatory)
    page = f"/bids/{bid.pk}/check/"
    form = form_of(client.get(page), marker="key", signed="on")
    first = client.post(page, form)
    before = rows(Bid, Submission)
    second = client.post(page, form)
    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    assert rows(Bid, Submission) == before
    assert Submission.own.count() == 1


def test_a_second_click_on_publish(cast, now, at):
    tender = play_tenders.sent_tender(cast, now)
    client = browser(cast.procurement)
    form = {"decision": "publish", "version": tender.version}
    assert client.post(f"/tenders/{tender.pk}/approve/", form).status_code == 302
    before = rows(Tender, Pack)
    answer = client.post(f"/tenders/{tender.pk}/approve/", form)
    assert answer.status_code == 422
    assert "published" in answer.content.decode()
    assert rows(Tender, Pack) == before


def test_a_second_click_on_starting_a_bid(cast, now, at):
    tender = play_tenders.published_tender(cast, now)
    client = browser(cast.writer)
    first = client.post(f"/tenders/{tender.pk}/bid/", {"provider": cast.reuse.pk})
    before = rows(Bid)
    second = client.post(f"/tenders/{tender.pk}/bid/", {"provider": cast.reuse.pk})
    assert (second.status_code, second.url) == (302, first.url)
    assert rows(Bid) == before


def test_a_stale_tab(cast, bid):
    client = browser(cast.writer)
    page = f"/bids/{bid.pk}/questions/1/"
    old = form_of(client.get(page), marker="text", text="From the old tab.")
    client.post(page, form_of(client.get(page), marker="text", text="From the new tab."))
    before = rows(Answer)
    answer = client.post(page, old)
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "From the old tab." in said and "From the new tab." in said
    assert "Somebody has changed this since you opened the page." in said
    assert form_of(answer, marker="text")["text"] == "From the old tab."
    assert rows(Answer) == before


@pytest.mark.parametrize("late", [timedelta(0), timedelta(seconds=1)])
def test_a_bid_that_arrives_one_second_past(cast, bid, at, late):
    client = browser(cast.signatory)
    page = f"/bids/{bid.pk}/check/"
    form = form_of(client.get(page), marker="key", signed="on")
    at(bid.tender.closes_at + late)
    before = rows(Bid, Submission)
    answer = client.post(page, form)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "This tender closed at 12 noon on" in said and "Not submitted. What you wrote is still here." in said
    assert play_bids.ANSWER in said
    assert rows(Bid, Submission) == before


def test_a_bid_that_arrives_at_the_last_instant(cast, bid, at):
    client = browser(cast.signatory)
    page = f"/bids/{bid.pk}/check/"
    form = form_of(client.get(page), marker="key", signed="on")
    at(bid.tender.closes_at - timedelta(microseconds=1))
    assert client.post(page, form).status_code == 302
    assert Submission.own.count() == 1


def test_an_answer_that_arrives_one_second_past_is_given_back(cast, bid, at):
    client = browser(cast.writer)
    page = f"/bids/{bid.pk}/questions/1/"
    form = form_of(client.get(page), marker="text", text="Written at the last moment.")
    at(bid.tender.closes_at + timedelta(seconds=1))
    before = rows(Answer)
    answer = client.post(page, form)
    assert answer.status_code == 422
    assert "Written at the last moment." in answer.content.decode()
    assert rows(Answer) == before

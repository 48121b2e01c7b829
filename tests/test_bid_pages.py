"""A provider's pages of its bid: what they show, what they keep, what they refuse, and when."""

import html
import re
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from commissioning.bids.models import Answer, Bid, BidDocument, Commitment, Declaration, Submission
from commissioning.tenders.tenderfile import AskedOf, RequiredDocument
from tests.play_bids import started_bid, submission_of, submitted_bid, written_bid
from tests.play_tenders import published_tender

SAFEGUARDING = (RequiredDocument(name="Safeguarding policy", asked_of=AskedOf.EVERYONE),)
PARTS = ("bid", "bid_write", "bid_price", "bid_declarations", "bid_documents", "bid_check", "bid_withdraw")


@pytest.fixture
def clock(portal_clock):
    """Set the instant at which requests arrive: `clock(moment)`."""
    return portal_clock.move_to


@pytest.fixture
def tender(cast, now):
    return published_tender(cast, now, documents=SAFEGUARDING)


@pytest.fixture
def bid(cast, tender, now):
    return started_bid(tender, provider=cast.reuse, now=now)


@pytest.fixture
def writer(client, cast, clock):
    client.force_login(cast.writer)
    return client


@pytest.fixture
def signatory(client, cast, clock):
    client.force_login(cast.signatory)
    return client


def text_of(response) -> str:
    """What a page says, without its tags and with single spaces."""
    main = response.content.decode().partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def answer_page(bid, number=1):
    return reverse("bid_answer", args=[bid.pk, number])


def test_every_page_of_a_bid_draws_for_each_member(client, cast, tender, now, clock):
    bid = submitted_bid(cast, tender, now=now, file_name="policy.pdf")
    addresses = [reverse(name, args=[bid.pk]) for name in PARTS]
    addresses += [answer_page(bid, number) for number in (1, 2, 3)]
    addresses += [reverse("bid_receipt", args=[bid.pk, 1]), reverse("bid_receipt_file", args=[bid.pk, 1])]
    addresses += [reverse("bid_document", args=[bid.pk, 1]), reverse("bid_document_file", args=[bid.pk, 1])]
    addresses += [reverse("bid_list"), reverse("bid_commitment_add", args=[bid.pk, 1])]
    for person in (cast.owner, cast.writer, cast.signatory):
        client.force_login(person)
        assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
    # Who may only read is shown the whole bid in place of a form.
    forms = [reverse(name, args=[bid.pk]) for name in ("bid_price", "bid_declarations")]
    forms += [reverse(name, args=[bid.pk, 1]) for name in ("bid_document", "bid_commitment_add")]
    client.force_login(cast.viewer)
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    ) | dict.fromkeys(forms, 302)
    assert {client.get(address).url for address in forms} == {reverse("bid_check", args=[bid.pk])}
    for person in (cast.rival, cast.stranger, cast.procurement, cast.admin):
        client.force_login(person)
        others = [address for address in addresses if address != reverse("bid_list")]
        assert {address: client.get(address).status_code for address in others} == dict.fromkeys(others, 404)


def test_the_overview_says_what_is_asked_what_is_left_and_who_can_submit(writer, bid):
    said = text_of(writer.get(reverse("bid", args=[bid.pk])))
    assert "12 noon on Wednesday 20 January 2027 (GMT)" in said
    assert "Sam Signatory" in said
    assert "3 questions, up to 800 words." in said
    assert "42% of the marks. 0 of 500 words Not started" in said
    assert "10.8% of the marks. 0 of 300 words Not started" in said
    assert "7.2% of the marks. No number yet Not started" in said
    assert "0 of 1 condition answered" in said
    assert "0 of 1 document attached" in said
    assert "Olu Owner" not in said.partition("History")[0]
    assert "Wendy Writer started the bid." in said


def test_the_overview_begins_with_the_next_thing_to_do_and_gathers_the_help_below(writer, bid):
    page = writer.get(reverse("bid", args=[bid.pk])).content.decode()
    said = text_of(writer.get(reverse("bid", args=[bid.pk])))
    parts = [said.index(words) for words in ("Next: Question 1 has no answer yet.", "Questions", "Help with this bid")]
    assert parts == sorted(parts)
    helps = page.partition("Help with this bid</h2>")[2].partition("</ul>")[0]
    for name in ("bid_write", "bid_offline", "bid_who", "extension_ask"):
        assert reverse(name, args=[bid.pk]) in helps
    for name in ("before_start", "tender", "tender_clarifications"):
        assert reverse(name, args=[bid.tender_id]) in helps


def test_the_overview_of_a_submitted_bid_leads_to_its_receipt_and_does_not_ask_to_send_it(writer, cast, tender, now):
    bid = submitted_bid(cast, tender, now=now, file_name="policy.pdf")
    page = writer.get(reverse("bid", args=[bid.pk])).content.decode()
    head = page.partition("<h2>Questions</h2>")[0]
    assert reverse("bid_receipt", args=[bid.pk, 1]) in head
    assert "Send your bid before" not in head


def test_a_question_page_shows_how_it_is_marked(writer, bid):
    said = text_of(writer.get(answer_page(bid)))
    assert "Question 1 of 3: Quality, Method" in said
    assert "5: Excellent It does more than is asked, with evidence that it will last." in said
    number = text_of(writer.get(answer_page(bid, 3)))
    assert "Apprenticeships , counted in people starting per contract year" in number
    assert "The buyer hopes for 6." in number
    assert "Put text in from your library" in said.partition("Your answer")[0]
    assert "Your promise" not in number, "there is none yet, and the form above says so"


def test_questions_that_do_not_exist_are_not_found(writer, bid):
    for number in ("0", "4", "9" * 30):
        assert writer.get(f"/bids/{bid.pk}/questions/{number}/").status_code == 404
    assert writer.get(f"/bids/{bid.pk}/receipts/{'9' * 30}/").status_code == 404
    assert writer.get(f"/bids/{bid.pk}/commitments/{'9' * 30}/").status_code == 404
    assert writer.get(f"/bids/{uuid4()}/").status_code == 404


def test_an_answer_is_saved_and_the_next_question_follows(writer, bid):
    response = writer.post(answer_page(bid), {"text": "We collect twice a week.", "from_version": "0", "next": "1"})
    assert response.url == answer_page(bid, 2)
    answer = Answer.own.get()
    assert (answer.text, answer.version, answer.saved_by.name) == ("We collect twice a week.", 1, "Wendy Writer")
    assert "is saved: 5 words." in text_of(writer.get(response.url))


@pytest.mark.parametrize(
    "text",
    [
        "We repair 🛠️ and pass on 🪑",
        "שלום עולם, אנחנו אוספים",
        "<script>alert(1)</script> & “quotes”",
        "line one\n\nline two",
    ],
)
def test_any_script_is_kept_as_written(writer, bid, text):
    writer.post(answer_page(bid), {"text": text, "from_version": "0"})
    assert Answer.own.get().text == text
    page = writer.get(answer_page(bid)).content.decode()
    assert "<script>alert" not in page
    assert 'dir="auto"' in page


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\0b", "There is a hidden control character after “a”. Delete it and type that part again."),
        ("word " * 50_001, "Your answer has 50,001 words. No answer can have more than 50,000."),
    ],
)
def test_what_is_no_answer_is_refused_beside_the_field_and_stays_on_the_page(writer, bid, text, sentence):
    response = writer.post(answer_page(bid), {"text": text, "from_version": "0"})
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count(sentence) == 2  # in the summary and beside the field
    assert 'href="#id_text"' in page
    assert text.replace("\0", "").split()[-1] in page
    assert not Answer.own.exists()


def test_an_answer_over_its_limit_is_kept_and_stops_the_submission(signatory, cast, tender, now):
    bid = written_bid(tender, provider=cast.reuse, now=now)
    page = signatory.post(answer_page(bid), {"text": "word " * 501, "from_version": "1"}, follow=True)
    sentence = "is saved, but it has 501 words. The limit is 500. Take out 1 word before you submit."
    assert sentence in text_of(page)
    check = reverse("bid_check", args=[bid.pk])
    response = signatory.post(check, {"signed": "on", "key": str(uuid4())})
    assert response.status_code == 422
    assert "Your answer to question 1 has 501 words. The limit is 500. Take out 1 word." in text_of(response)
    assert f'<a class="govuk-link" href="{answer_page(bid)}">' in response.content.decode()
    assert not Submission.own.exists()


def test_a_stale_tab_changes_nothing_and_shows_both_texts(writer, bid):
    writer.post(answer_page(bid), {"text": "The first tab.", "from_version": "0"})
    response = writer.post(answer_page(bid), {"text": "The second tab.", "from_version": "0"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "The first tab." in page and "The second tab." in page
    assert Answer.own.get().text == "The first tab."
    assert 'name="from_version" value="1"' in page
    assert writer.post(answer_page(bid), {"text": "The second tab.", "from_version": "1"}).status_code == 302
    assert Answer.own.get().text == "The second tab."


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "١"])
def test_a_form_that_does_not_say_where_it_began_is_stale(writer, bid, version):
    response = writer.post(answer_page(bid), {"text": "Typed.", "from_version": version})
    assert response.status_code == 409
    assert "Typed." in response.content.decode()
    assert not Answer.own.exists()


def test_a_late_answer_is_given_back_and_not_saved(writer, bid, tender, clock):
    clock(tender.closes_at)
    response = writer.post(answer_page(bid), {"text": "One instant too late.", "from_version": "0"})
    said = text_of(response)
    assert response.status_code == 422
    assert "This tender closed at 12 noon on Wednesday 20 January 2027 (GMT). Bids can't be changed any more." in said
    assert "Not saved. What you typed is still on this page" in said
    assert "One instant too late." in said
    assert not Answer.own.exists()
    clock(tender.closes_at - timedelta(microseconds=1))
    assert writer.post(answer_page(bid), {"text": "In time.", "from_version": "0"}).status_code == 302


def test_a_viewer_reads_and_cannot_save(client, cast, bid, clock):
    client.force_login(cast.viewer)
    assert "<textarea" not in client.get(answer_page(bid)).content.decode()
    response = client.post(answer_page(bid), {"text": "Mine.", "from_version": "0"})
    assert response.status_code == 422
    assert "Only an owner, writer or signatory of Lea Valley Reuse can do this." in text_of(response)
    assert not Answer.own.exists()


def boxes(page: str) -> dict[str, str]:
    """The hidden fields and text areas of the page of all questions, as a browser would post them."""
    began = dict(re.findall(r'name="(began-\d+)" value="([^"]*)"', page))
    texts = dict(re.findall(r'name="(answer-\d+)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL))
    return began | texts


def test_all_questions_on_one_page_save_only_what_was_changed(writer, bid):
    address = reverse("bid_write", args=[bid.pk])
    first = boxes(writer.get(address).content.decode())
    assert set(first) == {"began-1", "answer-1", "began-2", "answer-2"}
    other = dict(first)
    response = writer.post(address, {**first, "answer-1": "From the first tab.", "save": "1"})
    assert response.url == f"{address}#question-1"
    # The second tab still holds the empty first answer, which nobody touched there.
    assert writer.post(address, {**other, "answer-2": "From the second tab.", "save": "2"}).status_code == 302
    assert dict(Answer.own.values_list("question_id", "text")) == {
        "Q1": "From the first tab.",
        "SV1": "From the second tab.",
    }
    response = writer.post(address, {**other, "answer-1": "Overwriting.", "save": "1"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "From the first tab." in page and "Overwriting." in page
    again = boxes(page)
    assert again["answer-1"] == "Overwriting."
    assert writer.post(address, again).status_code == 302
    assert Answer.own.get(question_id="Q1").text == "Overwriting."


def test_the_page_of_all_questions_keeps_every_box_when_one_is_refused(writer, bid):
    address = reverse("bid_write", args=[bid.pk])
    start = boxes(writer.get(address).content.decode())
    response = writer.post(address, {**start, "answer-1": "Good text.", "answer-2": "bad\0text"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Question 2: There is a hidden control character after “bad”." in text_of(response)
    assert boxes(page)["answer-1"] == "Good text."
    assert not Answer.own.exists()


PROMISE = {
    "measure": "Volunteers",
    "quantity": "1,200.5",
    "unit": "hours in each contract year",
    "baseline": "",
    "by_when_day": "31",
    "by_when_month": "3",
    "by_when_year": "2028",
    "evidence": "The rota.",
    "from_version": "0",
}


def test_commitments_are_added_changed_and_removed(writer, bid):
    add = reverse("bid_commitment_add", args=[bid.pk, 1])
    assert writer.post(add, PROMISE).url == f"{answer_page(bid)}#commitments"
    row = Commitment.own.get()
    assert (row.measure, row.quantity, row.unit, row.baseline) == (
        "Volunteers",
        Decimal("1200.50"),
        "hours in each contract year",
        Decimal(0),
    )
    change = reverse("bid_commitment", args=[bid.pk, row.pk])
    assert 'value="1,200.5"' in writer.get(change).content.decode()
    assert writer.post(change, {**PROMISE, "quantity": "900", "from_version": "1"}).status_code == 302
    stale = writer.post(change, {**PROMISE, "quantity": "700", "from_version": "1"})
    assert stale.status_code == 409
    assert "900 hours in each contract year" in text_of(stale)
    assert 'value="700"' in stale.content.decode()
    remove = reverse("bid_commitment_remove", args=[bid.pk, row.pk])
    assert "Volunteers: 900 hours" in text_of(writer.get(remove))
    assert writer.post(remove).status_code == 302
    assert not Commitment.own.exists()
    gone = writer.post(change, PROMISE)
    assert gone.status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"quantity": "many"}, "Enter a quantity in figures, like 12 or 12.5."),
        ({"quantity": "-1"}, "Enter 0 or more."),
        ({"quantity": "0"}, "Enter a quantity above 0, or remove this commitment."),
        ({"by_when_day": "31", "by_when_month": "2"}, "Enter a real date, like 20 1 2027."),
        ({"by_when_year": "2020"}, "Choose a day that is still to come."),
        ({"evidence": " "}, "Enter what will show that you did it"),
    ],
)
def test_a_bad_commitment_is_refused_in_words(writer, bid, wrong, sentence):
    response = writer.post(reverse("bid_commitment_add", args=[bid.pk, 1]), {**PROMISE, **wrong})
    assert response.status_code == 422
    said = text_of(response)
    assert sentence in said or "Answer this question: What will show that you did it?" in said
    assert 'value="Volunteers"' in response.content.decode()
    assert not Commitment.own.exists()


def test_a_question_that_asks_for_a_number_fixes_its_measure_and_unit(writer, bid):
    said = {**PROMISE, "quantity": "4", "measure": "Something else", "unit": "tonnes"}
    assert writer.post(answer_page(bid, 3), said).status_code == 302
    row = Commitment.own.get()
    assert (row.measure, row.unit) == ("Apprenticeships", "people starting per contract year")
    stale = writer.post(answer_page(bid, 3), {**said, "quantity": "5"})
    assert stale.status_code == 409
    assert "4 people starting per contract year" in text_of(stale)
    assert Commitment.own.get().quantity == 4


@pytest.mark.parametrize("typed", ["free", "£-1", "1e5", "NaN", "10.001", ""])
def test_a_price_is_written_in_pounds(writer, bid, typed):
    response = writer.post(reverse("bid_price", args=[bid.pk]), {"price": typed, "from_version": "0"})
    assert response.status_code == 422
    assert f'value="{typed}"' in response.content.decode() or not typed
    bid.refresh_from_db()
    assert bid.price is None


def test_a_price_is_saved_and_a_stale_one_is_not(writer, bid):
    address = reverse("bid_price", args=[bid.pk])
    assert writer.post(address, {"price": "£98,500.50", "from_version": "0"}).status_code == 302
    stale = writer.post(address, {"price": "90000", "from_version": "0"})
    assert stale.status_code == 409
    assert "£98,500.50" in text_of(stale)
    bid.refresh_from_db()
    assert bid.price == Decimal("98500.50")


def test_declarations_are_saved_with_their_notes(writer, bid):
    address = reverse("bid_declarations", args=[bid.pk])
    alone = writer.post(address, {"note-1": "We will buy it.", "from_version": "0"})
    assert alone.status_code == 422
    assert "Say yes or no to condition 1. Your note needs it." in text_of(alone)
    said = {"meets-1": "no", "note-1": "We have £2 million.", "from_version": "0"}
    assert writer.post(address, said).status_code == 302
    row = Declaration.own.get()
    assert (row.condition_id, row.meets, row.note) == ("C1", False, "We have £2 million.")
    stale = writer.post(address, {"meets-1": "yes", "note-1": "", "from_version": "0"})
    assert stale.status_code == 409
    assert "1. No We have £2 million." in text_of(stale)


def test_a_document_is_attached_replaced_downloaded_and_removed(writer, bid):
    address = reverse("bid_document", args=[bid.pk, 1])
    writer.post(address, {"file": SimpleUploadedFile("first.pdf", b"%PDF-1.7 one")})
    writer.post(address, {"file": SimpleUploadedFile("second.pdf", b"%PDF-1.7 two")})
    assert BidDocument.own.get().file.name == "second.pdf"
    got = writer.get(reverse("bid_document_file", args=[bid.pk, 1]))
    assert (got.content, got["Content-Disposition"]) == (b"%PDF-1.7 two", 'attachment; filename="second.pdf"')
    bad = writer.post(address, {"file": SimpleUploadedFile("third.exe", b"MZ")})
    assert bad.status_code == 422
    assert BidDocument.own.get().file.name == "second.pdf"
    writer.post(reverse("bid_document_remove", args=[bid.pk, 1]))
    assert not BidDocument.own.exists()
    assert writer.get(reverse("bid_document_file", args=[bid.pk, 1])).status_code == 404


def test_a_file_that_is_too_large_is_refused_beside_its_field(writer, bid):
    large = SimpleUploadedFile("large.pdf", b"%PDF-1.7" + b"x" * (30 * 1024 * 1024))
    response = writer.post(reverse("bid_document", args=[bid.pk, 1]), {"file": large})
    assert response.status_code == 422
    assert "“large.pdf” is 30 MB. The limit is 10 MB. Choose a smaller file." in text_of(response)
    assert not BidDocument.own.exists()


def test_the_check_page_links_everything_that_is_left(writer, bid):
    page = writer.get(reverse("bid_check", args=[bid.pk])).content.decode()
    left = re.findall(r'<li><a class="govuk-link" href="([^"]+)">([^<]+)</a></li>', page)
    assert left == [
        (answer_page(bid, 1), "Question 1 has no answer yet."),
        (answer_page(bid, 2), "Question 2 has no answer yet."),
        (answer_page(bid, 3), "Question 3: say how much you promise."),
        (reverse("bid_price", args=[bid.pk]), "Enter your price."),
        (f"{reverse('bid_declarations', args=[bid.pk])}#id_meets-1_0", "Say whether you meet condition 1."),
        (reverse("bid_document", args=[bid.pk, 1]), "Attach your document: Safeguarding policy."),
    ]
    declarations = writer.get(reverse("bid_declarations", args=[bid.pk])).content.decode()
    assert 'id="id_meets-1_0"' in declarations


def key_of(page: str) -> str:
    return re.search(r'name="key" value="([^"]+)"', page)[1]


def test_a_signatory_submits_and_gets_a_receipt_that_can_be_checked(signatory, cast, tender, now):
    bid = written_bid(tender, provider=cast.reuse, now=now)
    check = reverse("bid_check", args=[bid.pk])
    key = key_of(signatory.get(check).content.decode())
    unsigned = signatory.post(check, {"key": key})
    assert unsigned.status_code == 422
    assert "Not submitted." in text_of(unsigned)
    assert key_of(unsigned.content.decode()) == key
    response = signatory.post(check, {"key": key, "signed": "on"})
    second_click = signatory.post(check, {"key": key, "signed": "on"})
    assert response.url == second_click.url == reverse("bid_receipt", args=[bid.pk, 1])
    submission = Submission.own.get()
    said = text_of(signatory.get(response.url))
    assert submission.reference in said
    assert "9:30am on Wednesday 2 December 2026 (GMT)" in said
    assert "2 December 2026, 09:30:00 UTC" in said
    assert "draft" not in said.lower()
    file = signatory.get(reverse("bid_receipt_file", args=[bid.pk, 1]))
    assert sha256(file.content).hexdigest() == submission.sha256
    assert submission.sha256 in said


def test_a_writer_cannot_submit_and_is_told_who_can(writer, cast, tender, now):
    bid = written_bid(tender, provider=cast.reuse, now=now)
    page = writer.get(reverse("bid_check", args=[bid.pk]))
    assert "Only a signatory can submit it. In your organisation that is Sam Signatory." in text_of(page)
    response = writer.post(reverse("bid_check", args=[bid.pk]), {"key": str(uuid4()), "signed": "on"})
    assert response.status_code == 422
    assert "Only a signatory of Lea Valley Reuse can do this." in text_of(response)
    assert not Submission.own.exists()


def test_a_late_submission_changes_nothing_but_a_late_second_click_finds_its_receipt(
    signatory, cast, tender, now, clock
):
    bid = written_bid(tender, provider=cast.reuse, now=now)
    check = reverse("bid_check", args=[bid.pk])
    clock(tender.closes_at)
    late = signatory.post(check, {"key": str(uuid4()), "signed": "on"})
    assert late.status_code == 422
    assert "Not submitted." in text_of(late)
    assert not Submission.own.exists()
    clock(tender.closes_at - timedelta(microseconds=1))
    key = str(uuid4())
    assert signatory.post(check, {"key": key, "signed": "on"}).status_code == 302
    clock(tender.closes_at + timedelta(seconds=1))
    assert signatory.post(check, {"key": key, "signed": "on"}).url == reverse("bid_receipt", args=[bid.pk, 1])
    assert Submission.own.count() == 1


@pytest.mark.parametrize("key", ["", "x", "\0"])
def test_a_form_without_its_name_still_submits_once(signatory, cast, tender, now, key):
    bid = written_bid(tender, provider=cast.reuse, now=now)
    assert signatory.post(reverse("bid_check", args=[bid.pk]), {"key": key, "signed": "on"}).status_code == 302
    assert Submission.own.count() == 1


def test_a_change_after_submitting_is_pointed_out_until_it_is_submitted(signatory, cast, tender, now):
    bid = submitted_bid(cast, tender, now=now)
    overview = reverse("bid", args=[bid.pk])
    assert "The bid has changed since you last submitted it." not in text_of(signatory.get(overview))
    signatory.post(answer_page(bid), {"text": "A better answer.", "from_version": "1"})
    assert "The bid has changed since you last submitted it." in text_of(signatory.get(overview))
    submission_of(bid, now=now)
    said = text_of(signatory.get(overview))
    assert "The bid has changed since you last submitted it." not in said
    assert "Version 2" in said and "Version 1" in said
    assert "Sam Signatory submitted version 2, receipt BID-" in said
    old = text_of(signatory.get(reverse("bid_receipt", args=[bid.pk, 1])))
    assert "You have submitted a newer version since." in old


def test_a_bid_is_withdrawn_after_one_more_question(signatory, cast, tender, now, clock):
    bid = submitted_bid(cast, tender, now=now)
    address = reverse("bid_withdraw", args=[bid.pk])
    assert "It will not be opened or marked." in text_of(signatory.get(address))
    assert signatory.post(address).status_code == 302
    bid.refresh_from_db()
    assert bid.status == "withdrawn"
    assert "You withdrew this bid. It will not be opened, unless you submit it again." in text_of(
        signatory.get(reverse("bid", args=[bid.pk]))
    )
    assert signatory.post(address).status_code == 422
    submission_of(bid, now=now)
    clock(tender.closes_at)
    assert signatory.post(address).status_code == 422
    bid.refresh_from_db()
    assert bid.status == "submitted"


def test_someone_without_an_organisation_registers_one_and_comes_back(client, cast, tender, clock):
    client.force_login(cast.stranger)
    start = reverse("bid_start", args=[tender.pk])
    first = client.get(start, follow=True)
    assert "Register your organisation" in text_of(first)
    facts = {"name": "Ware Repair Café", "kind": "community_group", "size": "micro", "postcode": "sg129aa"}
    client.post(reverse("provider_register"), facts)
    reach = {"services": ["environment"], "areas": "Ware\nHertford\nWare", "about": ""}
    response = client.post(reverse("provider_register_reach"), reach)
    assert response.url == start
    page = client.get(start).content.decode()
    provider = cast.stranger.memberships.first().provider
    assert re.search(rf'value="{provider.pk}" checked', page)
    started = client.post(start, {"provider": provider.pk})
    bid = Bid.own.get()
    assert started.url == reverse("bid", args=[bid.pk])
    assert client.post(start, {"provider": provider.pk}).url == started.url
    assert client.post(start, {"provider": cast.reuse.pk}).status_code == 422
    assert client.post(start, {"provider": "9" * 30}).status_code == 422
    assert Bid.own.count() == 1


def test_starting_a_bid_that_is_begun_leads_to_it(writer, cast, tender, now):
    bid = written_bid(tender, provider=cast.reuse, now=now)
    assert writer.get(reverse("bid_start", args=[tender.pk])).url == reverse("bid", args=[bid.pk])


def test_the_desk_shows_the_bids_that_can_still_be_changed(writer, cast, tender, now, clock):
    bid = written_bid(tender, provider=cast.reuse, now=now)
    desk = text_of(writer.get(reverse("dashboard")))
    assert "Bids you can still change" in desk and desk.count(bid.tender.title) == 1
    clock(tender.closes_at)
    assert "Bids you can still change" not in text_of(writer.get(reverse("dashboard")))


def test_an_answer_is_saved_on_the_way_to_a_commitment(writer, cast, tender, now):
    bid = written_bid(tender, provider=cast.reuse, now=now)
    address = reverse("bid_answer", args=[bid.pk, 1])
    sent = {"text": "Kept on the way.", "from_version": "1", "next": "commitment"}
    assert writer.post(address, sent).url == reverse("bid_commitment_add", args=[bid.pk, 1])
    assert "Kept on the way." in writer.get(address).text


def test_a_closed_tender_says_so_beside_each_question(writer, cast, tender, now, clock):
    bid = written_bid(tender, provider=cast.reuse, now=now)
    clock(tender.closes_at)
    for address in (reverse("bid_answer", args=[bid.pk, 1]), reverse("bid_write", args=[bid.pk])):
        page = text_of(writer.get(address))
        assert "The tender closed at" in page and "Send your bid before" not in page


def test_nobody_starts_a_bid_once_the_tender_has_closed(writer, cast, tender, clock):
    clock(tender.closes_at)
    start = reverse("bid_start", args=[tender.pk])
    assert "This tender takes no more bids." in text_of(writer.get(start))
    assert writer.post(start, {"provider": cast.reuse.pk}).status_code == 422
    assert not Bid.own.exists()


def test_late_changes_to_any_part_come_back_as_they_were_typed(writer, cast, tender, now, clock):
    bid = written_bid(tender, provider=cast.reuse, now=now)
    clock(tender.closes_at)
    sent = {
        reverse("bid_price", args=[bid.pk]): ({"price": "12345"}, 'value="12345"'),
        reverse("bid_declarations", args=[bid.pk]): ({"meets-1": "no", "note-1": "Late note."}, "Late note."),
        reverse("bid_commitment_add", args=[bid.pk, 1]): (PROMISE, 'value="Volunteers"'),
        reverse("bid_write", args=[bid.pk]): ({"answer-1": "Late text.", "began-1": "1:x"}, "Late text."),
    }
    for address, (typed, kept) in sent.items():
        response = writer.post(address, {"from_version": "1", **typed})
        assert response.status_code == 422
        assert kept in response.content.decode()
        assert "Not saved." in text_of(response)
        assert "This tender closed at" in text_of(response)
    bid.refresh_from_db()
    assert (bid.price_version, bid.declarations_version) == (1, 1)
    assert Commitment.own.count() == 1

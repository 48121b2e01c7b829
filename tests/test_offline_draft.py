"""A bid as a Word document and back: nothing is changed on the way, nothing is lost, nothing is overwritten silently."""

import io
import re
import zipfile
from datetime import timedelta
from decimal import Decimal

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commissioning.bids import actions, reports
from commissioning.bids.actions import Stale
from commissioning.bids.models import Answer, OfflineDraft
from commissioning.bids.papers import offline_draft, read_offline
from commissioning.bids.readiness import Asked, AskedQuestion
from commissioning.bids.reports.offline_draft import Box, Change, OfflineFacts, carried, digest
from commissioning.tenders.tenderfile import Question, QuestionKind
from providers.models import Role
from socialvalue.refusals import Refused
from tests import play_addenda, play_offline
from tests import play_bids as play
from tests.cast import make_member
from tests.crawl import browser
from tests.play_tenders import published_tender
from tests.test_bid_queries import SIZES, tender_of

ONE = Asked(
    questions=(
        AskedQuestion(
            1, Question(id="Q1", kind=QuestionKind.NARRATIVE, text="How?", word_limit=300), Decimal(50), ("Q",)
        ),
    ),
    conditions=(),
    documents=(),
    levels=(),
    price_weight=Decimal(50),
    has_zero_price=True,
    years=Decimal(1),
    partners_allowed=True,
)
NUMBERS = {"Q1": 1, "SV1": 2}


def document_with(text: str, **more) -> bytes:
    """The document of a small tender with one answer."""
    return offline_draft(OfflineFacts(7, 1, "empty", "A title", (), ONE, {"Q1": Box(text, 3)}, **more))


@pytest.fixture
def bid(cast, now, portal_clock):
    """A written bid of the reuse charity."""
    return play.written_bid(published_tender(cast, now), provider=cast.reuse, now=now)


@pytest.fixture
def first(bid):
    """The number and the id of the first question in words."""
    row = next(row for row in reports.overview(bid).asked.questions if not row.is_commitment)
    return row.number, row.id


def compared(bid, person, now):
    return reports.compared(bid, reports.offline_draft_of(bid, person, now))


def changes(bid, person, now) -> dict[str, Change]:
    """How each question that differs stands."""
    return {row.question.id: row.change for row in compared(bid, person, now).differing}


ODD = "a \n\t\r•-א你🙂\u00a0\u2028\u2011"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300) | st.text(ODD, max_size=80))
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_comes_back_as_it_is_carried(text):
    (answer,) = read_offline(document_with(text)).answers
    assert answer.text == carried(text)
    assert answer.digest == digest(text) == digest(answer.text)
    assert carried(carried(text)) == carried(text)


@pytest.mark.parametrize(
    "text",
    [
        "One.\n\nTwo after an empty line.\n\tWith a tab.",
        "- a bullet typed by hand\n- another",
        "שלום עולם\nمرحبا بالعالم\n你好，世界",
        "Your work in “quotes” & <angles> 🙂 e\u0301",
    ],
)
def test_what_people_write_comes_back_letter_by_letter(text):
    assert read_offline(document_with(text)).answers[0].text == text


def test_the_same_bid_gives_the_same_document_and_nothing_stands_outside_of_it():
    assert document_with("One.") == document_with("One.")
    assert read_offline(document_with("One.")).outside == read_offline(document_with("")).outside
    assert read_offline(document_with("One.")).lost == []


def test_word_s_own_ways_of_writing_are_read():
    document = play_offline.opened(document_with("Old."))
    cell = play_offline.box_numbered(document, 1).rows[1].cells[0]
    cell.paragraphs[0].text = "A heading"
    cell.paragraphs[0].style = document.styles["Heading 2"]
    cell.add_paragraph("first", style="List Bullet")
    cell.add_paragraph("one", style="List Number")
    cell.add_paragraph("two", style="List Number")
    soft = cell.add_paragraph("before")
    soft.add_run().add_break()
    soft.add_run("after").bold = True
    inserted, taken_out = OxmlElement("w:ins"), OxmlElement("w:del")
    run = soft.add_run(" inserted")._r
    inserted.append(run)
    gone, words = OxmlElement("w:r"), OxmlElement("w:delText")
    words.text = " deleted"
    gone.append(words)
    taken_out.append(gone)
    soft._p.extend([inserted, taken_out])
    cell.add_table(1, 2).rows[0].cells[1].text = "in a table"
    (answer,) = read_offline(play_offline.saved(document)).answers
    assert answer.text == "A heading\n- first\n1. one\n2. two\nbefore\nafter inserted\n\nin a table"


def test_a_content_control_around_a_box_and_a_strict_namespace_are_read():
    document = play_offline.opened(document_with("Kept."))
    table = play_offline.box_numbered(document, 1)._tbl
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    table.addprevious(control)
    content.append(table)
    control.append(content)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(play_offline.saved(document))) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.startswith("word/"):
                part = part.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                )
            new.writestr(name, part)
    assert read_offline(packed.getvalue()).answers[0].text == "Kept."


@pytest.mark.parametrize("left", ["letters", "bookmark"])
def test_one_of_the_two_marks_is_enough(left):
    document = play_offline.opened(document_with("Kept."))
    head = play_offline.box_numbered(document, 1).rows[0].cells[0]
    if left == "letters":
        for one in [one for one in head._tc.iter() if one.tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd"))]:
            one.getparent().remove(one)
    else:
        head.paragraphs[1].text = ""
    (answer,) = read_offline(play_offline.saved(document)).answers
    assert (answer.version, answer.text) == (3, "Kept.")


def test_an_answer_written_into_the_head_of_its_box_is_not_lost():
    document = play_offline.opened(document_with("Below."))
    play_offline.box_numbered(document, 1).rows[0].cells[0].add_paragraph("Above.")
    assert read_offline(play_offline.saved(document)).answers[0].text == "Above.\nBelow."


def test_the_document_can_be_used_with_a_screen_reader():
    document = play_offline.opened(document_with("One."))
    assert (document.core_properties.title, document.core_properties.language) == ("A title", "en-GB")
    assert {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert [one.text for one in document.paragraphs if one.style.name == "Heading 1"][:2] == [
        "How to use this document",
        "Question 1",
    ]
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in document.tables)


def test_only_what_was_changed_is_saved_whatever_the_order(cast, bid, first, now):
    number, question = first
    document = play_offline.opened(
        play_offline.filled_in(play_offline.downloaded(bid, now), {number: "Written on a train."})
    )
    table = play_offline.box_numbered(document, number)._tbl
    document.element.body.insert(len(document.element.body) - 1, table)
    actions.keep_offline_draft(bid, play_offline.saved(document), by=cast.writer, now=now)
    assert Answer.own.get(bid=bid, question_id=question).text == play.ANSWER
    assert changes(bid, cast.writer, now) == {question: Change.MINE}
    (row,) = compared(bid, cast.writer, now).differing
    assert actions.save_offline_draft(bid, {question: (row.chosen("mine"), row.version)}, by=cast.writer, now=now) == [
        question
    ]
    assert Answer.own.get(bid=bid, question_id=question).text == "Written on a train."
    assert not OfflineDraft.own.exists()


def test_four_ways_to_differ(cast, bid, first, now):
    number, question = first
    began = play_offline.downloaded(bid, now)

    def sent(text):
        actions.keep_offline_draft(bid, play_offline.filled_in(began, {number: text}), by=cast.writer, now=now)
        return changes(bid, cast.writer, now)

    assert sent(play.ANSWER) == {}
    assert sent("Mine.") == {question: Change.MINE}
    assert sent("") == {question: Change.EMPTIED}
    actions.save_answer(bid, question, "Theirs.", from_version=1, by=cast.owner, now=now)
    assert sent(play.ANSWER) == {question: Change.THEIRS}
    assert sent("Mine.") == {question: Change.BOTH}
    (row,) = compared(bid, cast.writer, now).differing
    assert (row.chosen("mine"), row.chosen("theirs"), row.chosen("both")) == ("Mine.", "Theirs.", "Theirs.\n\nMine.")
    assert [row.first_choice, row.my_words.split()[0], row.saved] == ["", "1", cast.owner.name]
    assert sent("Theirs.") == {}


def test_a_save_in_between_is_not_overwritten(cast, bid, first, now):
    number, question = first
    play_offline.sent_back(bid, {number: "Mine."}, by=cast.writer, now=now)
    (row,) = compared(bid, cast.writer, now).differing
    actions.save_answer(bid, question, "Theirs.", from_version=1, by=cast.owner, now=now)
    with pytest.raises(Stale):
        actions.save_offline_draft(bid, {question: ("Mine.", row.version)}, by=cast.writer, now=now)
    assert OfflineDraft.own.get().person == cast.writer
    assert changes(bid, cast.writer, now) == {question: Change.BOTH}


def test_the_pages_keep_what_was_sent_until_it_is_saved(cast, bid, first, now):
    number, question = first
    client = browser(cast.writer)
    page, compare = reverse("bid_offline", args=[bid.pk]), reverse("bid_offline_compare", args=[bid.pk])
    assert client.get(compare).status_code == 302
    got = client.get(reverse("bid_offline_file", args=[bid.pk]))
    assert got["Content-Disposition"] == 'attachment; filename="bid-draft.docx"'
    assert got["Cache-Control"] == "private, no-store"
    content = play_offline.filled_in(got.content, {number: "Mine, and <b>plain</b>."})
    assert client.post(page, {"file": SimpleUploadedFile("renamed.docx", content)})["Location"] == compare
    first_look = browser(cast.writer).get(compare).content.decode()
    assert "Changed in your document" in first_look and "&lt;b&gt;plain" in first_look
    names = dict(re.findall(r'name="(version-[0-9a-f]+)" value="(\d+)"', first_look))
    choice = next(iter(names)).replace("version", "choice")
    assert client.post(compare, names).status_code == 422
    actions.save_answer(bid, question, "Theirs.", from_version=1, by=cast.owner, now=now)
    conflict = client.post(compare, names | {choice: "mine"})
    assert conflict.status_code == 409
    assert "Changed in both" in conflict.content.decode() and "Theirs." in conflict.content.decode()
    names = dict(re.findall(r'name="(version-[0-9a-f]+)" value="(\d+)"', conflict.content.decode()))
    assert client.post(compare, names | {choice: "both"}).status_code == 302
    assert Answer.own.get(bid=bid, question_id=question).text == "Theirs.\n\nMine, and <b>plain</b>."
    assert client.get(compare).status_code == 302


def test_throwing_it_away_changes_nothing(cast, bid, first, now):
    play_offline.sent_back(bid, {first[0]: "Mine."}, by=cast.writer, now=now)
    browser(cast.writer).post(reverse("bid_offline_compare", args=[bid.pk]), {"drop": "1"})
    assert not OfflineDraft.own.exists()
    assert Answer.own.get(bid=bid, question_id=first[1]).text == play.ANSWER


def test_it_is_one_person_s_and_is_gone_after_a_week(cast, bid, first, now):
    play_offline.sent_back(bid, {first[0]: "Mine."}, by=cast.writer, now=now)
    assert reports.offline_draft_of(bid, cast.owner, now) is None
    assert reports.offline_draft_of(bid, cast.writer, now + timedelta(days=7)) is None
    play_offline.sent_back(bid, {}, by=cast.owner, now=now + timedelta(days=7))
    assert OfflineDraft.own.get().person == cast.owner
    assert not OfflineDraft.objects.exists()


def test_a_document_without_a_bid_fits_every_bid_of_its_tender(cast, bid, first, now):
    content = play_offline.filled_in(offline_draft(reports.empty_facts(bid.tender, now)), {first[0]: "On paper first."})
    actions.keep_offline_draft(bid, content, by=cast.writer, now=now)
    assert changes(bid, cast.writer, now)[first[1]] == Change.BOTH


def test_after_a_change_of_the_tender_no_text_is_lost(cast, bid, first, now):
    content = play_offline.filled_in(play_offline.downloaded(bid, now), {first[0]: "Mine."})
    play_addenda.published(cast, bid.tender, now)
    bid.refresh_from_db()
    actions.keep_offline_draft(bid, content, by=cast.writer, now=now)
    seen = compared(bid, cast.writer, now)
    assert [row.mine for row in seen.differing] == ["Mine."]
    assert (seen.is_older, seen.stray, seen.missing) == (True, (), ())


def test_a_question_that_is_gone_is_shown_with_its_text(cast, bid, first, now):
    kept = play_offline.sent_back(bid, {first[0]: "Mine."}, by=cast.writer, now=now)
    kept.answers[0][0] = "GONE"
    kept.save()
    assert compared(bid, cast.writer, now).stray == ("Mine.",)


def test_damaged_marks_doubled_boxes_and_text_outside_are_shown(cast, bid, first, now):
    number, _ = first
    document = play_offline.opened(
        play_offline.filled_in(play_offline.downloaded(bid, now), {number: "Without its mark."})
    )
    table = play_offline.box_numbered(document, number)
    head = table.rows[0].cells[0]
    for one in [one for one in head._tc.iter() if one.tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd"))]:
        one.getparent().remove(one)
    head.paragraphs[1].text = "Mark"
    document.add_paragraph("Written at the end.")
    actions.keep_offline_draft(bid, play_offline.saved(document), by=cast.writer, now=now)
    seen = compared(bid, cast.writer, now)
    assert seen.missing == (number,)
    assert "Without its mark." in seen.stray[0] and seen.stray[1] == "Written at the end."
    page = browser(cast.writer).get(reverse("bid_offline_compare", args=[bid.pk])).content.decode()
    assert f"question {number}" in page and "Written at the end." in page


def test_a_box_that_was_copied_is_shown_once_as_stray():
    document = play_offline.opened(document_with("First."))
    table = play_offline.box_numbered(document, 1)
    table._tbl.addnext(play_offline.opened(document_with("Second.")).tables[-1]._tbl)
    read = read_offline(play_offline.saved(document))
    assert ([one.text for one in read.answers], read.lost) == (["First."], ["Second."])


def test_documents_of_others_are_refused_in_words(cast, bid, now):
    other = play.started_bid(bid.tender, provider=cast.haulage, now=now)
    elsewhere = play.started_bid(published_tender(cast, now), provider=cast.reuse, now=now)
    for wrong, words in ((other, "another bid"), (elsewhere, "another tender")):
        with pytest.raises(Refused, match=words):
            actions.keep_offline_draft(bid, play_offline.downloaded(wrong, now), by=cast.writer, now=now)
    blank = play_offline.saved(docx.Document())
    with pytest.raises(Refused, match="no mark of this tender"):
        actions.keep_offline_draft(bid, blank, by=cast.writer, now=now)


def test_who_may_send_one_back_and_until_when(cast, bid, now):
    content, viewer = play_offline.downloaded(bid, now), cast.viewer
    make_member(cast.reuse, "Reads Only", Role.VIEWER)
    with pytest.raises(Refused):
        actions.keep_offline_draft(bid, content, by=viewer, now=now)
    with pytest.raises(Refused):
        actions.keep_offline_draft(bid, content, by=cast.writer, now=bid.tender.closes_at)
    assert not OfflineDraft.own.exists()


def package(**parts: bytes) -> bytes:
    """A document with some parts in place of its own."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document_with("One."))) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return packed.getvalue()


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><a>&d;</a>'
HOSTILE = {
    "nothing": (lambda: b"", "empty"),
    "no document": (lambda: b"PK\x03\x04 none", "does not hold"),
    "entities": (lambda: package(**{"word/document.xml": BOMB}), "definitions"),
    "macros": (lambda: package(**{"word/vbaProject.bin": b"x"}), "macros"),
    "a bomb": (lambda: package(**{"word/media/a.txt": b"\0" * 110_000_000}), "unpacks to far more"),
    "long text": (
        lambda: package(**{"word/document.xml": b"<a>" + b" " * 21_000_000 + b"</a>"}),
        "does not hold|more text",
    ),
    "broken": (lambda: package(**{"word/document.xml": b"<w:document"}), "could not read"),
    "no body": (lambda: package(**{"word/document.xml": b"<a/>"}), "could not read"),
    "deep": (lambda: package(**{"word/document.xml": b"<a>" * 5000 + b"</a>" * 5000}), "could not read"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_are_refused_in_words(cast, bid, name):
    make, words = HOSTILE[name]
    file = SimpleUploadedFile("bid.docx", make())
    answer = browser(cast.writer).post(reverse("bid_offline", args=[bid.pk]), {"file": file})
    assert answer.status_code == 422
    assert re.search(words, answer.content.decode())
    assert not OfflineDraft.own.exists()


@pytest.mark.parametrize("level", ["9" * 5000, "\u00b2", "-1"])
def test_a_list_whose_level_is_no_level_is_read_as_its_first(level):
    """Python refuses to read a number of more than 4,300 digits."""
    list_line = f"""<w:document xmlns:w="w"><w:body><w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/>
        </w:numPr></w:pPr><w:r><w:t>Two vans</w:t></w:r></w:p></w:body></w:document>"""
    assert read_offline(package(**{"word/document.xml": list_line.encode()})).outside == ["- Two vans"]


def test_the_reader_itself_takes_no_entities():
    with pytest.raises(Refused):
        read_offline(package(**{"word/document.xml": BOMB}))


@pytest.mark.parametrize("size", SIZES)
def test_the_page_costs_the_same_whatever_the_size(cast, now, portal_clock, size):
    bid = play.written_bid(tender_of(cast, now, size), provider=cast.reuse, now=now)
    number = next(row.number for row in reports.overview(bid).asked.questions if not row.is_commitment)
    play_offline.sent_back(bid, {number: "Mine."}, by=cast.writer, now=now)
    client = browser(cast.writer)
    for name, most in (("bid_offline", 5), ("bid_offline_file", 8), ("bid_offline_compare", 10)):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse(name, args=[bid.pk])).status_code == 200
        assert len(seen) == most, (name, [one["sql"][:90] for one in seen])

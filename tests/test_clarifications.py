"""Asking, answering to all, and how a question that waits holds the closing."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from commissioning.authorities.models import Role, Staff
from commissioning.bids import actions as bid_actions
from commissioning.tenders import actions
from commissioning.tenders.lifecycle import ClarificationStatus, Phase
from commissioning.tenders.models import Asker, Clarification, Follower, Tender
from commissioning.tenders.reports import listing
from commissioning.tenders.reports.identifying import pieces
from commissioning.tenders.timetable.holding import closing_after_answer, last_day_for_questions
from socialvalue.audit.reports import history
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_bids, play_evaluation
from tests import play_clarifications as play
from tests.play_tenders import published_tender, tender_document

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def tender(cast, now):
    """An open tender that closes at 12 noon on Wednesday 20 January 2027."""
    return published_tender(cast, now)


def fresh(tender):
    return Tender.objects.get(pk=tender.pk)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


# When an answer is published -> when the tender closes at the earliest, by hand.
CLOSINGS = [
    (utc(2027, 1, 11, 9), utc(2027, 1, 13, 12)),  # Monday: Wednesday noon
    (utc(2027, 1, 14, 17), utc(2027, 1, 18, 12)),  # Thursday: over the weekend to Monday
    (utc(2027, 1, 16, 9), utc(2027, 1, 19, 12)),  # Saturday: Monday and Tuesday
    (utc(2026, 12, 23, 9), utc(2026, 12, 29, 12)),  # before Christmas: the 24th, then the 29th (the 28th is in lieu)
    (utc(2027, 3, 24, 9), utc(2027, 3, 30, 11)),  # before Easter: the 25th, then Tuesday the 30th, by then in BST
    (utc(2027, 1, 11, 23, 59), utc(2027, 1, 13, 12)),  # a minute before midnight in winter is still that day
    (utc(2027, 6, 14, 23, 30), utc(2027, 6, 17, 11)),  # in summer it is the next day already
]


@pytest.mark.parametrize(("answered_at", "closes_at"), CLOSINGS)
def test_an_answer_leaves_two_working_days(answered_at, closes_at):
    assert closing_after_answer(answered_at, answered_at) == closes_at


def test_a_closing_that_is_late_enough_stays():
    later = utc(2027, 2, 1, 12)
    assert closing_after_answer(later, utc(2027, 1, 11, 9)) is later


def test_the_last_day_for_questions(now):
    document, closes_at = tender_document(now), utc(2027, 1, 20, 12)
    assert last_day_for_questions(document, closes_at) == date(2027, 1, 1)
    dates = replace(document.timetable, clarifications_by=None)
    assert last_day_for_questions(replace(document, timetable=dates), closes_at) == date(2027, 1, 13)
    # Never on the day of closing: nobody asks in the last minute to hold it.
    dates = replace(document.timetable, clarifications_by=date(2027, 1, 20))
    assert last_day_for_questions(replace(document, timetable=dates), closes_at) == date(2027, 1, 19)
    assert last_day_for_questions(replace(document, timetable=None), closes_at) == date(2027, 1, 13)


def test_a_question_waits_and_its_asker_follows(cast, tender, now):
    clarification = play.asked(cast, tender, now=now)
    assert (clarification.status, clarification.question) == (ClarificationStatus.WAITING, play.QUESTION)
    asker = Asker.objects.get()
    assert (asker.user, asker.provider, asker.clarification) == (cast.writer, cast.reuse, clarification)
    assert Follower.objects.filter(tender=tender, user=cast.writer).exists()
    assert fresh(tender).waiting == 1


def test_officers_are_told_without_the_asker_and_the_history_says_the_portal(cast, tender, now):
    play.asked(cast, tender, now=now)
    told = Message.objects.filter(subject__startswith="A question waits")
    assert {message.to for message in told} == {cast.procurement.email, cast.second_procurement.email}
    said = " ".join(f"{message.subject} {message.body}" for message in told)
    assert cast.writer.name not in said and cast.reuse.name not in said
    assert [entry.sentence for entry in history(tender)][-1] == "The portal received a question about this tender."


def test_who_may_ask(cast, tender, now):
    for person in (cast.owner, cast.writer, cast.signatory):
        play.asked(cast, tender, now=now, by=person)
    for person in (cast.viewer, cast.rival, cast.stranger, cast.procurement):
        with pytest.raises(Refused, match="Only an owner, writer or signatory"):
            play.asked(cast, tender, now=now, by=person)
    Staff.objects.create(authority=cast.county, user=cast.owner, role=Role.EVALUATOR)
    with pytest.raises(Refused, match="You work for this authority"):
        play.asked(cast, tender, now=now, by=cast.owner)


def test_until_the_end_of_the_last_day(cast, tender, now):
    last = utc(2027, 1, 1, 23, 59)
    play.asked(cast, tender, now=last)
    with pytest.raises(Refused, match="until the end of Friday 1 January 2027"):
        play.asked(cast, tender, now=last + A_MINUTE)


def test_a_provider_cannot_flood(cast, tender, now):
    for _ in range(10):
        play.asked(cast, tender, now=now)
    with pytest.raises(Refused, match="10 questions that wait"):
        play.asked(cast, tender, now=now)
    play.asked(cast, tender, now=now, by=cast.rival, provider=cast.haulage)


@pytest.mark.parametrize("words", ["", "  \n ", "a\0b"])
def test_a_question_has_words(cast, tender, now, words):
    with pytest.raises(Refused, match="Write your question"):
        play.asked(cast, tender, now=now, question=words)


def test_answers_are_numbered_in_the_order_of_publication(cast, tender, now):
    first, second, third = (play.asked(cast, tender, now=now, question=f"Question {n}?") for n in range(3))
    said = {"wording": "?", "answer": "!", "by": cast.procurement, "now": now}
    actions.publish_answer(third, **said)
    actions.set_aside(first, "No question.", by=cast.procurement, now=now)
    actions.publish_answer(second, **said)
    numbers = Clarification.objects.published().values_list("question", "number")
    assert list(numbers) == [("Question 2?", 1), ("Question 1?", 2)]
    assert fresh(tender).waiting == 0


def test_who_may_answer(cast, tender, now):
    clarification = play.asked(cast, tender, now=now)
    for person in (cast.commissioner, cast.evaluator, cast.auditor, cast.other_procurement, cast.writer):
        with pytest.raises(Refused, match="Only a procurement officer"):
            actions.publish_answer(clarification, wording="?", answer="!", by=person, now=now)
    # Whoever drafted or published the tender may answer.
    actions.publish_answer(clarification, wording="?", answer="!", by=cast.procurement, now=now)


def test_the_second_officer_is_told_who_was_faster_and_nothing_is_published_twice(cast, tender, now):
    clarification = play.asked(cast, tender, now=now)
    actions.publish_answer(clarification, wording="?", answer="One.", by=cast.procurement, now=now)
    late = {"by": cast.second_procurement, "now": now}
    for again in (
        lambda: actions.publish_answer(clarification, wording="?", answer="Two.", **late),
        lambda: actions.set_aside(clarification, "No.", **late),
        lambda: actions.merge(clarification, 1, **late),
    ):
        with pytest.raises(Refused, match=f"{cast.procurement.name} has dealt with this question already"):
            again()
    assert [one.answer for one in Clarification.objects.published()] == ["One."]


def test_everyone_who_follows_is_told_in_the_same_words(cast, tender, now):
    actions.follow(tender, by=cast.rival, now=now)
    play_bids.submitted_bid(cast, tender, now=now)  # started by the charity's writer, who therefore follows
    play.answered(cast, tender, now=now)
    told = Message.objects.filter(subject__startswith="Clarification 1")
    assert {message.to for message in told} == {cast.rival.email, cast.writer.email}
    assert len({message.body for message in told}) == 1
    body = told[0].body
    assert play.QUESTION in body and play.ANSWER in body and "12 noon on Wednesday 20 January 2027 (GMT)" in body


def test_following_ends(cast, tender, now):
    actions.follow(tender, by=cast.rival, now=now)
    actions.follow(tender, by=cast.rival, now=now)
    actions.unfollow(tender, by=cast.rival)
    play.answered(cast, tender, now=now)
    assert not Message.objects.filter(to=cast.rival.email).exists()
    with pytest.raises(Refused, match="belong to a provider"):
        actions.follow(tender, by=cast.stranger, now=now)


def test_one_answer_for_two_questions(cast, tender, now):
    play.answered(cast, tender, now=now)
    other = play.asked(cast, tender, now=now, by=cast.rival, provider=cast.haulage, question="And question 3?")
    for number in (2, 0):
        with pytest.raises(Refused, match="Choose the clarification"):
            actions.merge(other, number, by=cast.procurement, now=now)
    actions.merge(other, 1, by=cast.procurement, now=now)
    told = Message.objects.get(to=cast.rival.email)
    assert "And question 3?" in told.body and "Clarification 1 answers it." in told.body
    assert fresh(tender).waiting == 0


def test_only_the_asker_is_told_why_a_question_is_set_aside(cast, tender, now):
    actions.follow(tender, by=cast.rival, now=now)
    play.set_aside(cast, tender, now=now, reason="This is an advertisement.")
    assert [one.to for one in Message.objects.filter(body__contains="advertisement")] == [cast.writer.email]
    assert not any("advertisement" in entry.sentence for entry in history(tender))


def test_while_a_question_waits_the_tender_does_not_close(cast, tender, now):
    clarification = play.asked(cast, tender, now=now)
    closes_at = tender.closes_at
    for moment in (closes_at, closes_at + timedelta(days=30)):
        held = fresh(tender)
        assert held.phase(moment) is Phase.OPEN
        assert held.closing_text(moment).startswith("12 noon, 2 working days after the last answer")
        assert list(Tender.objects.open_at(moment)) == [tender]
        assert list(Tender.objects.closed_at(moment)) == []
        assert list(listing.published(listing.Search(), moment)) == [tender]
        with pytest.raises(Refused, match="stay sealed until the tender closes"):
            bid_actions.ask_to_open(tender, by=cast.procurement, now=moment)
    # Answered on Thursday 21 January: Monday the 25th at noon.
    actions.publish_answer(clarification, wording="?", answer="!", by=cast.procurement, now=utc(2027, 1, 21, 15))
    moved = fresh(tender)
    assert (moved.closes_at, moved.waiting) == (utc(2027, 1, 25, 12), 0)
    assert moved.is_open(utc(2027, 1, 25, 12) - A_MINUTE)
    assert not moved.is_open(utc(2027, 1, 25, 12))
    assert list(Tender.objects.closed_at(utc(2027, 1, 25, 12))) == [tender]
    bid_actions.ask_to_open(tender, by=cast.procurement, now=moved.final_at())


def test_a_bid_arrives_while_the_closing_is_held_and_not_after(cast, tender, now):
    clarification = play.asked(cast, tender, now=now)
    bid = play_bids.written_bid(fresh(tender), provider=cast.reuse, now=now)
    play_bids.submission_of(bid, now=tender.closes_at + timedelta(hours=1))
    actions.publish_answer(clarification, wording="?", answer="!", by=cast.procurement, now=utc(2027, 1, 21, 15))
    play_bids.submission_of(bid, now=utc(2027, 1, 25, 11, 59))
    with pytest.raises(Refused, match="This tender closed at 12 noon on Monday 25 January 2027"):
        play_bids.submission_of(bid, now=utc(2027, 1, 25, 12))


def test_an_answer_shortly_before_the_closing_moves_it_by_an_addendum(cast, tender, now):
    clarification = play.asked(cast, tender, now=now)
    actions.publish_answer(clarification, wording="?", answer="!", by=cast.procurement, now=utc(2027, 1, 19, 9))
    moved = fresh(tender)
    assert moved.closes_at == utc(2027, 1, 21, 12)
    assert moved.file.timetable.closes_at == moved.closes_at
    addendum, pack = moved.addenda.get(), moved.packs.get(version=2)
    assert (addendum.number, addendum.pack, addendum.is_material) == (1, pack, False)
    assert addendum.reason == "Clarification 1 was published. Bidders have two working days to read it."
    assert pack.document == moved.document
    told = Message.objects.get(subject__startswith="Clarification 1")
    assert "It was 12 noon on Wednesday 20 January 2027 (GMT)" in told.body
    assert "Bids must arrive before 12 noon on Thursday 21 January 2027 (GMT)" in told.body


def test_an_answer_in_time_moves_nothing(cast, tender, now):
    clarification = play.asked(cast, tender, now=now)
    actions.publish_answer(clarification, wording="?", answer="!", by=cast.procurement, now=utc(2027, 1, 18, 9))
    assert fresh(tender).closes_at == tender.closes_at
    assert (tender.addenda.count(), tender.packs.count()) == (0, 1)


def test_of_two_that_wait_beyond_the_closing_both_hold_it(cast, tender, now):
    first, second = play.asked(cast, tender, now=now), play.asked(cast, tender, now=now)
    actions.publish_answer(first, wording="?", answer="!", by=cast.procurement, now=utc(2027, 1, 21, 15))
    assert fresh(tender).is_open(utc(2027, 2, 1, 12))
    actions.set_aside(second, "No question.", by=cast.procurement, now=utc(2027, 2, 1, 12))
    assert fresh(tender).closes_at == utc(2027, 2, 3, 12)
    assert Message.objects.filter(to=cast.writer.email, subject__startswith="The closing has moved").count() == 1


def test_a_question_set_aside_in_time_moves_nothing(cast, tender, now):
    play.set_aside(cast, tender, now=tender.closes_at - timedelta(days=20))
    assert fresh(tender).closes_at == tender.closes_at


def test_officers_are_reminded_once_a_day_from_three_working_days_before_the_closing(cast, tender, now, monkeypatch):
    play.asked(cast, tender, now=now)
    told = Message.objects.filter(subject__startswith="1 question to answer before the closing")

    def run(*moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: utc(*moment))
        call_command("warn_of_questions", verbosity=0)
        return told.count()

    assert run(2027, 1, 14, 8) == 0  # Thursday: Wednesday is the fourth working day after it
    assert run(2027, 1, 15, 8) == 2  # Friday: the third; both officers
    assert run(2027, 1, 15, 9) == 2  # once a day
    assert run(2027, 1, 21, 8) == 4  # held: a day after it was to close
    assert cast.writer.name not in told[0].body
    actions.publish_answer(
        Clarification.objects.get(), wording="?", answer="!", by=cast.procurement, now=utc(2027, 1, 21, 15)
    )
    assert run(2027, 1, 22, 8) == 4


def test_a_cancelled_tender_answers_nothing(cast, tender, now):
    clarification = play.asked(cast, tender, now=now)
    play_evaluation.cancel(fresh(tender), cast, now)
    assert fresh(tender).phase(now) is Phase.CANCELLED
    with pytest.raises(Refused, match="not open"):
        actions.publish_answer(clarification, wording="?", answer="!", by=cast.procurement, now=now)
    with pytest.raises(Refused, match="not open"):
        play.asked(cast, tender, now=now)


def test_the_database_keeps_numbers_and_settlement(cast, tender, now):
    clarification = play.asked(cast, tender, now=now)
    for broken in ({"number": 1}, {"status": "published"}, {"settled_at": now}, {"status": "set_aside"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Clarification.objects.filter(pk=clarification.pk).update(**broken)


# A question -> the pieces that are marked in it.
MARKED = [
    ("Is the depot open?", []),
    ("We at Herts Reuse ask: how many vans?", []),
    ("Write to bids@reuse.example or ring 01992 555 123.", ["bids@reuse.example", "01992 555 123"]),
    ("Our depot is at SG13 8DE; see www.reuse.example.", ["SG13 8DE", "www.reuse.example."]),
    ("Charity number 1123456 asks.", ["1123456"]),
    ("We currently run this service.", ["We currently run"]),
    ("Is £120,000 for 3 years in 2027 firm?", []),
]


@pytest.mark.parametrize(("question", "marked"), MARKED)
@pytest.mark.django_db
def test_words_that_may_tell_who_asked(question, marked):
    found = pieces(question)
    assert "".join(piece.text for piece in found) == question
    assert [piece.text for piece in found if piece.why] == marked


def test_names_are_marked_whoever_asked(cast):
    """The rival's name is marked as much as one's own, so a mark says nothing."""
    family = cast.writer.name.split()[-1]
    text = (
        f"{cast.reuse.name} and {cast.haulage.name.upper()} ask; regards, {cast.writer.name}. {family} {family.lower()}"
    )
    marked = [piece.text for piece in pieces(text) if piece.why]
    assert marked[:3] == [cast.reuse.name, cast.haulage.name.upper(), cast.writer.name]
    assert not any(piece.why for piece in pieces(f"{cast.procurement.name} wrote the question."))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks")
@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_publish_one_answer(cast, now):
    tender = published_tender(cast, now)
    clarification = play.asked(cast, tender, now=now)
    gate, outcomes = threading.Barrier(2), []

    def answer(officer):
        gate.wait()
        try:
            actions.publish_answer(clarification, wording="?", answer=officer.name, by=officer, now=now)
            outcomes.append("published")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=(one,)) for one in (cast.procurement, cast.second_procurement)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["published", "refused"]
    assert [one.number for one in Clarification.objects.published()] == [1]

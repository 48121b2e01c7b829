"""Changing a published tender: who may, what is refused, what everyone is told, and what becomes of bids."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from commissioning.bids import actions as bid_actions
from commissioning.bids.models import AddendumConfirmation, Answer, Bid, Submission
from commissioning.bids.reports import opened_bids, opened_submissions, unconfirmed
from commissioning.bids.reports import overview as bid_overview
from commissioning.tenders import actions
from commissioning.tenders.lifecycle import AddendumStatus
from commissioning.tenders.models import Addendum, Tender
from commissioning.tenders.tenderfile import (
    Condition,
    ConditionKind,
    Procedure,
    SpecificationItem,
    Value,
    change_criteria,
    each_question,
    put_question,
    take_question,
)
from commissioning.tenders.tenderfile.difference import differences
from socialvalue.audit.reports import history
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_addenda as play
from tests import play_bids, play_clarifications, play_evaluation
from tests.play_tenders import published_tender, questions, tender_document

WEEK = timedelta(days=7)


@pytest.fixture
def tender(cast, now):
    """An open tender that closes at 12 noon on Wednesday 20 January 2027."""
    return published_tender(cast, now)


def fresh(tender):
    return Tender.objects.get(pk=tender.pk)


def lines(before, after):
    return [(one.where, one.before, one.after) for one in differences(before, after)]


# The differences, by hand.


def test_no_difference(now):
    assert differences(tender_document(now), tender_document(now)) == []


def test_one_word_limit(now):
    before = tender_document(now)
    found = differences(before, play.longer_answer(before))
    assert [(one.path, one.where, one.before, one.after) for one in found] == [
        ("questions[SV1].word_limit", "Question SV1: word limit", "300", "400")
    ]


def test_dates_money_and_yes_or_no_are_in_words(now):
    before = tender_document(now)
    after = replace(
        before,
        value=replace(before.value, amount=Decimal(150000)),
        partners_allowed=False,
        timetable=replace(before.timetable, closes_at=datetime(2027, 6, 30, 11, tzinfo=UTC), award_on=date(2027, 8, 2)),
    )
    assert lines(before, after) == [
        ("Value: amount", "£120,000", "£150,000"),
        ("Bidding with partners", "Yes", "No"),
        (
            "Timetable: bids must arrive before",
            "12 noon on Wednesday 20 January 2027 (GMT)",
            "12 noon on Wednesday 30 June 2027 (BST)",
        ),
        ("Timetable: award", "Monday 1 March 2027", "Monday 2 August 2027"),
    ]


def test_a_question_that_is_taken_away_and_a_new_one_are_one_difference_each(now):
    before = tender_document(now)
    after = take_question(before, "SV1")
    new = replace(questions()[0], id="SV9", text="Which training will you give?", word_limit=200)
    after = put_question(after, new, "SV")
    found = {one.path: one for one in differences(before, after)}
    assert set(found) == {"questions[SV9]", "questions[SV1]"}
    assert found["questions[SV9]"].before == "" and found["questions[SV1]"].after == ""
    assert "Text: Which training will you give?" in found["questions[SV9]"].after
    assert "Word limit: 200" in found["questions[SV9]"].after
    assert "Word limit: 300" in found["questions[SV1]"].before


def test_a_measure_and_a_part_of_the_specification(now):
    before = tender_document(now)
    changed = replace(questions()[1], measure=replace(questions()[1].measure, unit="people a year"))
    after = put_question(before, changed, "SV")
    after = replace(after, specification=(SpecificationItem(id="S1", heading="Reuse", text="Half is passed on."),))
    assert lines(before, after) == [
        (
            "Specification, part S1: text",
            "At least a third of items collected are repaired or passed on.",
            "Half is passed on.",
        ),
        ("Question SV2: measure, unit", "people starting per contract year", "people a year"),
    ]


def test_a_question_that_moves_to_another_criterion_has_not_changed(now):
    before = tender_document(now)
    after = put_question(before, questions()[0], "M")
    assert [one.where for one in differences(before, after)] == ["The order of the questions or other parts"]


def test_what_was_absent_and_what_is_gone(now):
    before = replace(tender_document(now), no_lots_reason=None)
    after = replace(tender_document(now), documents=None)
    assert lines(before, after) == [
        ("Why there are no lots", "", "One round of collections serves the whole county."),
        ("Documents", "None", ""),
    ]


def test_two_documents_that_share_nothing(now):
    before = tender_document(now)
    after = replace(before, title="Other", procedure=Procedure.LIGHT_TOUCH, value=Value(amount=Decimal(1)), criteria=())
    found = lines(before, after)
    assert ("Title", "Bulky household waste collection and reuse", "Other") in found
    assert ("Procedure", "Open procedure", "Light touch") in found
    assert any(where == "Question Q1" and not after for where, _, after in found)


# Preparing, approving, publishing.


def test_a_change_from_draft_to_publication(cast, tender, now):
    addendum = play.published(cast, tender, now)
    changed = fresh(tender)
    assert (addendum.status, addendum.number, addendum.pack.version) == (AddendumStatus.PUBLISHED, 1, 2)
    assert changed.document == addendum.pack.document == addendum.document
    assert changed.closes_at == tender.closes_at + WEEK
    assert changed.file.timetable.closes_at == changed.closes_at
    # The first version stays what it was.
    assert tender.packs.get(version=1).document == tender.document
    assert lines(tender.file, changed.file)[0] == (
        "Timetable: bids must arrive before",
        "12 noon on Wednesday 20 January 2027 (GMT)",
        "12 noon on Wednesday 27 January 2027 (GMT)",
    )
    assert [entry.sentence for entry in history(tender)][-4:] == [
        f"{cast.commissioner.name} began a change to the published tender.",
        f"{cast.commissioner.name} changed question SV1 in the change being prepared.",
        f"{cast.commissioner.name} sent the change for approval: {play.REASON}",
        f"{cast.procurement.name} published addendum 1 (material), version 2 of the tender, which closes at "
        f"12 noon on Wednesday 27 January 2027 (GMT): {play.REASON}",
    ]


def test_nothing_changes_before_publication(cast, tender, now):
    play.sent(cast, tender, now)
    assert fresh(tender).document == tender.document
    assert fresh(tender).closes_at == tender.closes_at


def test_who_may_change_and_who_may_approve(cast, tender, now):
    for person in (cast.evaluator, cast.auditor, cast.admin, cast.owner, cast.other_procurement):
        with pytest.raises(Refused, match="Only a commissioner or procurement officer"):
            actions.start_addendum(tender, by=person, now=now)
    addendum = play.sent(cast, tender, now)
    with pytest.raises(Refused, match="Only a procurement officer"):
        actions.approve_addendum(addendum, from_version=addendum.version, by=cast.commissioner, now=now)


def test_nobody_approves_what_they_drafted(cast, tender, now):
    addendum = actions.start_addendum(tender, by=cast.procurement, now=now)
    addendum = actions.save_addendum(
        addendum, play.longer_answer(addendum.file), section="x", from_version=1, by=cast.procurement, now=now
    )
    addendum = actions.send_addendum(
        addendum,
        is_material=False,
        reason="r",
        closes_at=tender.closes_at,
        closing_reason="c",
        by=cast.procurement,
        now=now,
    )
    for verb in (
        lambda: actions.approve_addendum(addendum, from_version=addendum.version, by=cast.procurement, now=now),
        lambda: actions.send_addendum_back(addendum, "No.", by=cast.procurement, now=now),
    ):
        with pytest.raises(Refused, match="You helped to draft this change"):
            verb()
    published = actions.approve_addendum(addendum, from_version=addendum.version, by=cast.second_procurement, now=now)
    assert published.number == 1


def test_one_change_at_a_time(cast, tender, now):
    first = actions.start_addendum(tender, by=cast.commissioner, now=now)
    assert actions.start_addendum(tender, by=cast.procurement, now=now) == first
    actions.drop_addendum(first, by=cast.procurement, now=now)
    second = actions.start_addendum(tender, by=cast.procurement, now=now)
    assert second != first
    with pytest.raises(IntegrityError), transaction.atomic():
        Addendum.objects.create(
            tender=tender, document="{}", before=second.before, started_by=cast.commissioner, started_at=now
        )


def test_a_stale_save_is_refused(cast, tender, now):
    addendum = play.drafted(cast, tender, now)
    with pytest.raises(actions.StaleAddendum) as stale:
        actions.save_addendum(
            addendum, replace(addendum.file, summary="Mine"), section="x", from_version=1, by=cast.procurement, now=now
        )
    assert stale.value.addendum.version == 2
    sent = play.actions.send_addendum(
        addendum,
        is_material=True,
        reason="r",
        closes_at=tender.closes_at + WEEK,
        closing_reason="c",
        by=cast.commissioner,
        now=now,
    )
    with pytest.raises(actions.StaleAddendum):
        actions.approve_addendum(sent, from_version=sent.version - 1, by=cast.procurement, now=now)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"reason": " "}, "Say why the tender changes"),
        ({"closing_reason": ""}, "why the closing moves, or why it stays"),
        ({"closes_at": datetime(2027, 1, 20, 11, 59, tzinfo=UTC)}, "can't be brought forward"),
        ({"closes_at": datetime(2027, 1, 30, 12, tzinfo=UTC)}, "weekend|Saturday"),
        ({"closes_at": datetime(2027, 5, 5, 12, tzinfo=UTC)}, "out of order"),
    ],
)
def test_what_sending_refuses(cast, tender, now, said, words):
    addendum = play.drafted(cast, tender, now)
    whole = {
        "is_material": True,
        "reason": "r",
        "closes_at": tender.closes_at + WEEK,
        "closing_reason": "c",
        "by": cast.commissioner,
        "now": now,
    }
    with pytest.raises(Refused, match=words):
        actions.send_addendum(addendum, **(whole | said))
    assert Addendum.objects.get().status == AddendumStatus.DRAFT


def test_nothing_changed_is_refused(cast, tender, now):
    addendum = actions.start_addendum(tender, by=cast.commissioner, now=now)
    with pytest.raises(Refused, match="Nothing has changed yet"):
        actions.send_addendum(
            addendum,
            is_material=False,
            reason="r",
            closes_at=tender.closes_at,
            closing_reason="c",
            by=cast.commissioner,
            now=now,
        )


def test_a_change_that_could_not_be_published_is_refused(cast, tender, now):
    def without_weight(document):
        return change_criteria(document, lambda one: replace(one, weight=Decimal(10)) if one.id == "P" else one)

    addendum = play.drafted(cast, tender, now, change=without_weight)
    with pytest.raises(Refused, match="add to 70, not 100"):
        actions.send_addendum(
            addendum,
            is_material=True,
            reason="r",
            closes_at=tender.closes_at,
            closing_reason="c",
            by=cast.commissioner,
            now=now,
        )


def test_the_reference_stays(cast, tender, now):
    addendum = actions.start_addendum(tender, by=cast.commissioner, now=now)
    with pytest.raises(Refused, match="reference of a published tender"):
        actions.save_addendum(
            addendum,
            replace(addendum.file, reference="OTHER"),
            section="x",
            from_version=1,
            by=cast.commissioner,
            now=now,
        )


def test_only_an_open_tender_changes(cast, tender, now):
    addendum = play.sent(cast, tender, now)
    late = tender.closes_at
    for verb in (
        lambda: actions.start_addendum(tender, by=cast.commissioner, now=late),
        lambda: actions.approve_addendum(addendum, from_version=addendum.version, by=cast.procurement, now=late),
    ):
        with pytest.raises(Refused, match="Only a tender that is open can be changed"):
            verb()


def test_sent_back_with_a_reason_and_mended(cast, tender, now):
    addendum = play.sent(cast, tender, now)
    back = actions.send_addendum_back(addendum, "Say what SV1 is about.", by=cast.procurement, now=now)
    assert (back.status, back.sent_back_reason) == (AddendumStatus.DRAFT, "Say what SV1 is about.")
    told = Message.objects.get(subject__startswith="A change was sent back")
    assert told.to == cast.commissioner.email and "Say what SV1 is about." in told.body
    with pytest.raises(Refused, match="can't become published"):
        actions.approve_addendum(back, from_version=back.version, by=cast.procurement, now=now)


def test_everyone_who_follows_is_told_in_the_same_words(cast, tender, now):
    actions.follow(tender, by=cast.rival, now=now)
    actions.follow(tender, by=cast.writer, now=now)
    play.published(cast, tender, now)
    told = Message.objects.filter(subject__startswith="The tender has changed")
    assert {message.to for message in told} == {cast.rival.email, cast.writer.email}
    (body,) = {message.body for message in told}
    for words in (
        play.REASON,
        play.CLOSING_REASON,
        "confirm it or change it",
        "It was 12 noon on Wednesday 20 January",
    ):
        assert words in body


def test_a_change_that_is_not_material_asks_nobody(cast, tender, now):
    actions.follow(tender, by=cast.rival, now=now)
    play.published(cast, tender, now, is_material=False, days=0)
    body = Message.objects.get(subject__startswith="The tender has changed").body
    assert "confirm" not in body and "It was" not in body


def test_a_change_shortly_before_the_closing_moves_it(cast, tender, now):
    """Approved on Tuesday 19 January at 3pm: two working days later is Thursday."""
    addendum = play.sent(cast, tender, now, is_material=False, days=0)
    late = datetime(2027, 1, 19, 15, tzinfo=UTC)
    actions.approve_addendum(addendum, from_version=addendum.version, by=cast.procurement, now=late)
    assert fresh(tender).closes_at == datetime(2027, 1, 21, 12, tzinfo=UTC)


def test_an_answer_while_a_change_is_prepared(cast, tender, now):
    """The closing that the answer moved goes into the change; one that the change chose itself stays."""
    question = play_clarifications.asked(cast, tender, now=now)
    addendum = play.drafted(cast, tender, now)
    late = datetime(2027, 1, 19, 9, tzinfo=UTC)
    actions.publish_answer(question, wording="?", answer="!", by=cast.procurement, now=late)
    carried = Addendum.objects.get(pk=addendum.pk)
    assert carried.file.timetable.closes_at == fresh(tender).closes_at == datetime(2027, 1, 21, 12, tzinfo=UTC)
    assert (carried.before.version, carried.version) == (2, addendum.version + 1)
    assert lines(carried.before.file, carried.file) == [("Question SV1: word limit", "300", "400")]
    sent = actions.send_addendum(
        carried,
        is_material=True,
        reason="r",
        closes_at=datetime(2027, 1, 28, 12, tzinfo=UTC),
        closing_reason="c",
        by=cast.commissioner,
        now=late,
    )
    done = actions.approve_addendum(sent, from_version=sent.version, by=cast.procurement, now=late)
    assert (done.number, done.pack.version) == (2, 3)


def test_a_question_waits_through_a_change(cast, tender, now):
    play_clarifications.asked(cast, tender, now=now)
    play.published(cast, tender, now)
    assert fresh(tender).waiting == 1


# What becomes of bids.


@pytest.fixture
def bid(cast, tender, now):
    """A bid submitted for version 1."""
    return play_bids.submitted_bid(cast, tender, now=now)


def standing(bid):
    """The material addenda that the bid neither answers nor confirms, by number."""
    newest = Submission.own.filter(bid=bid).select_related("pack").order_by("-version")[0]
    return [one.number for one in unconfirmed(Bid.own.select_related("tender").get(pk=bid.pk), newest)]


def test_a_material_change_asks_a_submitted_bid_and_another_does_not(cast, tender, bid, now):
    play.published(cast, tender, now, is_material=False)
    assert standing(bid) == []
    play.published(cast, tender, now, change=play.shorter_summary)
    assert standing(bid) == [2]


def test_a_signatory_confirms_once(cast, tender, bid, now):
    play.published(cast, tender, now)
    version = fresh(tender).version
    for person in (cast.owner, cast.viewer, cast.rival, cast.procurement):
        with pytest.raises(Refused, match="Only a signatory"):
            bid_actions.confirm_after_addendum(bid, tender_version=version, by=person, now=now)
    done = bid_actions.confirm_after_addendum(bid, tender_version=version, by=cast.signatory, now=now)
    assert (done.pack.version, done.confirmed_by, done.confirmed_at) == (2, cast.signatory, now)
    assert bid_actions.confirm_after_addendum(bid, tender_version=version, by=cast.signatory, now=now) == done
    assert standing(bid) == []
    # The authority's history says nothing of it, the bid's does.
    assert not any("confirmed the bid" in entry.sentence for entry in history(tender))
    assert history(bid)[-1].sentence == (
        f"{cast.signatory.name} confirmed the bid as submitted for version 2 of the tender."
    )
    # The next material change asks again.
    play.published(cast, tender, now, change=play.shorter_summary)
    assert standing(bid) == [2]


def test_a_confirmation_cannot_be_changed(cast, tender, bid, now):
    play.published(cast, tender, now)
    done = bid_actions.confirm_after_addendum(bid, tender_version=fresh(tender).version, by=cast.signatory, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        AddendumConfirmation.own.filter(pk=done.pk).update(confirmed_by=cast.owner)


def test_nothing_to_confirm_and_too_late(cast, tender, bid, now):
    with pytest.raises(Refused, match="Nothing has changed that needs"):
        bid_actions.confirm_after_addendum(bid, tender_version=fresh(tender).version, by=cast.signatory, now=now)
    play.published(cast, tender, now)
    changed = fresh(tender)
    with pytest.raises(Refused, match="This tender closed"):
        bid_actions.confirm_after_addendum(
            bid, tender_version=changed.version, by=cast.signatory, now=changed.closes_at
        )
    bid_actions.withdraw(bid, by=cast.signatory, now=now)
    with pytest.raises(Refused, match="Only a bid that is submitted"):
        bid_actions.confirm_after_addendum(bid, tender_version=changed.version, by=cast.signatory, now=now)


def test_a_tender_that_changed_under_the_eyes_of_the_signatory(cast, tender, now):
    """Whether the addendum or the bid comes first, nobody submits to a tender that they have not read."""
    bid = play_bids.written_bid(tender, provider=cast.reuse, now=now)
    read = fresh(tender).version
    play.published(cast, tender, now)
    with pytest.raises(Refused, match="has changed since you opened this page"):
        bid_actions.submit(bid, idempotency_key=uuid4(), tender_version=read, by=cast.signatory, now=now)
    submission = bid_actions.submit(
        bid, idempotency_key=uuid4(), tender_version=fresh(tender).version, by=cast.signatory, now=now
    )
    assert submission.pack.version == 2
    with pytest.raises(Refused, match="has changed since"):
        bid_actions.confirm_after_addendum(bid, tender_version=read, by=cast.signatory, now=now)


def test_a_bid_that_is_submitted_again_answers_the_new_version(cast, tender, bid, now):
    play.published(cast, tender, now)
    assert play_bids.submission_of(bid, now=now).pack.version == 2
    assert standing(bid) == []


def test_a_question_that_is_new_or_gone(cast, tender, bid, now):
    """A new question is asked for; what was written to one that is gone stays in the draft and is not submitted."""

    def other_question(document):
        new = replace(questions()[0], id="SV9", text="Which training will you give?", relevance="Repair is a craft.")
        return put_question(take_question(document, "SV1"), new, "SV")

    play.published(cast, tender, now, change=other_question)
    found = Bid.own.select_related("tender", "provider").get(pk=bid.pk)
    assert [link.sentence for link in bid_overview(found).left] == ["Question 3 has no answer yet."]
    with pytest.raises(Refused, match="Question 3 has no answer yet"):
        play_bids.submission_of(bid, now=now)
    with pytest.raises(Refused, match="does not ask that question"):
        bid_actions.save_answer(bid, "SV1", "More.", from_version=1, by=cast.writer, now=now)
    bid_actions.save_answer(bid, "SV9", "Two courses a year.", from_version=0, by=cast.writer, now=now)
    submission = play_bids.submission_of(bid, now=now)
    assert [answer.question for answer in submission.file.answers] == ["Q1", "SV9"]
    assert Answer.own.filter(bid=bid, question_id="SV1").exists()


def test_what_was_answered_never_stands_under_a_question_or_condition_that_came_later(cast, tender, now):
    """The id of what is gone is never given again, neither within one change nor two changes later."""
    tender = Tender.objects.get(pk=tender.pk)
    new = replace(questions()[0], id="SV1", text="Which training will you give?", relevance="Repair is a craft.")

    def save(addendum, document):
        return actions.save_addendum(
            addendum, document, section="x", from_version=addendum.version, by=cast.commissioner, now=now
        )

    addendum = actions.start_addendum(tender, by=cast.commissioner, now=now)
    addendum = save(addendum, take_question(addendum.file, "SV1"))
    addendum = save(addendum, put_question(addendum.file, new, "SV"))
    ids = [question.id for _, question in each_question(addendum.file)]
    assert ids == ["Q1", "SV2", "SV3"]
    addendum = save(addendum, put_question(addendum.file, replace(new, id="SV3", text="Other words?"), "SV"))
    assert [question.id for _, question in each_question(addendum.file)] == ids
    actions.drop_addendum(addendum, by=cast.commissioner, now=now)

    def other_question(document):
        return put_question(take_question(document, "SV1"), replace(new, id="SV9"), "SV")

    play.published(cast, tender, now, change=other_question)
    second = play.drafted(cast, fresh(tender), now, change=lambda document: put_question(document, new, "SV"))
    assert [question.id for _, question in each_question(second.file)] == ["Q1", "SV2", "SV9", "SV3"]
    condition = Condition(id="C1", kind=ConditionKind.EXPERIENCE, text="One year of it.")
    second = save(second, replace(second.file, conditions=(condition,)))
    assert [one.id for one in second.file.conditions] == ["C1"]


def test_what_was_submitted_is_not_called_changed_because_the_tender_is(cast, tender, bid, now):
    assert not bid_overview(bid).is_changed
    play.published(cast, tender, now)
    found = Bid.own.select_related("tender", "provider").get(pk=bid.pk)
    assert not bid_overview(found).is_changed


def test_the_openers_learn_after_the_opening_who_did_not_confirm(cast, tender, now):
    first = play_bids.submitted_bid(cast, tender, now=now)
    second = play_bids.submitted_bid(cast, tender, provider=cast.haulage, now=now)
    play.published(cast, tender, now)
    changed = fresh(tender)
    bid_actions.confirm_after_addendum(first, tender_version=changed.version, by=cast.signatory, now=now)
    assert opened_bids(changed) == []
    bid_actions.ask_to_open(changed, by=cast.procurement, now=changed.final_at())
    assert opened_bids(changed) == []
    bid_actions.confirm_opening(changed, by=cast.second_procurement, now=changed.final_at())
    said = {row.provider: row.unconfirmed for row in opened_bids(changed)}
    assert said == {cast.reuse.name: "", cast.haulage.name: "Not confirmed after addendum 1"}
    # Both are opened as they were submitted.
    assert Submission.objects.filter(bid__in=[first, second]).count() == 2


def test_a_bid_that_stands_without_a_new_promise_is_still_evaluated(cast, tender, now):
    """The tender asks for a new promise; one of two bidders does not answer it and is scored as promising nothing."""

    def one_more_promise(document):
        new = replace(
            questions()[1],
            id="SV9",
            text="How many people will repair with you as volunteers in each contract year?",
            measure=replace(questions()[1].measure, name="Volunteers", unit="people a contract year"),
            relevance="Volunteers can repair beside the crews.",
            weight=Decimal(20),
        )
        watched = {**(document.reasons or {}), "measure.unmonitored": "It is counted at the yearly review."}
        document = replace(document, reasons=watched)
        return put_question(put_question(document, new, "SV"), replace(questions()[1], weight=Decimal(20)), "SV")

    first = play_bids.submitted_bid(cast, tender, now=now)
    second = play_bids.submitted_bid(cast, tender, provider=cast.haulage, now=now)
    play.published(cast, tender, now, change=one_more_promise)
    promise = bid_actions.Promise(Decimal(6), date(2028, 1, 1), "A list.", "Volunteers", "people a contract year")
    bid_actions.save_commitment(first, "SV9", promise, from_version=0, by=cast.signatory, now=now)
    play_bids.submission_of(first, now=now)
    evaluation = play_evaluation.priced(cast, now, tender=play_bids.open_bids(cast, fresh(tender)))
    given = {row.bid_id: row.file.commitments_to("SV9") for row in opened_submissions(fresh(tender))}
    assert (len(given[first.pk]), given[second.pk]) == (1, [])
    # Its answers got the better marks, which outweigh the promise that it did not make.
    assert play_evaluation.first_bid(evaluation).pk == second.pk


def test_a_published_version_cannot_be_changed(cast, tender, now):
    addendum = play.published(cast, tender, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(addendum.pack).objects.filter(pk=addendum.pack.pk).update(document="{}")
    with pytest.raises(IntegrityError), transaction.atomic():
        Addendum.objects.filter(pk=addendum.pk).update(number=None)

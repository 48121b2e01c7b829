"""Who may do what to a bid, and when; what each action refuses, and what it leaves behind."""

import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from commissioning.bids import actions, bidfile
from commissioning.bids.actions import Promise, Stale
from commissioning.bids.models import Answer, Bid, BidDocument, Commitment, Declaration, Opening, Submission
from commissioning.bids.readiness import asked_by
from commissioning.bids.reports import opened_bids, opened_submissions
from commissioning.tenders.tenderfile import AskedOf, RequiredDocument, ZeroPrice
from socialvalue.audit.models import AuditRecord, first_broken_link
from socialvalue.files.models import StoredFile
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_bids as play
from tests import play_evaluation
from tests.play_tenders import criteria, draft_tender, published_tender, sent_tender

POLICY = (RequiredDocument(name="Safeguarding policy", asked_of=AskedOf.EVERYONE),)
PROMISE = Promise(quantity=Decimal(5), by_when=date(2028, 3, 31), evidence="The agreements.")
VOLUNTEERS = Promise(
    quantity=Decimal(40), by_when=date(2028, 3, 31), evidence="The rota.", measure="Volunteers", unit="people a year"
)
MICROSECOND = timedelta(microseconds=1)

MEMBERS = ("owner", "writer", "signatory", "viewer", "rival")
OTHERS = (
    *(
        "commissioner",
        "procurement",
        "second_procurement",
        "evaluator",
        "chair",
        "contract_manager",
        "auditor",
        "admin",
    ),
    *("other_procurement", "stranger"),
)
PEOPLE = (*MEMBERS, *OTHERS)


def pdf(content=b"%PDF-1.7 a paper", name="policy.pdf"):
    return SimpleUploadedFile(name, content)


def _submit(bid, by, now):
    actions.submit(bid, idempotency_key=uuid4(), by=by, now=now)


WRITING = {
    "save_answer": lambda bid, by, now: actions.save_answer(bid, "Q1", "New.", from_version=1, by=by, now=now),
    "save_commitment": lambda bid, by, now: actions.save_commitment(bid, "SV1", VOLUNTEERS, by=by, now=now),
    "remove_commitment": lambda bid, by, now: actions.remove_commitment(
        bid, Commitment.own.get(bid=bid).pk, by=by, now=now
    ),
    "save_price": lambda bid, by, now: actions.save_price(bid, Decimal(9), from_version=1, by=by, now=now),
    "save_declarations": lambda bid, by, now: actions.save_declarations(
        bid, {"C1": (False, "Soon.")}, from_version=1, by=by, now=now
    ),
    "attach_document": lambda bid, by, now: actions.attach_document(bid, POLICY[0].name, pdf(), by=by, now=now),
    "remove_document": lambda bid, by, now: actions.remove_document(bid, POLICY[0].name, by=by, now=now),
}
ACTIONS = {
    **WRITING,
    "submit": _submit,
    "withdraw": lambda bid, by, now: actions.withdraw(bid, by=by, now=now),
    "ask_to_open": lambda bid, by, now: actions.ask_to_open(bid.tender, by=by, now=now),
    "confirm_opening": lambda bid, by, now: actions.confirm_opening(bid.tender, by=by, now=now),
}
CAN_WRITE = {(action, person) for action in WRITING for person in ("owner", "writer", "signatory")}
CAN_SUBMIT = {("submit", "signatory")}
CAN_WITHDRAW = {("withdraw", "signatory")}


def written(cast, now):
    tender = published_tender(cast, now, documents=POLICY)
    return play.written_bid(tender, provider=cast.reuse, now=now), now


def submitted(cast, now):
    bid, now = written(cast, now)
    play.submission_of(bid, now=now)
    return bid, now


def withdrawn(cast, now):
    bid, now = submitted(cast, now)
    actions.withdraw(bid, by=cast.signatory, now=now)
    return bid, now


def closed(cast, now):
    bid, now = submitted(cast, now)
    return bid, bid.tender.final_at()


def asked(cast, now):
    bid, now = closed(cast, now)
    actions.ask_to_open(bid.tender, by=cast.procurement, now=now)
    return bid, now


def opened(cast, now):
    bid, now = asked(cast, now)
    actions.confirm_opening(bid.tender, by=cast.second_procurement, now=now)
    return bid, now


def cancelled(cast, now):
    bid, now = submitted(cast, now)
    play_evaluation.cancel(bid.tender, cast, now)
    return bid, now


# Each situation, and every (action, person) that succeeds in it. Everything else is refused.
SITUATIONS = {
    written: CAN_WRITE | CAN_SUBMIT,
    submitted: CAN_WRITE | CAN_SUBMIT | CAN_WITHDRAW,
    withdrawn: CAN_WRITE | CAN_SUBMIT,
    closed: {("ask_to_open", "procurement"), ("ask_to_open", "second_procurement")},
    asked: {("confirm_opening", "second_procurement")},
    opened: set(),
    cancelled: set(),
}


@contextmanager
def undone():
    """Whatever is done inside is undone at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything(bid):
    """All rows that an action on a bid could change."""
    tables = (Answer, Commitment, Declaration, BidDocument, Submission)
    rows = [list(table.own.order_by("pk").values()) for table in tables]
    rows += [list(Bid.own.order_by("pk").values()), list(Opening.objects.values())]
    return rows, AuditRecord.objects.count(), Message.objects.count(), StoredFile.objects.count()


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.__name__)
def test_each_action_is_for_the_right_person_in_the_right_situation_and_a_refusal_changes_nothing(cast, now, situation):
    bid, at = situation(cast, now)
    before, succeeded = everything(bid), set()
    for action, play_it in ACTIONS.items():
        for person in PEOPLE:
            with undone():
                try:
                    with transaction.atomic():
                        play_it(bid, getattr(cast, person), at)
                except Refused as refused:
                    assert all(problem.endswith(".") for problem in refused.problems)
                    assert everything(bid) == before
                else:
                    succeeded.add((action, person))
    assert succeeded == SITUATIONS[situation]


def test_a_bid_is_started_only_for_an_open_tender_by_those_who_may_write(cast, now):
    at = {
        "draft": (draft_tender(cast, now, reference="D"), now),
        "waiting": (sent_tender(cast, now, reference="W"), now),
        "open": (open_tender := published_tender(cast, now, reference="O"), now),
        "closed": (open_tender, open_tender.closes_at),
    }
    succeeded = set()
    for phase, (tender, moment) in at.items():
        for person in PEOPLE:
            with undone():
                try:
                    actions.start_bid(tender, cast.reuse, by=getattr(cast, person), now=moment)
                except Refused:
                    assert not Bid.own.exists()
                else:
                    succeeded.add((phase, person))
    assert succeeded == {("open", "owner"), ("open", "writer"), ("open", "signatory")}


def test_starting_twice_is_one_bid(cast, now):
    tender = published_tender(cast, now)
    first = actions.start_bid(tender, cast.reuse, by=cast.writer, now=now)
    second = actions.start_bid(tender, cast.reuse, by=cast.owner, now=now)
    assert first == second
    assert [str(row) for row in AuditRecord.objects.history_of(first)] == ["Wendy Writer started the bid."]


@pytest.mark.parametrize(
    ("moment", "is_in_time"), [(-MICROSECOND, True), (timedelta(), False), (timedelta(seconds=1), False)]
)
def test_the_instant_of_arrival_decides(cast, now, moment, is_in_time):
    bid, _ = submitted(cast, now)
    at = bid.tender.closes_at + moment
    done = {}
    for name, play_it in ACTIONS.items():
        with undone():
            try:
                play_it(bid, cast.signatory, at)
                done[name] = True
            except Refused as refused:
                done[name] = False
                if name not in ("ask_to_open", "confirm_opening"):
                    assert refused.problems == [
                        "This tender closed at 12 noon on Wednesday 20 January 2027 (GMT). "
                        "Bids can't be changed any more."
                    ]
    assert done == {name: is_in_time and name not in ("ask_to_open", "confirm_opening") for name in ACTIONS}


def test_bids_are_opened_only_once_the_closing_is_final(cast, now):
    bid, _ = submitted(cast, now)
    with pytest.raises(Refused, match="Bids stay sealed until the tender closes at 12 noon on Wednesday 20 January"):
        actions.ask_to_open(bid.tender, by=cast.procurement, now=bid.tender.closes_at - MICROSECOND)
    with pytest.raises(Refused, match="is final: 2 minutes after 12 noon on Wednesday 20 January 2027"):
        actions.ask_to_open(bid.tender, by=cast.procurement, now=bid.tender.final_at() - MICROSECOND)
    actions.ask_to_open(bid.tender, by=cast.procurement, now=bid.tender.final_at())


def test_a_request_that_was_in_time_but_came_to_its_turn_after_the_opening_is_refused(cast, now):
    bid, _ = opened(cast, now)
    for play_it in (_submit, ACTIONS["withdraw"]):
        with pytest.raises(Refused, match="have been opened"):
            play_it(bid, cast.signatory, bid.tender.closes_at - MICROSECOND)


def test_a_submission_is_the_canonical_bid_with_its_hash(cast, now):
    bid, _ = written(cast, now)
    actions.save_commitment(bid, "SV1", VOLUNTEERS, by=cast.writer, now=now)
    submission = play.submission_of(bid, now=now)
    file = submission.file
    assert bidfile.write(file) == submission.content
    assert bidfile.sha256(submission.content) == submission.sha256
    assert (submission.version, submission.submitted_by, submission.submitted_at) == (1, cast.signatory, now)
    assert file.pack_sha256 == bid.tender.packs.get().sha256
    assert file.provider.name == "Lea Valley Reuse"
    assert [(answer.question, answer.words) for answer in file.answers] == [("Q1", 19), ("SV1", 19)]
    assert [(one.question, one.quantity) for one in file.commitments] == [("SV1", 40), ("SV2", 4)]
    assert [(one.condition, one.meets) for one in file.declarations] == [("C1", True)]
    assert [(one.name, one.file_name, one.size) for one in file.documents] == [
        ("Safeguarding policy", "document.pdf", 16)
    ]
    assert file.price == Decimal("100000.00")
    assert re.fullmatch(r"BID(-[2-9A-HJKMNP-Z]{4}){3}", submission.reference)


def test_what_is_submitted_says_the_same_on_either_database(cast, now):
    bid, _ = written(cast, now)
    assert '"quantity": "4.00"' in play.submission_of(bid, now=now).content
    assert '"price": "100000.00"' in bid.submissions(manager="own").get().content


def test_a_second_click_is_the_same_submission(cast, now):
    bid, _ = written(cast, now)
    key = uuid4()
    first = actions.submit(bid, idempotency_key=key, by=cast.signatory, now=now)
    again = actions.submit(bid, idempotency_key=key, by=cast.signatory, now=now + timedelta(seconds=1))
    late = actions.submit(bid, idempotency_key=key, by=cast.signatory, now=bid.tender.closes_at)
    assert first == again == late
    assert Submission.own.count() == 1
    assert Message.objects.filter(subject__startswith="Bid submitted").count() == 2
    with pytest.raises(Refused, match="Only a signatory"):
        actions.submit(bid, idempotency_key=key, by=cast.writer, now=now)


def test_a_form_is_for_one_bid_only(cast, now):
    bid, _ = written(cast, now)
    other = play.written_bid(bid.tender, provider=cast.haulage, now=now)
    key = uuid4()
    actions.submit(bid, idempotency_key=key, by=cast.signatory, now=now)
    with pytest.raises(Refused, match="was used for another bid"):
        actions.submit(other, idempotency_key=key, by=cast.rival, now=now)


def test_a_bid_is_submitted_again_changed_or_not_and_only_the_newest_version_is_opened(cast, now):
    bid, _ = submitted(cast, now)
    play.submission_of(bid, now=now)
    actions.save_answer(bid, "Q1", "The last word.", from_version=1, by=cast.writer, now=now)
    newest = play.submission_of(bid, now=now)
    actions.save_answer(bid, "Q1", "Never submitted.", from_version=2, by=cast.writer, now=now)
    first, second, third = Submission.own.order_by("version")
    assert [first.version, second.version, third.version] == [1, 2, 3]
    assert first.sha256 == second.sha256 != third.sha256
    assert len({first.reference, second.reference, third.reference}) == 3
    play.open_bids(cast, bid.tender)
    (row,) = opened_submissions(bid.tender)
    assert (row.reference, row.version, row.file.answer_to("Q1")) == (newest.reference, 3, "The last word.")


def test_drafts_and_withdrawn_bids_are_never_opened(cast, now):
    bid, _ = withdrawn(cast, now)
    play.written_bid(bid.tender, provider=cast.haulage, now=now)
    play.open_bids(cast, bid.tender)
    assert not Bid.objects.exists()
    assert not Submission.objects.exists()
    assert not Answer.objects.exists()
    assert opened_submissions(bid.tender) == opened_bids(bid.tender) == []


def test_a_withdrawn_bid_may_come_back(cast, now):
    bid, _ = withdrawn(cast, now)
    assert play.submission_of(bid, now=now).version == 2
    bid.refresh_from_db()
    assert (bid.status, bid.withdrawn_by, bid.withdrawn_at) == ("submitted", None, None)
    assert [str(row) for row in AuditRecord.objects.history_of(bid)][2] == "Sam Signatory withdrew the bid."
    assert first_broken_link() is None


def test_a_tender_without_bids_is_opened_too(cast, now):
    tender = play.opened_tender(cast, now, bids=0)
    assert opened_bids(tender) == []
    assert [str(row) for row in AuditRecord.objects.history_of(tender)][-2:] == [
        "Peter Procurement asked to open the bids.",
        "Priya Procurement confirmed and opened the bids. SHA-256 of what was there: "
        f"{Opening.objects.get(tender=tender).record_sha256}.",
    ]


def test_the_opened_bids_come_in_the_order_of_their_arrival(cast, now):
    tender = play.opened_tender(cast, now, bids=4)
    assert [row.provider for row in opened_submissions(tender)] == [
        "Lea Valley Reuse",
        "Chiltern Haulage",
        "Bidder 03",
        "Bidder 04",
    ]
    # Their prices have a seal of their own.
    assert [row.file.price for row in opened_submissions(tender)] == [None] * 4


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_itself_keeps_a_submission(cast, now, verb):
    submitted(cast, now)
    statement = {
        "update": "UPDATE bids_submission SET content = 'another'",
        "delete": "DELETE FROM bids_submission",
    }[verb]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Submission.own.get().content != "another"


def test_a_stale_answer_changes_nothing_and_carries_what_is_stored(cast, now):
    bid, _ = written(cast, now)
    actions.save_answer(bid, "Q1", "First.", from_version=1, by=cast.writer, now=now)
    with pytest.raises(Stale) as stale:
        actions.save_answers(bid, {"Q1": ("Second.", 1), "SV1": ("Other.", 1)}, by=cast.owner, now=now)
    assert stale.value.stored["Q1"].text == "First."
    assert dict(Answer.own.values_list("question_id", "text")) == {"Q1": "First.", "SV1": play.ANSWER}


def test_the_same_text_is_not_written_again_even_from_a_stale_tab(cast, now):
    bid, _ = written(cast, now)
    assert actions.save_answer(bid, "Q1", play.ANSWER, from_version=0, by=cast.owner, now=now) == []
    answer = Answer.own.get(question_id="Q1")
    assert (answer.version, answer.saved_by) == (1, cast.writer)


def test_two_people_write_two_answers_at_once(cast, now):
    bid = play.started_bid(published_tender(cast, now), provider=cast.reuse, now=now)
    actions.save_answer(bid, "Q1", "Hers.", from_version=0, by=cast.writer, now=now)
    actions.save_answer(bid, "SV1", "His.", from_version=0, by=cast.owner, now=now)
    assert Answer.own.count() == 2


@pytest.mark.parametrize("text", ["🪑 chairs", "שלום", "a\u202eb", "x" * 100_000, "naïve\n\ttext"])
def test_any_text_survives_to_the_submission(cast, now, text):
    tender = published_tender(cast, now)
    bid = play.submitted_bid(cast, tender, now=now, answers={"Q1": text})
    assert Submission.own.get(bid=bid).file.answer_to("Q1") == text


def test_texts_that_cannot_be_kept_are_refused(cast, now):
    bid, _ = written(cast, now)
    with pytest.raises(Refused, match="hidden control character"):
        actions.save_answer(bid, "Q1", "a\0b", from_version=1, by=cast.writer, now=now)
    with pytest.raises(Refused, match=r"Your answer has 50,001 words\. No answer can have more"):
        actions.save_answer(bid, "Q1", "word " * 50_001, from_version=1, by=cast.writer, now=now)
    with pytest.raises(Refused, match="does not ask that question"):
        actions.save_answer(bid, "Q9", "What?", from_version=0, by=cast.writer, now=now)
    with pytest.raises(Refused, match="answered with a number"):
        actions.save_answer(bid, "SV2", "Four.", from_version=0, by=cast.writer, now=now)
    assert Answer.own.get(question_id="Q1").text == play.ANSWER


def test_an_empty_bid_is_refused_with_every_problem(cast, now):
    bid = play.started_bid(published_tender(cast, now, documents=POLICY), provider=cast.reuse, now=now)
    with pytest.raises(Refused) as refused:
        _submit(bid, cast.signatory, now)
    assert refused.value.problems == [
        "Question 1 has no answer yet.",
        "Question 2 has no answer yet.",
        "Question 3: say how much you promise.",
        "Enter your price.",
        "Say whether you meet condition 1.",
        "Attach your document: Safeguarding policy.",
    ]


def test_a_condition_that_is_not_met_needs_a_note(cast, now):
    bid, _ = written(cast, now)
    actions.save_declarations(bid, {"C1": (False, " ")}, from_version=1, by=cast.writer, now=now)
    with pytest.raises(Refused, match=r"You say that you do not meet condition 1\. Add a note"):
        _submit(bid, cast.signatory, now)
    actions.save_declarations(bid, {"C1": (False, "We will buy it.")}, from_version=2, by=cast.writer, now=now)
    _submit(bid, cast.signatory, now)


@pytest.mark.parametrize("zero_price", [ZeroPrice.REJECT, ZeroPrice.FULL_POINTS])
def test_a_price_of_nothing_is_refused_where_the_tender_rejects_it(cast, now, zero_price):
    quality, price = criteria()
    tender = published_tender(cast, now, criteria=(quality, replace(price, zero_price=zero_price)))
    bid = play.written_bid(tender, provider=cast.reuse, now=now, price=Decimal(0))
    if zero_price == ZeroPrice.REJECT:
        with pytest.raises(Refused, match="This tender rejects a price of nothing"):
            _submit(bid, cast.signatory, now)
    else:
        _submit(bid, cast.signatory, now)


def test_a_stale_price_and_stale_declarations_change_nothing_and_do_not_disturb_each_other(cast, now):
    bid, _ = written(cast, now)
    actions.save_price(bid, Decimal(5), from_version=1, by=cast.writer, now=now)
    actions.save_declarations(bid, {"C1": (True, "Yes.")}, from_version=1, by=cast.writer, now=now)
    with pytest.raises(Stale):
        actions.save_price(bid, Decimal(6), from_version=1, by=cast.owner, now=now)
    with pytest.raises(Stale):
        actions.save_declarations(bid, {"C1": (False, "No.")}, from_version=1, by=cast.owner, now=now)
    bid.refresh_from_db()
    assert (bid.price, bid.price_version, bid.declarations_version) == (5, 2, 2)
    assert Declaration.own.get().note == "Yes."


def test_a_question_that_asks_for_a_number_takes_one_promise(cast, now):
    bid, _ = written(cast, now)
    actions.save_commitment(bid, "SV2", PROMISE, from_version=1, by=cast.writer, now=now)
    row = Commitment.own.get()
    assert (row.measure, row.unit, row.quantity, row.version) == (
        "Apprenticeships",
        "people starting per contract year",
        5,
        2,
    )
    with pytest.raises(Stale):
        actions.save_commitment(bid, "SV2", VOLUNTEERS, from_version=1, by=cast.owner, now=now)
    assert actions.save_commitment(bid, "SV2", PROMISE, from_version=0, by=cast.owner, now=now).version == 2


def test_a_promise_must_be_one_that_can_be_watched(cast, now):
    bid, _ = written(cast, now)
    empty = Promise(quantity=Decimal(), by_when=now.date(), evidence=" ", baseline=Decimal(-1))
    with pytest.raises(Refused) as refused:
        actions.save_commitment(bid, "SV1", empty, by=cast.writer, now=now)
    assert refused.value.problems == [
        "Say what you promise.",
        "Say in which unit it is counted.",
        "Enter a quantity above 0, or remove this commitment.",
        "Enter a starting point of 0 or more.",
        "Choose a day that is still to come.",
        "Say what will show that you did it.",
    ]


def test_a_question_takes_at_most_twenty_promises(cast, now):
    bid, _ = written(cast, now)
    for _ in range(20):
        actions.save_commitment(bid, "SV1", VOLUNTEERS, by=cast.writer, now=now)
    with pytest.raises(Refused, match="at most 20 commitments"):
        actions.save_commitment(bid, "SV1", VOLUNTEERS, by=cast.writer, now=now)


def test_a_commitment_of_another_bid_is_out_of_reach(cast, now):
    bid, _ = written(cast, now)
    other = play.written_bid(bid.tender, provider=cast.haulage, now=now)
    theirs = Commitment.own.get(bid=other)
    actions.remove_commitment(bid, theirs.pk, by=cast.writer, now=now)
    with pytest.raises(Stale):
        actions.save_commitment(bid, "SV1", VOLUNTEERS, commitment_id=theirs.pk, by=cast.writer, now=now)
    assert Commitment.own.get(bid=other) == theirs


def test_a_file_that_was_submitted_outlives_its_replacement(cast, now):
    bid, _ = submitted(cast, now)
    actions.attach_document(bid, POLICY[0].name, pdf(b"%PDF-1.7 newer", "newer.pdf"), by=cast.writer, now=now)
    (document,) = Submission.own.get().file.documents
    assert bytes(StoredFile.objects.get(sha256=document.sha256).content) == b"%PDF-1.7 a paper"
    with pytest.raises(Refused, match="does not ask for that document"):
        actions.attach_document(bid, "Accounts", pdf(), by=cast.writer, now=now)


def test_the_receipt_goes_to_the_signatory_and_the_owners_and_to_nobody_else(cast, now):
    bid, _ = submitted(cast, now)
    submission = Submission.own.get()
    messages = Message.objects.filter(subject__startswith="Bid submitted")
    assert sorted(messages.values_list("to", flat=True)) == ["olu.owner@example.org", "sam.signatory@example.org"]
    for message in messages:
        assert submission.reference in message.body
        assert submission.sha256 in message.body
        assert "9:30am on Wednesday 2 December 2026 (GMT), which is 2 December 2026, 09:30:00 UTC" in message.body
    actions.withdraw(bid, by=cast.signatory, now=now)
    assert sorted(Message.objects.filter(subject__startswith="Bid withdrawn").values_list("to", flat=True)) == [
        "olu.owner@example.org",
        "sam.signatory@example.org",
    ]


def test_weights_of_the_whole_are_the_products_down_the_tree(cast, now):
    what = asked_by(published_tender(cast, now).document)
    assert [(row.id, row.weight) for row in what.questions] == [
        ("Q1", Decimal("42")),
        ("SV1", Decimal("10.8")),
        ("SV2", Decimal("7.2")),
    ]
    assert what.price_weight == 40
    assert sum(row.weight for row in what.questions) + what.price_weight == 100

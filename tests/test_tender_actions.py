"""What may be done to a tender, by whom and when."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from commissioning.authorities.models import Role, Staff
from commissioning.tenders import actions, tenderfile
from commissioning.tenders.actions import Stale
from commissioning.tenders.lifecycle import Status
from commissioning.tenders.models import Pack, Tender
from commissioning.tenders.readiness import Section, problems, progress
from commissioning.tenders.tenderfile import Procedure, Question
from socialvalue.audit.models import AuditRecord
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_tenders
from tests.cast import Cast, make_staff

PLAYS = {
    Status.DRAFT: play_tenders.draft_tender,
    Status.IN_REVIEW: play_tenders.sent_tender,
    Status.PUBLISHED: play_tenders.published_tender,
    Status.CANCELLED: play_tenders.cancelled_tender,
}


def _save(tender: Tender, by: object, now: datetime) -> None:
    document = replace(tender.file, summary="Another summary.")
    actions.save_draft(tender, document, section="x", from_version=tender.version, by=by, now=now)


ACTIONS: dict[str, Callable] = {
    "save": _save,
    "send": lambda tender, by, now: actions.send_for_approval(tender, by=by, now=now),
    "send back": lambda tender, by, now: actions.send_back(tender, "Too long.", by=by, now=now),
    "publish": lambda tender, by, now: actions.publish(tender, by=by, now=now),
    "cancel": lambda tender, by, now: actions.cancel(tender, "No money.", by=by, now=now),
}

# Every (action, status, role) that may be; every other one is refused.
ALLOWED = {
    ("save", Status.DRAFT, Role.COMMISSIONER),
    ("send", Status.DRAFT, Role.COMMISSIONER),
    ("send back", Status.IN_REVIEW, Role.PROCUREMENT),
    ("publish", Status.IN_REVIEW, Role.PROCUREMENT),
    ("cancel", Status.DRAFT, Role.COMMISSIONER),
    ("cancel", Status.DRAFT, Role.PROCUREMENT),
    ("cancel", Status.IN_REVIEW, Role.PROCUREMENT),
}


class _Undo(Exception):
    """Takes back what was tried."""


def _may(act: Callable, tender: Tender, person: object, now: datetime) -> bool:
    """Try an action and take it back; whether it was let through."""
    try:
        with transaction.atomic():
            act(Tender.objects.get(pk=tender.pk), person, now)
            raise _Undo
    except _Undo:
        return True
    except Refused:
        return False


def test_truth_table_of_role_action_and_status(cast, now):
    """Equality over all roles, actions and states: nothing more is allowed, and nothing less."""
    people = {role: make_staff(cast.county, f"Only {role.label}", role) for role in Role}
    tenders = {status: play(cast, now) for status, play in PLAYS.items()}
    found = {
        (name, status, role)
        for name, act in ACTIONS.items()
        for status, tender in tenders.items()
        for role, person in people.items()
        if _may(act, tender, person, now)
    }
    assert found == ALLOWED


def test_nobody_from_elsewhere_may_do_anything(cast, now):
    """Roles at another authority, at a provider or nowhere allow nothing."""
    tenders = {status: play(cast, now) for status, play in PLAYS.items()}
    found = {
        (name, status, person.name)
        for name, act in ACTIONS.items()
        for status, tender in tenders.items()
        for person in (cast.other_procurement, cast.owner, cast.stranger)
        if _may(act, tender, person, now)
    }
    assert found == set()


@pytest.mark.parametrize("extra", [(), (Role.AUTHORITY_ADMIN,), tuple(Role)])
def test_who_drafted_may_not_approve_whatever_their_roles(cast, now, extra):
    """A drafter who is also a procurement officer and an administrator neither publishes nor sends back."""
    for role in {Role.PROCUREMENT, *extra} - {Role.COMMISSIONER}:
        Staff.objects.create(authority=cast.county, user=cast.commissioner, role=role)
    tender = play_tenders.sent_tender(cast, now)
    for act in (ACTIONS["publish"], ACTIONS["send back"]):
        with pytest.raises(Refused, match="You helped to draft this tender"):
            act(tender, cast.commissioner, now)
    tender.refresh_from_db()
    assert (tender.status, Pack.objects.count()) == (Status.IN_REVIEW, 0)


def test_who_changed_one_word_is_a_drafter(cast, now):
    """A second commissioner who saves, and one who only sends, may not approve either."""
    second = make_staff(cast.county, "Cora Both", Role.COMMISSIONER, Role.PROCUREMENT)
    sender = make_staff(cast.county, "Seth Sender", Role.COMMISSIONER, Role.PROCUREMENT)
    tender = play_tenders.draft_tender(cast, now)
    document = replace(tender.file, summary="One word.")
    actions.save_draft(tender, document, section="x", from_version=tender.version, by=second, now=now)
    tender = actions.send_for_approval(tender, by=sender, now=now)
    assert set(tender.drafters.all()) == {cast.commissioner, second, sender}
    assert not _may(ACTIONS["publish"], tender, second, now)
    assert not _may(ACTIONS["publish"], tender, sender, now)
    assert _may(ACTIONS["publish"], tender, cast.procurement, now)


def test_stale_save_changes_nothing(cast, now):
    """The slower of two savers is told, and the faster one's words stay."""
    tender = play_tenders.draft_tender(cast, now)
    read = tender.version
    faster = replace(tender.file, summary="Faster.")
    actions.save_draft(tender, faster, section="x", from_version=read, by=cast.commissioner, now=now)
    slower = replace(tender.file, summary="Slower.")
    with pytest.raises(Stale) as stale:
        actions.save_draft(tender, slower, section="x", from_version=read, by=cast.commissioner, now=now)
    assert stale.value.tender.file.summary == "Faster."
    saved = Tender.objects.get(pk=tender.pk)
    assert (saved.summary, saved.version) == ("Faster.", read + 1)


def test_saving_the_same_again_is_neither_stale_nor_recorded(cast, now):
    """A second click is no fault and leaves no trace."""
    tender = play_tenders.draft_tender(cast, now)
    before = AuditRecord.objects.count()
    again = actions.save_draft(tender, tender.file, section="x", from_version=1, by=cast.commissioner, now=now)
    assert (again.version, AuditRecord.objects.count()) == (tender.version, before)


def test_columns_repeat_the_document(cast, now):
    """What lists and searches read is what the document says."""
    tender = Tender.objects.get(pk=play_tenders.draft_tender(cast, now, reference="HCC-1").pk)
    said = tenderfile.read(tender.document)
    assert (tender.reference, tender.title, tender.summary) == (said.reference, said.title, said.summary)
    assert (tender.service, tender.areas, tender.value) == (said.service, list(said.area), said.value.amount)
    assert tender.closes_at == said.timetable.closes_at


def test_pack_is_the_approved_text_with_its_sum_and_never_changes(cast, now):
    """Publication freezes the bytes; the database itself refuses to change them."""
    tender = play_tenders.published_tender(cast, now)
    pack = tender.packs.get()
    assert (pack.version, pack.document) == (1, tender.document)
    assert pack.sha256 == hashlib.sha256(tender.document.encode()).hexdigest()
    with pytest.raises(DatabaseError), transaction.atomic():
        Pack.objects.filter(pk=pack.pk).update(document="{}")


def test_publishing_another_version_than_was_read_is_refused(cast, now):
    """A tender that was sent back, changed and sent again is not published from the old page."""
    tender = play_tenders.sent_tender(cast, now)
    read = tender.version
    actions.send_back(tender, "Shorter, please.", by=cast.procurement, now=now)
    document = replace(tender.file, summary="Shorter.")
    tender = actions.save_draft(tender, document, section="x", from_version=read, by=cast.commissioner, now=now)
    tender = actions.send_for_approval(tender, by=cast.commissioner, now=now)
    with pytest.raises(Stale):
        actions.publish(tender, from_version=read, by=cast.procurement, now=now)
    assert Pack.objects.count() == 0


def test_deadline_that_passed_while_it_waited_stops_publication(cast, now):
    """Every problem is looked for again at publication."""
    tender = play_tenders.sent_tender(cast, now)
    with pytest.raises(Refused, match="which has passed"):
        actions.publish(tender, by=cast.procurement, now=tender.closes_at)


def test_open_until_the_closing_instant_and_not_at_it(cast, now):
    """The closing instant itself is too late."""
    tender = play_tenders.published_tender(cast, now)
    assert tender.is_open(tender.closes_at - timedelta(microseconds=1))
    assert not tender.is_open(tender.closes_at)


def test_messages_go_to_those_whose_turn_it_is(cast, now):
    """Procurement hears of a tender to approve, the drafter of what became of it, with the reason."""
    tender = play_tenders.sent_tender(cast, now)
    assert {message.to for message in Message.objects.all()} == {
        cast.procurement.email,
        cast.second_procurement.email,
    }
    actions.send_back(tender, "Name the unit.", by=cast.procurement, now=now + timedelta(hours=1))
    back = Message.objects.get(subject__startswith="Sent back")
    assert (back.to, "Name the unit." in back.body) == (cast.commissioner.email, True)
    later = now + timedelta(hours=2)
    actions.send_for_approval(tender, by=cast.commissioner, now=later)
    actions.publish(tender, by=cast.procurement, now=later)
    assert Message.objects.filter(subject__startswith="Please approve").count() == 4
    assert Message.objects.get(subject__startswith="Published").to == cast.commissioner.email


def test_history_is_told_in_sentences(cast, now):
    """Each step leaves one sentence."""
    tender = play_tenders.published_tender(cast, now)
    said = [str(row) for row in AuditRecord.objects.history_of(tender)]
    assert said == [
        "Carol Commissioner started the draft.",
        "Carol Commissioner looked at the conflicts assessment (before the tender notice) and found it right.",
        "Carol Commissioner changed the whole draft.",
        "Carol Commissioner sent the draft for approval.",
        "Peter Procurement approved and published version 1, which closes at 12 noon on Wednesday 20 January 2027 (GMT).",
        "Peter Procurement published it with these findings: inclusion.period at timetable.closes_at, with the reason: "
        "The contract it follows ends in spring, and bidders have seven weeks.",
    ]


def test_reference_is_used_once_in_an_authority(cast, now):
    """A second tender with the same reference is refused in words."""
    play_tenders.draft_tender(cast, now, reference="HCC-1")
    with pytest.raises(Refused, match="has the reference HCC-1"):
        play_tenders.draft_tender(cast, now, reference="HCC-1")


def test_reasons_may_not_be_blank(cast, now):
    """Sending back and cancelling need a reason."""
    tender = play_tenders.sent_tender(cast, now)
    with pytest.raises(Refused, match="Say what must change"):
        actions.send_back(tender, "  \n", by=cast.procurement, now=now)
    with pytest.raises(Refused, match="Say why"):
        actions.cancel(tender, "\t", by=cast.procurement, now=now)


def test_a_published_tender_is_not_cancelled_by_one_officer(cast, now):
    """It may have bids or a contract: see test_cancellation."""
    tender = play_tenders.published_tender(cast, now)
    with pytest.raises(Refused, match="two procurement officers cancel it"):
        actions.cancel(tender, "No money.", by=cast.procurement, now=now)


def test_start_draft_refuses_what_a_file_cannot_say(cast, now):
    """A blank title is refused, and nothing is stored."""
    with pytest.raises(Refused, match="title"):
        actions.start_draft(
            cast.county, title=" ", value=Decimal(1), procedure=Procedure.OPEN, by=cast.commissioner, now=now
        )
    assert Tender.objects.count() == 0


def _with_questions(**changes: object) -> dict[str, object]:
    """Criteria whose first social value question is changed."""
    first, second = play_tenders.questions()
    quality, price = play_tenders.criteria()
    method, social = quality.criteria
    social = replace(social, questions=(replace(first, **changes), second))
    return {"criteria": (replace(quality, criteria=(method, social)), price)}


def _with_dates(document: tenderfile.TenderFile, **changes: object) -> dict[str, object]:
    return {"timetable": replace(document.timetable, **changes)}


NOW = datetime(2026, 12, 2, 9, 30, tzinfo=UTC)
WHOLE = play_tenders.tender_document(NOW)
# What is wrong -> the section that mends it, the path, and a part of the sentence.
UNREADY = [
    ({"service": None}, Section.ABOUT, "service", "kind of service"),
    ({"value": replace(WHOLE.value, amount=Decimal(0))}, Section.VALUE, "value.amount", "worth"),
    ({"value": replace(WHOLE.value, years=None)}, Section.VALUE, "value.years", "how many years"),
    (_with_dates(WHOLE, closes_at=None), Section.TIMETABLE, "timetable.closes_at", "by which bids must arrive"),
    (_with_dates(WHOLE, closes_at=NOW), Section.TIMETABLE, "timetable.closes_at", "which has passed"),
    (
        _with_dates(
            WHOLE,
            published_on=date(2026, 11, 20),
            closes_at=datetime(2026, 12, 22, 12, tzinfo=UTC),
            clarifications_by=None,
        ),
        Section.TIMETABLE,
        "timetable.closes_at",
        "would have 20 days",
    ),
    (
        _with_dates(WHOLE, award_on=WHOLE.timetable.published_on),
        Section.TIMETABLE,
        "timetable.award_on",
        "the award comes before closing",
    ),
    ({"specification": None, **_with_questions(specification=None)}, Section.SPECIFICATION, "specification", "empty"),
    ({"ties": None}, Section.TIES, "ties", "same total"),
    ({"criteria": WHOLE.criteria[:1]}, Section.CRITERIA, "criteria", "40 left to give"),
    ({"criteria": WHOLE.criteria[:1]}, Section.CRITERIA, "criteria", "Add a price criterion"),
    (_with_questions(weight=Decimal(70)), Section.CRITERIA, "criteria[0].criteria[1].questions", "10 too many"),
    (_with_questions(text=""), Section.QUESTIONS, "criteria[0].criteria[1].questions[0].text", "write the question"),
    (
        _with_questions(word_limit=None),
        Section.QUESTIONS,
        "criteria[0].criteria[1].questions[0].word_limit",
        "set a word limit",
    ),
    ({"scale": None}, Section.SCALE, "scale.levels", "Add the levels"),
]


def test_the_whole_tender_is_ready():
    """The played tender has no problem, and every section of it is done."""
    assert problems(WHOLE, NOW) == []
    assert {str(state) for state in progress(WHOLE, []).values()} == {"Done"}


@pytest.mark.parametrize(("changes", "section", "path", "words"), UNREADY)
def test_every_problem_is_found_with_its_section_and_path(changes, section, path, words):
    """One thing wrong gives its sentence, where to mend it, and where it is in the file."""
    found = problems(replace(WHOLE, **changes), NOW)
    assert [problem for problem in found if words in problem.sentence and problem.path == path], found
    assert {problem.section for problem in found if words in problem.sentence} == {section}


def test_sending_names_every_problem_at_once(cast, now):
    """All problems come in one refusal, not one a try."""
    tender = play_tenders.draft_tender(cast, now, ties=None, service=None, scale=None)
    with pytest.raises(Refused) as refused:
        actions.send_for_approval(tender, by=cast.commissioner, now=now)
    assert refused.value.problems == [problem.sentence for problem in problems(tender.file, now)]
    assert len(refused.value.problems) >= 3


def test_commitment_needs_a_measure():
    """A number asked for without saying of what is a problem. The unit is for the checker to say (clarity.quantity)."""
    quality, price = play_tenders.criteria()
    method, social = quality.criteria
    bare: Question = replace(social.questions[1], measure=None)
    social = replace(social, questions=(social.questions[0], bare))
    found = problems(replace(WHOLE, criteria=(replace(quality, criteria=(method, social)), price)), NOW)
    assert [problem.path.rpartition("questions[1].")[2] for problem in found] == ["measure.name"]


def test_a_stranger_to_the_cast_is_no_commissioner(cast: Cast, now):
    """Starting a draft needs the role."""
    for person in (cast.procurement, cast.admin, cast.owner, cast.other_procurement):
        with pytest.raises(Refused, match="Only a commissioner"):
            actions.start_draft(cast.county, title="A", value=Decimal(1), procedure=Procedure.OPEN, by=person, now=now)

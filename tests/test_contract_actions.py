"""What may be done to a contract and its returns, by whom and when."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from commissioning.authorities.models import Role as StaffRole
from commissioning.authorities.models import Staff
from commissioning.bids.models import Submission
from commissioning.contracts import actions
from commissioning.contracts.lifecycle import ReturnStatus
from commissioning.contracts.models import Contract, Return
from commissioning.evaluation.lifecycle import Status as EvaluationStatus
from commissioning.evaluation.models import Evaluation
from providers.models import Member
from providers.models import Role as MemberRole
from socialvalue.audit.models import AuditRecord
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_contracts, play_evaluation, play_tenders
from tests.cast import Cast

PEOPLE = [
    name for name, kind in Cast.__annotations__.items() if kind == "User" or getattr(kind, "__name__", "") == "User"
]


@pytest.fixture
def contract(cast, now):
    return play_contracts.contract_made(cast, now)


def promises_of(contract):
    latest = Submission.objects.filter(bid=contract.award.bid).latest("version")
    return latest.file.commitments


# The award becomes a contract.


def test_the_winners_commitments_are_carried_over_word_for_word(contract):
    promised = promises_of(contract)
    assert promised
    assert [
        (i.question_id, i.name, i.unit, i.baseline, i.target, i.target_on, i.evidence)
        for i in contract.indicators.all()
    ] == [(p.question, p.measure, p.unit, p.baseline, p.quantity, p.by_when, p.evidence) for p in promised]


def test_each_indicator_knows_its_question_and_what_counts(contract):
    asked = {question.id: question for question in play_tenders.questions()}
    for indicator in contract.indicators.all():
        question = asked[indicator.question_id]
        assert indicator.question == question.text
        assert indicator.definition == (question.measure.definition if question.measure else "")


def test_it_runs_as_the_tender_said(contract):
    published = contract.tender.packs.get().file
    assert contract.starts_on == published.timetable.starts_on
    assert contract.price == contract.award.bid.price
    assert (contract.ends_on - contract.starts_on).days in (1095, 1094)
    assert contract.periods.count() == 12
    assert {(period.due_on - period.ends_on).days for period in contract.periods.all()} == {20}


def test_without_monitoring_it_is_reported_on_once_a_year(cast, now):
    reasons = play_tenders.REASONS | {"measure.unmonitored": "We visit the workshop."}
    contract = play_contracts.contract_made(cast, now, monitoring=None, reasons=reasons)
    assert contract.periods.count() == 3


def test_everyone_who_should_know_is_told_once(contract, cast):
    told = Message.objects.filter(key__startswith=f"contract {contract.pk} made")
    assert [message.to for message in told] == [cast.owner.email]
    assert "first return is due by the end of" in told.get().body
    assert AuditRecord.objects.history_of(contract).get().event == "contract.made"


def test_both_or_neither(cast, now):
    """A contract that can't be made leaves the standstill as it is."""
    award = play_evaluation.told(cast, now)
    late = datetime(2031, 1, 1, 12, tzinfo=UTC)
    with pytest.raises(Refused, match="Enter the day the contract starts"):
        actions.conclude(award, by=cast.second_procurement, now=late)
    assert Evaluation.objects.get().status == EvaluationStatus.TOLD
    assert not Contract.objects.exists()
    made = actions.conclude(award, starts_on=date(2031, 2, 1), by=cast.second_procurement, now=late)
    assert made.starts_on == date(2031, 2, 1)


def test_it_does_not_start_in_the_past(cast, now):
    award = play_evaluation.told(cast, now)
    with pytest.raises(Refused, match="has passed"):
        actions.conclude(
            award,
            starts_on=date(2020, 1, 1),
            by=cast.second_procurement,
            now=play_evaluation.after_standstill(award),
        )


def test_only_another_procurement_officer_approves(cast, now):
    award = play_evaluation.recommended(cast, now)
    at = play_evaluation.after_opening(award.evaluation.tender, now)
    for name in PEOPLE:
        if name != "second_procurement":
            with pytest.raises(Refused):
                actions.approve_award(award, by=getattr(cast, name), now=at)
    assert not Contract.objects.exists()


def test_a_second_click_makes_no_second_contract(contract, cast):
    with pytest.raises(Refused):
        actions.approve_award(contract.award, by=cast.second_procurement, now=contract.made_at)
    with pytest.raises(Refused, match="made already"):
        actions.make_contract(contract.award, by=cast.second_procurement, now=contract.made_at)
    assert Contract.objects.count() == 1


def test_an_award_that_is_not_approved_makes_no_contract(cast, now):
    award = play_evaluation.recommended(cast, now)
    with pytest.raises(Refused, match="must approve the award"):
        actions.make_contract(award, by=cast.second_procurement, now=now)


# Returns.


def test_who_may_report(contract, cast):
    """Owners, writers and signatories of the provider; nobody else, whatever else they hold."""
    may = set()
    for name in PEOPLE:
        with transaction.atomic():
            try:
                play_contracts.reported(contract, by=getattr(cast, name))
                may.add(name)
            except Refused:
                pass
            transaction.set_rollback(True)
    assert may == {"owner", "writer", "signatory"}


def test_who_may_decide(contract, cast):
    """A contract manager; never a member of the provider."""
    report = play_contracts.reported(contract, by=cast.owner)
    may = set()
    for name in PEOPLE:
        with transaction.atomic():
            try:
                play_contracts.accepted(report, by=getattr(cast, name))
                may.add(name)
            except Refused:
                pass
            transaction.set_rollback(True)
    assert may == {"contract_manager"}


def test_a_contract_manager_who_is_also_a_member_of_the_provider_does_not_decide(contract, cast):
    report = play_contracts.reported(contract, by=cast.owner)
    Member.objects.create(provider=contract.provider, user=cast.contract_manager, role=MemberRole.VIEWER)
    with pytest.raises(Refused, match="You are a member of"):
        play_contracts.accepted(report, by=cast.contract_manager)
    Staff.objects.create(authority=cast.county, user=cast.owner, role=StaffRole.CONTRACT_MANAGER)
    with pytest.raises(Refused, match="You are a member of"):
        play_contracts.queried(report, by=cast.owner)


@pytest.mark.parametrize(
    ("state", "may"),
    [("not ended", False), ("none", True), ("submitted", False), ("queried", True), ("accepted", False)],
)
def test_when_a_period_may_be_reported_on(contract, cast, state, may):
    if state not in ("none", "not ended"):
        report = play_contracts.reported(contract, by=cast.owner)
        if state == "queried":
            play_contracts.queried(report, by=cast.contract_manager)
        if state == "accepted":
            play_contracts.accepted(report, by=cast.contract_manager)
    before = Return.objects.count()
    period = play_contracts.period_of(contract)
    sent = {"now": play_contracts.after(period, 0)} if state == "not ended" else {}
    if may:
        play_contracts.reported(contract, by=cast.writer, story="Another story.", **sent)
    else:
        with pytest.raises(Refused):
            play_contracts.reported(contract, by=cast.writer, story="Another story.", **sent)
    assert Return.objects.count() == before + may


@pytest.mark.parametrize("state", ["queried", "accepted"])
def test_a_decided_return_is_not_decided_again(contract, cast, state):
    report = play_contracts.reported(contract, by=cast.owner)
    getattr(play_contracts, state)(report, by=cast.contract_manager)
    for decide in (play_contracts.queried, play_contracts.accepted):
        with pytest.raises(Refused, match="Only a return that has been submitted"):
            decide(report, by=cast.contract_manager)


def test_a_query_is_answered_with_a_new_version_and_the_old_one_stays(contract, cast):
    first = play_contracts.reported(contract, by=cast.owner, number=2, file=upload("first.txt"))
    play_contracts.queried(first, by=cast.contract_manager)
    second = play_contracts.reported(contract, by=cast.writer, number=3, story="One more was found.")
    first.refresh_from_db()
    assert (first.status, first.query, second.version) == (ReturnStatus.QUERIED, "Who are the people who started?", 2)
    assert second.file == first.file
    assert set(first.readings.values_list("quantity", flat=True)) == {Decimal(2)}
    third = play_contracts.queried(second, by=cast.contract_manager)
    replaced = play_contracts.reported(contract, by=cast.writer, number=3, file=upload("other.txt"))
    assert (third.version, replaced.version, replaced.file.name) == (2, 3, "other.txt")


def upload(name, content=b"names and dates"):
    return SimpleUploadedFile(name, content)


def test_a_second_click_makes_one_return(contract, cast):
    first = play_contracts.reported(contract, by=cast.owner, from_version=0, file=upload("a.txt"))
    again = play_contracts.reported(contract, by=cast.owner, from_version=0, file=upload("a.txt"))
    assert first == again
    assert (Return.objects.count(), Message.objects.filter(key__startswith="return ").count()) == (1, 1)


@pytest.mark.parametrize(
    "change", [{"number": 9}, {"story": "Something else."}, {"by": "writer"}, {"file": "b.txt"}], ids=str
)
def test_a_stale_tab_changes_nothing(contract, cast, change):
    first = play_contracts.reported(contract, by=cast.owner, from_version=0)
    sent = {"by": cast.owner, "from_version": 0, **change}
    sent["by"] = cast.writer if sent["by"] == "writer" else sent["by"]
    if "file" in change:
        sent["file"] = upload(change["file"])
    with pytest.raises(actions.ReturnSentSince) as since:
        play_contracts.reported(contract, **sent)
    assert since.value.latest == first
    assert Return.objects.count() == 1


def test_a_version_that_never_was_changes_nothing(contract, cast):
    with pytest.raises(actions.ReturnSentSince) as since:
        play_contracts.reported(contract, by=cast.owner, from_version=7)
    assert since.value.latest is None


def test_the_database_holds_one_return_a_version(contract, cast):
    report = play_contracts.reported(contract, by=cast.owner)
    with pytest.raises(IntegrityError), transaction.atomic():
        Return.objects.create(
            period=report.period, version=1, story="x", submitted_by=cast.owner, submitted_at=report.submitted_at
        )


@pytest.mark.parametrize("number", ["-1", "NaN", "Infinity", "0.001"])
def test_impossible_numbers_are_refused_by_name(contract, cast, number):
    with pytest.raises(Refused) as refused:
        play_contracts.reported(contract, by=cast.owner, number=Decimal(number))
    names = [indicator.name for indicator in contract.indicators.all()]
    assert len(refused.value.problems) == len(names)
    assert all(name in problem for name, problem in zip(names, refused.value.problems, strict=True))
    assert not Return.objects.exists()


def test_every_indicator_needs_a_number_and_no_other(contract, cast, now):
    with pytest.raises(Refused) as refused:
        play_contracts.reported(contract, by=cast.owner, readings={})
    assert len(refused.value.problems) == contract.indicators.count()
    assert "If there was none, enter 0." in refused.value.problems[0]


@pytest.mark.parametrize("story", ["", "   ", "\n\t\n"])
def test_a_blank_story_is_refused(contract, cast, story):
    with pytest.raises(Refused, match="what happened"):
        play_contracts.reported(contract, by=cast.owner, story=story)


@pytest.mark.parametrize("story", ["We did it 🌱🎉", "‏שלום עולם — مرحبا", "x" * 20_000])
def test_any_script_is_kept_as_written(contract, cast, story):
    report = play_contracts.reported(contract, by=cast.owner, story=story)
    assert Return.objects.get(pk=report.pk).story == story


def test_a_query_needs_its_question(contract, cast):
    report = play_contracts.reported(contract, by=cast.owner)
    with pytest.raises(Refused, match="Say what you want to know"):
        play_contracts.queried(report, by=cast.contract_manager, reason="  ")
    report.refresh_from_db()
    assert (report.status, report.decided_by) == (ReturnStatus.SUBMITTED, None)


def test_people_are_told(contract, cast):
    report = play_contracts.reported(contract, by=cast.writer)
    play_contracts.queried(report, by=cast.contract_manager)
    second = play_contracts.reported(contract, by=cast.owner)
    play_contracts.accepted(second, by=cast.contract_manager)
    told = Message.objects.filter(key__startswith="return ").order_by("pk").values_list("to", "subject")
    title = contract.tender.title
    assert list(told) == [
        (cast.contract_manager.email, f"A return waits for you: {title}"),
        (cast.writer.email, f"Please answer about your return: {title}"),
        (cast.contract_manager.email, f"A return waits for you: {title}"),
        (cast.owner.email, f"Your return was accepted: {title}"),
    ]
    recorded = AuditRecord.objects.history_of(contract).values_list("event", flat=True)
    assert list(recorded) == [
        "contract.made",
        "contract.return_submitted",
        "contract.return_queried",
        "contract.return_submitted",
        "contract.return_accepted",
    ]


def test_who_sees_a_contract(contract, cast):
    sees = {name for name in PEOPLE if Contract.objects.visible_to(getattr(cast, name)).exists()}
    assert sees == {
        "commissioner",
        "procurement",
        "second_procurement",
        "contract_manager",
        "auditor",
        "owner",
        "writer",
        "signatory",
        "viewer",
    }

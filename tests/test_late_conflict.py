"""A conflict found late: access ends at once, marks stay and do not count, answers go to others, marks are agreed again."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.lifecycle import Moment, Status
from commissioning.evaluation.models import Conflict, Consensus, Evaluation, Mark
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_evaluation as play

WHY = "My sister joined their board."


def problems_of(act):
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.problems


def found_late(evaluation, person, now, *, by=None):
    """The person, or an officer, says that there is a conflict with the first bidder."""
    later = play.after_opening(evaluation.tender, now) + timedelta(hours=1)
    return actions.find_conflict(evaluation, person, play.bids_of(evaluation)[0], WHY, by=by or person, now=later)


def test_an_evaluator_loses_the_bid_at_once_and_everywhere(client, cast, now):
    evaluation = play.marking(cast, now)
    play.mark_all(evaluation, cast.evaluator, now, reason="CANARY-OF-EVAN")
    bid, other = play.bids_of(evaluation)
    pk = evaluation.tender_id
    client.force_login(cast.evaluator)
    assert client.get(reverse("mark", args=[pk, bid.pk, "Q1"])).status_code == 200
    conflict = found_late(evaluation, cast.evaluator, now)
    assert conflict.moment == Moment.LATE
    for method in (client.get, client.post):
        assert method(reverse("mark", args=[pk, bid.pk, "Q1"])).status_code == 404
    assert client.get(reverse("mark", args=[pk, other.pk, "Q1"])).status_code == 200
    page = client.get(reverse("marking", args=[pk])).content.decode()
    assert str(bid.pk) not in page
    assert not Mark.objects.visible_to(cast.evaluator).filter(bid=bid).exists()
    for name in ("moderation", "ranking", "evaluation_report", "conflict_register", "evaluation_workload"):
        assert client.get(reverse(name, args=[pk])).status_code == 404
    assert problems_of(lambda: permissions.check_can_read_bid(cast.evaluator, bid)) == [
        "You declared a conflict of interest with this bidder, so you can't see or mark its bid."
    ]


def test_the_marks_stay_and_do_not_count_and_the_officers_are_told_without_the_bidder(cast, now):
    evaluation = play.marking(cast, now)
    play.mark_all(evaluation, cast.evaluator, now)
    conflict = found_late(evaluation, cast.evaluator, now)
    bid = play.bids_of(evaluation)[0]
    assert Mark.objects.filter(bid=bid, evaluator__user=cast.evaluator).count() == 2
    assert not Mark.objects.counted().filter(bid=bid, evaluator__user=cast.evaluator).exists()
    assert conflict.handling == (
        "Cannot see this bid from then on. 2 marks are kept and do not count. "
        "Esther Evaluator marked or will mark these answers."
    )
    told = Message.objects.filter(subject__startswith="A conflict of interest was found")
    assert {message.to for message in told} == {cast.procurement.email, cast.second_procurement.email}
    for message in told:
        assert bid.provider.name not in message.subject + message.body


def test_a_declaration_is_never_changed(cast, now):
    evaluation = play.marking(cast, now)
    row = found_late(evaluation, cast.evaluator, now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Conflict.objects.filter(pk=row.pk).update(detail="Nothing.")
    with pytest.raises(DatabaseError), transaction.atomic():
        row.delete()
    assert problems_of(lambda: found_late(evaluation, cast.evaluator, now)) == [
        "This conflict of interest is recorded already."
    ]


def test_an_officer_records_the_conflict_of_somebody_else(cast, now):
    evaluation = play.marking(cast, now)
    row = found_late(evaluation, cast.evaluator, now, by=cast.procurement)
    assert (row.moment, row.recorded_by) == (Moment.REPORTED, cast.procurement)
    assert (
        "Only a procurement officer"
        in problems_of(lambda: found_late(evaluation, cast.second_evaluator, now, by=cast.chair))[0]
    )
    assert problems_of(lambda: found_late(evaluation, cast.auditor, now, by=cast.procurement)) == [
        "Audrey Auditor takes no part in this evaluation."
    ]


def test_answers_that_nobody_is_left_to_mark_are_given_to_somebody_who_joins(cast, now):
    evaluation = play.moderating(cast, now)
    later = play.after_opening(evaluation.tender, now) + timedelta(hours=2)
    bid = play.bids_of(evaluation)[0]
    found_late(evaluation, cast.evaluator, now)
    found_late(evaluation, cast.second_evaluator, now)
    assert [(bidder.bid_id, question.id) for bidder, question in reports.unmarked(evaluation)] == [
        (bid.pk, "Q1"),
        (bid.pk, "SV1"),
    ]
    agree = lambda: actions.agree_mark(  # noqa: E731
        evaluation,
        bid,
        "Q1",
        mark=3,
        reason="Shown.",
        present=[cast.chair],
        differences={},
        from_version=0,
        by=cast.chair,
        now=later,
    )
    assert problems_of(agree) == [
        "Nobody’s mark counts for this answer. A procurement officer must give it to an evaluator first."
    ]
    joiner = play.more_evaluators(cast, 3)[2]
    actions.name_panel(
        evaluation.tender,
        evaluators=[cast.evaluator, cast.second_evaluator, joiner],
        chair=cast.chair,
        by=cast.procurement,
        now=later,
        reason="Two evaluators have a conflict with one bidder.",
    )
    give = lambda: actions.reassign(  # noqa: E731
        evaluation, [(bid.pk, "Q1"), (bid.pk, "SV1")], joiner, "She is free.", by=cast.procurement, now=later
    )
    assert problems_of(give) == [
        "Evaluator 2 has a conflict of interest with one of these bidders, or has not declared yet."
    ]
    free = dict.fromkeys(play.bids_of(evaluation), (False, ""))
    actions.declare_conflicts(evaluation, free, by=joiner, now=later)
    give()
    assert problems_of(agree) == ["Evaluator 2 has not yet locked a mark for this answer."]
    for question in ("Q1", "SV1"):
        actions.save_mark(evaluation, bid, question, mark=3, reason="Shown.", from_version=0, by=joiner, now=later)
    assert not Mark.objects.visible_to(cast.chair).filter(evaluator__user=joiner).exists()
    assert problems_of(agree) == ["Evaluator 2 has not yet locked a mark for this answer."]
    actions.lock_marks(evaluation, by=joiner, now=later)
    agree()
    assert Consensus.objects.in_force().filter(bid=bid).count() == 1


def test_what_was_agreed_for_the_bid_is_agreed_again_before_quality_is_final(cast, now):
    evaluation = play.moderated(cast, now)
    bid = play.bids_of(evaluation)[0]
    conflict = found_late(evaluation, cast.evaluator, now)
    assert conflict.handling.endswith("What was agreed (2 marks) must be agreed again.")
    later = play.after_opening(evaluation.tender, now) + timedelta(hours=2)
    lock = lambda: actions.lock_consensus(evaluation, by=cast.chair, now=later)  # noqa: E731
    assert len(problems_of(lock)) == 2
    for question in ("Q1", "SV1"):
        stored = Consensus.objects.get(bid=bid, question_id=question)
        own = Mark.objects.counted().get(bid=bid, question_id=question)
        actions.agree_mark(
            evaluation,
            bid,
            question,
            mark=own.mark,
            reason="Agreed again without Evan’s mark.",
            present=[cast.chair, cast.second_evaluator],
            differences={},
            from_version=stored.version,
            by=cast.chair,
            now=later,
        )
    assert lock().status == Status.AGREED


def test_after_quality_is_final_an_officer_decides_before_an_award(client, cast, now):
    evaluation = play.signed_off(cast, now)
    before = reports.ranking(evaluation)
    conflict = found_late(evaluation, cast.evaluator, now)
    assert conflict.needs_decision
    assert reports.ranking(Evaluation.objects.get(pk=evaluation.pk)) == before
    later = play.after_opening(evaluation.tender, now) + timedelta(hours=2)
    recommend = lambda: actions.recommend(  # noqa: E731
        evaluation, play.first_bid(evaluation), "It ranks first.", by=cast.procurement, now=later
    )
    assert problems_of(recommend) == [
        "Evan Evaluator was found to have a conflict of interest after the marks were final. "
        "Decide first, from the conflict register, whether the marks stand."
    ]
    register = reverse("conflict_register", args=[evaluation.tender_id])
    where = reverse("decide_conflict", args=[evaluation.tender_id, conflict.pk])
    client.force_login(cast.auditor)
    assert where not in client.get(register).content.decode()
    assert client.get(where).status_code == 404
    client.force_login(cast.procurement)
    assert where in client.get(register).content.decode()
    assert client.post(where, {"reason": " "}).status_code == 422
    assert client.post(where, {"reason": "Esther gave the same mark for each answer."}).status_code == 302
    assert problems_of(lambda: actions.decide_conflict(conflict, "Again.", by=cast.procurement, now=later)) == [
        "There is nothing to decide about this conflict of interest."
    ]
    assert "Esther gave the same mark" in client.get(register).content.decode()
    recommend()


def test_a_chair_with_a_conflict_is_replaced(client, cast, now):
    evaluation = play.moderating(cast, now)
    found_late(evaluation, cast.chair, now)
    client.force_login(cast.chair)
    pk = evaluation.tender_id
    assert client.get(reverse("moderation", args=[pk])).status_code == 404
    assert client.get(reverse("evaluation", args=[pk])).status_code == 200
    assert client.get(reverse("evaluation_conflicts", args=[pk])).status_code == 200
    later = play.after_opening(evaluation.tender, now) + timedelta(hours=2)
    assert problems_of(lambda: actions.lock_consensus(evaluation, by=cast.chair, now=later)) == [
        "Charlie Chair has a conflict of interest with a bidder. Name another chair."
    ]


def test_an_officer_with_a_conflict_does_nothing_more(client, cast, now):
    evaluation = play.signed_off(cast, now)
    found_late(evaluation, cast.procurement, now)
    client.force_login(cast.procurement)
    pk = evaluation.tender_id
    for name in ("ranking", "moderation", "evaluation_report", "conflict_register", "recommend_award"):
        assert client.get(reverse(name, args=[pk])).status_code == 404, name
    assert problems_of(
        lambda: actions.recommend(evaluation, play.first_bid(evaluation), "x", by=cast.procurement, now=now)
    ) == ["You have a conflict of interest with a bidder, so another officer must do this."]


def test_the_task_to_declare_is_done_or_to_do(cast, now):
    evaluation = play.signed_off(cast, now)

    def status_of(person):
        tasks = reports.standing(Evaluation.objects.get(pk=evaluation.pk), person).tasks
        return next(task.status for task in tasks if task.title == "Declare conflicts of interest")

    assert [status_of(person) for person in (cast.evaluator, cast.chair, cast.procurement)] == ["Done"] * 3
    # The report is signed after the officers declared: they are asked again, and the panel is not.
    later = play.after_opening(evaluation.tender, now) + timedelta(minutes=1)
    Evaluation.objects.filter(pk=evaluation.pk).update(signed_off_at=later)
    assert [status_of(person) for person in (cast.evaluator, cast.chair, cast.procurement)] == ["Done", "Done", "To do"]


def test_who_decides_declares_again_first(cast, now):
    evaluation = play.agreed(cast, now)
    later = play.after_opening(evaluation.tender, now)
    assert permissions.must_declare(evaluation, cast.procurement) is None
    play_signed = play.signed_off(cast, now)
    assert permissions.must_declare(play_signed, cast.procurement) is None
    Evaluation.objects.filter(pk=play_signed.pk).update(signed_off_at=later + timedelta(minutes=1))
    play_signed = Evaluation.objects.get(pk=play_signed.pk)
    assert permissions.must_declare(play_signed, cast.procurement) == Moment.RENEWED
    assert problems_of(
        lambda: actions.recommend(play_signed, play.first_bid(play_signed), "x", by=cast.procurement, now=later)
    ) == ["Before an award is decided, say again whether you have a conflict of interest."]


def test_the_redacted_register_names_nobody(cast, now):
    evaluation = play.marking(cast, now)
    found_late(evaluation, cast.evaluator, now, by=cast.procurement)
    full, redacted = (repr(reports.conflict_register(evaluation, redacted=said)) for said in (False, True))
    names = ["Evan", "Esther", "Charlie", "Peter", "Priya", "Chiltern", "Lea Valley", WHY]
    assert all(name in full for name in names)
    assert not any(name in redacted for name in names)
    assert len(reports.conflict_register(evaluation, redacted=True).found) == 1


def test_a_late_conflict_is_recorded_on_its_page(client, cast, now):
    evaluation = play.marking(cast, now)
    bid = play.bids_of(evaluation)[0]
    where = reverse("late_conflict", args=[evaluation.tender_id])
    client.force_login(cast.evaluator)
    assert "Who has the conflict" not in client.get(where).content.decode()
    refused = client.post(where, {"bid": str(bid.provider_id), "detail": ""})
    assert refused.status_code == 422
    client.force_login(cast.procurement)
    said = {"bid": str(bid.provider_id), "detail": WHY, "person": str(cast.evaluator.pk)}
    assert client.post(where, said).status_code == 302
    assert Conflict.objects.conflicted().get().recorded_by == cast.procurement

"""Who marks what and when, how much that is, and a panel that changes after marking began."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.evaluation import actions, reports
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Evaluation, Mark, PanelMember
from socialvalue.audit.models import AuditRecord
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_evaluation as play
from tests.test_evaluation_queries import asking

NO_DAYS = {"marking_from": None, "marking_by": None, "moderation_on": None}


def problems_of(act):
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.problems


def again(evaluation):
    return Evaluation.objects.get(pk=evaluation.pk)


def test_everyone_marks_everything_unless_an_officer_says_who_marks_what(cast, now):
    evaluation = play.declared(cast, now)
    haulage, reuse = (bid.pk for bid in play.bids_of(evaluation))
    people = (cast.evaluator.pk, cast.second_evaluator.pk)
    assert reports.markers_of(evaluation) == {
        (person, bid, question) for person in people for bid in (haulage, reuse) for question in ("Q1", "SV1")
    }
    actions.assign(evaluation, {cast.evaluator: ["SV1"]}, **NO_DAYS, by=cast.procurement, now=now)
    assert reports.markers_of(evaluation, user=cast.evaluator) == {
        (cast.evaluator.pk, bid, "SV1") for bid in (haulage, reuse)
    }
    assert not reports.assigned(evaluation, cast.evaluator, "Q1", haulage)
    matrix = reports.marking_matrix(evaluation, cast.evaluator)
    assert [question.id for question in matrix.questions] == ["SV1"]
    assert matrix.total == 2


def test_marking_does_not_start_while_a_question_has_nobody(cast, now):
    evaluation = play.declared(cast, now)
    both = {cast.evaluator: ["SV1"], cast.second_evaluator: ["SV1"]}
    actions.assign(evaluation, both, **NO_DAYS, by=cast.procurement, now=now)
    start = lambda: actions.start_marking(evaluation, by=cast.procurement, now=now)  # noqa: E731
    assert "Nobody marks Q1. Give it to an evaluator." in problems_of(start)


def test_what_somebody_else_marks_is_neither_seen_nor_saved_nor_missed(client, cast, now):
    evaluation = play.declared(cast, now)
    actions.assign(evaluation, {cast.evaluator: ["SV1"]}, **NO_DAYS, by=cast.procurement, now=now)
    evaluation = actions.start_marking(
        again(evaluation), by=cast.procurement, now=play.after_opening(evaluation.tender, now)
    )
    bid = play.bids_of(evaluation)[0]
    save = lambda: actions.save_mark(  # noqa: E731
        evaluation, bid, "Q1", mark=None, reason="Mine?", from_version=0, by=cast.evaluator, now=now
    )
    assert problems_of(save) == ["Somebody else marks this answer."]
    client.force_login(cast.evaluator)
    assert client.get(reverse("mark", args=[evaluation.tender_id, bid.pk, "Q1"])).status_code == 404
    assert client.get(reverse("mark", args=[evaluation.tender_id, bid.pk, "SV1"])).status_code == 200
    assert {blank.question_id for blank in reports.blank_marks(evaluation, cast.evaluator)} == {"SV1"}


def test_the_plan_is_checked(cast, now):
    evaluation = play.declared(cast, now)
    plan = lambda questions, **days: actions.assign(  # noqa: E731
        again(evaluation), questions, **(NO_DAYS | days), by=cast.procurement, now=now
    )
    assert problems_of(lambda: plan({cast.chair: ["Q1"], cast.evaluator: []})) == [
        "Charlie Chair is not an evaluator of this panel.",
        "Choose at least one question for Evan Evaluator, or everything.",
    ]
    assert problems_of(lambda: plan({cast.evaluator: ["SV2"]})) == ["This tender has no such question to mark."]
    today = now.date()
    days = {"marking_from": today, "marking_by": today - timedelta(1), "moderation_on": today - timedelta(2)}
    assert problems_of(lambda: plan({}, **days)) == [
        "Marking must end on the day it begins or after it.",
        "Moderation must be on the day that marking ends or after it.",
    ]


def test_the_days_are_on_the_page_and_in_the_mail(client, cast, now):
    evaluation = play.declared(cast, now)
    today = now.date()
    days = {"marking_from": today, "marking_by": today + timedelta(9), "moderation_on": today + timedelta(11)}
    actions.assign(evaluation, {}, **days, by=cast.procurement, now=now)
    client.force_login(cast.evaluator)
    page = client.get(reverse("evaluation", args=[evaluation.tender_id])).content.decode()
    body = Message.objects.filter(to=cast.evaluator.email).last().body
    for said in ("Mark from ", "Lock your marks by the end of ", "The panel meets on "):
        assert said in page
        assert said in body


def test_an_assignment_after_marking_began_needs_its_reason_and_lets_people_mark_again(cast, now):
    evaluation = play.declared(cast, now)
    actions.assign(evaluation, {cast.evaluator: ["SV1"]}, **NO_DAYS, by=cast.procurement, now=now)
    later = play.after_opening(evaluation.tender, now)
    evaluation = actions.start_marking(again(evaluation), by=cast.procurement, now=later)
    play_all(evaluation, cast.evaluator, ["SV1"], later)
    actions.lock_marks(evaluation, by=cast.evaluator, now=later)
    change = lambda **said: actions.assign(again(evaluation), {}, **NO_DAYS, by=cast.procurement, now=later, **said)  # noqa: E731
    assert problems_of(change) == ["Marking has begun, so give the reason for this change."]
    change(reason="Esther needs help.")
    assert evaluation.panel.get(user=cast.evaluator).locked_at is None
    assert {blank.question_id for blank in reports.blank_marks(evaluation, cast.evaluator)} == {"Q1"}
    bid = play.bids_of(evaluation)[0]
    change_locked = lambda: actions.save_mark(  # noqa: E731
        evaluation, bid, "SV1", mark=None, reason="Other", from_version=1, by=cast.evaluator, now=later
    )
    assert problems_of(change_locked) == ["You have locked this mark, so it can't be changed."]


def play_all(evaluation, evaluator, questions, now):
    """The evaluator gives every bid 3 for these questions."""
    for bid in play.bids_of(evaluation):
        for question_id in questions:
            actions.save_mark(
                evaluation, bid, question_id, mark=3, reason="It is shown.", from_version=0, by=evaluator, now=now
            )


def test_who_leaves_after_marking_began_keeps_marks_that_no_longer_count(cast, now):
    evaluation = play.marking(cast, now)
    later = play.after_opening(evaluation.tender, now)
    play.mark_all(evaluation, cast.evaluator, now)
    change = lambda reason: actions.name_panel(  # noqa: E731
        evaluation.tender,
        evaluators=[cast.second_evaluator],
        chair=cast.chair,
        by=cast.procurement,
        now=later,
        reason=reason,
    )
    assert problems_of(lambda: change(" ")) == ["Marking has begun, so give the reason for changing the panel."]
    change("Evan is ill.")
    assert Mark.objects.count() == 4
    assert not Mark.objects.counted().exists()
    left = PanelMember.ever.get(evaluation=evaluation, user=cast.evaluator)
    assert (left.left_at, left.left_reason) == (later, "Evan is ill.")
    assert AuditRecord.objects.history_of(evaluation).last().sentence.endswith(": Evan is ill.")
    assert not evaluation.panel.filter(user=cast.evaluator).exists()
    assert problems_of(lambda: save_nothing(evaluation, cast, now)) == ["Only an evaluator of this panel can do this."]


def save_nothing(evaluation, cast, now):
    """Somebody who has left tries to save."""
    bid = play.bids_of(evaluation)[0]
    actions.save_mark(evaluation, bid, "Q1", mark=None, reason="x", from_version=1, by=cast.evaluator, now=now)


def test_once_quality_is_agreed_only_the_chair_changes(cast, now):
    evaluation = play.agreed(cast, now)
    later = play.after_opening(evaluation.tender, now)
    change = lambda: actions.name_panel(  # noqa: E731
        evaluation.tender,
        evaluators=[cast.evaluator],
        chair=cast.chair,
        by=cast.procurement,
        now=later,
        reason="Fewer.",
    )
    assert "This can be done only at" in problems_of(change)[0]
    assert again(evaluation).status == Status.AGREED


def test_the_workload_counts_words_and_minutes_by_hand(cast, now):
    evaluation = play.declared(cast, now)
    actions.assign(evaluation, {cast.evaluator: ["SV1"]}, **NO_DAYS, by=cast.procurement, now=now)
    shown = reports.workload(again(evaluation))
    loads = {load.person: load for load in shown.loads}
    assert (loads["Evan Evaluator"].answers, loads["Esther Evaluator"].answers) == (2, 4)
    for load in shown.loads:
        # Reading at 250 words a minute, begun minutes whole, and 5 minutes a mark.
        assert load.minutes == -(-load.words // 250) + 5 * load.answers
    assert shown.warning.startswith("Esther Evaluator has about ")


@pytest.mark.parametrize(("bids", "questions", "evaluators"), [(2, 2, 2), (5, 10, 4)])
def test_the_pages_ask_as_often_at_any_size(client, cast, now, bids, questions, evaluators):
    people = play.more_evaluators(cast, evaluators)
    evaluation = play.marking(cast, now, bids=bids, evaluators=people, **asking(questions))
    client.force_login(cast.procurement)
    counts = {}
    for name in ("evaluation_workload", "conflict_register", "evaluation_assignment", "reassign_answers"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(name, args=[evaluation.tender_id])).status_code == 200
        counts[name] = len(asked)
    assert counts == {
        "evaluation_workload": 10,
        "conflict_register": 9,
        "evaluation_assignment": 8,
        "reassign_answers": 9,
    }

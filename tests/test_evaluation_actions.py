"""Who may do what to an evaluation, and when; what each action refuses, and what it leaves behind."""

import hashlib
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from commissioning.authorities.models import Role, Staff
from commissioning.evaluation import actions, reports
from commissioning.evaluation.lifecycle import BEFORE_PRICES, STEPS, Stale, Status, check_step
from commissioning.evaluation.lifecycle.query import Kind, Outcome
from commissioning.evaluation.models import (
    AgreementDraft,
    Assignment,
    Award,
    Challenge,
    Conflict,
    Consensus,
    Difference,
    Evaluation,
    Gate,
    Mark,
    MaskedWords,
    PanelMember,
    Paper,
)
from commissioning.evaluation.reports.assessment_summary import assessment_summaries
from socialvalue.audit.models import AuditRecord
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_evaluation as play
from tests.cast import make_person
from tests.play_tenders import draft_tender, published_tender

REACH = {
    Status.PANEL: play.declared,
    Status.MARKING: play.locked,
    Status.MODERATION: play.moderated,
    Status.AGREED: play.agreed,
    Status.PRICED: play.priced,
    Status.SIGNED_OFF: play.signed_off,
    Status.RECOMMENDED: lambda cast, now: play.recommended(cast, now).evaluation,
    Status.AWARDED: lambda cast, now: checked(cast, now),
    Status.TOLD: lambda cast, now: play.told(cast, now).evaluation,
    Status.CONCLUDED: lambda cast, now: concluded(cast, now),
}


def checked(cast, now):
    """The award is approved, and one officer has checked the letters."""
    evaluation = play.awarded(cast, now).evaluation
    play.accept_findings(evaluation, cast, now)
    actions.check_summaries(evaluation, by=cast.procurement, now=play.after_opening(evaluation.tender, now))
    return evaluation


def concluded(cast, now):
    """The standstill is over and ended."""
    award = play.told(cast, now)
    return actions.conclude(award.evaluation, by=cast.procurement, now=play.after_standstill(award)).evaluation


PEOPLE = (
    "commissioner",
    "procurement",
    "second_procurement",
    "evaluator",
    "chair",
    "contract_manager",
    "auditor",
    "admin",
    "other_procurement",
    "owner",
    "rival",
    "stranger",
)

AFTER_PRICES = set(Status) - set(BEFORE_PRICES)
OFFICERS = "procurement", "second_procurement"


def _bid(evaluation):
    return play.bids_of(evaluation)[0]


def _marks(evaluation, cast, mark):
    return {
        own.pk: "They missed page 2."
        for own in Mark.objects.filter(bid=_bid(evaluation), question_id="Q1")
        if own.mark != mark
    }


def _show_words(evaluation, cast, by, now):
    row = MaskedWords.objects.create(
        evaluation=evaluation, bid=_bid(evaluation), words="Reuse in Ware", added_by=cast.procurement, added_at=now
    )
    actions.show_words(evaluation, row.bid, row.pk, by=by, now=now)


def _remind_markers(evaluation, cast, by, now):
    """One evaluator has not locked, so that there is somebody to remind."""
    evaluation.panel.filter(user=cast.second_evaluator).update(locked_at=None)
    actions.remind_markers(evaluation, by=by, now=now)


def _open_prices(evaluation, cast, by, now):
    """The chair has shown the names, where it is their turn."""
    if evaluation.status == Status.AGREED:
        play.reveal(evaluation, cast, now)
    actions.open_prices(evaluation, by=by, now=now)


def _save_mark(evaluation, cast, by, now):
    stored = Mark.objects.filter(bid=_bid(evaluation), question_id="Q1", evaluator__user=by).first()
    actions.save_mark(
        evaluation,
        _bid(evaluation),
        "Q1",
        mark=Decimal(1),
        reason="Another reason.",
        from_version=stored.version if stored else 0,
        by=by,
        now=now,
    )


def _agree_mark(evaluation, cast, by, now):
    stored = Consensus.objects.filter(bid=_bid(evaluation), question_id="Q1").first()
    actions.agree_mark(
        evaluation,
        _bid(evaluation),
        "Q1",
        mark=Decimal(2),
        reason="Agreed.",
        present=[cast.chair],
        differences=_marks(evaluation, cast, Decimal(2)),
        from_version=stored.version if stored else 0,
        by=by,
        now=now,
    )


def _save_agreement_draft(evaluation, cast, by, now):
    actions.save_agreement_draft(
        evaluation,
        _bid(evaluation),
        "Q1",
        mark=None,
        reason="We think so far that",
        present=[],
        others="",
        differences={},
        from_version=0,
        by=by,
        now=now,
    )


def _first(evaluation):
    """A bid to recommend: the first where there is a ranking, or any, where the action must refuse anyway."""
    ranked = evaluation.status not in BEFORE_PRICES
    return play.first_bid(evaluation) if ranked else _bid(evaluation)


def _word_summary(evaluation, cast, by, now):
    """Word the first reason of the first letter; where there is no letter, any words."""
    letters = assessment_summaries(evaluation) if evaluation.status == Status.AWARDED else ()
    reason = next((reason for letter in letters for judged in letter.judged for reason in judged.reasons), None)
    bids = {bid.pk: bid for bid in play.bids_of(evaluation)}
    actions.word_summary(
        evaluation,
        bids[letters[0].bid_id] if letters else _bid(evaluation),
        bids[reason.about] if reason else _bid(evaluation),
        reason.question_id if reason else "Q1",
        text="It met the level.",
        is_accepted=False,
        why="Shorter.",
        by=by,
        now=now,
    )


def _challenge(evaluation, cast, now):
    """A challenge that was received before; its row alone, as no action makes one at most statuses."""
    made, _ = Challenge.objects.get_or_create(
        evaluation=evaluation,
        bid=_bid(evaluation),
        defaults={"received_at": now, "about": "A mark.", "recorded_by": cast.procurement, "recorded_at": now},
    )
    return made


DECLARERS = "evaluator", "chair", "procurement", "second_procurement"

# What each action is, and for each person the statuses at which it succeeds. Everything else is refused.
# In `locked` every mark is locked, so marks are saved in the tests of their own below.
TABLE = {
    "name_panel": (
        lambda evaluation, cast, by, now: actions.name_panel(
            evaluation.tender, evaluators=[cast.evaluator], chair=cast.chair, by=by, now=now
        ),
        {"procurement": {Status.PANEL}, "second_procurement": {Status.PANEL}},
    ),
    "declare_conflicts": (
        lambda evaluation, cast, by, now: actions.declare_conflicts(
            evaluation, dict.fromkeys(play.bids_of(evaluation), (False, "")), by=by, now=now
        ),
        {key: set(Status) for key in DECLARERS},
    ),
    "find_conflict": (
        lambda evaluation, cast, by, now: actions.find_conflict(
            evaluation, by, _bid(evaluation), "My sister works there.", by=by, now=now
        ),
        {key: set(Status) for key in DECLARERS},
    ),
    # It needs a conflict found when quality was final, and an answer to give away: see the tests of late conflicts.
    "decide_conflict": (
        lambda evaluation, cast, by, now: actions.decide_conflict(
            Conflict(evaluation=evaluation, user=cast.evaluator), "They stand.", by=by, now=now
        ),
        {},
    ),
    # The bids are open at every status here, and practising is over by then: see test_calibration.
    "set_practice": (
        lambda evaluation, cast, by, now: actions.set_practice(evaluation, "Q1", "We will.", by=by, now=now),
        {},
    ),
    "mark_practice": (
        lambda evaluation, cast, by, now: actions.mark_practice(
            play.practice_answer(evaluation, cast, now), Decimal(3), "It shows it.", by=by, now=now
        ),
        {},
    ),
    "close_practice": (
        lambda evaluation, cast, by, now: actions.close_practice(
            play.practice_answer(evaluation, cast, now), by=by, now=now
        ),
        {},
    ),
    "agree_reading": (
        lambda evaluation, cast, by, now: actions.agree_reading(
            play.practice_answer(evaluation, cast, now), "Four needs figures.", by=by, now=now
        ),
        {},
    ),
    "reassign": (
        lambda evaluation, cast, by, now: actions.reassign(
            evaluation, [(_bid(evaluation).pk, "Q1")], cast.evaluator, "Away.", by=by, now=now
        ),
        {},
    ),
    "assign": (
        lambda evaluation, cast, by, now: actions.assign(
            evaluation,
            {cast.evaluator: ["Q1"]},
            marking_from=None,
            marking_by=None,
            moderation_on=None,
            reason="She is away.",
            by=by,
            now=now,
        ),
        {key: {Status.PANEL, Status.MARKING} for key in ("procurement", "second_procurement")},
    ),
    "start_marking": (
        lambda evaluation, cast, by, now: actions.start_marking(evaluation, by=by, now=now),
        {"procurement": {Status.PANEL}, "second_procurement": {Status.PANEL}},
    ),
    "decide_gate": (
        lambda evaluation, cast, by, now: actions.decide_gate(
            evaluation, _bid(evaluation), "C1", True, "Shown.", by=by, now=now
        ),
        {
            "procurement": {Status.PANEL},
            "second_procurement": {Status.PANEL},
        },
    ),
    "save_mark": (_save_mark, {}),
    "lock_marks": (lambda evaluation, cast, by, now: actions.lock_marks(evaluation, by=by, now=now), {}),
    "confirm_gate": (
        lambda evaluation, cast, by, now: actions.confirm_gate(evaluation, _bid(evaluation), "C1", by=by, now=now),
        {},
    ),
    "ask_query": (
        lambda evaluation, cast, by, now: actions.ask_query(
            evaluation,
            _bid(evaluation),
            Kind.UNCLEAR,
            about="Q1",
            text="Which page?",
            answer_by=now + timedelta(days=2),
            by=by,
            now=now,
        ),
        {key: {Status.PANEL, Status.MARKING, Status.MODERATION} for key in ("procurement", "second_procurement")},
    ),
    "answer_query": (
        lambda evaluation, cast, by, now: actions.answer_query(
            play.answered_query(evaluation, cast, now), "Page 3.", by=by, now=now
        ),
        {},
    ),
    "decide_query": (
        lambda evaluation, cast, by, now: actions.decide_query(
            play.answered_query(evaluation, cast, now), Outcome.SHOWN, "It explains.", by=by, now=now
        ),
        {key: {Status.PANEL, Status.MARKING, Status.MODERATION} for key in ("procurement", "second_procurement")},
    ),
    "confirm_query": (
        lambda evaluation, cast, by, now: actions.confirm_query(
            play.answered_query(evaluation, cast, now), by=by, now=now
        ),
        {},
    ),
    "mask_words": (
        lambda evaluation, cast, by, now: actions.mask_words(evaluation, _bid(evaluation), "Ware", by=by, now=now),
        {key: {Status.PANEL, Status.MARKING, Status.MODERATION} for key in OFFICERS},
    ),
    "show_words": (_show_words, {key: {Status.PANEL, Status.MARKING, Status.MODERATION} for key in OFFICERS}),
    "remind_markers": (
        _remind_markers,
        {key: {Status.MARKING} for key in (*OFFICERS, "chair")},
    ),
    "reveal_names": (
        lambda evaluation, cast, by, now: actions.reveal_names(evaluation, by=by, now=now),
        {"chair": {Status.AGREED}},
    ),
    "open_prices": (
        _open_prices,
        {key: {Status.AGREED} for key in ("procurement", "second_procurement")},
    ),
    "start_moderation": (
        lambda evaluation, cast, by, now: actions.start_moderation(evaluation, by=by, now=now),
        {"chair": {Status.MARKING}},
    ),
    "save_agreement_draft": (_save_agreement_draft, {"chair": {Status.MODERATION}}),
    "agree_mark": (_agree_mark, {"chair": {Status.MODERATION}}),
    "lock_consensus": (
        lambda evaluation, cast, by, now: actions.lock_consensus(evaluation, by=by, now=now),
        {"chair": {Status.MODERATION}},
    ),
    "ask_for_paper": (
        lambda evaluation, cast, by, now: actions.ask_for_paper(evaluation, Paper.Kind.WORKBOOK, by=by, now=now),
        dict.fromkeys(("procurement", "second_procurement", "evaluator", "chair", "auditor"), AFTER_PRICES),
    ),
    "sign_off": (
        lambda evaluation, cast, by, now: actions.sign_off(evaluation, play.REPORT_SHA256, by=by, now=now),
        {"chair": {Status.PRICED}},
    ),
    "recommend": (
        lambda evaluation, cast, by, now: actions.recommend(
            evaluation, _first(evaluation), "It ranks first.", by=by, now=now
        ),
        {"procurement": {Status.SIGNED_OFF}, "second_procurement": {Status.SIGNED_OFF}},
    ),
    "turn_down": (
        lambda evaluation, cast, by, now: actions.turn_down(evaluation, "Not yet.", by=by, now=now),
        {"procurement": {Status.RECOMMENDED}, "second_procurement": {Status.RECOMMENDED}},
    ),
    "approve": (
        lambda evaluation, cast, by, now: actions.approve(evaluation, by=by, now=now),
        {"second_procurement": {Status.RECOMMENDED}},
    ),
    "word_summary": (_word_summary, {person: {Status.AWARDED} for person in OFFICERS}),
    "check_summaries": (
        lambda evaluation, cast, by, now: actions.check_summaries(evaluation, by=by, now=now),
        {person: {Status.AWARDED} for person in OFFICERS},
    ),
    # Whoever checked the letters does not send them.
    "release_summaries": (
        lambda evaluation, cast, by, now: actions.release_summaries(evaluation, by=by, now=now),
        {"second_procurement": {Status.AWARDED}},
    ),
    # The notice is recorded at the moment that this status is reached: see the tests of the standstill.
    "record_notice": (
        lambda evaluation, cast, by, now: actions.record_notice(
            evaluation, notice_at=now, has_standstill=True, reason="It is good practice.", by=by, now=now
        ),
        {},
    ),
    "record_challenge": (
        lambda evaluation, cast, by, now: actions.record_challenge(
            evaluation, _bid(evaluation), "A mark.", received_at=now, by=by, now=now
        ),
        {person: {Status.TOLD} for person in OFFICERS},
    ),
    "decide_challenge": (
        lambda evaluation, cast, by, now: actions.decide_challenge(
            _challenge(evaluation, cast, now), is_upheld=False, reason="The marks stand.", by=by, now=now
        ),
        {person: {Status.TOLD} for person in OFFICERS},
    ),
    "conclude": (
        lambda evaluation, cast, by, now: actions.conclude(evaluation, by=by, now=now + timedelta(days=30)),
        {person: {Status.TOLD} for person in OFFICERS},
    ),
    "record_feedback_call": (
        lambda evaluation, cast, by, now: actions.record_feedback_call(
            evaluation, _bid(evaluation), held_at=now, people="Ann.", notes="Why 3?", by=by, now=now
        ),
        {person: {Status.TOLD, Status.CONCLUDED} for person in OFFICERS},
    ),
    # Every stage of a procurement, and what follows once somebody has asked: see test_cancellation.
    "ask_to_cancel": (
        lambda evaluation, cast, by, now: actions.ask_to_cancel(evaluation.tender, "No money.", by=by, now=now),
        {person: set(Status) - {Status.CONCLUDED} for person in OFFICERS},
    ),
    "confirm_cancellation": (
        lambda evaluation, cast, by, now: actions.confirm_cancellation(evaluation.tender, by=by, now=now),
        {},
    ),
    "turn_down_cancellation": (
        lambda evaluation, cast, by, now: actions.turn_down_cancellation(evaluation.tender, "It runs.", by=by, now=now),
        {},
    ),
}


def everything_stored():
    """All rows of an evaluation, its messages and its history, as one hash."""
    tables = (
        Evaluation,
        PanelMember,
        Conflict,
        Assignment,
        Gate,
        Mark,
        Consensus,
        Difference,
        Award,
        Message,
        AuditRecord,
        AgreementDraft,
    )
    said = repr([list(table.objects.order_by("pk").values()) for table in tables])
    return hashlib.sha256(said.encode()).hexdigest()


def test_the_table_names_every_action():
    assert set(TABLE) == set(actions.__all__)


@pytest.mark.parametrize("status", Status)
def test_each_action_is_for_the_right_person_at_the_right_status_and_a_refusal_changes_nothing(cast, now, status):
    evaluation = REACH[status](cast, now)
    later = play.after_opening(evaluation.tender, now)
    succeeded, expected = set(), set()
    for name, (act, may) in TABLE.items():
        for person in PEOPLE:
            if status in may.get(person, ()):
                expected.add((name, person))
            evaluation = Evaluation.objects.get(pk=evaluation.pk)
            before = everything_stored()
            try:
                with transaction.atomic():
                    act(evaluation, cast, getattr(cast, person), later)
                    succeeded.add((name, person))
                    assert everything_stored() != before
                    raise InterruptedError  # so that the next person meets the same evaluation
            except InterruptedError:
                continue
            except Refused as refusal:
                assert all(problem.endswith(".") for problem in refusal.problems)
            assert everything_stored() == before
    assert succeeded == expected


@pytest.mark.parametrize("before", Status)
@pytest.mark.parametrize("after", Status)
def test_only_the_steps_in_the_table_are_taken(before, after):
    if (before, after) in STEPS:
        check_step(before, after)
    else:
        with pytest.raises(Refused):
            check_step(before, after)


def problems_of(act):
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.problems


def save(evaluation, bid, by, now, *, mark="3", reason="Shown.", question="Q1", version=0):
    return actions.save_mark(
        evaluation,
        bid,
        question,
        mark=None if mark is None else Decimal(mark),
        reason=reason,
        from_version=version,
        by=by,
        now=now,
    )


# The panel


def test_a_panel_may_be_named_while_bids_are_still_sealed_and_changed(cast, now):
    tender = published_tender(cast, now)
    evaluation = actions.name_panel(tender, evaluators=[cast.evaluator], chair=cast.chair, by=cast.procurement, now=now)
    actions.name_panel(
        tender,
        evaluators=[cast.second_evaluator, cast.evaluator],
        chair=cast.chair,
        by=cast.second_procurement,
        now=now,
    )
    assert set(evaluation.panel.values_list("user__name", "seat")) == {
        ("Evan Evaluator", "evaluator"),
        ("Esther Evaluator", "evaluator"),
        ("Charlie Chair", "chair"),
    }
    assert problems_of(lambda: actions.start_marking(evaluation, by=cast.procurement, now=now)) == [
        "Open the bids before marking starts."
    ]


def test_who_may_not_sit_is_named(cast, now):
    tender = published_tender(cast, now)
    Staff.objects.create(authority=cast.county, user=cast.second_procurement, role=Role.EVALUATOR)
    people = [cast.second_procurement, cast.commissioner]
    name = lambda: actions.name_panel(tender, evaluators=people, chair=cast.evaluator, by=cast.procurement, now=now)  # noqa: E731
    assert problems_of(name) == [
        "Evan Evaluator does not hold the role “Chair” at Hertfordshire County Council.",
        "Priya Procurement can read the prices in bids, so can't be on the panel. Choose someone else.",
        "Carol Commissioner does not hold the role “Evaluator” at Hertfordshire County Council.",
    ]
    assert not Evaluation.objects.exists()


def test_a_member_who_is_later_allowed_to_read_prices_can_no_longer_mark(cast, now):
    evaluation = play.marking(cast, now)
    Staff.objects.create(authority=cast.county, user=cast.evaluator, role=Role.PROCUREMENT)
    assert problems_of(lambda: save(evaluation, _bid(evaluation), cast.evaluator, now)) == [
        "Evan Evaluator can read the prices in bids, so can't be on the panel. Choose someone else."
    ]


def test_a_draft_tender_has_no_panel(cast, now):
    tender = draft_tender(cast, now)
    assert problems_of(
        lambda: actions.name_panel(tender, evaluators=[cast.evaluator], chair=cast.chair, by=cast.procurement, now=now)
    ) == ["Publish the tender before you name its panel."]


# Conflicts


def test_every_bidder_must_be_declared_and_every_conflict_explained(cast, now):
    evaluation = play.named(cast, now)
    haulage, _ = play.bids_of(evaluation)
    declare = lambda: actions.declare_conflicts(evaluation, {haulage: (True, " ")}, by=cast.evaluator, now=now)  # noqa: E731
    assert problems_of(declare) == [
        "Say what your conflict of interest with Chiltern Haulage is.",
        "Say whether you have a conflict of interest with Lea Valley Reuse.",
    ]
    assert not Conflict.objects.exists()


def test_a_conflict_found_while_marking_keeps_the_marks_uncounted_and_cannot_be_taken_back(cast, now):
    evaluation = play.marking(cast, now)
    haulage, reuse = play.bids_of(evaluation)
    save(evaluation, haulage, cast.evaluator, now)
    save(evaluation, reuse, cast.evaluator, now)
    said = {haulage: (True, "They are my neighbours."), reuse: (False, "")}
    actions.declare_conflicts(evaluation, said, by=cast.evaluator, now=now)
    assert list(Mark.objects.counted().values_list("bid", flat=True)) == [reuse.pk]
    assert Mark.objects.count() == 2
    assert problems_of(lambda: save(evaluation, haulage, cast.evaluator, now)) == [
        "You declared a conflict of interest with this bidder, so you can't see or mark its bid."
    ]
    back = dict.fromkeys((haulage, reuse), (False, ""))
    assert problems_of(lambda: actions.declare_conflicts(evaluation, back, by=cast.evaluator, now=now)) == [
        "You declared a conflict of interest with Chiltern Haulage. That can't be taken back."
    ]


def test_marking_does_not_start_with_a_panel_that_cannot_judge_every_bid(cast, now):
    evaluation = play.named(cast, now)
    haulage, reuse = play.bids_of(evaluation)
    said = {haulage: (True, "They are my neighbours."), reuse: (False, "")}
    for person in (cast.evaluator, cast.second_evaluator, cast.chair):
        actions.declare_conflicts(evaluation, said, by=person, now=now)
    assert problems_of(lambda: actions.start_marking(evaluation, by=cast.procurement, now=now)) == [
        "Every evaluator has a conflict of interest with Chiltern Haulage. Name another evaluator.",
        "Charlie Chair has a conflict of interest with a bidder. Name another chair.",
    ]


def test_marking_waits_for_every_declaration(cast, now):
    evaluation = play.named(cast, now)
    assert sorted(problems_of(lambda: actions.start_marking(evaluation, by=cast.procurement, now=now))) == [
        f"{person} has not yet declared conflicts of interest with every bidder."
        for person in ("Charlie Chair", "Esther Evaluator", "Evan Evaluator")
    ]


# Marks


def test_a_draft_may_lack_its_mark_or_its_reason_and_each_save_counts(cast, now):
    evaluation = play.marking(cast, now)
    bid = _bid(evaluation)
    assert save(evaluation, bid, cast.evaluator, now, mark=None).version == 1
    assert save(evaluation, bid, cast.evaluator, now, mark="4", reason="", version=1).version == 2
    assert save(evaluation, bid, cast.evaluator, now, mark="4", reason="", version=2).version == 2
    row = Mark.objects.get()
    assert (row.mark, row.reason) == (4, "")


@pytest.mark.parametrize("mark", ["6", "-1", "2.5", "NaN", "Infinity", "0.01"])
def test_a_mark_off_the_scale_is_refused_in_words(cast, now, mark):
    evaluation = play.marking(cast, now)
    assert problems_of(lambda: save(evaluation, _bid(evaluation), cast.evaluator, now, mark=mark)) == [
        "A mark must be one of 0, 1, 2, 3, 4 or 5."
    ]
    assert not Mark.objects.exists()


@pytest.mark.parametrize("question", ["SV2", "C1", "no such question", ""])
def test_commitments_and_unknown_questions_are_not_marked(cast, now, question):
    evaluation = play.marking(cast, now)
    assert problems_of(lambda: save(evaluation, _bid(evaluation), cast.evaluator, now, question=question)) == [
        "This tender has no such question to mark."
    ]


def test_a_stale_save_changes_nothing_and_hands_back_what_is_stored(cast, now):
    evaluation = play.marking(cast, now)
    bid = _bid(evaluation)
    save(evaluation, bid, cast.evaluator, now, reason="First.")
    with pytest.raises(Stale) as stale:
        save(evaluation, bid, cast.evaluator, now, reason="Second.")
    assert stale.value.stored.reason == "First."
    assert Mark.objects.get().reason == "First."


def test_a_bid_of_another_tender_is_not_marked(cast, now):
    evaluation = play.marking(cast, now)
    other = play.named(cast, now)
    bid = _bid(other)
    Conflict.objects.create(evaluation=evaluation, user=cast.evaluator, bid=bid, is_conflicted=False, declared_at=now)
    assert problems_of(lambda: save(evaluation, bid, cast.evaluator, now)) == [
        "This bid is not part of this evaluation."
    ]


def test_locking_names_every_blank_and_then_nothing_changes(cast, now):
    evaluation = play.marking(cast, now)
    haulage, _ = play.bids_of(evaluation)
    save(evaluation, haulage, cast.evaluator, now, mark=None)
    save(evaluation, haulage, cast.evaluator, now, question="SV1", reason="")
    assert problems_of(lambda: actions.lock_marks(evaluation, by=cast.evaluator, now=now)) == [
        "Bidder A, Q1: give a mark and a reason.",
        "Bidder B, Q1: give a mark.",
        "Bidder A, SV1: give a mark and a reason.",
        "Bidder B, SV1: give a reason.",
    ]
    save(evaluation, haulage, cast.evaluator, now, version=1)
    save(evaluation, haulage, cast.evaluator, now, question="SV1", version=1)
    play.mark_all(evaluation, cast.evaluator, now)
    actions.lock_marks(evaluation, by=cast.evaluator, now=now)
    assert problems_of(lambda: save(evaluation, haulage, cast.evaluator, now, version=2)) == [
        "You have locked your marks, so they can't be changed."
    ]


# Moderation


def test_moderation_waits_for_every_lock(cast, now):
    evaluation = play.marking(cast, now)
    play.mark_all(evaluation, cast.evaluator, now)
    actions.lock_marks(evaluation, by=cast.evaluator, now=now)
    assert problems_of(lambda: actions.start_moderation(evaluation, by=cast.chair, now=now)) == [
        "Esther Evaluator has not yet locked their marks.",
    ]


def agree(evaluation, bid, cast, now, *, mark="4", reason="Agreed.", present=None, differences=None, version=0):
    return actions.agree_mark(
        evaluation,
        bid,
        "SV1",
        mark=Decimal(mark),
        reason=reason,
        present=[cast.chair] if present is None else present,
        differences=differences or {},
        from_version=version,
        by=cast.chair,
        now=now,
    )


def test_an_agreed_mark_explains_every_mark_that_differs_and_only_those(cast, now):
    evaluation = play.moderating(cast, now)
    haulage, reuse = play.bids_of(evaluation)
    four, three = Mark.objects.filter(bid=haulage, question_id="SV1").order_by("-mark")
    assert (four.mark, three.mark) == (4, 3)
    assert problems_of(lambda: agree(evaluation, haulage, cast, now, mark="5", reason="", present=[])) == [
        "Give the reason for the agreed mark.",
        "Say who was present.",
        *(
            f"Say why the agreed mark differs from {own.evaluator.user}’s."
            for own in sorted((four, three), key=lambda m: m.pk)
        ),
    ]
    assert problems_of(lambda: agree(evaluation, haulage, cast, now, mark="6")) == [
        "A mark must be one of 0, 1, 2, 3, 4 or 5."
    ]
    foreign = Mark.objects.filter(bid=reuse).first()
    given = {three.pk: "Page 2 was missed.", foreign.pk: "x"}
    assert problems_of(lambda: agree(evaluation, haulage, cast, now, differences=given)) == [
        "One of the marks you explained is not a mark for this answer."
    ]
    assert not Consensus.objects.exists()

    agree(evaluation, haulage, cast, now, differences={three.pk: "Page 2 was missed.", four.pk: "No need to say."})
    assert list(Difference.objects.values_list("mark", "reason")) == [(three.pk, "Page 2 was missed.")]
    with pytest.raises(Stale):
        agree(evaluation, haulage, cast, now, mark="3", differences={four.pk: "On reflection."})
    agree(evaluation, haulage, cast, now, mark="3", differences={four.pk: "On reflection."}, version=1)
    assert list(Difference.objects.values_list("mark", "reason")) == [(four.pk, "On reflection.")]


def test_the_consensus_is_locked_only_when_nothing_is_blank(cast, now):
    evaluation = play.moderating(cast, now)
    assert problems_of(lambda: actions.lock_consensus(evaluation, by=cast.chair, now=now)) == [
        "Agree a mark for Q1 of Bidder A.",
        "Agree a mark for Q1 of Bidder B.",
        "Agree a mark for SV1 of Bidder A.",
        "Agree a mark for SV1 of Bidder B.",
    ]


def test_there_is_no_case_and_no_ranking_before_the_prices_are_opened(cast, now):
    evaluation = play.agreed(cast, now)
    for report in (reports.case, reports.ranking):
        assert problems_of(lambda report=report: report(evaluation)) == [
            "The ranking is there once an officer has opened the prices."
        ]


# The award


def test_the_ranking_is_that_of_the_case(cast, now):
    evaluation = play.priced(cast, now)
    ranked = reports.ranking(evaluation)
    assert [(bid.provider, bid.rank_text) for bid in ranked.bids] == [
        ("Chiltern Haulage", "1"),
        ("Lea Valley Reuse", "2"),
    ]
    # By hand: method 4 of 5 at 42%, social value answer 4 of 5 at 10.8%; see the case for promise and price.
    best = {part.node.id: part for part in ranked.bids[0].parts}
    assert best["Q1"].contribution == Decimal("33.6")
    assert best["SV1"].contribution == Decimal("8.64")
    assert sum(part.contribution for part in ranked.bids[0].top) == ranked.bids[0].total
    assert reports.case(evaluation) == ranked.case


def test_only_the_first_is_recommended(cast, now):
    evaluation = play.signed_off(cast, now)
    other = next(bid for bid in play.bids_of(evaluation) if bid != play.first_bid(evaluation))
    assert problems_of(lambda: actions.recommend(evaluation, other, "I prefer it.", by=cast.procurement, now=now)) == [
        f"{other.provider} does not rank first, so the award can't go to it."
    ]


def test_a_disqualified_bid_is_not_ranked_and_not_recommended(cast, now):
    evaluation = play.declared(cast, now)
    haulage, reuse = play.bids_of(evaluation)
    actions.decide_gate(evaluation, haulage, "C1", False, "No insurance.", by=cast.procurement, now=now)
    actions.confirm_gate(evaluation, haulage, "C1", by=cast.second_procurement, now=now)
    actions.start_marking(evaluation, by=cast.procurement, now=now)
    play.finish_marking(evaluation, cast, now)
    actions.start_moderation(evaluation, by=cast.chair, now=now)
    play.agree_all(evaluation, cast, now)
    actions.lock_consensus(evaluation, by=cast.chair, now=now)
    play.open_prices(evaluation, cast, now)
    evaluation = actions.sign_off(evaluation, play.REPORT_SHA256, by=cast.chair, now=now)
    ranked = reports.ranking(evaluation)
    assert ranked.first == {reuse.pk}
    assert [bid.bid_id for bid in ranked.bids] == [reuse.pk]
    assert ranked.out == (
        (
            haulage.pk,
            "Chiltern Haulage",
            ("It does not meet the condition “Public liability insurance”: No insurance.",),
        ),
    )
    assert problems_of(lambda: actions.recommend(evaluation, haulage, "x", by=cast.procurement, now=now)) == [
        "Chiltern Haulage does not rank first, so the award can't go to it."
    ]


def test_another_person_approves(cast, now):
    award = play.recommended(cast, now)
    assert problems_of(lambda: actions.approve(award.evaluation, by=cast.procurement, now=now)) == [
        "You recommended this award, so another procurement officer must approve it."
    ]
    approved = actions.approve(award.evaluation, by=cast.second_procurement, now=now)
    assert (approved.approved_by, approved.approved_at) == (cast.second_procurement, now)


def test_a_recommendation_turned_down_can_be_made_again(cast, now):
    award = play.recommended(cast, now)
    evaluation = actions.turn_down(award.evaluation, "Ask about the price.", by=cast.second_procurement, now=now)
    assert not Award.objects.exists()
    again = actions.recommend(evaluation, award.bid, "It was explained.", by=cast.procurement, now=now)
    assert again.bid == award.bid


def test_the_report_must_have_been_read_to_be_signed(cast, now):
    evaluation = play.agreed(cast, now)
    for sha256 in ("", "5C" * 32, "5c" * 31, "x" * 64, "5c" * 32 + "\n"):
        assert problems_of(lambda sha256=sha256: actions.sign_off(evaluation, sha256, by=cast.chair, now=now))


def test_the_history_tells_the_whole_way_without_marks_or_prices(cast, now):
    award = play.awarded(cast, now)
    told = [row.event for row in AuditRecord.objects.history_of(award.evaluation)]
    assert list(dict.fromkeys(told)) == [
        "evaluation.panel_named",
        "evaluation.gate_decided",
        "evaluation.conflicts_declared",
        "evaluation.marking_started",
        "evaluation.marks_locked",
        "evaluation.moderation_started",
        "evaluation.consensus_agreed",
        "evaluation.consensus_locked",
        "evaluation.names_revealed",
        "evaluation.prices_opened",
        "evaluation.signed_off",
        "evaluation.recommended",
        "evaluation.awarded",
    ]
    assert told.count("evaluation.conflicts_declared") == 10
    assert told.count("evaluation.consensus_agreed") == 4


NAMES = "The bidders’ names are shown"


def test_each_is_told_when_it_is_their_turn(cast, now):
    award = play.recommended(cast, now)
    actions.approve(award.evaluation, by=cast.second_procurement, now=play.after_opening(award.evaluation.tender, now))
    bidders = {person.email for person in (cast.owner, cast.writer, cast.signatory, cast.viewer, cast.rival)}
    known = Message.objects.filter(key__regex="^(evaluation|award) ", to__in=bidders)
    assert not known.exists()  # an approval is told when the letters are sent, to all at once
    play.accept_findings(award.evaluation, cast, now)
    after = play.after_opening(award.evaluation.tender, now)
    actions.check_summaries(award.evaluation, by=cast.procurement, now=after)
    actions.release_summaries(award.evaluation, by=cast.second_procurement, now=after)
    told = set(Message.objects.filter(key__regex="^(evaluation|award) ").values_list("to", "subject"))
    subjects = {
        cast.chair.email: {"You are on the panel", "Every mark is locked", NAMES, "The prices are open"},
        cast.evaluator.email: {"You are on the panel", "You can now mark the bids", NAMES},
        cast.second_evaluator.email: {"You are on the panel", "You can now mark the bids", NAMES},
        cast.procurement.email: {
            "The panel has agreed its marks",
            NAMES,
            "The evaluation report is signed off",
            "Your recommendation was approved",
        },
        cast.second_procurement.email: {
            "The panel has agreed its marks",
            NAMES,
            "The evaluation report is signed off",
            "An award waits for your approval",
        },
        # Everyone of every bidder, winner or not, in the same words.
        **{email: {"The award is decided"} for email in bidders},
    }
    title = "Bulky household waste collection and reuse"
    assert told == {(to, f"{subject}: {title}") for to, wanted in subjects.items() for subject in wanted}


def test_a_stranger_with_the_right_role_elsewhere_may_do_nothing(cast, now):
    evaluation = play.agreed(cast, now)
    elsewhere = make_person("Eve Elsewhere")
    Staff.objects.bulk_create(Staff(authority=cast.other_authority, user=elsewhere, role=role) for role in Role)
    assert not Evaluation.objects.visible_to(elsewhere).exists()
    assert not Mark.objects.visible_to(elsewhere).exists()
    for act, _ in TABLE.values():
        assert problems_of(lambda act=act: act(evaluation, cast, elsewhere, now))

"""Who may still do what with a conflict of interest: every action, at every status, for everybody who declares.

The table of `test_evaluation_actions` says who may do what without one. Here the same people have found a conflict, with
the bidder whose bid is acted on or with another, and the rows below say what they may do despite it. An action, a
status or a role without a decision fails.
"""

from enum import StrEnum

import pytest
from django.db import transaction

from commissioning.authorities.models import Role, Staff
from commissioning.evaluation import actions
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Evaluation
from socialvalue.refusals import Refused
from tests import play_evaluation as play
from tests.test_evaluation_actions import DECLARERS, PEOPLE, REACH, TABLE, save


class With(StrEnum):
    """With whom the person has a conflict of interest."""

    THIS = "the bidder whose bid is acted on"
    ANOTHER = "another bidder"


# Recording another conflict is the one thing left to officers and the chair; an evaluator also marks the other bids.
DESPITE = {
    **{name: set() for name in TABLE},
    "find_conflict": {With.ANOTHER},
}


class Undo(Exception):
    """So that the next person meets the same evaluation."""


def test_every_role_and_every_status_has_its_rows(cast):
    held = set(Staff.objects.filter(user__in=[getattr(cast, name) for name in PEOPLE]).values_list("role", flat=True))
    assert held == set(Role.values)
    assert set(REACH) == set(Status)
    assert set(DESPITE) == set(actions.__all__)


def done(act, evaluation, cast, person, later) -> bool:
    """Whether the person may do it; nothing stays done."""
    try:
        with transaction.atomic():
            act(Evaluation.objects.get(pk=evaluation.pk), cast, person, later)
            raise Undo
    except Undo:
        return True
    except Refused:
        return False


@pytest.mark.parametrize("conflict", With)
@pytest.mark.parametrize("status", Status)
def test_a_conflict_bars_from_all_but_what_the_table_says(cast, now, status, conflict):
    evaluation = REACH[status](cast, now)
    later = play.after_opening(evaluation.tender, now)
    this, another = play.bids_of(evaluation)
    found, expected = set(), set()
    for name in DECLARERS:
        person = getattr(cast, name)
        try:
            with transaction.atomic():
                bid = this if conflict is With.THIS else another
                actions.find_conflict(evaluation, person, bid, "My sister works there.", by=person, now=later)
                found |= {(name, action) for action in TABLE if done(TABLE[action][0], evaluation, cast, person, later)}
                raise Undo
        except Undo:
            pass
        expected |= {
            (name, action)
            for action, (_, may) in TABLE.items()
            if status in may.get(name, ()) and conflict in DESPITE[action]
        }
    assert found == expected


@pytest.mark.parametrize(("conflict", "marks"), [(None, True), (With.ANOTHER, True), (With.THIS, False)])
def test_an_evaluator_marks_every_bid_but_the_one_in_conflict(cast, now, conflict, marks):
    evaluation = play.marking(cast, now)
    later = play.after_opening(evaluation.tender, now)
    this, another = play.bids_of(evaluation)
    if conflict:
        bid = this if conflict is With.THIS else another
        actions.find_conflict(evaluation, cast.evaluator, bid, "My sister works there.", by=cast.evaluator, now=later)
    assert (
        done(lambda *_: save(evaluation, this, cast.evaluator, later), evaluation, cast, cast.evaluator, later) is marks
    )

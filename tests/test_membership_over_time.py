"""Who left a bidder after the tender was published is still no judge of its rivals."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from commissioning.bids import actions, permissions
from commissioning.bids.models import Bid
from commissioning.evaluation.models import Evaluation, PanelMember
from commissioning.evaluation.permissions import check_can_run, check_can_sit
from providers.actions import give_role, take_role
from providers.models import Member, PastMember, Role
from socialvalue.refusals import Refused
from tests import play_evaluation
from tests.play_bids import closed_tender, opened_tender

pytestmark = pytest.mark.django_db


def joins(person, cast, now):
    return give_role(cast.reuse, person, Role.VIEWER, by=cast.owner, now=now)


def leaves(person, cast, now):
    take_role(Member.objects.get(provider=cast.reuse, user=person), by=person, now=now)


def was_member(person, cast, now):
    joins(person, cast, now)
    leaves(person, cast, now)


def test_an_officer_who_left_yesterday_opens_nothing(cast, now):
    tender = closed_tender(cast, now)
    closed = tender.final_at()
    was_member(cast.procurement, cast, closed - timedelta(days=1))
    with pytest.raises(Refused, match="or did since the tender was published"):
        actions.ask_to_open(tender, by=cast.procurement, now=closed)
    assert permissions.belongs_to_bidder(cast.procurement, tender)
    assert not permissions.belongs_to_bidder(cast.second_procurement, tender)


def test_an_officer_who_left_reads_no_bid_and_runs_no_evaluation(cast, now):
    evaluation = play_evaluation.named(cast, now)
    tender = evaluation.tender
    assert permissions.reads_bids(cast.procurement, tender)
    assert Bid.objects.visible_to(cast.procurement).filter(tender=tender).exists()
    was_member(cast.procurement, cast, play_evaluation.after_opening(tender, now))
    assert not permissions.reads_bids(cast.procurement, tender)
    assert not Bid.objects.visible_to(cast.procurement).filter(tender=tender).exists()
    assert not Evaluation.objects.visible_to(cast.procurement).filter(pk=evaluation.pk).exists()
    assert Evaluation.objects.visible_to(cast.second_procurement).filter(pk=evaluation.pk).exists()
    with pytest.raises(Refused, match="can take no part in judging"):
        check_can_run(cast.procurement, tender)


def test_an_evaluator_who_left_does_not_sit_on_the_panel(cast, now):
    tender = opened_tender(cast, now)
    seat = PanelMember.Seat.EVALUATOR
    check_can_sit(cast.evaluator, tender, seat)
    was_member(cast.evaluator, cast, tender.published_at)
    with pytest.raises(Refused, match="can take no part in judging"):
        check_can_sit(cast.evaluator, tender, seat)


def test_who_left_before_the_tender_was_published_is_free(cast, now):
    tender = opened_tender(cast, now)
    was_member(cast.procurement, cast, tender.published_at - timedelta(seconds=1))
    assert permissions.reads_bids(cast.procurement, tender)
    assert not permissions.belongs_to_bidder(cast.procurement, tender)


def test_the_bidders_own_side_is_who_is_a_member_now(cast, now):
    tender = opened_tender(cast, now)
    was_member(cast.stranger, cast, tender.published_at)
    assert not Bid.own.of(cast.stranger).exists()
    assert not Bid.own.made_for(cast.stranger).exists()
    assert Bid.own.of_bidder(cast.stranger).get().provider == cast.reuse


def test_until_when_somebody_was_a_member_never_changes(cast, now):
    was_member(cast.stranger, cast, now)
    past = PastMember.objects.get()
    assert (past.user, past.provider, past.role, past.ended_at) == (cast.stranger, cast.reuse, Role.VIEWER, now)
    for change in (lambda: PastMember.objects.update(ended_at=now - timedelta(days=99)), past.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

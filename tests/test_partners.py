"""Bidding with others: who may ask, answer and sign, what a sign-off covers, and what stops the submission."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from commissioning.authorities.models import Role as StaffRole
from commissioning.bids import actions, bidfile
from commissioning.bids.actions import Promise, Share, ShareChanged, Stale
from commissioning.bids.lifecycle import BidsAs, PartnerRole, PartnerState
from commissioning.bids.models import Bid, Commitment, Declaration, Opening, Partner, Submission
from commissioning.bids.readiness import asked_by
from commissioning.bids.reports import draft_of, overview, partners_say
from commissioning.evaluation.models import Evaluation
from commissioning.evaluation.reports.answers import decisions
from commissioning.tenders.tenderfile import Condition, ConditionKind, Needed
from providers.models import Member
from providers.models import Role as MemberRole
from socialvalue.audit.reports import history
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused, allowed
from tests import play_bids, play_evaluation
from tests import play_partners as play
from tests.cast import make_member, make_provider, make_staff
from tests.play_tenders import REASONS, published_tender

OTHER = Share(PartnerRole.PARTNER, "Collects in the north.", Decimal(20))


@pytest.fixture
def tender(cast, now):
    return published_tender(cast, now)


@pytest.fixture
def bid(cast, tender, now):
    return play_bids.written_bid(tender, provider=cast.reuse, now=now)


@pytest.fixture
def kiln(db):
    """A charity that takes part: an owner, a signatory, a writer and a viewer."""
    provider = make_provider("Kiln Lane Workshop", turnover=Decimal(90000), insurance=Decimal(10_000_000))
    for role in MemberRole:
        make_member(provider, f"Kiln {role.label}", role)
    return provider


def of_kiln(kiln, role):
    return Member.objects.get(provider=kiln, role=role).user


def state(partner):
    bid = Bid.own.select_related("tender", "provider").get(pk=partner.bid_id)
    draft = draft_of(bid)
    return draft.state(next(row for row in draft.partners if row.pk == partner.pk))


def left(bid):
    return [link.sentence for link in overview(Bid.own.select_related("tender", "provider").get(pk=bid.pk)).left]


# Who may do what. The lead: owner, writer, signatory, viewer. The partner: owner, signatory, writer, viewer.
PEOPLE = {
    *("owner", "writer", "signatory", "viewer", "rival", "stranger"),
    *("kiln owner", "kiln signatory", "kiln writer", "kiln viewer"),
    *("commissioner", "procurement", "evaluator", "chair", "contract_manager", "auditor", "admin"),
}
LEAD = {"owner", "writer", "signatory"}
ANSWERERS = {"kiln owner", "kiln signatory"}
ACTS = {
    "say how": (LEAD, lambda bid, partner, by, now: actions.save_bids_as(bid, BidsAs.CONSORTIUM, by=by, now=now)),
    "invite": (LEAD, lambda bid, partner, by, now: actions.invite_partner(bid, OTHER, "x@example.org", by=by, now=now)),
    "change": (LEAD, lambda bid, partner, by, now: actions.save_share(partner, OTHER, from_version=1, by=by, now=now)),
    "remove": (LEAD, lambda bid, partner, by, now: actions.remove_partner(partner, by=by, now=now)),
    "sign": (ANSWERERS, lambda bid, partner, by, now: play.sign(partner, by=by, now=now)),
    "withdraw": (ANSWERERS, lambda bid, partner, by, now: actions.withdraw_signature(partner, by=by, now=now)),
    "decline": (ANSWERERS, lambda bid, partner, by, now: actions.decline_share(partner, "No.", by=by, now=now)),
}


def person(cast, kiln, name):
    if name.startswith("kiln "):
        return of_kiln(kiln, name.removeprefix("kiln "))
    return getattr(cast, name)


@pytest.mark.parametrize("act", ACTS)
def test_who_may_do_what(cast, bid, kiln, now, act):
    who, do = ACTS[act]
    partner = play.chosen_partner(bid, kiln, now=now)
    done = set()
    for name in sorted(PEOPLE):
        with transaction.atomic():
            if allowed(do, bid, partner, person(cast, kiln, name), now):
                done.add(name)
            transaction.set_rollback(True)
    assert done == who


@pytest.mark.parametrize("act", ACTS)
def test_nothing_changes_once_the_tender_has_closed(cast, bid, kiln, now, act):
    who, do = ACTS[act]
    partner = play.signed_partner(bid, kiln, now=now)
    before = Partner.own.values().get(pk=partner.pk)
    with pytest.raises(Refused, match="closed at"):
        do(bid, partner, person(cast, kiln, sorted(who)[0]), bid.tender.closes_at)
    assert Partner.own.values().get(pk=partner.pk) == before


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_an_organisation_is_chosen_by_its_owner_or_signatory_alone(cast, bid, kiln, now, name):
    partner = play.invited_partner(bid, now=now)
    by = person(cast, kiln, name)
    may = allowed(lambda: actions.choose_organisation(partner, partner.code, kiln, by=by, now=now))
    assert may == (name in ANSWERERS)


def test_the_invitation_tells_the_lead_the_tender_and_the_role_and_nothing_else(cast, bid, now):
    play.invited_partner(bid, now=now, share="A secret share.", percent=37)
    message = Message.objects.get(to="partner@example.org")
    for told in ("Lea Valley Reuse", bid.tender.title, "Partner in the consortium"):
        assert told in message.body
    # The link's code is chance, and chance can write a number.
    words = re.sub(r"https?://\S+", "", message.subject + message.body)
    hidden = ("secret share", "37", "Wendy", play_bids.ANSWER[:20], "100,000", str(bid.pk))
    assert [word for word in hidden if word in words] == []
    assert str(bid.pk) not in message.body


def test_a_newer_invitation_kills_the_older_one(cast, bid, kiln, now):
    partner = play.invited_partner(bid, now=now)
    old = partner.code
    again = actions.invite_again(partner, by=cast.writer, now=now)
    owner = of_kiln(kiln, MemberRole.OWNER)
    with pytest.raises(Refused, match="newer one"):
        actions.choose_organisation(partner, old, kiln, by=owner, now=now)
    actions.choose_organisation(partner, again.code, kiln, by=owner, now=now)
    with pytest.raises(Refused, match="answered already"):
        actions.choose_organisation(partner, again.code, kiln, by=owner, now=now)
    assert Message.objects.filter(to="partner@example.org").count() == 2


def test_invitations_are_bounded(cast, bid, now):
    partner = play.invited_partner(bid, now=now)
    for _ in range(4):
        partner = actions.invite_again(partner, by=cast.writer, now=now)
    with pytest.raises(Refused, match="asked 5 times"):
        actions.invite_again(partner, by=cast.writer, now=now)
    for place in range(19):
        row = play.invited_partner(bid, now=now, email=f"{place}@example.org", percent=1)
        actions.remove_partner(row, by=cast.writer, now=now)
    with pytest.raises(Refused, match="at most 20"):
        play.invited_partner(bid, now=now, email="one.more@example.org")


def test_the_lead_is_no_partner_of_itself_and_nobody_takes_two_parts(cast, bid, kiln, now):
    play.chosen_partner(bid, kiln, now=now)
    second = play.invited_partner(bid, now=now, email="second@example.org")
    for provider, person, why in (
        (cast.reuse, cast.owner, "leads this bid"),
        (kiln, of_kiln(kiln, MemberRole.OWNER), "has a part in this bid already"),
    ):
        with pytest.raises(Refused, match=why):
            actions.choose_organisation(second, second.code, provider, by=person, now=now)


def change_share(cast, bid, partner, now):
    changed = Share(PartnerRole(partner.role), "Another share.", partner.percent)
    actions.save_share(partner, changed, from_version=partner.version, by=cast.writer, now=now)


def change_percent(cast, bid, partner, now):
    changed = Share(PartnerRole(partner.role), partner.share, partner.percent + 1)
    actions.save_share(partner, changed, from_version=partner.version, by=cast.writer, now=now)


def add_commitment(cast, bid, partner, now):
    promise = Promise(
        Decimal(7), (now + timedelta(days=600)).date(), "A rota.", "Hours", "hours a year", partner=partner.pk
    )
    actions.save_commitment(bid, "SV1", promise, by=cast.writer, now=now)


def name_condition(cast, bid, partner, now):
    actions.save_declarations(
        bid, {"C1": (True, "")}, met_by={"C1": partner.pk}, from_version=1, by=cast.writer, now=now
    )


@pytest.mark.parametrize("change", [change_share, change_percent, add_commitment, name_condition])
def test_whatever_names_the_partner_is_signed_and_a_change_makes_the_sign_off_lapse(cast, bid, kiln, now, change):
    partner = play.signed_partner(bid, kiln, now=now)
    assert (state(partner), left(bid)) == (PartnerState.SIGNED, [])
    told = Message.objects.filter(subject__startswith="Your part in a bid has changed")
    assert told.count() == 0
    change(cast, bid, partner, now)
    assert state(partner) is PartnerState.LAPSED
    assert left(bid) == ["Kiln Lane Workshop has not signed off its share."]
    assert sorted(told.values_list("to", flat=True)) == ["kiln.owner@example.org", "kiln.signatory@example.org"]
    with pytest.raises(Refused, match="has not signed off"):
        play_bids.submission_of(bid, now=now)
    play.sign(partner, now=now)
    assert play_bids.submission_of(bid, now=now).file.partners[0].signed_by == "Kiln Owner"


def test_a_commitment_of_the_partner_that_is_changed_or_removed_makes_it_lapse(cast, bid, kiln, now):
    partner = play.chosen_partner(bid, kiln, now=now)
    add_commitment(cast, bid, partner, now)
    row = Commitment.own.get(partner=partner)
    play.sign(partner, now=now)
    changed = Promise(Decimal(8), row.by_when, row.evidence, row.measure, row.unit, partner=partner.pk)
    actions.save_commitment(
        bid, "SV1", changed, commitment_id=row.pk, from_version=row.version, by=cast.writer, now=now
    )
    assert state(partner) is PartnerState.LAPSED
    play.sign(partner, now=now)
    actions.remove_commitment(bid, row.pk, by=cast.writer, now=now)
    assert state(partner) is PartnerState.LAPSED


def test_what_is_put_back_as_it_was_is_signed_again(cast, bid, kiln, now):
    partner = play.signed_partner(bid, kiln, now=now)
    change_share(cast, bid, partner, now)
    back = Share(PartnerRole.PARTNER, play.SHARE, Decimal(30))
    actions.save_share(partner, back, from_version=2, by=cast.writer, now=now)
    assert state(partner) is PartnerState.SIGNED


def test_answers_and_the_price_are_not_the_partners_affair(cast, bid, kiln, now):
    partner = play.signed_partner(bid, kiln, now=now)
    actions.save_answer(bid, "Q1", "Another answer.", from_version=1, by=cast.writer, now=now)
    actions.save_price(bid, Decimal(1), from_version=1, by=cast.writer, now=now)
    assert state(partner) is PartnerState.SIGNED


def test_nobody_signs_what_they_have_not_read(cast, bid, kiln, now):
    partner = play.chosen_partner(bid, kiln, now=now)
    read = play.digest_now(partner)
    change_share(cast, bid, partner, now)
    with pytest.raises(ShareChanged):
        actions.sign_share(partner, read, by=of_kiln(kiln, MemberRole.SIGNATORY), now=now)
    assert state(partner) is PartnerState.CHOSEN


def test_two_tabs_of_the_lead_do_not_overwrite_each_other(cast, bid, kiln, now):
    partner = play.invited_partner(bid, now=now)
    change_share(cast, bid, partner, now)
    with pytest.raises(Stale) as caught:
        actions.save_share(partner, OTHER, from_version=1, by=cast.owner, now=now)
    assert caught.value.stored.share == "Another share."


def test_a_bid_with_others_lacks_what_is_missing(cast, bid, kiln, now):
    play.consortium(bid, now=now)
    assert left(bid) == [
        "You bid as a consortium, but have no partner in it. Add one, or say that you bid on your own."
    ]
    first = play.invited_partner(bid, now=now, percent=60)
    play.invited_partner(bid, now=now, email="b@example.org", percent=41)
    assert left(bid) == [
        "The shares of the price are more than 100% together. Make them smaller.",
        "partner@example.org has not signed off its share.",
        "b@example.org has not signed off its share.",
    ]
    with pytest.raises(Refused, match="leaves no part"):
        play.consortium(bid, now=now, how=BidsAs.ALONE)
    actions.refuse_invitation(first, first.code, "No time.", by=cast.stranger, now=now)
    assert "partner@example.org has not signed off its share." in left(bid)


def test_subcontractors_alone_make_no_consortium(cast, bid, kiln, now):
    play.signed_partner(bid, kiln, now=now, role=PartnerRole.SUBCONTRACTOR)
    assert len(left(bid)) == 1
    play.consortium(bid, now=now, how=BidsAs.SUBCONTRACTORS)
    assert left(bid) == []
    with pytest.raises(Refused, match="Say first"):
        play.invited_partner(bid, now=now, email="b@example.org")


def test_a_tender_that_allows_no_partners_takes_none(cast, now):
    tender = published_tender(
        cast,
        now,
        partners_allowed=False,
        reasons={**REASONS, "inclusion.partners": "One person visits each home, so it can't be shared."},
    )
    bid = play_bids.started_bid(tender, provider=cast.reuse, now=now)
    with pytest.raises(Refused, match="does not allow partners"):
        play.consortium(bid, now=now)
    assert "Bidding with others" not in [task.title for task in overview(bid).rest]


def test_who_declines_says_why_and_the_lead_is_told(cast, bid, kiln, now):
    partner = play.signed_partner(bid, kiln, now=now)
    with pytest.raises(Refused, match="Say why"):
        actions.decline_share(partner, " ", by=of_kiln(kiln, MemberRole.OWNER), now=now)
    actions.decline_share(partner, "Our van broke.", by=of_kiln(kiln, MemberRole.OWNER), now=now)
    assert state(partner) is PartnerState.DECLINED
    told = Message.objects.filter(body__contains="Our van broke.").values_list("to", flat=True)
    assert sorted(told) == ["olu.owner@example.org", "wendy.writer@example.org"]
    sentences = [entry.sentence for entry in history(bid)]
    assert sentences[-1] == "Kiln Owner declined for Kiln Lane Workshop: Our van broke."


def test_who_has_left_the_lead_hears_no_more_of_the_partners_they_invited(cast, bid, kiln, now):
    partner = play.chosen_partner(bid, kiln, now=now)
    Member.objects.filter(provider=cast.reuse, user=cast.writer).delete()
    actions.decline_share(partner, "Our van broke.", by=of_kiln(kiln, MemberRole.OWNER), now=now)
    told = Message.objects.filter(body__contains="Our van broke.").values_list("to", flat=True)
    assert list(told) == ["olu.owner@example.org"]


def test_a_partner_taken_out_leaves_its_promises_to_the_lead(cast, bid, kiln, now):
    partner = play.chosen_partner(bid, kiln, now=now)
    add_commitment(cast, bid, partner, now)
    name_condition(cast, bid, partner, now)
    with pytest.raises(Refused, match="meets a condition"):
        actions.remove_partner(partner, by=cast.writer, now=now)
    actions.save_declarations(bid, {"C1": (True, "")}, met_by={"C1": None}, from_version=2, by=cast.writer, now=now)
    actions.remove_partner(partner, by=cast.writer, now=now)
    row = Commitment.own.get(bid=bid, measure="Hours")
    assert (row.partner, row.version) == (None, 2)
    partner.refresh_from_db()
    assert partner.removed_at == now
    assert Message.objects.filter(to="kiln.owner@example.org", body__contains="taken your part out").exists()
    play.consortium(bid, now=now, how=BidsAs.ALONE)
    assert left(bid) == []


def test_a_promise_or_condition_is_never_given_to_a_partner_of_another_bid(cast, bid, kiln, tender, now):
    others = play_bids.written_bid(tender, provider=cast.haulage, now=now)
    stranger = play.chosen_partner(others, kiln, now=now)
    for give in (add_commitment, name_condition):
        with pytest.raises(Refused, match="not part of this bid"):
            give(cast, bid, stranger, now)


# What is submitted.


def test_the_submission_freezes_the_partners_and_what_they_do(cast, bid, kiln, now):
    partner = play.chosen_partner(bid, kiln, now=now)
    add_commitment(cast, bid, partner, now)
    name_condition(cast, bid, partner, now)
    play.sign(partner, now=now)
    submission = play_bids.submission_of(bid, now=now)
    file = bidfile.read(submission.content)
    assert file.bids_as == "consortium"
    (frozen,) = file.partners
    assert (frozen.provider.name, frozen.role, frozen.share, frozen.percent, frozen.signed_by) == (
        *("Kiln Lane Workshop", "Partner in the consortium", play.SHARE, Decimal("30.00"), "Kiln Owner"),
    )
    assert [promise.partner for promise in file.commitments if promise.measure == "Hours"] == ["Kiln Lane Workshop"]
    assert [said.partner for said in file.declarations] == ["Kiln Lane Workshop"]
    partner.refresh_from_db()
    assert partner.submitted_version == 1
    message = Message.objects.get(to="kiln.signatory@example.org", body__contains=submission.reference)
    assert play_bids.ANSWER[:20] not in message.body and "100,000" not in message.body
    actions.withdraw(bid, by=cast.signatory, now=now)
    assert Message.objects.filter(to="kiln.signatory@example.org", body__contains="withdrew the bid").count() == 1


def test_a_submission_of_before_is_read_as_before(cast, bid, now):
    content = play_bids.submission_of(bid, now=now).content
    assert '"bids_as": ""' in content
    older = content.replace('"bids_as": ""', '"price_": 0').replace(',\n      "partner": ""', "")
    said = bidfile.read(older)
    assert (said.bids_as, said.partners, said.declarations[0].partner) == ("", (), "")


# Facts of partners.

TURNOVER = Condition(
    id="T1",
    kind=ConditionKind.TURNOVER,
    amount=Decimal(80000),
    needed=Needed.CONTRACT_START,
    partners_count=True,
    text="Turnover.",
)
ALONE = Condition(
    id="T2",
    kind=ConditionKind.INSURANCE,
    amount=Decimal(1),
    needed=Needed.CONTRACT_START,
    partners_count=False,
    text="Insurance.",
)


@pytest.fixture
def conditioned(cast, now):
    """A bid for a tender that asks for a turnover, which a partner may meet, and an insurance, which it may not."""
    tender = published_tender(
        cast,
        now,
        conditions=(TURNOVER, ALONE),
        reasons={
            **REASONS,
            "inclusion.partners": "The cover is for the vans of the one who drives them.",
        },
    )
    return play_bids.written_bid(tender, provider=cast.reuse, now=now)


def test_what_a_partner_says_of_itself_stands_beside_the_condition_that_it_may_meet(cast, conditioned, kiln, now):
    partner = play.chosen_partner(conditioned, kiln, now=now)
    said = partners_say(asked_by(conditioned.tender.document), [partner])
    assert said == {"T1": "Kiln Lane Workshop says: turnover of the last financial year, £90,000. That meets it."}


def test_a_partner_meets_no_condition_that_each_bidder_must_meet(cast, conditioned, kiln, now):
    partner = play.chosen_partner(conditioned, kiln, now=now)
    with pytest.raises(Refused, match="must meet that condition yourselves"):
        actions.save_declarations(
            conditioned, {"T2": (True, "")}, met_by={"T2": partner.pk}, from_version=1, by=cast.writer, now=now
        )
    actions.save_declarations(
        conditioned, {"T1": (True, "")}, met_by={"T1": partner.pk}, from_version=1, by=cast.writer, now=now
    )
    # What says nothing of partners, such as a document filled in offline, leaves who meets it.
    actions.save_declarations(conditioned, {"T1": (True, "Yes.")}, from_version=2, by=cast.writer, now=now)
    assert Declaration.own.get(bid=conditioned, condition_id="T1").partner_id == partner.pk


def test_who_decides_the_conditions_reads_which_partner_meets_them(cast, bid, kiln, now):
    partner = play.chosen_partner(bid, kiln, now=now)
    name_condition(cast, bid, partner, now)
    play.sign(partner, now=now)
    play_bids.submission_of(bid, now=now)
    tender = play_bids.open_bids(cast, bid.tender)
    evaluation = play_evaluation.named(cast, now, tender=tender)
    assert [row.declared for row in decisions(evaluation)] == ["Says it meets this, through Kiln Lane Workshop"]


# Nobody judges a bid that their own organisation has a part in.


def belong(person, provider):
    return Member.objects.create(provider=provider, user=person, role=MemberRole.VIEWER)


def test_who_belongs_to_a_partner_opens_and_reads_nothing_of_that_tender(cast, bid, kiln, now):
    play.signed_partner(bid, kiln, now=now)
    play_bids.submission_of(bid, now=now)
    after = bid.tender.closes_at + timedelta(hours=1)
    belong(cast.procurement, kiln)
    with pytest.raises(Refused, match="belong to an organisation that has bid"):
        actions.ask_to_open(bid.tender, by=cast.procurement, now=after)
    third = make_staff(cast.county, "Theo Third", StaffRole.PROCUREMENT)
    actions.ask_to_open(bid.tender, by=cast.second_procurement, now=after)
    actions.confirm_opening(bid.tender, by=third, now=after)
    assert Opening.objects.get().opened_at == after
    assert list(Bid.objects.visible_to(cast.procurement)) == []
    assert list(Bid.objects.visible_to(third)) == [bid]


def test_who_belongs_to_a_partner_has_no_part_in_the_evaluation(cast, bid, kiln, now):
    play.signed_partner(bid, kiln, now=now)
    play_bids.submission_of(bid, now=now)
    tender = play_bids.open_bids(cast, bid.tender)
    evaluation = play_evaluation.declared(cast, now, tender=tender)
    assert list(Evaluation.objects.visible_to(cast.auditor)) == [evaluation]
    for person in (cast.auditor, cast.evaluator):
        belong(person, kiln)
        assert list(Evaluation.objects.visible_to(person)) == []
    with pytest.raises(Refused, match="Evan Evaluator belongs to an organisation that bid"):
        play_evaluation.actions.start_marking(
            evaluation, by=cast.procurement, now=play_evaluation.after_opening(tender, now)
        )


def test_who_was_only_asked_or_declined_is_no_bidder(cast, bid, kiln, now):
    """A partner counts from the first submitted version that names it; one who said no before is free."""
    partner = play.chosen_partner(bid, kiln, now=now)
    actions.decline_share(partner, "No.", by=of_kiln(kiln, MemberRole.OWNER), now=now)
    actions.remove_partner(partner, by=cast.writer, now=now)
    play.consortium(bid, now=now, how=BidsAs.ALONE)
    play_bids.submission_of(bid, now=now)
    belong(cast.procurement, kiln)
    actions.ask_to_open(bid.tender, by=cast.procurement, now=bid.tender.closes_at + timedelta(hours=1))


def test_a_partner_taken_out_after_the_submission_stays_a_bidder(cast, bid, kiln, now):
    partner = play.signed_partner(bid, kiln, now=now)
    play_bids.submission_of(bid, now=now)
    actions.remove_partner(partner, by=cast.writer, now=now)
    tender = play_bids.open_bids(cast, bid.tender)
    belong(cast.auditor, kiln)
    assert list(Bid.objects.visible_to(cast.auditor).filter(tender=tender)) == []


def test_submissions_and_partners_hold_together(cast, bid, kiln, now):
    """The state of a row alone never says signed: without the digest of what the bid says now there is no sign-off."""
    partner = play.signed_partner(bid, kiln, now=now)
    Partner.own.filter(pk=partner.pk).update(share="Changed behind everyone's back.")
    assert state(partner) is PartnerState.LAPSED
    with pytest.raises(Refused, match="has not signed off"):
        play_bids.submission_of(bid, now=now)
    assert Submission.own.count() == 0

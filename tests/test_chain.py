"""The chain of a commitment: what it says, who may write it, what is refused, and where it goes with the bid."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from commissioning.bids import actions, bidfile
from commissioning.bids.actions import Stale
from commissioning.bids.bidfile import Milestone
from commissioning.bids.models import Commitment, Submission
from commissioning.bids.readiness import Chain, asked_by, milestone_faults
from commissioning.bids.reports import draft_of, file_of
from commissioning.contracts.models import Indicator
from socialvalue.refusals import Refused
from tests import play_bids, play_contracts, play_evaluation, play_tenders

TODAY = date(2026, 12, 2)
BY_WHEN = date(2028, 3, 31)
STEP = Milestone(date(2027, 9, 30), Decimal(2))
WHOLE = Chain(
    inputs="A trainer and a van",
    activities="Repair training each week",
    outputs="Eight people trained",
    outcomes="Six have a job a year later",
    impact="Fewer people out of work in Ware",
    place="Ware",
    beneficiaries="People leaving care",
    milestones=(STEP,),
)


def faults(
    *milestones: tuple[str, str], unit: str = "people over the whole contract", quantity: str = "4"
) -> list[str]:
    steps = [Milestone(date.fromisoformat(day), Decimal(amount)) for day, amount in milestones]
    return milestone_faults(steps, unit=unit, quantity=Decimal(quantity), by_when=BY_WHEN, today=TODAY)


@pytest.mark.parametrize(
    ("milestones", "unit", "fault"),
    [
        ([("2027-09-30", "2"), ("2027-12-31", "4")], "people", None),
        ([("2027-12-31", "2"), ("2027-09-30", "4")], "people", "order of their days"),
        ([("2027-09-30", "2"), ("2027-09-30", "3")], "people", "order of their days"),
        ([("2026-12-02", "2")], "people", "after today"),
        ([("2028-03-31", "2")], "people", "after today and before Friday 31 March 2028"),
        ([("2027-09-30", "3"), ("2027-12-31", "2")], "people", "can't be less than the one before"),
        ([("2027-09-30", "5")], "people", "can't be more than 4"),
        ([("2027-09-30", "-1")], "people", "Enter 0 or more"),
        # A share may fall on the way, but never pass the whole.
        ([("2027-09-30", "60"), ("2027-12-31", "50")], "% of items", None),
        ([("2027-09-30", "101")], "% of items", "can't be more than 100"),
        # What is owed each year adds up to more than one year's.
        ([("2027-09-30", "4"), ("2027-12-31", "9")], "people per contract year", None),
        ([(f"2027-0{month}-01", "1") for month in range(1, 6)], "people", "at most 4 milestones"),
    ],
)
def test_milestones_lead_to_the_promise(milestones, unit, fault):
    found = faults(*milestones, unit=unit)
    assert (found == []) if fault is None else (len(found) == 1 and fault in found[0])


@pytest.fixture
def bid(cast, now):
    return play_bids.written_bid(play_tenders.published_tender(cast, now), provider=cast.reuse, now=now)


@pytest.fixture
def commitment(bid):
    return Commitment.own.get(bid=bid)


def test_what_is_said_is_kept_and_goes_with_the_bid(bid, commitment, cast, now):
    saved = actions.save_chain(bid, commitment.pk, WHOLE, from_version=1, by=cast.writer, now=now)
    assert saved.version == 2
    file = file_of(bid, draft_of(bid), asked_by(bid.tender.document), "0" * 64)
    promise = file.commitments[0]
    assert (promise.inputs, promise.impact, promise.place) == (WHOLE.inputs, WHOLE.impact, "Ware")
    assert promise.beneficiaries == "People leaving care"
    assert promise.milestones == (STEP,)
    assert bidfile.read(bidfile.write(file)) == file


def test_saving_the_same_again_changes_nothing(bid, commitment, cast, now):
    actions.save_chain(bid, commitment.pk, WHOLE, from_version=1, by=cast.writer, now=now)
    again = actions.save_chain(bid, commitment.pk, WHOLE, from_version=1, by=cast.writer, now=now)
    assert again.version == 2


def test_an_old_page_overwrites_neither_the_chain_nor_the_promise(bid, commitment, cast, now):
    actions.save_chain(bid, commitment.pk, WHOLE, from_version=1, by=cast.writer, now=now)
    with pytest.raises(Stale) as stale:
        actions.save_chain(bid, commitment.pk, Chain(inputs="Other"), from_version=1, by=cast.owner, now=now)
    assert stale.value.stored.inputs == WHOLE.inputs
    promise = actions.Promise(quantity=Decimal(3), by_when=BY_WHEN, evidence="A list")
    with pytest.raises(Stale):
        actions.save_commitment(bid, commitment.question_id, promise, from_version=1, by=cast.owner, now=now)


def test_a_promise_can_not_fall_below_its_own_milestones(bid, commitment, cast, now):
    actions.save_chain(bid, commitment.pk, WHOLE, from_version=1, by=cast.writer, now=now)
    promise = actions.Promise(quantity=Decimal(4), by_when=date(2027, 9, 1), evidence="A list")
    with pytest.raises(Refused, match="Change the milestones"):
        actions.save_commitment(bid, commitment.question_id, promise, from_version=2, by=cast.writer, now=now)


@pytest.mark.parametrize("person", ["viewer", "rival", "stranger", "procurement"])
def test_only_those_who_write_the_bid_may_say_it(person, bid, commitment, cast, now):
    with pytest.raises(Refused):
        actions.save_chain(bid, commitment.pk, WHOLE, from_version=1, by=getattr(cast, person), now=now)


def test_after_the_closing_nothing_changes(bid, commitment, cast):
    late = bid.tender.closes_at + timedelta(minutes=1)
    with pytest.raises(Refused, match="closed"):
        actions.save_chain(bid, commitment.pk, WHOLE, from_version=1, by=cast.writer, now=late)


def test_a_removed_commitment_takes_no_chain(bid, commitment, cast, now):
    actions.remove_commitment(bid, commitment.pk, by=cast.writer, now=now)
    with pytest.raises(Stale) as stale:
        actions.save_chain(bid, commitment.pk, WHOLE, from_version=1, by=cast.writer, now=now)
    assert stale.value.stored is None


# The page.


@pytest.fixture
def writer(client, cast, portal_clock):
    client.force_login(cast.writer)
    return client


def typed(**changes: str) -> dict[str, str]:
    said = {**WHOLE.words, "step_1_day": "30", "step_1_month": "9", "step_1_year": "2027", "step_1_quantity": "2"}
    return {**said, "from_version": "1", **changes}


def test_the_page_shows_the_chain_and_saves_it(bid, commitment, writer):
    address = reverse("bid_commitment_chain", args=[bid.pk, commitment.pk])
    before = writer.get(address).content.decode()
    assert before.count("Nothing written yet") == 5
    assert writer.post(address, typed()).status_code == 302
    after = writer.get(address).content.decode()
    assert "Nothing written yet" not in after
    for words in WHOLE.words.values():
        assert words in after
    assert "Thursday 30 September 2027" in after
    check = writer.get(reverse("bid_check", args=[bid.pk])).content.decode()
    assert "Fewer people out of work in Ware" in check


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"step_1_quantity": ""}, 422, "Say how much is done by milestone 1."),
        ({"step_1_day": "", "step_1_month": "", "step_1_year": ""}, 422, "Say by when milestone 1 is reached."),
        ({"step_1_quantity": "NaN"}, 422, ""),
        ({"step_1_year": "2099"}, 422, "A milestone must be after today"),
        ({"from_version": "0"}, 409, "Somebody has changed this"),
        ({"inputs": "x" * 601}, 422, "600"),
        ({"inputs": "a\0b"}, 422, "hidden control character"),
    ],
)
def test_what_is_refused_is_said_and_nothing_typed_is_lost(changes, status, sentence, bid, commitment, writer):
    answer = writer.post(reverse("bid_commitment_chain", args=[bid.pk, commitment.pk]), typed(**changes))
    page = answer.content.decode()
    assert answer.status_code == status
    assert sentence in page
    assert WHOLE.outcomes in page
    assert Commitment.own.get(pk=commitment.pk).inputs == ""


# Where it goes.


def test_evaluators_read_the_chain_and_the_contract_keeps_the_milestones(cast, now, monkeypatch):
    tender = play_tenders.published_tender(cast, now)
    bid = play_bids.written_bid(tender, provider=cast.reuse, now=now)
    row = Commitment.own.get(bid=bid)
    actions.save_chain(bid, row.pk, WHOLE, from_version=1, by=cast.writer, now=now)
    play_bids.submission_of(bid, now=now)
    play_bids.open_bids(cast, tender)
    tender.refresh_from_db()
    assert Submission.objects.get(bid=bid).file.commitments[0].outcomes == WHOLE.outcomes
    award = play_evaluation.recommended(cast, now, tender=tender)
    contract = play_contracts.approved(award, cast, now)
    indicator = Indicator.objects.get(contract=contract)
    days = list(indicator.milestones.values_list("due_on", "quantity"))
    assert (STEP.by_when, STEP.quantity) in days
    assert days[-1][0] >= STEP.by_when

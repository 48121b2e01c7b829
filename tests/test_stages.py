"""One stage after another: the conditions first, then quality, then the prices."""

import pytest
from django.urls import reverse

from commissioning.bids.models import Opening, Submission
from commissioning.evaluation import actions, reports
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Evaluation, Gate
from commissioning.evaluation.reports.report import evaluation_report
from socialvalue.refusals import Refused
from tests import play_evaluation as play
from tests.crawl import browser

OUT = "It does not meet the condition “Public liability insurance”: No insurance."


def problems_of(act):
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.problems


def failed(cast, now, *, is_confirmed=True):
    """Three bids, the panel declared; one officer found that the first does not meet C1."""
    evaluation = play.declared(cast, now, bids=3)
    bid = play.bids_of(evaluation)[0]
    actions.decide_gate(evaluation, bid, "C1", False, "No insurance.", by=cast.procurement, now=now)
    if is_confirmed:
        actions.confirm_gate(evaluation, bid, "C1", by=cast.second_procurement, now=now)
    return evaluation, bid


def priced(cast, now):
    """The same with everything done up to the prices; the bid that failed is out."""
    evaluation, bid = failed(cast, now)
    actions.start_marking(evaluation, by=cast.procurement, now=now)
    play.finish_marking(evaluation, cast, now)
    actions.start_moderation(evaluation, by=cast.chair, now=now)
    for other in play.bids_of(evaluation):
        if other != bid:
            play_agree(evaluation, other, cast, now)
    actions.lock_consensus(evaluation, by=cast.chair, now=now)
    evaluation.refresh_from_db()
    play.open_prices(evaluation, cast, now)
    return evaluation, bid


def play_agree(evaluation, bid, cast, now):
    """The chair agrees the highest mark for every answer of one bid."""
    for question in reports.method(evaluation.tender).marked:
        marks = list(play.Mark.objects.visible_to(cast.chair).filter(bid=bid, question_id=question.id))
        best = max(own.mark for own in marks)
        actions.agree_mark(
            evaluation,
            bid,
            question.id,
            mark=best,
            reason="Shown.",
            present=[cast.chair],
            differences={own.pk: "It is on page 2." for own in marks if own.mark != best},
            from_version=0,
            by=cast.chair,
            now=now,
        )


def test_marking_waits_for_every_condition(cast, now):
    evaluation = play.declared(cast, now)
    Gate.objects.filter(evaluation=evaluation).delete()
    assert problems_of(lambda: actions.start_marking(evaluation, by=cast.procurement, now=now)) == [
        "A procurement officer must decide condition C1 for Chiltern Haulage.",
        "A procurement officer must decide condition C1 for Lea Valley Reuse.",
    ]


def test_a_fail_needs_a_second_officer(cast, now):
    evaluation, bid = failed(cast, now, is_confirmed=False)
    assert problems_of(lambda: actions.start_marking(evaluation, by=cast.procurement, now=now)) == [
        f"Another procurement officer must confirm that {bid.provider} does not meet condition C1."
    ]
    assert problems_of(lambda: actions.confirm_gate(evaluation, bid, "C1", by=cast.procurement, now=now)) == [
        "You decided this, so another procurement officer must confirm it."
    ]
    assert bid.pk in {one.bid_id for one in reports.bidders(evaluation)}
    actions.confirm_gate(evaluation, bid, "C1", by=cast.second_procurement, now=now)
    assert bid.pk not in {one.bid_id for one in reports.bidders(evaluation)}


def test_conditions_stand_once_marking_has_started(cast, now):
    evaluation = play.marking(cast, now)
    bid = play.bids_of(evaluation)[0]
    assert problems_of(
        lambda: actions.decide_gate(evaluation, bid, "C1", False, "No.", by=cast.procurement, now=now)
    ) == ["This evaluation stands at “Marking”. This can be done only at “Naming the panel”."]


def test_a_bid_that_fails_is_not_marked_nor_ranked_and_its_price_is_never_opened(cast, now):
    evaluation, bid = priced(cast, now)
    assert not play.Mark.objects.filter(bid=bid).exists()
    ranked = reports.ranking(evaluation)
    assert bid.pk not in {row.bid_id for row in ranked.bids}
    assert ranked.out == ((bid.pk, str(bid.provider), (OUT,)),)
    assert Submission.objects.get(bid=bid).file.price is None
    prices = {row.file.price for row in Submission.objects.exclude(bid=bid)}
    assert None not in prices
    page = browser(cast.procurement).get(reverse("opened_bid", args=[evaluation.tender_id, bid.pk])).content.decode()
    assert "Sealed. It is opened once the panel has agreed every mark" in page
    assert OUT in browser(cast.procurement).get(reverse("ranking", args=[evaluation.tender_id])).content.decode()


def test_a_bid_that_fails_stands_in_the_report_with_its_reason(cast, now):
    evaluation, bid = priced(cast, now)
    said = evaluation_report(evaluation)
    assert [gate.reason for gate in said.gates if not gate.is_passed] == ["No insurance."]
    assert {row.price_text for row in said.bids if row.provider == str(bid.provider)} == {"No price"}
    assert all(str(bid.provider) != answer.provider for question in said.questions for answer in question.answers)


def test_only_an_officer_off_the_panel_opens_prices_once_and_only_when_quality_is_final(cast, now):
    evaluation = play.moderated(cast, now)
    assert problems_of(lambda: actions.open_prices(evaluation, by=cast.procurement, now=now)) == [
        "This evaluation stands at “Moderation”. This can be done only at “Quality agreed”."
    ]
    actions.lock_consensus(evaluation, by=cast.chair, now=now)
    for person in (cast.chair, cast.evaluator, cast.auditor, cast.commissioner, cast.other_procurement, cast.owner):
        assert problems_of(lambda person=person: actions.open_prices(evaluation, by=person, now=now))
    assert problems_of(lambda: actions.open_prices(evaluation, by=cast.procurement, now=now)) == [
        "The chair must show the panel who the bidders are first."
    ]
    actions.reveal_names(evaluation, by=cast.chair, now=now)
    where = reverse("open_prices", args=[evaluation.tender_id])
    assert browser(cast.chair).get(where).status_code == 404
    assert "2 bids" in browser(cast.procurement).get(where).content.decode()
    assert browser(cast.procurement).post(where).status_code == 302
    assert Evaluation.objects.get(pk=evaluation.pk).status == Status.PRICED
    assert Opening.objects.get(tender=evaluation.tender).prices_opened_by == cast.procurement
    assert problems_of(lambda: actions.open_prices(evaluation, by=cast.second_procurement, now=now))


def test_the_page_of_a_condition_decides_and_another_officer_confirms_it_there(cast, now):
    evaluation = play.declared(cast, now)
    bid = play.bids_of(evaluation)[0]
    where = reverse("evaluation_condition", args=[evaluation.tender_id, bid.pk, "C1"])
    said = {"outcome": "not_met", "reason": "No insurance."}
    assert browser(cast.procurement).post(where, said).status_code == 302
    confirm = reverse("confirm_condition", args=[evaluation.tender_id, bid.pk, "C1"])
    assert confirm in browser(cast.second_procurement).get(where).content.decode()
    assert browser(cast.procurement).post(confirm).status_code == 422
    assert browser(cast.second_procurement).post(confirm).status_code == 302
    assert Gate.objects.get(bid=bid).confirmed_by == cast.second_procurement
    assert browser(cast.second_procurement).get(confirm).status_code == 404

"""Where the tender says that marks are averaged: nobody agrees another, nothing is rounded, and everybody is told how."""

import json
from decimal import Decimal

import pytest

from commissioning.evaluation import actions, papers, reports
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Consensus, Mark
from commissioning.evaluation.reports.feedback import feedback_of
from commissioning.evaluation.reports.report import evaluation_report
from commissioning.evaluation.reports.robustness import robustness
from commissioning.tenders.tenderfile import Moderation, TenderFileFaults, read, write
from socialvalue.refusals import Refused
from tests import play_evaluation as play
from tests.small_tender import question, tender


def averaging(cast, now, reach):
    """An evaluation by three evaluators that has come as far as `reach` plays it."""
    return reach(cast, now, evaluators=play.more_evaluators(cast, 3), moderation=Moderation.AVERAGE)


def test_the_average_by_hand():
    one = reports.averaged([(Decimal(4), "Clear."), (Decimal(4), "Clear."), (Decimal(3), "A part is missing.")])
    assert one.mark == Decimal(11) / 3
    assert one.text == "3.67"
    assert one.working == "the average of 3 marks: 4, 4 and 3"
    assert one.reason == "Clear.\n\nA part is missing."
    assert reports.averaged([(Decimal(4), ""), (Decimal(3), "")]).text == "3.5"


def test_the_tender_file_says_so_or_nothing():
    said = json.loads(write(tender(question())))
    assert "moderation" not in said
    for word in Moderation:
        again = read(json.dumps(said | {"moderation": word.value}))
        assert again.moderation is word
        assert read(write(again)) == again
    with pytest.raises(TenderFileFaults, match="moderation"):
        read(json.dumps(said | {"moderation": "median"}))


def test_no_mark_is_agreed_and_the_marks_are_locked_as_they_are(cast, now):
    evaluation = averaging(cast, now, play.moderating)
    bid = play.bids_of(evaluation)[0]
    said = {"mark": Decimal(4), "reason": "x", "present": [cast.chair], "others": "", "differences": {}}
    for act in (actions.agree_mark, actions.save_agreement_draft):
        with pytest.raises(Refused, match="averaged"):
            act(evaluation, bid, "SV1", **said, from_version=0, by=cast.chair, now=now)
    evaluation = actions.lock_consensus(evaluation, by=cast.chair, now=now)
    assert evaluation.status == Status.AGREED
    assert not Consensus.objects.exists()
    published = reports.method(evaluation.tender)
    # By hand: of three evaluators the second gives one less on each second question.
    assert reports.agreed_marks(evaluation, published) == {
        (place.pk, asked): first if asked == "Q1" else (3 * first - 1) / 3
        for place, first in zip(play.bids_of(evaluation), (Decimal(4), Decimal(3)), strict=True)
        for asked in ("Q1", "SV1")
    }


def test_nobody_reads_an_average_before_moderation(cast, now):
    evaluation = averaging(cast, now, play.locked)
    assert reports.averages(evaluation) == {}
    assert reports.agreed_marks(evaluation, reports.method(evaluation.tender)) == {}


def test_the_chair_sees_the_spread_and_the_average_and_no_form(client, cast, now):
    evaluation = averaging(cast, now, play.moderating)
    client.force_login(cast.chair)
    where = f"/tenders/{evaluation.tender_id}/evaluation/moderation/"
    page = client.get(where).content.decode()
    assert "3.67" in page
    assert "Make the averages final" in page
    widest = next(row for row in reports.spread(evaluation) if row.bidder == "Bidder B")
    page = client.get(widest.address).content.decode()
    assert "the average of 3 marks: 4, 4 and 3" in page
    assert "<textarea" not in page


def test_ranking_report_and_feedback_rest_on_the_unrounded_average(cast, now):
    evaluation = averaging(cast, now, play.told).evaluation
    first = next(bid for bid in reports.ranking(evaluation).bids if bid.bid_id == play.bids_of(evaluation)[0].pk)
    points = next(part.points for part in first.parts if part.node.id == "SV1")
    assert round(points, 20) == round(Decimal(220) / 3, 20)
    assert [answer.first for answer in robustness(evaluation)] == ["Chiltern Haulage"]
    report = evaluation_report(evaluation)
    assert papers.workbook(report)
    (asked,) = [one for one in report.questions if one.id == "SV1"]
    said = next(one for one in asked.answers if one.bid_reference == first.reference)
    assert said.agreed_text == "3.67"
    assert said.reason == "The average of 3 marks: 4, 4 and 3."
    later = play.after_opening(evaluation.tender, now)
    feedback = feedback_of(first.bid_id, cast.rival, later)
    marks = {answer.mark_text for answer in feedback.result.answers}
    assert "3.67 of 5, the average of 3 marks: 4, 4 and 3" in marks
    reasons = {answer.reason for answer in feedback.result.answers if answer.mark_text}
    assert reasons <= set(Mark.objects.values_list("reason", flat=True))
    assert not [name for name in ("Evan", "Esther", "Evaluator 2") if name in str(feedback.result.answers)]

"""The fault: the score saved is not the score chosen, "not applicable" counts as nought, one marker counts twice.

Here the page says what was stored, a blank stops the marking instead of counting, and the database holds one mark from one
person for one answer.
"""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from commissioning.evaluation import actions, reports
from commissioning.evaluation.models import Consensus, Mark
from commissioning.evaluation.reports import ranking
from socialvalue.refusals import Refused
from tests import play_evaluation as play


def cell_of(evaluation, user):
    return next(reports.marking_matrix(evaluation, user).cells())


@pytest.mark.parametrize("chosen", ["0", "1", "2", "3", "4", "5"])
def test_the_page_says_the_very_mark_that_is_in_the_row(chosen, client, cast, now):
    evaluation = play.marking(cast, now)
    cell = cell_of(evaluation, cast.evaluator)
    client.force_login(cast.evaluator)
    client.post(cell.address, {"mark": chosen, "reason": "As the level says.", "version": "0"})
    assert Mark.objects.get().mark == Decimal(chosen)
    page = client.get(cell.address).content.decode()
    assert f"Saved: mark {chosen}, with a reason of 4 words." in page
    assert page.count(" checked") == 1
    assert f'value="{chosen}" checked' in page


@pytest.mark.parametrize("blank", ["", "N/A", "n/a", "-", "not applicable"])
def test_what_is_no_mark_is_never_stored_as_nought(blank, client, cast, now):
    evaluation = play.marking(cast, now)
    cell = cell_of(evaluation, cast.evaluator)
    client.force_login(cast.evaluator)
    client.post(cell.address, {"mark": blank, "reason": "It does not apply.", "version": "0"})
    assert list(Mark.objects.exclude(mark=None)) == []
    with pytest.raises(Refused, match="give a mark"):
        actions.lock_marks(evaluation, by=cast.evaluator, now=play.after_opening(evaluation.tender, now))


def test_a_blank_holds_up_the_ranking(cast, now):
    evaluation = play.moderated(cast, now)
    agreed = Consensus.objects.filter(bid__tender=evaluation.tender).order_by("pk").first()
    assert agreed is not None
    Consensus.objects.filter(pk=agreed.pk).delete()
    with pytest.raises(Refused, match="Agree a mark for"):
        actions.lock_consensus(evaluation, by=cast.chair, now=play.after_opening(evaluation.tender, now))


def test_one_marker_counts_once_however_often_the_mark_is_sent(client, cast, now):
    evaluation = play.marking(cast, now)
    cell = cell_of(evaluation, cast.evaluator)
    client.force_login(cast.evaluator)
    for version in ("0", "1", "2"):
        client.post(cell.address, {"mark": "4", "reason": f"Sent with version {version}.", "version": version})
    mark = Mark.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(
            evaluator=mark.evaluator, bid=mark.bid, question_id=mark.question_id, mark=5, saved_at=mark.saved_at
        )


def test_every_page_tells_the_total_of_the_one_calculation(client, cast, now):
    evaluation = play.priced(cast, now)
    totals = [row.display for row in ranking(evaluation).result.bids]
    assert len(totals) == 2
    client.force_login(cast.procurement)
    for name in ("ranking", "evaluation_report"):
        page = client.get(reverse(name, args=[evaluation.tender_id])).content.decode()
        assert [total for total in totals if total not in page] == []

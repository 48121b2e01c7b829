"""The fault: 2,400 queries for a list of reviews, and PDFs that take minutes and gigabytes of the web server.

Here the matrix that everybody works from asks as often for twenty bids as for two, and no report is built in a request.
The other pages' counts stand in the files that test them (`test_*_queries.py`).
"""

from unittest import mock

import pytest
from django.urls import reverse

from commissioning.evaluation import papers
from commissioning.evaluation.models import Paper
from tests import play_evaluation as play
from tests.test_evaluation_queries import queries


# From eight bids on, the lowest of these prices looks abnormally low, and the page asks who may ask about it.
@pytest.mark.parametrize("bids", [8, 20])
@pytest.mark.parametrize("page", ["moderation", "ranking"])
def test_a_list_of_marks_asks_as_often_for_twenty_bids_as_for_eight(page, bids, client, cast, now):
    evaluation = play.priced(cast, now, bids=bids)
    # An officer, who may ask a bidder about a low price: the chair is first asked whether they are one.
    asked = queries(client, cast.procurement, reverse(page, args=[evaluation.tender_id]))
    assert len(asked) == {"moderation": 8, "ranking": 12}[page]
    assert len(set(asked)) == len(asked)


def test_no_report_is_built_while_somebody_waits_for_a_page(client, cast, now, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    evaluation = play.told(cast, now).evaluation
    client.force_login(cast.procurement)
    where = reverse("ask_for_paper", args=[evaluation.tender_id])
    with mock.patch.object(papers, "pdf") as pdf, mock.patch.object(papers, "workbook") as workbook:
        for kind in Paper.Kind:
            assert client.post(where, {"kind": kind.value}).status_code == 302
            paper = Paper.objects.get(kind=kind)
            assert client.get(reverse("paper", args=[evaluation.tender_id, paper.pk])).status_code == 200
    assert (pdf.called, workbook.called) == (False, False)
    assert Paper.objects.filter(file=None).count() == len(Paper.Kind)

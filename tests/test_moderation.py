"""Moderating: the table of spread with its filters and neighbours, and the record of it all, in full and for publication."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commissioning.evaluation import actions, reports
from commissioning.evaluation.models import Consensus, Mark
from commissioning.evaluation.reports.moderation_record import LEFT_OUT, moderation_record
from socialvalue.refusals import Refused
from tests import play_evaluation as play
from tests.test_locks import agree_again
from tests.visitor import Visitor


def where(name, evaluation, **asked):
    return reverse(name, args=[evaluation.tender_id]) + "?" + "&".join(f"{key}={value}" for key, value in asked.items())


def final(cast, now, **played):
    """Every mark is agreed, the first of them twice, and locked."""
    evaluation = play.moderated(cast, now, **played)
    agree_again(evaluation, cast, now)
    return actions.lock_consensus(evaluation, by=cast.chair, now=play.after_opening(evaluation.tender, now))


def test_the_table_shows_one_question_or_what_is_open_and_ignores_what_it_does_not_know(client, cast, now):
    evaluation = play.moderated(cast, now)
    Consensus.objects.filter(question_id="Q1").first().delete()
    client.force_login(cast.auditor)

    def shown(**asked):
        page = client.get(where("moderation", evaluation, **asked)).content.decode()
        return len(re.findall(r'href="[^"]*/moderation/[0-9a-f-]{36}/', page))

    assert [shown(), shown(question="Q1"), shown(show="open"), shown(question="SV1", show="open")] == [4, 2, 1, 0]
    assert shown(question="nothing", show="%00") == 4


def test_the_neighbours_of_an_answer_follow_the_table(client, cast, now):
    evaluation = play.moderating(cast, now)
    published = reports.method(evaluation.tender)
    rows = reports.spread(evaluation)
    steps = [reports.answer_marks(evaluation, published, row.bid_id, row.question_id) for row in rows]
    assert [step.place for step in steps] == [1, 2, 3, 4]
    assert [step.next for step in steps] == [*(row.address for row in rows[1:]), ""]
    assert [step.previous for step in steps] == ["", *(row.address for row in rows[:-1])]
    assert [step.next_open for step in steps] == [rows[1].address, *([rows[0].address] * 3)]
    client.force_login(cast.chair)
    page = client.get(rows[1].address).content.decode()
    assert f'href="{rows[0].address}">Previous answer' in page
    assert f'href="{rows[2].address}">Next answer' in page


def test_only_people_of_the_panel_are_ticked_as_present(cast, now):
    evaluation = play.moderated(cast, now)
    with pytest.raises(Refused, match="Only people of this panel can be ticked"):
        agree_again(evaluation, cast, now, present=[cast.chair, cast.procurement])
    with pytest.raises(Refused, match="Say who was present"):
        agree_again(evaluation, cast, now, present=[])


def test_the_record_holds_every_mark_what_was_agreed_and_what_stood_before(cast, now):
    record = moderation_record(final(cast, now))
    assert len(record.answers) == 4
    assert dict(record.facts)["Made final by"] == "Charlie Chair"
    twice = next(answer for answer in record.answers if answer.before)
    assert (twice.stands.mark, twice.stands.reason) == ("1", "On reflection it says less.")
    assert twice.stands.present == "Charlie Chair, Evan Evaluator, Nora Notetaker and Omar Observer"
    assert [past.mark for past in twice.before] == ["4"]
    assert {mark.evaluator for mark in twice.marks} == {"Evan Evaluator", "Esther Evaluator"}
    assert {mark.difference for mark in twice.marks} == {"Page 2 is about another service."}
    assert sum(len(answer.marks) for answer in record.answers) == Mark.objects.count()
    assert {mark.counts for answer in record.answers for mark in answer.marks} == {"Yes"}


def test_the_version_for_publication_names_nobody_and_quotes_nothing(cast, now):
    evaluation = final(cast, now)
    assert "Chiltern Haulage" not in str(moderation_record(evaluation))
    play.reveal(evaluation, cast, now)
    said = str(moderation_record(evaluation, redacted=True))
    full = str(moderation_record(evaluation))
    secrets = ["Charlie", "Evan", "Esther", "Nora", "Omar", "Chiltern Haulage", "Lea Valley Reuse", "On reflection"]
    secrets += ["Page 2 is about", "They had overlooked", "The panel found", "It meets what is asked"]
    assert [secret for secret in secrets if secret not in full] == []
    assert [secret for secret in secrets if secret in said] == []
    assert LEFT_OUT in said
    assert "2 of the panel and 2 others" in said
    assert {"Bidder A", "Bidder B"} <= set(re.findall(r"Bidder [A-Z]", said))


def test_there_is_no_record_before_the_marks_are_final(client, cast, now):
    evaluation = play.moderated(cast, now)
    with pytest.raises(Refused, match="once the marks are final"):
        moderation_record(evaluation)
    client.force_login(cast.chair)
    assert client.get(where("moderation_record", evaluation)).status_code == 404


@pytest.mark.parametrize("bids", [2, 6])
def test_the_record_s_page_asks_as_often_for_more_bids(client, cast, now, bids):
    evaluation = final(cast, now, bids=bids)
    client.force_login(cast.procurement)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(where("moderation_record", evaluation))
    assert page.status_code == 200
    assert len(asked) == 10


@pytest.mark.django_db(transaction=True)
def test_a_chair_moderates_with_the_keyboard_s_pages_at_any_width(chromium, live_server, cast, now, portal_clock):
    evaluation = play.moderating(cast, now)
    portal_clock.move_to(play.after_opening(evaluation.tender, now))
    chair = Visitor(chromium, live_server.url, "chair", "moderation").sign_in(cast.chair.email)
    first = reports.spread(evaluation)[0]
    own = min(first.given, key=lambda one: one.mark)
    chair.go(reverse("moderation", args=[evaluation.tender_id])).follow("Agree the next mark")
    chair.choose(re.compile("^3 – ")).fill("Reason for the agreed mark", "Each part is shown.")
    chair.press("Save as a draft").reads("Your draft is saved")
    chair.fill(re.compile(f"differs from {own.evaluator}"), "The table was overlooked.").press("Agree this mark")
    chair.reads("Agreed: 3")
    assert Consensus.objects.get().mark == Decimal(3)
    chair.go(reverse("overpromises", args=[evaluation.tender_id])).reads("Promises that stand out")

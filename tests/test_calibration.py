"""Practising before the opening: marked alone, compared together, and never counted."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from commissioning.authorities.models import Role, Staff
from commissioning.evaluation import actions, reports
from commissioning.evaluation.models import Mark, Practice, PracticeMark
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_evaluation as play
from tests.play_bids import closed_tender, open_bids
from tests.play_tenders import published_tender
from tests.test_evaluation_actions import PEOPLE, problems_of

TEXT = "We will take on three people and count who stays."
CANARIES = {"evaluator": "Heron reason.", "second_evaluator": "Kestrel reason.", "chair": "Plover reason."}


def panel_named(cast, now, tender=None):
    return actions.name_panel(
        tender or published_tender(cast, now),
        evaluators=[cast.evaluator, cast.second_evaluator],
        chair=cast.chair,
        by=cast.procurement,
        now=now,
    )


def practice_set(cast, now, tender=None):
    evaluation = panel_named(cast, now, tender)
    return actions.set_practice(evaluation, "Q1", TEXT, by=cast.chair, now=now)


def marked(practice, cast, now, *names):
    for place, name in enumerate(names):
        actions.mark_practice(practice, Decimal(4 - place), CANARIES[name], by=getattr(cast, name), now=now)
    practice.refresh_from_db()
    return practice


def body(client, user, practice, status=200):
    client.force_login(user)
    answer = client.get(reverse("practice", args=[practice.evaluation.tender_id, practice.pk]))
    assert answer.status_code == status
    return answer.content.decode()


# For each action, who may take it while the bids are sealed. `practice` is open, and nobody has marked it, but for the
# last two: for closing the evaluators have marked, for agreeing it is closed.
MAY = {
    "set_practice": {"procurement", "second_procurement", "chair"},
    "mark_practice": {"evaluator", "second_evaluator", "chair"},
    "close_practice": {"chair"},
    "agree_reading": {"chair"},
}


@pytest.mark.parametrize("action", MAY)
@pytest.mark.parametrize("is_opened", [False, True])
def test_who_may_practise_and_nobody_once_the_bids_are_open(cast, now, action, is_opened):
    practice = practice_set(cast, now, closed_tender(cast, now))
    if action == "close_practice":
        marked(practice, cast, now, "evaluator")
    if action == "agree_reading":
        marked(practice, cast, now, *CANARIES)
    if is_opened:
        open_bids(cast, practice.evaluation.tender)
    act = {
        "set_practice": lambda who: actions.set_practice(practice.evaluation, "Q1", TEXT, **who),
        "mark_practice": lambda who: actions.mark_practice(practice, Decimal(3), "It shows it.", **who),
        "close_practice": lambda who: actions.close_practice(practice, **who),
        "agree_reading": lambda who: actions.agree_reading(practice, "Four needs figures.", **who),
    }[action]
    found = set()
    for name in {*PEOPLE, "second_evaluator"}:
        point = transaction.savepoint()
        try:
            act({"by": getattr(cast, name), "now": now})
            found.add(name)
        except Refused:
            pass
        transaction.savepoint_rollback(point)
    assert found == (set() if is_opened else MAY[action])


def test_nobody_reads_another_practice_mark_before_all_have_marked(client, cast, now):
    practice = practice_set(cast, now)
    marked(practice, cast, now, "evaluator", "second_evaluator")
    assert practice.closed_at is None
    for name in ("chair", "evaluator", "second_evaluator", "procurement", "auditor"):
        page = body(client, getattr(cast, name), practice)
        for other in {"evaluator", "second_evaluator"} - {name}:
            assert CANARIES[other] not in page, name
    assert CANARIES["evaluator"] in body(client, cast.evaluator, practice)

    actions.mark_practice(practice, Decimal(1), CANARIES["chair"], by=cast.chair, now=now)
    practice.refresh_from_db()
    assert (practice.closed_at, practice.closed_by) == (now, None)
    for name in ("chair", "evaluator", "second_evaluator", "procurement", "auditor"):
        page = body(client, getattr(cast, name), practice)
        assert [words in page for words in CANARIES.values()] == [True] * 3, name
        assert "marks 4, 3 and 1" in page or "1, 3 and 4" in page
    for stranger in (cast.commissioner, cast.other_procurement, cast.owner, cast.stranger):
        body(client, stranger, practice, 404)


def test_the_chair_shows_the_marks_though_somebody_has_not_marked(client, cast, now):
    practice = practice_set(cast, now)
    assert problems_of(lambda: actions.close_practice(practice, by=cast.chair, now=now)) == [
        "Nobody has marked this practice answer yet."
    ]
    marked(practice, cast, now, "evaluator")
    client.force_login(cast.chair)
    where = reverse("practice_close", args=[practice.evaluation.tender_id, practice.pk])
    assert client.post(where).status_code == 302
    assert CANARIES["evaluator"] in body(client, cast.second_evaluator, practice)
    assert problems_of(
        lambda: actions.mark_practice(practice, Decimal(3), "Late.", by=cast.second_evaluator, now=now)
    ) == ["This practice answer is closed: everybody’s marks are shown."]


def test_a_practice_mark_is_given_once_on_the_scale_and_with_a_reason(cast, now):
    practice = practice_set(cast, now)
    give = lambda mark, reason: actions.mark_practice(practice, Decimal(mark), reason, by=cast.evaluator, now=now)  # noqa: E731
    assert problems_of(lambda: give("2.5", "Shown.")) == ["A mark must be one of 0, 1, 2, 3, 4 or 5."]
    assert problems_of(lambda: give("3", " ")) == ["Give your reason."]
    given = give("3", "Shown.")
    assert problems_of(lambda: give("4", "On reflection.")) == ["You have marked this practice answer."]
    with pytest.raises(DatabaseError), transaction.atomic():
        PracticeMark.objects.filter(pk=given.pk).update(mark=5)


def test_a_practice_answer_is_for_a_question_that_is_marked(cast, now):
    evaluation = panel_named(cast, now)
    for question in ("SV2", "C1", "", "no such question"):
        assert problems_of(lambda q=question: actions.set_practice(evaluation, q, TEXT, by=cast.chair, now=now)) == [
            "This tender has no such question to mark."
        ]
    assert problems_of(lambda: actions.set_practice(evaluation, "Q1", " ", by=cast.chair, now=now)) == [
        "Write the practice answer, or choose one."
    ]


def test_what_was_agreed_stands_where_that_question_is_marked_and_nowhere_else(client, cast, now):
    practice = practice_set(cast, now, closed_tender(cast, now))
    agree = lambda reading: actions.agree_reading(practice, reading, by=cast.chair, now=now)  # noqa: E731
    assert problems_of(lambda: agree("Four needs figures.")) == [
        "Everyone marks first. Then say how you read the levels."
    ]
    marked(practice, cast, now, *CANARIES)
    agree("Four needs figures.")
    assert problems_of(lambda: agree("Five does.")) == [
        "What was agreed is written down. Set another practice answer to agree more."
    ]
    tender = open_bids(cast, practice.evaluation.tender)
    evaluation = play.marking(cast, now, tender=tender)
    client.force_login(cast.evaluator)
    pages = {
        cell.question_id: client.get(cell.address).content.decode()
        for cell in reports.marking_matrix(evaluation, cast.evaluator).cells()
    }
    assert {question: "Four needs figures." in page for question, page in pages.items()} == {"Q1": True, "SV1": False}


def test_practice_counts_nowhere(cast, now):
    """The same bids and marks rank the same, with every figure, whether the panel practised or not."""
    plain = play.priced(cast, now)
    practice = practice_set(cast, now, closed_tender(cast, now))
    marked(practice, cast, now, *CANARIES)
    assert PracticeMark.objects.count() == 3
    assert not Mark.objects.filter(evaluator__evaluation=practice.evaluation).exists()
    practised = play.priced(cast, now, tender=open_bids(cast, practice.evaluation.tender))
    assert practised == practice.evaluation

    def figures(evaluation):
        return [(bid.provider, bid.total, bid.price_text) for bid in reports.ranking(evaluation).bids]

    assert figures(practised) == figures(plain)
    assert len(figures(plain)) == 2
    assert (
        Mark.objects.filter(evaluator__evaluation=practised).count()
        == Mark.objects.filter(evaluator__evaluation=plain).count()
    )


def test_practising_says_nothing_of_sealed_bids(client, cast, now):
    """Whether nobody or four have bid, the pages and the messages of practising are the same."""
    seen = []
    for number in (0, 4):
        point = transaction.savepoint()
        tender = closed_tender(cast, now, bids=number) if number else published_tender(cast, now)
        practice = practice_set(cast, now, tender)
        marked(practice, cast, now, *CANARIES)
        page = body(client, cast.chair, practice)
        said = list(Message.objects.filter(subject__startswith="Practise").values_list("to", "body"))
        start = page.index("<main")
        seen.append((page[start : page.index("</main")], said))
        transaction.savepoint_rollback(point)
    ((first, told), (second, told_again)) = seen
    strip = lambda page: "".join(letter for letter in page if not letter.isdigit())  # noqa: E731 - keys differ
    assert told == told_again
    assert len(told) == 3
    assert "csrfmiddlewaretoken" in first
    cut = lambda page: strip(page).split("csrfmiddlewaretoken")[0]  # noqa: E731 - the token differs each time
    assert cut(first) == cut(second)


def test_the_pages_take_a_practice_answer_from_setting_to_agreeing(client, cast, now):
    evaluation = panel_named(cast, now)
    pk = evaluation.tender_id
    client.force_login(cast.procurement)
    assert "Set a practice answer" in client.get(reverse("calibration", args=[pk])).content.decode()
    where = reverse("practice_set", args=[pk])
    refused = client.post(where, {"question": "Q1", "sample": "own", "text": " "})
    assert refused.status_code == 422
    assert "Write the practice answer, or choose one." in refused.content.decode()
    assert client.post(where, {"question": "Q1", "sample": "full", "text": ""}).status_code == 302
    practice = Practice.objects.get()
    assert practice.text.startswith("Each year we will take on three people")

    where = reverse("practice", args=[pk, practice.pk])
    client.force_login(cast.evaluator)
    refused = client.post(where, {"mark": "3", "reason": ""})
    assert refused.status_code == 422
    assert 'value="3" checked' in refused.content.decode()
    for person, mark in ((cast.evaluator, "3"), (cast.second_evaluator, "5"), (cast.chair, "4")):
        client.force_login(person)
        assert client.post(where, {"mark": mark, "reason": "It shows it."}).status_code == 302
    assert client.post(where, {"reading": ""}).status_code == 422
    assert client.post(where, {"reading": "Five needs a record."}).status_code == 302
    page = body(client, cast.evaluator, practice)
    assert "Five needs a record." in page
    assert client.post(where, {"reading": "Again."}).status_code == 404


def test_who_has_lost_the_role_reads_nothing(client, cast, now):
    practice = practice_set(cast, now)
    Staff.objects.filter(user=cast.evaluator, role=Role.EVALUATOR).delete()
    body(client, cast.evaluator, practice, 404)


def test_pages_of_practice_ask_few_queries_however_many_answers(client, cast, now, django_assert_num_queries):
    practice = practice_set(cast, now)
    client.force_login(cast.chair)
    where = [
        reverse("calibration", args=[practice.evaluation.tender_id]),
        reverse("practice", args=[practice.evaluation.tender_id, practice.pk]),
    ]
    for _ in range(2):
        for address, number in zip(where, QUERIES, strict=True):
            with django_assert_num_queries(number):
                assert client.get(address).status_code == 200
        for _ in range(4):
            more = actions.set_practice(practice.evaluation, "SV1", TEXT, by=cast.chair, now=now)
            marked(more, cast, now, *CANARIES)


QUERIES = (10, 10)

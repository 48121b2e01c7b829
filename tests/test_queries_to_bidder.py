"""Questions to one bidder, and prices that look abnormally low: asked, answered and decided on the record."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commissioning.bids.models import Submission
from commissioning.evaluation import actions, reports
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.lifecycle.query import Kind, Outcome
from commissioning.evaluation.models import Query
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_evaluation as play
from tests.crawl import browser
from tests.test_stages import failed, problems_of

TEXT = "Which page of your insurance names the cover?"
SAID = "Page 3 of the certificate names it."


def bid_of(evaluation, provider):
    return next(bid for bid in play.bids_of(evaluation) if bid.provider == provider)


def asked(evaluation, bid, by, now, about="Q1", kind=Kind.UNCLEAR):
    later = play.after_opening(evaluation.tender, now)
    return actions.ask_query(
        evaluation, bid, kind, about=about, text=TEXT, answer_by=later + timedelta(days=3), by=by, now=later
    )


def answered(evaluation, bid, cast, now, **ask):
    query = asked(evaluation, bid, cast.procurement, now, **ask)
    return actions.answer_query(query, SAID, by=cast.signatory, now=query.asked_at + timedelta(hours=1))


def test_the_bidder_answers_once_in_time_and_its_bid_does_not_change(cast, now):
    evaluation = play.marking(cast, now)
    bid = bid_of(evaluation, cast.reuse)
    before = Submission.objects.get(bid=bid).sha256
    query = asked(evaluation, bid, cast.procurement, now)
    told = Message.objects.filter(key__contains=f"query {query.pk} asked")
    assert {message.to for message in told} == {cast.writer.email, cast.signatory.email}
    assert not [message for message in told if TEXT in message.body]
    for person in (cast.viewer, cast.owner, cast.rival, cast.procurement):
        assert problems_of(lambda person=person: actions.answer_query(query, SAID, by=person, now=query.asked_at))
    assert problems_of(lambda: actions.answer_query(query, SAID, by=cast.signatory, now=query.answer_by))
    query = actions.answer_query(query, SAID, by=cast.signatory, now=query.asked_at)
    assert problems_of(lambda: actions.answer_query(query, "Better.", by=cast.signatory, now=query.asked_at)) == [
        "This question is answered already. An answer stands as it was sent."
    ]
    assert Submission.objects.get(bid=bid).sha256 == before


def test_the_panel_reads_an_answer_only_after_an_officer_released_it(cast, now):
    evaluation = play.marking(cast, now)
    bid = bid_of(evaluation, cast.reuse)
    query = answered(evaluation, bid, cast, now)
    where = reverse("mark", args=[evaluation.tender_id, bid.pk, "Q1"])
    assert SAID not in browser(cast.evaluator).get(where).content.decode()
    actions.decide_query(query, Outcome.SHOWN, "It says where, and no more.", by=cast.procurement, now=query.asked_at)
    assert SAID in browser(cast.evaluator).get(where).content.decode()

    kept = answered(evaluation, bid, cast, now, about="SV1")
    actions.decide_query(kept, Outcome.KEPT, "It adds a crew.", by=cast.procurement, now=kept.asked_at)
    where = reverse("mark", args=[evaluation.tender_id, bid.pk, "SV1"])
    assert SAID not in browser(cast.evaluator).get(where).content.decode()


def test_a_failed_condition_is_put_right_only_by_a_recorded_explanation(cast, now):
    evaluation, _ = failed(cast, now)
    bid = bid_of(evaluation, cast.reuse)
    actions.decide_gate(evaluation, bid, "C1", False, "Not found.", by=cast.procurement, now=now)

    def decide_again():
        later = play.after_opening(evaluation.tender, now) + timedelta(days=1)
        return actions.decide_gate(evaluation, bid, "C1", True, "Found.", by=cast.procurement, now=later)

    assert problems_of(decide_again)
    query = answered(evaluation, bid, cast, now, about="C1")
    assert problems_of(decide_again)
    actions.decide_query(query, Outcome.SHOWN, "It was there.", by=cast.procurement, now=query.asked_at)
    assert decide_again().is_passed


def test_pages_ask_answer_and_decide(cast, now):
    evaluation = play.marking(cast, now)
    bid = bid_of(evaluation, cast.reuse)
    pk = evaluation.tender_id
    until = play.after_opening(evaluation.tender, now) + timedelta(days=9)
    officer, bidder = browser(cast.procurement), browser(cast.signatory)
    said = {
        "about": "Q1",
        "text": TEXT,
        "answer_by_day": until.day,
        "answer_by_month": until.month,
        "answer_by_year": until.year,
        "answer_by_time": "12 noon",
    }
    where = reverse("query_ask", args=[pk, bid.pk])
    assert officer.post(where, said | {"text": ""}).status_code == 422
    sent = officer.post(where, said)
    assert sent.status_code == 302, sent.content.decode()[:3000]
    query = Query.objects.get()
    assert browser(cast.rival).get(reverse("bid_queries", args=[bid.pk])).status_code == 404
    assert TEXT in bidder.get(reverse("bid_queries", args=[bid.pk])).content.decode()
    answer = reverse("bid_query_answer", args=[bid.pk, query.pk])
    assert "You can’t improve it" in bidder.get(answer).content.decode()
    assert bidder.post(answer, {"text": SAID}).status_code == 302
    assert browser(cast.viewer).get(answer).status_code == 404
    for person, status in ((cast.auditor, 200), (cast.evaluator, 404), (cast.chair, 404), (cast.owner, 404)):
        assert browser(person).get(reverse("queries", args=[pk])).status_code == status
        assert browser(person).get(reverse("query", args=[pk, query.pk])).status_code == status
    decide = reverse("query", args=[pk, query.pk])
    assert officer.post(decide, {"outcome": "accepted", "reason": "x"}).status_code == 422
    assert officer.post(decide, {"outcome": "shown", "reason": "It explains."}).status_code == 302
    assert (
        "It explains and does not improve" in browser(cast.auditor).get(reverse("queries", args=[pk])).content.decode()
    )


@pytest.fixture
def low(cast, now, monkeypatch):
    """Signed off, with the first bid's price found to look abnormally low."""
    evaluation = play.signed_off(cast, now)
    first = play.first_bid(evaluation)
    monkeypatch.setattr("commissioning.evaluation.reports.query.flagged_bids", lambda _: frozenset({first.pk}))
    monkeypatch.setattr("commissioning.evaluation.actions.query.flagged_bids", lambda _: frozenset({first.pk}))
    return evaluation, first


def letter(evaluation, bid, cast, now):
    return asked(evaluation, bid, cast.procurement, now, about="", kind=Kind.LOW_PRICE)


def recommend(evaluation, bid, cast, now):
    later = play.after_opening(evaluation.tender, now) + timedelta(days=5)
    return actions.recommend(evaluation, bid, "It ranks first.", by=cast.procurement, now=later)


def test_a_low_price_in_first_place_is_explained_and_accepted_before_an_award(cast, now, low):
    evaluation, first = low
    assert "looks abnormally low" in problems_of(lambda: recommend(evaluation, first, cast, now))[0]
    query = letter(evaluation, first, cast, now)
    assert problems_of(lambda: letter(evaluation, first, cast, now)) == [
        "This bidder has been asked about its price already."
    ]
    assert problems_of(
        lambda: actions.decide_query(query, Outcome.DISREGARDED, "Low.", by=cast.procurement, now=query.asked_at)
    ) == ["Wait for the answer."]
    actions.decide_query(query, Outcome.ACCEPTED, "Volunteers.", by=cast.procurement, now=query.answer_by)
    assert recommend(evaluation, first, cast, now)


def test_two_officers_disregard_a_bid_and_it_leaves_the_ranking(cast, now, low):
    evaluation, first = low
    query = letter(evaluation, first, cast, now)
    after = query.answer_by
    actions.decide_query(query, Outcome.DISREGARDED, "Nothing was shown.", by=cast.procurement, now=after)
    assert first.pk in reports.ranking(evaluation).first
    with pytest.raises(Refused):
        actions.confirm_query(query, by=cast.procurement, now=after)
    actions.confirm_query(query, by=cast.second_procurement, now=after)
    evaluation.refresh_from_db()
    assert (evaluation.status, evaluation.signed_off_at) == (Status.PRICED, None)
    ranked = reports.ranking(evaluation)
    assert first.pk not in {bid.bid_id for bid in ranked.bids}
    assert "Nothing was shown." in ranked.out[0][2][0]


def test_the_first_letter_holds_the_bidders_own_price_and_no_other(cast, now):
    evaluation = play.priced(cast, now)
    bid = bid_of(evaluation, cast.reuse)
    said = reports.first_letter(evaluation, bid)
    assert "£100,000" in said
    assert "110,000" not in said
    assert str(cast.haulage) not in said

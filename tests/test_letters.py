"""Bidders are letters to the panel until the chair shows the names, and what it reads is hidden where it gives one away."""

import re
from datetime import timedelta
from random import SystemRandom

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from commissioning.bids.models import Submission
from commissioning.evaluation import actions, permissions, reports
from commissioning.evaluation.actions import letter as drawing
from commissioning.evaluation.lifecycle import Moment, Status
from commissioning.evaluation.models import BidderLetter, Evaluation, MaskedWords
from commissioning.evaluation.reports.letter import letter_at
from commissioning.evaluation.reports.masking import HIDDEN, mask_of
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_evaluation as play
from tests.play_bids import open_bids, submitted_bid
from tests.play_tenders import published_tender
from tests.test_blind_marks import addresses, fetched, signed_in

NAMED = ("conflicts/", "conflicts/late/")
"""Where the panel sees names while it marks: it can't declare a conflict with a letter."""
REACH = {
    "locked": play.locked,
    "moderated": play.moderated,
    "agreed": play.agreed,
}


def problems_of(act):
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.problems


@pytest.mark.parametrize("stage", REACH)
@pytest.mark.parametrize("person", ["evaluator", "chair"])
def test_no_page_of_the_panel_ties_a_name_to_a_letter_or_a_bid(cast, now, person, stage):
    evaluation = REACH[stage](cast, now)
    home = f"/tenders/{evaluation.tender_id}/evaluation/"
    client = signed_in(getattr(cast, person))
    bids = play.bids_of(evaluation)
    lettered = 0
    for where in addresses(evaluation):
        said = fetched(client, where)
        if said.startswith("404"):
            continue
        lettered += "Bidder A" in said
        for bid in bids:
            if where.removeprefix(home) in NAMED or where == home:
                # The history says which bidder met a condition. It must not say more of the same one.
                assert str(bid.pk) not in said and bid.pk.hex not in said, where
                assert not re.search(rf"Bidder [AB]\W+{bid.provider.name}|{bid.provider.name}\W+Bidder [AB]", said), (
                    where
                )
            elif where.startswith(home):
                assert bid.provider.name not in said, where
    assert lettered or (person, stage) == ("chair", "locked")  # until then a chair reads no bid


def test_mails_and_what_the_history_keeps_of_agreeing_say_letters(cast, now):
    evaluation = play.agreed(cast, now)
    panel = {cast.chair.email, cast.evaluator.email, cast.second_evaluator.email}
    names = [bid.provider.name for bid in play.bids_of(evaluation)]
    told = [f"{one.subject} {one.body}" for one in Message.objects.filter(to__in=panel)]
    assert told and not [words for words in told for name in names if name in words]
    said = fetched(signed_in(cast.chair), reverse("evaluation", args=[evaluation.tender_id]))
    assert "agreed a mark for Q1 of Bidder A." in said


def test_letters_fall_by_chance_and_stay(cast, now, monkeypatch):
    monkeypatch.setattr(drawing, "SystemRandom", SystemRandom)
    orders = set()
    evaluation = play.declared(cast, now, bids=4)
    for _ in range(12):
        with transaction.atomic():
            actions.start_marking(evaluation, by=cast.procurement, now=play.after_opening(evaluation.tender, now))
            orders.add(tuple(bidder.name for bidder in reports.bidders(evaluation)))
            transaction.set_rollback(True)
    assert len(orders) > 1  # one in 24^11 that chance says the same twelve times
    evaluation = actions.start_marking(evaluation, by=cast.procurement, now=play.after_opening(evaluation.tender, now))
    assert [bidder.label for bidder in reports.bidders(evaluation)] == [f"Bidder {one}" for one in "ABCD"]
    with pytest.raises(DatabaseError), transaction.atomic():
        BidderLetter.objects.update(letter="Z")


def test_after_z_comes_aa():
    assert [letter_at(place) for place in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_the_chair_shows_the_names_and_the_panel_declares_again(cast, now, client):
    evaluation = play.agreed(cast, now)
    at = play.after_opening(evaluation.tender, now)
    where = reverse("reveal_names", args=[evaluation.tender_id])
    client.force_login(cast.evaluator)
    assert client.post(where).status_code == 404
    client.force_login(cast.chair)
    assert client.post(where).status_code == 302
    evaluation.refresh_from_db()
    # The day on which the test runs is long before; the rest is asked an hour after the panel first declared.
    at += timedelta(hours=1)
    Evaluation.objects.update(names_revealed_at=at)
    evaluation.refresh_from_db()
    assert [bidder.label for bidder in reports.bidders(evaluation)] == ["Chiltern Haulage", "Lea Valley Reuse"]
    assert problems_of(lambda: actions.reveal_names(evaluation, by=cast.chair, now=at))
    for person in (cast.chair, cast.evaluator, cast.second_evaluator):
        assert permissions.must_declare(evaluation, person) is Moment.NAMES_REVEALED
    asked = Message.objects.filter(subject__startswith="The bidders’ names are shown")
    assert {cast.chair.email, cast.evaluator.email, cast.second_evaluator.email} <= set(
        asked.values_list("to", flat=True)
    )
    actions.open_prices(evaluation, by=cast.procurement, now=at)
    sign = play.REPORT_SHA256
    assert (
        "The bidders’ names are shown now."
        in problems_of(lambda: actions.sign_off(evaluation, sign, by=cast.chair, now=at))[0]
    )
    free = dict.fromkeys(play.bids_of(evaluation), (False, ""))
    actions.declare_conflicts(evaluation, free, by=cast.chair, now=at)
    assert actions.sign_off(evaluation, sign, by=cast.chair, now=at).status == Status.SIGNED_OFF


def test_an_evaluation_that_began_before_there_were_letters_shows_names(cast, now, monkeypatch):
    monkeypatch.setattr("commissioning.evaluation.actions.panel.draw_letters", lambda *_, **__: None)
    evaluation = play.agreed(cast, now)
    assert [bidder.label for bidder in reports.bidders(evaluation)] == ["Chiltern Haulage", "Lea Valley Reuse"]
    assert actions.open_prices(evaluation, by=cast.procurement, now=play.after_opening(evaluation.tender, now))


# The marking copy


TOLD = (
    "Lea  Valley REUSE began in Ware. Write to office@leavalley.example or see https://leavalley.example/who, "
    "or ring 01992 555 123. Sam Signatory leads. Reuse is what we do."
)


@pytest.fixture
def told(cast, now):
    """The reuse charity says who it is in its answer; marking has started."""
    tender = published_tender(cast, now)
    submitted_bid(cast, tender, now=now, answers={"Q1": TOLD})
    submitted_bid(cast, tender, provider=cast.haulage, now=now)
    return play.marking(cast, now, tender=open_bids(cast, tender))


def own(evaluation):
    return next(bid for bid in play.bids_of(evaluation) if bid.provider.name == "Lea Valley Reuse")


def test_what_gives_the_bidder_away_is_hidden_and_the_bid_is_unchanged(cast, told):
    bid = own(told)
    before = Submission.objects.filter(bid=bid).values_list("sha256", flat=True).get()
    shown = reports.answer(told, bid.pk, "Q1")
    assert shown.bidder == "Bidder A"
    assert shown.text == (
        f"{HIDDEN} began in Ware. Write to {HIDDEN} or see {HIDDEN} or ring {HIDDEN}. {HIDDEN} leads. Reuse is what we do."
    )
    kept = Submission.objects.get(bid=bid)
    assert (kept.sha256, kept.file.answer_to("Q1")) == (before, TOLD)


def test_an_officer_hides_more_words_and_shows_some_again(cast, told, client, now):
    bid = own(told)
    where = reverse("evaluation_masking", args=[told.tender_id])
    client.force_login(cast.procurement)
    page = client.get(where).content.decode()
    assert "Lea Valley Reuse: Bidder A" in page and "Sam Signatory" in page
    refused = client.post(where, {"bidder": str(bid.pk), "words": "a b"})
    assert refused.status_code == 422 and "Write at least 4 letters" in refused.content.decode()
    assert client.post(where, {"bidder": str(bid.pk), "words": "began in  ware"}).status_code == 302
    assert "Ware" not in reports.answer(told, bid.pk, "Q1").text
    row = MaskedWords.objects.get(bid=bid, words="Sam Signatory")
    assert client.post(where, {"show": str(row.pk)}).status_code == 302
    assert "Sam Signatory leads" in reports.answer(told, bid.pk, "Q1").text
    for gone in (str(row.pk), "9" * 30, "x", ""):
        assert client.post(where, {"show": gone}).status_code == 422
    row.refresh_from_db()
    assert row.shown_by == cast.procurement  # who showed them stays known
    assert client.post(where, {"bidder": str(bid.pk), "words": "Sam Signatory"}).status_code == 302
    other = next(one for one in play.bids_of(told) if one != bid)
    assert "Ware" in reports.answer(told, other.pk, "Q1").text  # each bid has its own words


def test_the_names_end_the_hiding(cast, told, now):
    bid = own(told)
    play.finish_marking(told, cast, now)
    at = play.after_opening(told.tender, now)
    actions.start_moderation(told, by=cast.chair, now=at)
    play.agree_all(told, cast, now)
    evaluation = actions.lock_consensus(told, by=cast.chair, now=at)
    assert HIDDEN in reports.answer(evaluation, bid.pk, "Q1").text
    play.reveal(evaluation, cast, now)
    shown = reports.answer(evaluation, bid.pk, "Q1")
    assert (shown.bidder, shown.text) == ("Lea Valley Reuse", TOLD)
    assert problems_of(lambda: actions.mask_words(evaluation, bid, "in Ware", by=cast.procurement, now=at))


@pytest.mark.parametrize(
    ("words", "text", "shown"),
    [
        (["St John's"], "ST  JOHN'S and st john's.", f"{HIDDEN} and {HIDDEN}."),
        (["Reuse"], "Reused, reuse-led, Reuse", f"Reused, {HIDDEN}-led, {HIDDEN}"),
        (["Ada", "Ada Lovelace"], "Ada Lovelace, Ada", f"{HIDDEN}, {HIDDEN}"),
        (["a.b(c"], "A B C", HIDDEN),
        ([], "www.example.org/x and 20 places", f"{HIDDEN} and 20 places"),
        (["!!!"], "Nothing!!!", "Nothing!!!"),
    ],
)
def test_words_are_hidden_whole_whatever_their_capitals(words, text, shown):
    assert mask_of(words)(text) == shown

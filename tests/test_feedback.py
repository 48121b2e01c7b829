"""Where a bid stands: words at every stage, nothing of the panel before the award, marks and reasons after it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from commissioning.bids.actions import withdraw
from commissioning.bids.models import Bid
from commissioning.evaluation import actions
from commissioning.evaluation.models import Award, Consensus
from commissioning.evaluation.reports.feedback import Stage, feedback_of
from commissioning.evaluation.reports.standstill import until_text
from socialvalue.outbox.models import Message
from tests import play_bids, play_tenders
from tests import play_evaluation as play
from tests.crawl import browser
from tests.test_evaluation_queries import asking, queries

CANARIES = {"MARK-CANARY", "GATE-CANARY", "CONSENSUS-CANARY", "DIFFERENCE-CANARY", "AWARD-CANARY"}


def bid_of(provider, tender):
    return Bid.own.get(provider=provider, tender=tender)


def stage(bid, user, now):
    return feedback_of(bid.pk, user, now).stage


def test_a_bid_has_its_word_at_every_stage_before_the_opening(cast, now):
    tender = play_tenders.published_tender(cast, now)
    bid = play_bids.written_bid(tender, provider=cast.reuse, now=now)
    after = tender.closes_at + timedelta(hours=1)
    assert (stage(bid, cast.owner, now), stage(bid, cast.owner, after)) == (Stage.NOT_SENT, Stage.NOT_OPENED)
    play_bids.submission_of(bid, now=now)
    assert (stage(bid, cast.owner, now), stage(bid, cast.owner, after)) == (Stage.SEALED, Stage.TO_OPEN)
    withdraw(bid, by=cast.signatory, now=now)
    assert (stage(bid, cast.owner, now), stage(bid, cast.owner, after)) == (Stage.WITHDRAWN, Stage.WITHDRAWN)


def test_a_cancelled_tender_says_so(client, cast, now):
    tender = play_tenders.published_tender(cast, now)
    bid = play_bids.submitted_bid(cast, tender, now=now)
    play.cancel(tender, cast, now)
    assert stage(bid, cast.owner, now) is Stage.CANCELLED
    client.force_login(cast.owner)
    page = client.get(reverse("bid_outcome", args=[bid.pk])).content.decode()
    assert "has cancelled this tender" in page and "Why: The budget was withdrawn." in page


def test_nothing_of_the_panel_is_told_before_the_award_is_approved(cast, now, monkeypatch):
    """Canaries stand in every reason; every role fetches the page at every status of the evaluation."""
    evaluation = play.declared(cast, now)
    later = play.after_opening(evaluation.tender, now)
    monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: later)
    bids = {bid.provider_id: bid for bid in play.bids_of(evaluation)}
    pages = {provider: reverse("bid_outcome", args=[bid.pk]) for provider, bid in bids.items()}
    roles = {name: getattr(cast, name) for name in cast.__annotations__ if hasattr(getattr(cast, name), "email")}
    members = {cast.reuse.pk: {"owner", "writer", "signatory", "viewer"}, cast.haulage.pk: {"rival"}}
    browsers = {name: browser(person) for name, person in roles.items()} | {"nobody": browser(None)}
    before = {}

    def look() -> None:
        for provider, where in pages.items():
            for name, client in browsers.items():
                answer = client.get(where)
                assert (answer.status_code == 200) == (name in members[provider]), name
                said = answer.content.decode()
                assert not any(canary in said for canary in CANARIES), name
                if answer.status_code == 200:
                    assert answer.context["found"].stage is Stage.MARKING
                    assert before.setdefault(where, answer.context["found"].said) == answer.context["found"].said

    look()
    for bid in bids.values():
        actions.decide_gate(
            evaluation, bid, "C1", bid.provider_id == cast.reuse.pk, "GATE-CANARY", by=cast.procurement, now=later
        )
    actions.confirm_gate(evaluation, bids[cast.haulage.pk], "C1", by=cast.second_procurement, now=later)
    look()
    evaluation = actions.start_marking(evaluation, by=cast.procurement, now=later)
    for seat in evaluation.panel.filter(seat="evaluator").select_related("user"):
        play.mark_all(evaluation, seat.user, now, reason="MARK-CANARY")
        actions.lock_marks(evaluation, by=seat.user, now=later)
    look()
    evaluation = actions.start_moderation(evaluation, by=cast.chair, now=later)
    look()
    play.agree_all(evaluation, cast, now)
    Consensus.objects.update(reason="CONSENSUS-CANARY")
    look()
    evaluation = actions.lock_consensus(evaluation, by=cast.chair, now=later)
    look()
    play.open_prices(evaluation, cast, now)
    look()
    evaluation = actions.sign_off(evaluation, play.REPORT_SHA256, by=cast.chair, now=later)
    play.officers_declare(evaluation, cast, now)
    look()
    winner = play.first_bid(evaluation)
    assert winner.provider_id == cast.reuse.pk
    actions.recommend(evaluation, winner, "AWARD-CANARY", by=cast.procurement, now=later)
    look()
    actions.turn_down(evaluation, "AWARD-CANARY", by=cast.second_procurement, now=later)
    look()
    actions.recommend(evaluation, winner, "AWARD-CANARY", by=cast.procurement, now=later)
    play.tell(Award.objects.get(evaluation=evaluation), cast, now)
    told = {name: browsers[name].get(pages[cast.haulage.pk]).content.decode() for name in browsers}
    assert {name for name, said in told.items() if "CONSENSUS-CANARY" in said} == {"rival"}
    # Own reasons of the panel and of the officer, and nothing else: no single mark's reason, no reason of the decision.
    assert {canary for canary in CANARIES if canary in told["rival"]} == {"CONSENSUS-CANARY", "GATE-CANARY"}
    assert "Your bid could not win." in told["rival"]


def test_from_the_award_to_the_contract_every_bidder_reads_the_same(cast, now):
    """The standstill, a challenge that is not upheld, the contract; and in another procurement one that is upheld."""
    award, other = play.told(cast, now), play.told(cast, now)

    def said(award, at):
        bids = play.bids_of(award.evaluation)
        pages = [feedback_of(bid.pk, bid.provider.members.first().user, at) for bid in bids]
        common = set.intersection(*(set(page.said) for page in pages))
        return {page.stage for page in pages}, common

    at = play.after_opening(award.evaluation.tender, now)
    decided, until = {Stage.WON, Stage.NOT_WON}, until_text(award)
    assert until.startswith("The standstill ends")
    assert said(award, at) == (decided, {until})
    challenge = actions.record_challenge(
        award.evaluation, award.bid, "A mark.", received_at=award.notice_at, by=cast.procurement, now=award.notice_at
    )
    challenged = "The award has been challenged. The authority makes no contract until it has decided about that."
    assert said(award, at) == (decided, {until, challenged})
    actions.decide_challenge(challenge, is_upheld=False, reason="No.", by=cast.procurement, now=award.notice_at)
    assert said(award, at) == (decided, {until})
    later = play.after_standstill(award)
    actions.conclude(award.evaluation, by=cast.procurement, now=later)
    assert said(award, later) == (decided, {"The contract is made."})
    challenge = actions.record_challenge(other.evaluation, other.bid, "B.", received_at=at, by=cast.procurement, now=at)
    actions.decide_challenge(challenge, is_upheld=True, reason="Yes.", by=cast.procurement, now=at)
    stages, words = said(other, at)
    assert stages == {Stage.DECIDED_AGAIN}
    assert any("took its award back after a challenge" in sentence for sentence in words)


def test_after_the_award_marks_stand_beside_answers(client, cast, now, monkeypatch):
    award = play.told(cast, now)
    tender = award.evaluation.tender
    later = play.after_opening(tender, now)
    monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: later)
    won, lost = bid_of(cast.reuse, tender), bid_of(cast.haulage, tender)
    winner, loser = feedback_of(won.pk, cast.owner, later), feedback_of(lost.pk, cast.rival, later)
    assert award.bid_id in (won.pk, lost.pk)
    first, second = (winner, loser) if award.bid_id == won.pk else (loser, winner)
    assert (first.stage, second.stage) == (Stage.WON, Stage.NOT_WON)
    assert first.result.total_text == second.result.winner_total_text
    assert second.result.winner == str(award.bid.provider)
    for feedback in (first, second):
        mine, rows = feedback.result, feedback.result.scores
        agreed = Consensus.objects.filter(bid=feedback.bid).get(question_id="Q1")
        answer = next(one for one in mine.answers if one.text and one.mark_text)
        assert (answer.mark_text, answer.reason) == (f"{agreed.mark.normalize():f} of 5", agreed.reason)
        assert answer.level.mark == f"{agreed.mark.normalize():f}"
        assert [Decimal(level.mark) for level in answer.higher] == [
            Decimal(mark) for mark in range(int(agreed.mark) + 1, 6)
        ]
        assert rows[-1][:2] == ("Total", "100")
        losses = [one.lost for one in mine.next_time]
        assert losses == sorted(losses, reverse=True)
        assert all(one > 0 for one in losses)
    client.force_login(cast.rival)
    page = client.get(reverse("bid_outcome", args=[lost.pk])).content.decode()
    assert "What to try next time" in page
    assert play_bids.ANSWER in page


def test_every_bidder_is_told_in_the_same_words_at_the_same_moment(cast, now):
    award = play.told(cast, now)
    told = Message.objects.filter(key__startswith=f"award {award.pk} known")
    assert {cast.owner.email, cast.rival.email} <= {message.to for message in told}
    assert len({(message.subject, message.body, message.written_at) for message in told}) == 1
    assert not any(cast.reuse.name in message.body or cast.haulage.name in message.body for message in told)


def test_a_bid_and_its_list_lead_to_where_it_stands(client, cast, now, monkeypatch):
    tender = play.opened_tender(cast, now)
    monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: play.after_opening(tender, now))
    bid = bid_of(cast.reuse, tender)
    client.force_login(cast.owner)
    for where in (reverse("bid", args=[bid.pk]), reverse("bid_list")):
        page = client.get(where).content.decode()
        assert reverse("bid_outcome", args=[bid.pk]) in page
        assert "evaluators mark them" not in page


@pytest.mark.parametrize(("bids", "questions"), [(2, 2), (8, 20)])
def test_the_page_asks_as_often_at_any_size(client, cast, now, monkeypatch, bids, questions):
    award = play.told(cast, now, bids=bids, **asking(questions))
    monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: play.after_opening(award.evaluation.tender, now))
    bid = bid_of(cast.reuse, award.evaluation.tender)
    assert len(queries(client, cast.owner, reverse("bid_outcome", args=[bid.pk]))) == 13

"""The letters of six bidders: each holds what regulation 31 asks, nothing of another loser, and all go out or none."""

import hashlib
import json

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from commissioning.bids.models import Bid
from commissioning.bids.reports import opened_submissions
from commissioning.evaluation import actions
from commissioning.evaluation.lifecycle import Status
from commissioning.evaluation.models import Award, Consensus, SummaryRelease
from commissioning.evaluation.reports.assessment_summary import assessment_summaries, reason_in
from commissioning.evaluation.reports.method import method
from commissioning.evaluation.reports.scan import Rival, pieces
from commissioning.tenders.tenderfile import plain
from socialvalue.outbox.models import Message
from socialvalue.refusals import Refused
from tests import play_evaluation as play

pytestmark = pytest.mark.django_db


@pytest.fixture
def six(cast, now):
    """An approved award among six bids."""
    award = play.recommended(cast, now, bids=6)
    at = play.after_opening(award.evaluation.tender, now)
    actions.approve(award.evaluation, by=cast.second_procurement, now=at)
    award.evaluation.refresh_from_db()
    return award.evaluation, at


def _checked(evaluation, cast, now, at):
    play.accept_findings(evaluation, cast, now)
    actions.check_summaries(evaluation, by=cast.procurement, now=at)


def test_each_letter_holds_what_the_regulation_asks_and_nothing_of_another_loser(six, cast, now):
    evaluation, _ = six
    letters, award = assessment_summaries(evaluation), Award.objects.get(evaluation=evaluation)
    published = method(evaluation.tender)
    assert len(letters) == 6
    bids = {bid.pk: bid for bid in Bid.objects.filter(tender=evaluation.tender).select_related("provider")}
    submitted = {one.bid_id: one for one in opened_submissions(evaluation.tender)}
    for letter in letters:
        # The criteria with their weights, the method, and the marks that there were.
        assert {row[0] for row in letter.criteria} >= {criterion.name for criterion in published.file.criteria}
        assert all(row[1].endswith("%") and row[2] for row in letter.criteria)
        assert [row[0] for row in letter.scale] == [plain(mark) for mark in published.marks]
        # Its own scores and the reason for each; the winner's name, scores and reasons.
        assert letter.own_bid.bidder == str(bids[letter.bid_id].provider)
        spoken_of = [letter.bid_id] if letter.bid_id == award.bid_id else [letter.bid_id, award.bid_id]
        assert len(letter.judged) == len(spoken_of)
        for bid_id, judged in zip(spoken_of, letter.judged, strict=True):
            agreed = Consensus.objects.filter(bid=bid_id)
            assert {(one.question_id, one.text) for one in judged.reasons} == set(
                agreed.values_list("question_id", "reason")
            )
            assert [row[0] for row in judged.scores[:-1]] == [row[0] for row in letter.criteria]
            assert judged.scores[-1] == ("Total", "100%", judged.total_text)
        # No other loser's name or text, and no price at all.
        for bid_id, one in submitted.items():
            if bid_id not in spoken_of:
                assert str(bids[bid_id].provider) not in letter.letter
                assert str(bid_id) not in letter.letter
                for answer in one.file.answers:
                    text = one.file.answer_to(answer.question)
                    # Bids of the cast may share their words; what is nobody else's must not be there.
                    assert text not in letter.letter
        for one in submitted.values():
            assert f"{one.file.price:,}" not in letter.letter
            assert str(one.file.price) not in letter.letter


def test_all_are_sent_at_the_same_moment_and_kept_with_their_hash(six, cast, now):
    evaluation, at = six
    letters = assessment_summaries(evaluation)
    _checked(evaluation, cast, now, at)
    letters = assessment_summaries(evaluation)
    actions.release_summaries(evaluation, by=cast.second_procurement, now=at)
    kept = {row.bid_id: row for row in SummaryRelease.objects.all()}
    assert len(kept) == 6
    assert {row.released_at for row in kept.values()} == {at}
    for letter in letters:
        row = kept[letter.bid_id]
        assert row.letter == letter.letter
        assert row.sha256 == hashlib.sha256(row.letter.encode()).hexdigest()
        assert json.loads(row.letter)["own_bid"]["bidder"] == letter.own_bid.bidder
    told = Message.objects.filter(subject__startswith="The award is decided")
    assert told.count() >= 6
    assert told.values("body").distinct().count() == 1
    evaluation.refresh_from_db()
    assert evaluation.status == Status.TOLD
    with pytest.raises(DatabaseError), transaction.atomic():
        SummaryRelease.objects.all().delete()


def test_if_the_sixth_letter_fails_none_goes(six, cast, now, monkeypatch):
    evaluation, at = six
    _checked(evaluation, cast, now, at)
    real, made = SummaryRelease.objects.create, []

    def fails_at_the_sixth(**facts):
        made.append(facts)
        if len(made) == 6:
            raise RuntimeError("the disk is full")
        return real(**facts)

    before = Message.objects.count()
    monkeypatch.setattr(SummaryRelease.objects, "create", fails_at_the_sixth)
    with pytest.raises(RuntimeError):
        actions.release_summaries(evaluation, by=cast.second_procurement, now=at)
    assert len(made) == 6
    assert not SummaryRelease.objects.exists()
    assert Message.objects.count() == before
    evaluation.refresh_from_db()
    assert evaluation.status == Status.AWARDED
    assert Award.objects.get(evaluation=evaluation).told_at is None


def test_another_person_sends_what_one_has_checked(six, cast, now):
    evaluation, at = six
    with pytest.raises(Refused, match="check the letters first"):
        actions.release_summaries(evaluation, by=cast.second_procurement, now=at)
    _checked(evaluation, cast, now, at)
    with pytest.raises(Refused, match="another procurement officer must send"):
        actions.release_summaries(evaluation, by=cast.procurement, now=at)
    for person in (cast.chair, cast.evaluator, cast.commissioner, cast.owner):
        with pytest.raises(Refused):
            actions.release_summaries(evaluation, by=person, now=at)
    # A wording undoes the check.
    letter = assessment_summaries(evaluation)[0]
    to, reason = Bid.objects.get(pk=letter.bid_id), letter.own_bid.reasons[0]
    actions.word_summary(
        evaluation,
        to,
        to,
        reason.question_id,
        text="Clear.",
        is_accepted=False,
        why="Shorter.",
        by=cast.procurement,
        now=at,
    )
    with pytest.raises(Refused, match="check the letters first"):
        actions.release_summaries(evaluation, by=cast.second_procurement, now=at)
    assert assessment_summaries(evaluation)[0].own_bid.reasons[0].text == "Clear."
    assert Consensus.objects.get(bid=to, question_id=reason.question_id).reason == reason.text


def test_a_name_in_a_reason_stops_the_letters_until_somebody_decides(six, cast, now):
    evaluation, at = six
    play.accept_findings(evaluation, cast, now)
    letters = assessment_summaries(evaluation)
    award = Award.objects.get(evaluation=evaluation)
    to, rival = [letter for letter in letters if letter.bid_id != award.bid_id][:2]
    bid = Bid.objects.get(pk=to.bid_id)
    worded = {"text": f"Better than {rival.own_bid.bidder}.", "why": "As agreed.", "by": cast.procurement, "now": at}
    question = to.own_bid.reasons[0].question_id
    actions.word_summary(evaluation, bid, bid, question, is_accepted=False, **worded)
    with pytest.raises(Refused, match=f"The letter to {to.own_bid.bidder}: decide 1 reason"):
        actions.check_summaries(evaluation, by=cast.procurement, now=at)
    found = reason_in(assessment_summaries(evaluation), bid, bid, question)
    assert [(piece.text, piece.why) for piece in found.pieces if piece.why] == [
        (rival.own_bid.bidder, "the name of another bidder")
    ]
    actions.word_summary(evaluation, bid, bid, question, is_accepted=True, **worded)
    actions.check_summaries(evaluation, by=cast.procurement, now=at)


RIVAL = Rival(
    bid_id=2,
    name="Oak & Ash CIC",
    others=("Priya Shah", "07654321"),
    price=1234567,
    words=("We visit every home within two days, and we call each carer once a week by telephone.",),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Stronger than OAK and so on.", []),
        ("Stronger than oak & ash CIC.", ["oak & ash CIC"]),
        ("priya shah said so.", ["priya shah"]),
        ("No. 07654321.", ["07654321"]),
        ("It costs £1,234,567.", ["1,234,567"]),
        ("It costs 1234567.00 a year.", ["1234567.00"]),
        ("Not 11,234,567.", []),
        ("They visit every home within two days and.", []),  # seven words in a row
        ("They visit every home, within two days; AND we call.", ["visit every home, within two days; AND we call"]),
        ("Write to a.b@example.org or call 01992 555 555.", ["a.b@example.org", "01992 555 555"]),
    ],
)
def test_what_the_check_finds_in_a_reason(text, found):
    cut = pieces(text, [RIVAL], may_name=1)
    assert "".join(piece.text for piece in cut) == text
    assert [piece.text for piece in cut if piece.why] == found


def test_the_winner_may_be_named_and_no_more():
    found = pieces("Oak & Ash CIC asks 1,234,567; Priya Shah leads.", [RIVAL], may_name=2)
    assert [piece.text for piece in found if piece.why] == ["1,234,567", "Priya Shah"]


def test_the_pages_from_the_approval_to_the_notice(six, cast, now, client, monkeypatch):
    evaluation, at = six
    monkeypatch.setattr("socialvalue.clock.timezone.now", lambda: at)
    pk = evaluation.tender_id
    for person in (cast.chair, cast.evaluator, cast.commissioner, cast.owner, cast.rival):
        client.force_login(person)
        assert client.get(reverse("summaries", args=[pk])).status_code == 404
        assert client.get(reverse("standstill", args=[pk])).status_code == 404
    play.accept_findings(evaluation, cast, now)
    client.force_login(cast.procurement)
    page = client.get(reverse("summaries", args=[pk]))
    assert page.content.decode().count("Letter to ") == 6
    letter = assessment_summaries(evaluation)[0]
    address = reverse("word_summary", args=[pk, letter.bid_id, letter.bid_id, letter.own_bid.reasons[0].question_id])
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": "", "why": ""}).status_code == 422
    assert client.post(reverse("summaries", args=[pk])).status_code == 302
    assert client.post(reverse("release_summaries", args=[pk])).status_code == 422
    client.force_login(cast.second_procurement)
    assert client.post(reverse("release_summaries", args=[pk])).status_code == 302
    assert "Not recorded yet" in client.get(reverse("standstill", args=[pk])).content.decode()
    assert client.get(reverse("record_notice", args=[pk])).status_code == 200
    assert client.get(reverse("record_challenge", args=[pk])).status_code == 200
    assert client.get(reverse("contract_conclude", args=[pk])).status_code == 200
    early = client.post(reverse("contract_conclude", args=[pk]))
    assert early.status_code == 422
    assert "Record the award notice first" in early.content.decode()

"""Notes of what a bidder was told after the letters: kept as written, for officers, and in the procurement file."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from commissioning.evaluation import actions, papers
from commissioning.evaluation.models import FeedbackCall, Paper
from socialvalue.refusals import Refused
from tests.play_evaluation import after_opening, told


@pytest.fixture
def award(cast, now):
    """Every bidder has its letter."""
    return told(cast, now)


def note(award, cast, at, **changes):
    """A call of an hour ago, written down."""
    said = {
        "held_at": at,
        "people": "Ann and Bea of the bidder; Peter.",
        "notes": "Why 3 for Q1? The plan had no dates.",
    }
    return actions.record_feedback_call(
        award.evaluation, award.bid, **said | changes, by=cast.procurement, now=at + timedelta(hours=1)
    )


def test_a_note_is_kept_and_never_changed(award, cast):
    call = note(award, cast, award.told_at + timedelta(days=2))
    with pytest.raises(DatabaseError), transaction.atomic():
        FeedbackCall.objects.update(notes="Nothing.")
    with pytest.raises(DatabaseError), transaction.atomic():
        call.delete()
    with zipfile.ZipFile(io.BytesIO(papers.KINDS[Paper.Kind.PROCUREMENT_FILE].build(award.evaluation))) as made:
        assert "The plan had no dates." in made.read("award/feedback-calls.json").decode()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"people": " "}, "Say who took part."),
        ({"notes": "\n"}, "Say what was asked and what was said."),
        ({"held_at": timedelta(days=-30)}, "Feedback comes after the assessment summaries. Enter a later time."),
        ({"held_at": timedelta(days=30)}, "That time is still to come. Write the call down once it was held."),
    ],
)
def test_what_is_refused(award, cast, changes, words):
    at = award.told_at + timedelta(days=2)
    if "held_at" in changes:
        changes = {"held_at": at + changes["held_at"]}
    with pytest.raises(Refused) as refusal:
        note(award, cast, at, **changes)
    assert refusal.value.problems == [words]


def test_through_the_pages(award, cast, client, now, portal_clock):
    portal_clock.move_to(after_opening(award.evaluation.tender, now) + timedelta(days=3))
    home = reverse("standstill", args=[award.evaluation.tender_id])
    here = reverse("record_feedback_call", args=[award.evaluation.tender_id])
    client.force_login(cast.procurement)
    assert here in client.get(home).content.decode()
    said = {"bid": str(award.bid_id), "people": "Ann.", "notes": "Why 3?"}
    moment = timezone.localtime(award.told_at) + timedelta(days=1)
    box = {"day": moment.day, "month": moment.month, "year": moment.year, "time": "10:00"}
    answer = client.post(here, said | {f"held_at_{part}": value for part, value in (box | {"year": 2099}).items()})
    assert answer.status_code == 422
    assert "That time is still to come" in answer.content.decode() and "Why 3?" in answer.content.decode()
    assert client.post(here, said | {f"held_at_{part}": value for part, value in box.items()}).url == home
    page = client.get(home).content.decode()
    assert "Why 3?" in page and "10am" in page
    for person in (cast.auditor, cast.chair, cast.owner):
        client.force_login(person)
        assert client.get(here).status_code == 404


def test_a_bidder_reads_nothing_of_another_call(award, cast, client):
    note(award, cast, award.told_at + timedelta(days=2), notes="CANARY of a call")
    for member in award.bid.provider.members.all():
        client.force_login(member.user)
        assert "CANARY" not in client.get(reverse("bid_outcome", args=[award.bid_id])).content.decode()

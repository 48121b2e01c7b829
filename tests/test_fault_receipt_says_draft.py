"""The fault: the receipt of a submitted bid says "draft".

Here page, mail and paper are drawn from the committed row, so they say what was received, whatever was written since.
"""

import subprocess
from datetime import timedelta

import pytest
from django.urls import reverse

from commissioning.bids import actions, reports
from commissioning.bids.models import Submission
from socialvalue.outbox.models import Message
from tests import play_bids as play
from tests.play_tenders import published_tender


@pytest.fixture
def submission(cast, now, portal_clock):
    """A bid that was submitted and has been changed since, so that its draft is another."""
    bid = play.submitted_bid(cast, published_tender(cast, now), now=now)
    later = now + timedelta(hours=1)
    actions.save_answer(bid, "Q1", "Written after the submission.", from_version=1, by=cast.writer, now=later)
    portal_clock.move_to(later)
    return Submission.own.get()


def drawn(client, submission, tmp_path):
    """The receipt as page, mail and paper, each as plain words."""
    address = reverse("bid_receipt", args=[submission.bid_id, submission.version])
    paper = client.get(reverse("bid_receipt_paper", args=[submission.bid_id, submission.version])).content
    (tmp_path / "receipt.pdf").write_bytes(paper)
    words = subprocess.run(["pdftotext", "-raw", "receipt.pdf", "-"], cwd=tmp_path, capture_output=True, check=True)
    page = client.get(address).content.decode().split("<main", 1)[1].split("</main>")[0]
    mail = Message.objects.filter(subject__startswith="Bid submitted").first()
    return {"page": page, "mail": f"{mail.subject}\n{mail.body}", "paper": words.stdout.decode()}


def test_no_receipt_says_draft(client, cast, submission, tmp_path):
    client.force_login(cast.signatory)
    for where, words in drawn(client, submission, tmp_path).items():
        assert "draft" not in words.lower(), where
        assert submission.reference in words, where
        assert submission.sha256 in "".join(words.split()), where
        assert "2 December 2026, 09:30:00 UTC" in " ".join(words.split()), where


def test_the_bid_says_submitted_from_the_moment_of_the_receipt(client, cast, submission):
    client.force_login(cast.signatory)
    assert submission.bid.status == "submitted"
    assert "Submitted" in client.get(reverse("bid", args=[submission.bid_id])).content.decode()
    assert client.get(reverse("bid_receipt_file", args=[submission.bid_id, 1])).content == submission.content.encode()


def test_the_facts_of_a_receipt_are_those_of_the_row(submission):
    facts = dict(reports.receipt_facts(submission))
    assert (facts["Reference"], facts["SHA-256"]) == (submission.reference, submission.sha256)
    assert facts["Version"] == str(submission.version)

"""Blind marking, where marks are agreed and where they are averaged: nothing of one evaluator's marks reaches anybody else.

`test_blind_marks` fetches every address with canaries in the reasons. Here the pages are compared before and after marks
are saved, and what leaves the pages is read: mails, the history, the audit trail.
"""

import re
from decimal import Decimal

import pytest

from commissioning.evaluation import actions, reports
from commissioning.evaluation.models import Mark
from commissioning.tenders.tenderfile import Moderation
from socialvalue.audit.models import AuditRecord
from socialvalue.outbox.models import Message
from tests import play_evaluation as play
from tests.test_blind_marks import addresses, fetched, signed_in

CANARY = "canaryheron"
TOLD_PROGRESS = ("chair", "procurement")
# One of each kind; test_blind_marks asks as everybody.
PEOPLE = (*("second_evaluator", "chair", "procurement", "auditor"), *("commissioner", "owner", "rival", "stranger"))
METHODS = pytest.mark.parametrize("method", Moderation)


def save_three(evaluation, cast, now):
    """One evaluator saves three marks that nobody would guess, with a canary in each reason."""
    cells = list(reports.marking_matrix(evaluation, cast.evaluator).cells())[:3]
    bids = {bid.pk: bid for bid in play.bids_of(evaluation)}
    for cell, mark in zip(cells, (Decimal(0), Decimal(5), Decimal(1)), strict=True):
        actions.save_mark(
            evaluation,
            bids[cell.bid_id],
            cell.question_id,
            mark=mark,
            reason=f"It shows {CANARY} in full.",
            from_version=0,
            by=cast.evaluator,
            now=play.after_opening(evaluation.tender, now),
        )


def told(person, said):
    """What a page says; for those who are told how far marking has come, without its figures."""
    return re.sub(r"\d+", "#", said) if person in TOLD_PROGRESS else said


@METHODS
def test_pages_with_three_marks_saved_are_byte_for_byte_those_with_none(cast, now, method):
    evaluation = play.marking(cast, now, moderation=method)
    inside = f"/tenders/{evaluation.tender_id}/"
    pages = [where for where in addresses(evaluation) if where.startswith(inside)]
    browsers = {name: signed_in(getattr(cast, name)) for name in PEOPLE}
    before = {(name, where): told(name, fetched(browsers[name], where)) for name in browsers for where in pages}
    save_three(evaluation, cast, now)
    for (name, where), said in before.items():
        after = fetched(browsers[name], where)
        assert told(name, after) == said, (name, where)
        assert CANARY not in after, (name, where)
    # The pages were worth comparing: the evaluator's own did change.
    own = reports.marking_matrix(evaluation, cast.evaluator)
    assert own.done == 3
    assert CANARY in fetched(signed_in(cast.evaluator), next(own.cells()).address)


@METHODS
def test_no_mail_and_no_history_holds_a_mark_or_a_reason(cast, now, method):
    evaluation = play.marking(cast, now, moderation=method)
    before = {row.pk for row in AuditRecord.objects.all()}, {row.pk for row in Message.objects.all()}
    play.mark_all(evaluation, cast.evaluator, now, reason=f"It shows {CANARY} in full.")
    assert ({row.pk for row in AuditRecord.objects.all()}, {row.pk for row in Message.objects.all()}) == before
    later = play.after_opening(evaluation.tender, now)
    actions.lock_marks(evaluation, by=cast.evaluator, now=later)
    play.finish_marking(evaluation, cast, now)
    assert not [row for row in AuditRecord.objects.values() if CANARY in str(row)]
    assert not [row for row in Message.objects.values() if CANARY in str(row)]
    locking = [row for row in AuditRecord.objects.values() if row["event"] == "evaluation.marks_locked"]
    assert len(locking) == 2
    assert not [row for row in locking if "mark" in row["facts"]]


@METHODS
def test_no_report_reads_a_mark_before_moderation(cast, now, method):
    evaluation = play.locked(cast, now, moderation=method)
    published = reports.method(evaluation.tender)
    assert Mark.objects.exists()
    assert not [row for row in reports.spread(evaluation) if row.given or row.marks_text or row.agreed is not None]
    assert {row.width for row in reports.spread(evaluation)} == {Decimal(0)}
    bid = play.bids_of(evaluation)[0]
    here = reports.answer_marks(evaluation, published, bid.pk, "Q1")
    assert (here.given, here.total, here.next_open) == ((), 0, "")
    assert reports.averages(evaluation) == {} == reports.agreed_marks(evaluation, published)

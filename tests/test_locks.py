"""What is locked stays: neither a locked mark nor a final consensus can be changed or removed, not even by SQL."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from commissioning.evaluation import actions
from commissioning.evaluation.models import AgreementDraft, Consensus, Mark, PastConsensus
from tests import play_evaluation as play

SPOILING = {
    "evaluation_mark": ("mark = 1", "reason = 'x'", "locked_at = NULL", "question_id = 'Q9'"),
    "evaluation_consensus": ("mark = 1", "reason = 'x'", "locked_at = NULL", "present = 'x'", "version = 9"),
    "evaluation_difference": ("reason = 'x'", "locked_at = NULL"),
    "evaluation_pastconsensus": ("mark = 1", "reason = 'x'", "version = 9"),
}


def run(statement):
    """What SQL alone does to the rows, taken back afterwards; how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def statements(table):
    return [f"DELETE FROM {table}", *(f"UPDATE {table} SET {change}" for change in SPOILING[table])]


def check_kept(*tables):
    for table in tables:
        for statement in statements(table):
            with pytest.raises(IntegrityError):
                run(statement)


def agree_again(evaluation, cast, now, **changed):
    """The chair agrees the first answer a second time, one mark lower than before."""
    stood = Consensus.objects.order_by("pk").first()
    marks = Mark.objects.filter(bid=stood.bid, question_id=stood.question_id)
    return actions.agree_mark(
        evaluation,
        stood.bid,
        stood.question_id,
        **{
            "mark": Decimal(1),
            "reason": "On reflection it says less.",
            "present": [cast.chair, cast.evaluator],
            "others": " Nora Notetaker \n\nOmar Observer",
            "differences": dict.fromkeys(marks.values_list("pk", flat=True), "Page 2 is about another service."),
            "from_version": stood.version,
            "by": cast.chair,
            "now": now,
            **changed,
        },
    )


def test_a_mark_is_open_while_it_is_a_draft_and_kept_once_it_is_locked(cast, now):
    evaluation = play.marking(cast, now)
    play.mark_all(evaluation, cast.evaluator, now)
    assert run("UPDATE evaluation_mark SET reason = 'better'") == 4
    actions.lock_marks(evaluation, by=cast.evaluator, now=play.after_opening(evaluation.tender, now))
    before = list(Mark.objects.order_by("pk").values())
    check_kept("evaluation_mark")
    assert list(Mark.objects.order_by("pk").values()) == before
    assert {row["locked_at"] for row in before} == {play.after_opening(evaluation.tender, now)}
    # The other evaluator's drafts are still their own.
    play.mark_all(evaluation, cast.second_evaluator, now)
    assert run("UPDATE evaluation_mark SET reason = 'better' WHERE locked_at IS NULL") == 4


def test_what_is_agreed_may_change_until_it_is_locked_and_what_stood_before_is_kept(cast, now):
    evaluation = play.moderated(cast, now)
    stood = Consensus.objects.order_by("pk").first()
    again = agree_again(evaluation, cast, now)
    assert (again.pk, again.mark, again.version) == (stood.pk, 1, 2)
    assert again.present == "Charlie Chair, Evan Evaluator, Nora Notetaker and Omar Observer"
    assert (again.present_panel, again.present_others) == (
        [cast.chair.pk, cast.evaluator.pk],
        "Nora Notetaker\nOmar Observer",
    )
    (past,) = PastConsensus.objects.all()
    kept = (past.version, past.mark, past.reason, past.present, past.agreed_by, past.agreed_at)
    assert kept == (1, stood.mark, stood.reason, stood.present, stood.agreed_by, stood.agreed_at)
    check_kept("evaluation_pastconsensus")


def test_a_final_consensus_is_kept_with_its_reasons_and_its_past(cast, now):
    evaluation = play.moderated(cast, now)
    agree_again(evaluation, cast, now)
    actions.lock_consensus(evaluation, by=cast.chair, now=now)
    assert not Consensus.objects.filter(locked_at=None).exists()
    check_kept(*SPOILING)


def test_a_draft_is_the_chair_s_own_and_goes_when_the_mark_is_agreed(client, cast, now):
    evaluation = play.moderated(cast, now)
    stood = Consensus.objects.order_by("pk").first()
    where = f"/tenders/{evaluation.tender_id}/evaluation/moderation/{stood.bid_id}/{stood.question_id}/"
    said = {"mark": "", "reason": "Not finished: canarydraft", "version": "1", "draft_version": "0", "draft": "1"}
    client.force_login(cast.chair)
    assert client.post(where, said).status_code == 302
    assert (AgreementDraft.objects.get().reason, Consensus.objects.get(pk=stood.pk).reason) == (
        "Not finished: canarydraft",
        stood.reason,
    )
    assert b"canarydraft" in client.get(where).content
    # A second tab that knows nothing of it overwrites nothing and keeps its own words.
    stale = client.post(where, said | {"reason": "From the second tab."})
    assert stale.status_code == 409
    assert b"canarydraft" in stale.content
    assert b"From the second tab." in stale.content
    client.force_login(cast.procurement)
    assert b"canarydraft" not in client.get(where).content
    agree_again(evaluation, cast, now)
    assert not AgreementDraft.objects.exists()

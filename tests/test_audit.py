"""The audit trail holds: chained, append-only on either database, and the first broken link is named."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from socialvalue.audit.events import Event
from socialvalue.audit.models import START_OF_CHAIN, AuditRecord, first_broken_link, record


class Deed(Event):
    """Events for these tests."""

    DONE = "deed.done", "did {what} with care."


@pytest.fixture
def three_deeds(cast, now):
    """Three rows about one authority."""
    for what in ["one", "two", "three"]:
        record(Deed.DONE, target=cast.county, by=cast.commissioner, at=now, what=what)
    return list(AuditRecord.objects.order_by("pk"))


def without_triggers(statement: str, values: list[object]) -> None:
    """Change the table as somebody with the database's own password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_auditrecord DISABLE TRIGGER USER")
        else:
            cursor.execute("DROP TRIGGER audit_auditrecord_no_update")
            cursor.execute("DROP TRIGGER audit_auditrecord_no_delete")
        cursor.execute(statement, values)


def test_each_row_follows_the_one_before(three_deeds):
    first, second, third = three_deeds
    assert [first.previous_hash, second.previous_hash, third.previous_hash] == [
        START_OF_CHAIN,
        first.hash,
        second.hash,
    ]
    assert first_broken_link() is None


def test_history_is_sentences_about_one_object(cast, three_deeds, now):
    record(Deed.DONE, target=cast.other_authority, by=None, at=now, what="other")
    assert [str(row) for row in AuditRecord.objects.history_of(cast.county)] == [
        "Carol Commissioner did one with care.",
        "Carol Commissioner did two with care.",
        "Carol Commissioner did three with care.",
    ]
    assert [str(row) for row in AuditRecord.objects.history_of(cast.other_authority)] == [
        "The portal did other with care."
    ]


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_a_row(three_deeds, verb):
    rows = AuditRecord.objects.filter(pk=three_deeds[1].pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(sentence="did nothing.") if verb == "update" else rows.delete()
    assert AuditRecord.objects.count() == 3


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_auditrecord SET sentence = 'did nothing.' WHERE id = %s", 1),
        ("UPDATE audit_auditrecord SET person_name = 'Nobody' WHERE id = %s", 1),
        ("DELETE FROM audit_auditrecord WHERE id = %s", 2),
    ],
)
def test_verify_names_the_first_broken_link(three_deeds, statement, broken):
    without_triggers(statement, [three_deeds[1].pk])
    with pytest.raises(CommandError, match=f"broken at row {three_deeds[broken].pk}: deed.done"):
        call_command("verify_audit")


def test_verify_says_how_many_rows_hold(three_deeds):
    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert said.getvalue() == "The audit trail is whole: 3 rows.\n"


def test_a_fact_may_hold_braces_quotes_and_any_script(cast, now):
    record(Deed.DONE, target=cast.county, by=cast.commissioner, at=now, what="{x} “قيمة” 🙂")
    assert AuditRecord.objects.get().sentence == "did {x} “قيمة” 🙂 with care."
    assert first_broken_link() is None

"""The one place where SQLite and PostgreSQL differ.

- Row locks: `select_for_update` locks rows on PostgreSQL. SQLite has no row locks; its transactions begin IMMEDIATE
  (settings), so one writer at a time holds the whole database and the same code is safe.
- Append-only tables: a trigger on either database refuses UPDATE and DELETE.
- Rows that are locked one day: a trigger refuses to change or remove a row whose `locked_at` is set.
- One writer of the audit chain at a time: an advisory lock on PostgreSQL, the IMMEDIATE transaction on SQLite.
"""

from django.db import connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# Any fixed number: it names the audit chain's lock among the database's advisory locks.
AUDIT_CHAIN_LOCK = 2_012_03_08

_POSTGRESQL = """
CREATE FUNCTION {table}_is_kept() RETURNS trigger AS $body$
BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; END $body$
LANGUAGE plpgsql;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_is_kept();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_kept();
"""
_SQLITE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
)

_POSTGRESQL_LOCK = """
CREATE OR REPLACE FUNCTION {table}_is_locked() RETURNS trigger AS $body$
BEGIN RAISE EXCEPTION '{table} holds a locked row' USING ERRCODE = 'integrity_constraint_violation'; END $body$
LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS {table}_locked_update ON {table};
DROP TRIGGER IF EXISTS {table}_locked_delete ON {table};
CREATE TRIGGER {table}_locked_update BEFORE UPDATE OF {columns} ON {table}
FOR EACH ROW WHEN (OLD.locked_at IS NOT NULL) EXECUTE FUNCTION {table}_is_locked();
CREATE TRIGGER {table}_locked_delete BEFORE DELETE ON {table}
FOR EACH ROW WHEN (OLD.locked_at IS NOT NULL) EXECUTE FUNCTION {table}_is_locked();
"""
_SQLITE_LOCK = (
    "CREATE TRIGGER IF NOT EXISTS {table}_locked_update BEFORE UPDATE OF {columns} ON {table} "
    "WHEN OLD.locked_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{table} holds a locked row'); END",
    "CREATE TRIGGER IF NOT EXISTS {table}_locked_delete BEFORE DELETE ON {table} "
    "WHEN OLD.locked_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{table} holds a locked row'); END",
)


def append_only(*tables: str) -> migrations.RunPython:
    """A migration step after which rows of `tables` can be added but never changed or removed, on either database."""

    def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(_POSTGRESQL.format(table=table), params=None)
            else:
                for statement in _SQLITE:
                    schema_editor.execute(statement.format(table=table), params=None)

    return migrations.RunPython(forwards, elidable=False)


def locked_rows(table: str, *columns: str) -> migrations.RunPython:
    """A migration step after which a row whose `locked_at` is set keeps its `columns` and can't be removed.

    `locked_at` itself is kept too. On SQLite a later migration that rebuilds the table takes its triggers with it: it
    must take this step again, which does no harm where they stand.
    """

    def forwards(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        statements = (_POSTGRESQL_LOCK,) if schema_editor.connection.vendor == "postgresql" else _SQLITE_LOCK
        for statement in statements:
            schema_editor.execute(
                statement.format(table=table, columns=", ".join(("locked_at", *columns))), params=None
            )

    return migrations.RunPython(forwards, elidable=False)


def lock_audit_chain() -> None:
    """Wait until no other transaction is adding to the audit chain. Held to the end of the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [AUDIT_CHAIN_LOCK])

"""Changing what the database refuses to change, as somebody with the database's own password could."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def unlocked(*tables: str) -> Iterator[None]:
    """Lift the triggers of these tables, and put them back. Call inside a test's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            lift = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
            lay = ["SET CONSTRAINTS ALL IMMEDIATE", *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables)]
        else:
            cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = [(name, sql) for name, table, sql in cursor.fetchall() if table in tables]
            lift = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
            lay = [sql for _, sql in triggers]
        for statement in lift:
            cursor.execute(statement)
        yield
        for statement in lay:
            cursor.execute(statement)

"""Emptying a database that holds a demonstration, append-only tables and all.

Rows of those tables cannot be deleted, which is as it should be, so the tables themselves go, with their triggers.
"""

from django.conf import settings
from django.db import connection, transaction


def drop_tables() -> None:
    """Drop every table of the portal, and nothing else in the database; `migrate` makes them again.

    The caller makes sure that nothing in them is worth keeping.
    """
    quote = connection.ops.quote_name
    kept = {"django_migrations", settings.CACHES["default"].get("LOCATION", "")}
    ours = set(connection.introspection.django_table_names()) | kept
    tables = sorted(ours & set(connection.introspection.table_names()))
    # SQLite checks foreign keys while it drops a table, and can be told not to only outside a transaction.
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TABLE {', '.join(map(quote, tables))} CASCADE")
            for table in tables:
                cursor.execute(f"DROP FUNCTION IF EXISTS {quote(f'{table}_is_kept')}()")
        else:
            for table in tables:
                cursor.execute(f"DROP TABLE {quote(table)}")

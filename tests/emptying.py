"""A test that commits leaves the database as migrations left it: every table emptied, what they made put back."""

import time
from typing import Any


def _tables() -> dict[str, str]:
    """Every table of a model that holds rows, with its writable columns, quoted and joined."""
    from django.apps import apps
    from django.db import connection

    quote = connection.ops.quote_name
    there = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
    columns: dict[str, str] = {}
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy and meta.db_table in there:
            names = (field.column for field in meta.local_concrete_fields if not field.generated)
            columns[meta.db_table] = ", ".join(map(quote, names))
    return columns


KEPT = "kept_"


def keep_what_migrations_made() -> None:
    """Copy each table that migrations filled, so that a flushed database can be filled again at once."""
    from django.db import connection

    quote = connection.ops.quote_name
    existing = set(connection.introspection.table_names())
    if any(name.startswith(KEPT) for name in existing):
        put_back_what_migrations_made()  # --reuse-db after a run that was broken off
        return
    with connection.cursor() as cursor:
        for table, columns in _tables().items():
            cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {quote(table)})")
            if cursor.fetchone()[0]:
                cursor.execute(f"CREATE TABLE {quote(KEPT + table)} AS SELECT {columns} FROM {quote(table)}")


def put_back_what_migrations_made(case: Any = None) -> None:
    """Empty every table and refill the kept ones. A browser's last request may still read them: then once more."""
    from django.db import OperationalError

    for turn in range(6):
        try:
            return _empty_and_refill()
        except OperationalError:
            if turn == 5:
                raise
            time.sleep(0.5)


def _empty_and_refill() -> None:
    """Regions, roles, Wagtail's locale, root, site and home page come back."""
    from django.core.management.color import no_style
    from django.db import connection, transaction

    quote = connection.ops.quote_name
    existing = set(connection.introspection.table_names())
    # A browser's last request may still be at work; waiting for it without end would hang the run.
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL lock_timeout = '20s'")
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        for statement in connection.ops.sql_flush(
            no_style(), tables, reset_sequences=False, allow_cascade=False
        ):
            cursor.execute(statement)
        for table, columns in _tables().items():
            if KEPT + table in existing:
                cursor.execute(
                    f"INSERT INTO {quote(table)} ({columns}) SELECT {columns} FROM {quote(KEPT + table)}"
                )

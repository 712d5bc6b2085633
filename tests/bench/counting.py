"""Statements sent to the database while something is done."""

from collections.abc import Callable

from django.db import connection
from django.test import Client


def statements(work: Callable[[], object]) -> int:
    """Statements sent while the work is done, transactions' own words not counted."""
    connection.force_debug_cursor = True
    connection.queries_log.clear()
    try:
        work()
        log = [query["sql"] for query in connection.queries_log]
    finally:
        connection.force_debug_cursor = False
    return sum(not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for sql in log)


def page_statements(client: Client, path: str) -> int:
    """Statements of a page that was visited before."""
    if client.get(path).status_code != 200:
        raise RuntimeError(f"{path} did not answer 200")
    return statements(lambda: client.get(path))

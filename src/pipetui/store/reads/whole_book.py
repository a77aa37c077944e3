"""The book as it is, table by table, all of one moment."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pipetui.store.undo import journal

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator


@contextmanager
def one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """While all that is read is of one moment, whoever writes meanwhile."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def table_rows(connection: sqlite3.Connection, table: str, columns: Collection[str]) -> Iterator[tuple[Any, ...]]:
    """Every row of a table by number, its texts to the byte."""
    sql = f"SELECT {', '.join(columns)} FROM {table} ORDER BY id"
    cursor = connection.execute(sql)
    while True:
        with journal.raw_text(connection):
            some = cursor.fetchmany(1_000)
        if not some:
            return
        yield from some


def last_numbers(connection: sqlite3.Connection, tables: Collection[str]) -> dict[str, int]:
    """The last number that was given in a table, where the row that had it is gone: it is never given again."""
    found = {}
    for name, number in connection.execute("SELECT name, seq FROM sqlite_sequence"):
        if name in tables and type(number) is int:
            (newest,) = connection.execute(f"SELECT coalesce(max(id), 0) FROM {name}").fetchone()
            if newest != number:
                found[name] = number
    return found


def size(connection: sqlite3.Connection) -> int:
    """About how many rows the book has: what a bar goes by."""
    (rows,) = connection.execute(
        """SELECT (SELECT count(*) FROM touch) + (SELECT count(*) FROM stage_event) + (SELECT count(*) FROM follow_up)
               + (SELECT count(*) FROM contact_point) + (SELECT count(*) FROM person) + (SELECT count(*) FROM deal)"""
    ).fetchone()
    return int(rows)

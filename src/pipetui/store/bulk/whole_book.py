"""A whole book put into one that holds no deals, row for row and number for number, as one step of undo."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pipetui.store import integrity
from pipetui.store.bulk import bulk_insert
from pipetui.store.recovery import odd_values
from pipetui.store.schema import triggers
from pipetui.store.schema.tables import Row, table_of
from pipetui.store.undo import journal, runs

_HELD = ("deal", "person", "organization")
_MOST_NAMED = 3


class TableRows(NamedTuple):
    """Some rows of a table: the names of the columns, and their values, each row with where it was read."""

    table: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[int, tuple[Any, ...]]]


class RefusedRow(Exception):  # noqa: N818  # it says which row, its catcher what is wrong with the file
    """A row that the book does not take: where it was read, and what SQLite says."""

    def __init__(self, place: int, said: str) -> None:
        super().__init__(said)
        self.place, self.said = place, said


def columns() -> dict[str, dict[str, bool]]:
    """The tables that make a book, and their columns, each with whether a row can do without it."""
    return {
        table.name: {column.name: column.nullable or column.server_default is not None for column in table.columns}
        for table in triggers.journaled()
    }


def held(connection: sqlite3.Connection) -> dict[str, int]:
    """How many deals, people and organizations the book holds, in the bin too, as far as it holds any."""
    counts = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in _HELD}
    return {name: count for name, count in counts.items() if count}


def put_in(
    connection: sqlite3.Connection, step_id: int, batches: Iterable[TableRows], numbers: Mapping[str, int]
) -> dict[str, int]:
    """Let the book hold these rows and no others; returns how many of each table. Inside a transaction of that step.

    `numbers` are the last that were given in a table, where they are beyond its rows. Raises RefusedRow; whether what
    came in makes sense is for `faults` to say.
    """
    kinds = {table_of(kind).name: kind for kind in Row.__subclasses__()}
    names = [table.name for table in triggers.journaled()]
    counts = dict.fromkeys(names, 0)
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for name in reversed(names):
        connection.execute(f"DELETE FROM {name}")  # what a new book begins with, journaled row by row
    with journal.unchecked(connection), runs.without_triggers(connection, "INSERT", names) as deals:
        for batch in batches:
            _insert(connection, kinds[batch.table], batch)
            counts[batch.table] += len(batch.rows)
        for name in names:
            runs.write_down_all(connection, step_id, name)
            _number_on(connection, name, numbers.get(name))
        deals |= {number for (number,) in connection.execute("SELECT id FROM deal")}
    return counts


def _insert(connection: sqlite3.Connection, kind: type[Row], batch: TableRows) -> None:
    connection.execute("SAVEPOINT batch")
    try:
        bulk_insert.insert(connection, kind, " ".join(batch.columns), [row for _, row in batch.rows])
    except (sqlite3.Error, OverflowError):
        connection.execute("ROLLBACK TO batch")
        for place, row in batch.rows:
            try:
                bulk_insert.insert(connection, kind, " ".join(batch.columns), [row])
            except (sqlite3.IntegrityError, OverflowError) as error:
                raise RefusedRow(place, _said(error)) from error
    connection.execute("RELEASE batch")


def _said(error: Exception) -> str:
    return "there is such a row already" if str(error) == triggers.REPLACING else str(error)


def _number_on(connection: sqlite3.Connection, table: str, last: int | None) -> None:
    """The next row gets the number after `last`, or after the newest there is."""
    (newest,) = connection.execute(f"SELECT max(id) FROM {table}").fetchone()
    connection.execute("DELETE FROM sqlite_sequence WHERE name = :name", {"name": table})
    if newest is not None or last is not None:
        number = max(newest or 0, last or 0)
        given = {"name": table, "number": number}
        connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :number)", given)


def faults(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with what came in, a few of each kind: values that are none, rows that belong to nothing."""
    for odd in odd_values.find(connection)[:_MOST_NAMED]:
        yield f"{odd_values.named(odd)} should be {odd.wanted}"
    for orphan in integrity.orphans(connection)[:_MOST_NAMED]:
        row = f"{orphan.table.replace('_', ' ')} {orphan.row_id}"
        yield f"{row} belongs to {orphan.parent} {odd_values.shown(orphan.wanted(connection))}, which is not there"
    if connection.execute("SELECT count(*) FROM pipeline WHERE is_default").fetchone() != (1,):
        yield "no pipeline, or more than one, is the default one"
    for pipeline, name in connection.execute(
        "SELECT id, name FROM pipeline p WHERE NOT EXISTS (SELECT 1 FROM stage s WHERE s.pipeline_id = p.id)"
    ).fetchmany(_MOST_NAMED):
        yield f"pipeline {pipeline} {name} has no stage"
    if connection.execute("SELECT 1 FROM setting WHERE key = 'currency'").fetchone() is None:
        yield "it names no currency of the book"

"""For a book put together from what was left of another: what every book begins with, and stand-ins for lost rows."""

import sqlite3
from contextlib import closing
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from pipetui.domain import pipeline_templates
from pipetui.store import integrity
from pipetui.store.schema import ddl
from pipetui.store.schema.seed import seed
from pipetui.store.schema.tables import Row, Utc
from pipetui.store.values import utc_text

_CURRENCY = "EUR"


def begin_again(connection: sqlite3.Connection) -> int:
    """Put what a new book begins with into the tables of which nothing is left; returns how many rows."""
    put = 0
    with closing(_new_book(*_chosen(connection))) as fresh:
        for table in Row.metadata.sorted_tables:
            if connection.execute(f"SELECT 1 FROM {table.name} LIMIT 1").fetchone() is None:
                rows = fresh.execute(f"SELECT * FROM {table.name}").fetchall()
                marks = ", ".join("?" * len(table.columns))
                connection.executemany(f"INSERT OR IGNORE INTO {table.name} VALUES ({marks})", rows)
                put += len(rows)
    return put


def _chosen(connection: sqlite3.Connection) -> tuple[str, str]:
    """The pipeline and the currency that the book was begun with, as far as it still knows."""
    known = dict(connection.execute("SELECT key, value FROM setting").fetchall())
    names = {pipeline_templates.full_name(name): name for name in pipeline_templates.TEMPLATES}
    template = str(known.get("template"))
    return names.get(template, pipeline_templates.DEFAULT), str(known.get("currency", _CURRENCY))


def _new_book(template: str, currency: str) -> sqlite3.Connection:
    fresh = sqlite3.connect(":memory:")
    ddl.create(fresh)
    seed(fresh, template, currency)
    return fresh


def settle(connection: sqlite3.Connection, now: datetime) -> tuple[int, int]:
    """Let every row belong to one that is there; returns how many stand-ins were made, and how many rows left out.

    Where no stand-in can be made, what may do without does without; else it cannot stay. Nothing of this is journaled
    if the caller sees to that: its undo would be refused.
    """
    tables = {table.name: table for table in Row.metadata.sorted_tables}
    made = left = 0
    while found := integrity.orphans(connection):
        for orphan in found:
            name, row_id, parent, column = orphan
            number = orphan.wanted(connection)
            if number is None or is_there(connection, parent, number):
                continue  # settled with another
            told_of = name == "external_ref"  # where a row came from: without it, it is no reason to make one
            if not told_of and isinstance(number, int) and _make(connection, tables[parent], number, now):
                made += 1
            elif not (tables[name].columns[column].nullable and _try(connection, _let_go(name, column), (row_id,))):
                left += connection.execute(f"DELETE FROM {name} WHERE rowid = ?", (row_id,)).rowcount
    connection.execute(
        """UPDATE pipeline SET is_default = 1
           WHERE id = (SELECT min(id) FROM pipeline) AND NOT EXISTS (SELECT 1 FROM pipeline WHERE is_default)"""
    )
    return made, left


def _let_go(table: str, column: str) -> str:
    return f"UPDATE {table} SET {column} = NULL WHERE rowid = ?"


def is_there(connection: sqlite3.Connection, table: str, row_id: Any) -> bool:
    """Whether the table has a row of that number."""
    return connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (row_id,)).fetchone() is not None


def make(connection: sqlite3.Connection, table: str, row_id: int, now: datetime) -> bool:
    """A stand-in of that table with that number, unless the table's rules refuse it; whether there is one."""
    return _make(connection, next(one for one in Row.metadata.sorted_tables if one.name == table), row_id, now)


def _make(connection: sqlite3.Connection, table: Table, row_id: int, now: datetime) -> bool:
    """A row with that number and what it cannot do without; not for the journal, whose steps are not made up."""
    if table.name == "step":
        return False
    called = f"lost {table.name} {row_id}"
    usual = {"key": called, "currency": _currency(connection), "position": row_id}
    values: dict[str, Any] = {"id": row_id}
    for column in table.columns:
        if column.server_default is not None or column.primary_key:
            continue
        if column.name in usual:
            values[column.name] = usual[column.name]
        elif not column.nullable:
            values[column.name] = _plain(column, row_id, called, now)
    marks = ", ".join("?" * len(values))
    return _try(connection, f"INSERT INTO {table.name} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def _plain(column: Any, row_id: int, called: str, now: datetime) -> Any:
    if isinstance(column.type, Utc):
        return utc_text(now)
    if column.foreign_keys:
        return 1
    return row_id if column.type.python_type is int else called


def _currency(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT value FROM setting WHERE key = 'currency'").fetchone()
    return str(row[0]) if row else _CURRENCY


def _try(connection: sqlite3.Connection, statement: str, values: tuple[Any, ...]) -> bool:
    """Carry a statement out, unless the table's rules refuse it."""
    try:
        connection.execute(statement, values)
    except sqlite3.IntegrityError:
        return False
    return True

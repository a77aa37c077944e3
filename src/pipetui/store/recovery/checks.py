"""What can be wrong inside a book, looked for without changing anything."""

import sqlite3
from contextlib import closing
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Table

from pipetui.domain.errors import Remedy
from pipetui.store import deal_line
from pipetui.store.schema import ddl, triggers
from pipetui.store.schema.tables import Row
from pipetui.store.undo import journal, runs

OK, WARN, FAIL = "ok", "warn", "fail"


_LONGEST = 10_000_000
"""Rows of a run, beyond any import."""

_NO_IMAGE = "(j.{0} IS NOT NULL AND (NOT json_valid(j.{0}) OR json_type(j.{0}) <> 'object'))"


class Finding(NamedTuple):
    """What one check found: its name, OK, WARN or FAIL, what there is to say, what to do about it, and with what."""

    check: str
    state: str
    message: str
    hint: str = ""
    remedy: Remedy | None = None


class Drift(NamedTuple):
    """A row that is no longer as the journal left it: its table and number, and its image then.

    None where it was deleted, and for a row of a run, which has no image of its own.
    """

    table: Table
    row_id: int
    left: str | None


class Orphan(NamedTuple):
    """A row that belongs to one that is not there: its table and number, which table that is of, and its column that
    says which."""

    table: str
    row_id: int
    parent: str
    column: str

    def wanted(self, connection: sqlite3.Connection) -> Any:
        """What stands in that column: the number of what is missing; None for a row that is gone by now."""
        sql = f"SELECT {self.column} FROM {self.table} WHERE rowid = ?"
        row = connection.execute(sql, (self.row_id,)).fetchone()
        return row and row[0]


def orphans(connection: sqlite3.Connection) -> list[Orphan]:
    """Rows that belong to one that is not there."""
    return [
        Orphan(*row)
        for row in connection.execute(
            """SELECT c."table", c.rowid, c.parent, k."from" FROM pragma_foreign_key_check c
               JOIN pragma_foreign_key_list(c."table") k ON k.id = c.fkid"""
        ).fetchall()
    ]


def drifted(connection: sqlite3.Connection) -> list[Drift]:
    """The rows that were changed behind the journal's back, so that undo would refuse their steps.

    Of every row the newest image in a step that is not undone must be how the row is now.
    """
    tables = {table.name: table for table in triggers.journaled()}
    with journal.raw_text(connection):
        lines = connection.execute(
            """SELECT j.table_name, j.row_id, j.after, max(j.id) FROM journal_row j JOIN step s ON s.id = j.step_id
               WHERE s.undone_at IS NULL AND j.last_id IS NULL AND typeof(j.row_id) = 'integer'
               AND (j.after IS NULL OR json_valid(j.after)) GROUP BY j.table_name, j.row_id"""
        ).fetchall()
        found = [
            Drift(tables[name], row_id, after)
            for name, row_id, after, _ in lines
            if name in tables and not journal.is_as(connection, tables[name], row_id, after)
        ]
    deleted = {(name, row_id) for name, row_id, after, _ in lines if after is None}
    for name, first, last in connection.execute(
        """SELECT j.table_name, j.row_id, j.last_id FROM journal_row j JOIN step s ON s.id = j.step_id
           WHERE s.undone_at IS NULL AND j.last_id IS NOT NULL
           AND typeof(j.row_id) = 'integer' AND typeof(j.last_id) = 'integer'"""
    ).fetchall():
        if name not in tables or last - first > _LONGEST:
            continue  # no run of ours: see `damaged_steps`
        gone = set(range(first, last + 1)) - runs.numbers(connection, runs.Run(0, tables[name], first, last))
        found += [Drift(tables[name], row_id, None) for row_id in sorted(gone) if (name, row_id) not in deleted]
    return found


def undoable_steps(connection: sqlite3.Connection) -> int:
    """How many steps can be undone."""
    (steps,) = connection.execute("SELECT count(*) FROM step WHERE undone_at IS NULL").fetchone()
    return int(steps)


def newest_step(connection: sqlite3.Connection) -> datetime | None:
    """When the newest step was made; one that is made at no time is a finding of its own."""
    row = connection.execute("SELECT max(at) FROM step WHERE strftime('%Y-%m-%dT%H:%M:%SZ', at) IS at").fetchone()
    return datetime.fromisoformat(row[0]) if row and row[0] else None


def open_step(connection: sqlite3.Connection) -> int | None:
    """The step that changes are written to although no gesture is under way; None as it should be."""
    row = connection.execute("SELECT step_id FROM journal_head WHERE id = 1").fetchone()
    number: int | None = 0 if row is None else row[0]
    return number


def schema_faults(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Which tables, indexes, triggers and views are missing or other than they should be, by kind."""
    wanted, found = _wanted(), _parts(connection)
    faults: dict[str, list[str]] = {}
    for (kind, name), sql in wanted.items():
        # Tables of a migrated book have their constraints in another order; a test holds that they are the same.
        alike = kind == "table" and name not in deal_line.TABLES
        if (kind, name) not in found or (not alike and found[kind, name] != sql):
            faults.setdefault(kind, []).append(name)
    return faults


@cache
def _wanted() -> dict[tuple[str, str], str]:
    """The schema as a new book has it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        ddl.create(memory)
        deal_line.install(memory)
        triggers.install(memory)
        return _parts(memory)


def _parts(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {(kind, name): " ".join(sql.split()) for kind, name, sql in rows if not name.startswith("sqlite_")}


def missing_columns(connection: sqlite3.Connection) -> list[str]:
    """The tables and columns that a book of the present revision lacks: `deal.title`."""
    there = {
        (table, column)
        for table, column in connection.execute(
            "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
        )
    }
    return [
        f"{table.name}.{column.name}"
        for table in Row.metadata.sorted_tables
        for column in table.columns
        if (table.name, column.name) not in there
    ]


def damaged_steps(connection: sqlite3.Connection) -> dict[int, str]:
    """The steps of the journal, with their labels, of which a line cannot be read, so that undo would stop at them."""
    known = ", ".join(f"'{table.name}'" for table in triggers.journaled())
    return dict(
        connection.execute(
            f"""SELECT DISTINCT s.id, s.label FROM journal_row j JOIN step s ON s.id = j.step_id
                WHERE j.table_name NOT IN ({known}) OR typeof(j.row_id) <> 'integer'
                OR (j.last_id IS NOT NULL AND (typeof(j.last_id) <> 'integer' OR j.last_id - j.row_id > {_LONGEST}))
                OR (j.last_id IS NULL AND ({_NO_IMAGE.format("before")} OR {_NO_IMAGE.format("after")}))
                OR (j.last_id IS NOT NULL AND j.after IS NOT NULL AND NOT json_valid(j.after))"""
        ).fetchall()
    )

"""What can be wrong inside a book, looked for without changing anything."""

import sqlite3
from contextlib import closing
from datetime import datetime
from functools import cache
from typing import NamedTuple

from pipetui.domain.errors import Remedy
from pipetui.store import derived
from pipetui.store.schema import ddl, triggers
from pipetui.store.schema.tables import Row
from pipetui.store.undo.drift import LONGEST_RUN

OK, WARN, FAIL = "ok", "warn", "fail"

_NO_IMAGE = "(j.{0} IS NOT NULL AND (NOT json_valid(j.{0}) OR json_type(j.{0}) <> 'object'))"


class Finding(NamedTuple):
    """What one check found: its name, OK, WARN or FAIL, what there is to say, what to do about it, and with what."""

    check: str
    state: str
    message: str
    hint: str = ""
    remedy: Remedy | None = None


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
        alike = kind == "table" and name not in derived.TABLES
        if (kind, name) not in found or (not alike and found[kind, name] != sql):
            faults.setdefault(kind, []).append(name)
    return faults


@cache
def _wanted() -> dict[tuple[str, str], str]:
    """The schema as a new book has it."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        ddl.create(memory)
        derived.install(memory)
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
                OR (j.last_id IS NOT NULL AND (typeof(j.last_id) <> 'integer' OR j.last_id - j.row_id > {LONGEST_RUN}))
                OR (j.last_id IS NULL AND ({_NO_IMAGE.format("before")} OR {_NO_IMAGE.format("after")}))
                OR (j.last_id IS NOT NULL AND j.after IS NOT NULL AND NOT json_valid(j.after))"""
        ).fetchall()
    )

"""Runs: rows put in together, journaled by one line instead of one each, as an import of many thousands needs.

A run holds no images while its rows are in the book. Undo takes back the newest step that is not undone, and every
later change of one of its rows belongs to a newer step, or to a later line of the same: when undo comes to the run,
its rows are as they were put in. They are written down only then, so that redo finds them after any restart.
"""

from __future__ import annotations

from contextlib import contextmanager

from pipetui.store import deal_line, search_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterator
    from typing import NamedTuple, TypeAlias

    import sqlalchemy

    from pipetui.store.undo.journal import TableInfo

    AnyTable: TypeAlias = TableInfo | sqlalchemy.Table
else:
    from pipetui.domain.record import NamedTuple


class Run(NamedTuple):
    """A line of the journal that stands for the rows `first` to `last` of a table."""

    line: int
    table: AnyTable
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1


def write_down(connection: sqlite3.Connection, step_id: int, table: AnyTable, first: int, count: int) -> None:
    """Journal the `count` rows just put in, numbered from `first` on, as one run of the step."""
    run = Run(0, table, first, first + count - 1)
    if _there(connection, run) != count:
        raise ValueError(f"rows of {table.name} are not numbered {run.first} to {run.last}")
    connection.execute(
        "INSERT INTO journal_row (step_id, table_name, row_id, last_id) VALUES (?, ?, ?, ?)",
        (step_id, table.name, run.first, run.last),
    )


def write_down_all(connection: sqlite3.Connection, step_id: int, table: str) -> None:
    """Journal every row of a table, all of which the step put in, as one run for each row of numbers without a gap."""
    connection.execute(
        f"""INSERT INTO journal_row (step_id, table_name, row_id, last_id)
            SELECT :step, :table, min(id), max(id)
            FROM (SELECT id, id - row_number() OVER (ORDER BY id) AS gaps FROM {table}) GROUP BY gaps ORDER BY gaps""",
        {"step": step_id, "table": table},
    )


def take_out(connection: sqlite3.Connection, run: Run, deals: set[int]) -> int | None:
    """Delete the rows of the run and keep them in the journal; returns the number of one that is gone already.

    Adds to `deals` whose rows they were.
    """
    if _there(connection, run) < len(run):
        return min(set(range(run.first, run.last + 1)) - numbers(connection, run))
    import json

    names = [column.name for column in run.table.columns]
    rows = connection.execute(f"SELECT {', '.join(names)} FROM {run.table.name} WHERE id BETWEEN ? AND ?", run[2:])
    kept = json.dumps([names, rows.fetchall()], ensure_ascii=False, separators=(",", ":"))
    connection.execute("UPDATE journal_row SET after = ? WHERE id = ?", (kept, run.line))
    deals |= deal_line.of_rows(connection, run.table.name, run.first, run.last)
    connection.execute(f"DELETE FROM {run.table.name} WHERE id BETWEEN ? AND ?", run[2:])
    return None


def put_back(connection: sqlite3.Connection, run: Run, deals: set[int]) -> int | None:
    """Insert the rows that `take_out` kept; returns the number of one that is there already.

    Adds to `deals` whose rows they are.
    """
    if _there(connection, run):
        return min(numbers(connection, run))
    import json

    (kept,) = connection.execute("SELECT after FROM journal_row WHERE id = ?", run[:1]).fetchone()
    names, rows = json.loads(kept)
    marks = ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO {run.table.name} ({', '.join(names)}) VALUES ({marks})", rows)
    connection.execute("UPDATE journal_row SET after = NULL WHERE id = ?", run[:1])
    deals |= deal_line.of_rows(connection, run.table.name, run.first, run.last)
    return None


@contextmanager
def without_triggers(connection: sqlite3.Connection, event: str, tables: Collection[str]) -> Iterator[set[int]]:
    """Without the triggers for that event of these tables, inside a transaction.

    Yields a set for the numbers of the deals concerned: their ready lines, which the triggers would have kept, are made
    anew at the end. Nobody else writes meanwhile, and a transaction that is rolled back brings the triggers back too.
    One that stands by, told to be silent, still makes the images: half of the time of an import.
    """
    names = [f"journal_{table}_{event.lower()}" for table in tables]
    triggers = connection.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN ({', '.join('?' * len(names))})", names
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    deals: set[int] = set()
    try:
        yield deals
        if deals:
            deal_line.make_anew(connection, sorted(deals))
        search_index.mark(connection, event, tables, deals)
    finally:
        if connection.in_transaction:  # an error may have ended it, and with it the dropping
            for _, sql in triggers:
                connection.execute(sql)


def _there(connection: sqlite3.Connection, run: Run) -> int:
    """How many rows of the run are in the book."""
    found = connection.execute(f"SELECT count(*) FROM {run.table.name} WHERE id BETWEEN ? AND ?", run[2:])
    return int(found.fetchone()[0])


def numbers(connection: sqlite3.Connection, run: Run) -> set[int]:
    """Which rows of the run are in the book."""
    rows = connection.execute(f"SELECT id FROM {run.table.name} WHERE id BETWEEN ? AND ?", run[2:])
    return {number for (number,) in rows}

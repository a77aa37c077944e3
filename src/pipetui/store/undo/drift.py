"""What was changed behind the journal's back. Standard library only."""

from __future__ import annotations

from pipetui.store.undo import journal, runs

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import NamedTuple

    from pipetui.store.undo.runs import AnyTable
else:
    from pipetui.domain.record import NamedTuple

LONGEST_RUN = 10_000_000
"""Rows of a run, beyond any import."""


class Drift(NamedTuple):
    """A row that is no longer as the journal left it: its table and number, and its image then.

    None where it was deleted, and for a row of a run, which has no image of its own.
    """

    table: AnyTable
    row_id: int
    left: str | None


def drifted(connection: sqlite3.Connection) -> list[Drift]:
    """The rows that were changed behind the journal's back, so that undo would refuse their steps.

    Of every row the newest image in a step that is not undone must be how the row is now.
    """
    tables = journal.tables_of(connection)
    with journal.raw_text(connection):
        lines = connection.execute(
            """SELECT j.table_name, j.row_id, j.after, max(j.id) FROM journal_row j JOIN step s ON s.id = j.step_id
               WHERE s.undone_at IS NULL AND j.last_id IS NULL AND typeof(j.row_id) = 'integer'
               AND (j.after IS NULL OR json_valid(j.after)) GROUP BY j.table_name, j.row_id"""
        ).fetchall()
        put_in = connection.execute(
            """SELECT j.id, j.table_name, j.row_id, j.last_id FROM journal_row j JOIN step s ON s.id = j.step_id
               WHERE s.undone_at IS NULL AND j.last_id IS NOT NULL
               AND typeof(j.row_id) = 'integer' AND typeof(j.last_id) = 'integer'"""
        ).fetchall()
        deleted = {(name, row_id): line for name, row_id, after, line in lines if after in (None, journal.ERASED)}
        # A run may hold a row anew that was deleted before, as when a whole book comes in.
        anew = {
            (name, row_id)
            for (name, row_id), line in deleted.items()
            if any(line < run and name == table and first <= row_id <= last for run, table, first, last in put_in)
        }
        found = [
            Drift(tables[name], row_id, after)
            for name, row_id, after, _ in lines
            if name in tables
            and after != journal.ERASED
            and (name, row_id) not in anew
            and not journal.is_as(connection, tables[name], row_id, after)
        ]
    for line, name, first, last in put_in:
        if name not in tables or last - first > LONGEST_RUN:
            continue  # no run of ours: see `checks.damaged_steps`
        gone = set(range(first, last + 1)) - runs.numbers(connection, runs.Run(0, tables[name], first, last))
        found += [Drift(tables[name], row_id, None) for row_id in sorted(gone) if deleted.get((name, row_id), 0) < line]
    return found

"""The undo journal: triggers made from the tables, and undo and redo of whole steps.

The triggers write down every row that anything changes in a book (the app, a shell verb, an import, another
program's SQL), with its image before and after, inside the changing transaction itself. A program that would replace a
row by another is refused: SQLite deletes the row then without telling any trigger. A gesture opens a `step`
and names it in `journal_head`; a change that comes without one (somebody's own SQL) gets a step of its own. Only
imports write their new rows down themselves, run by run: see `runs`.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Table, UniqueConstraint

from pipetui.domain.errors import ConflictError
from pipetui.domain.text import clean
from pipetui.store import runs, values
from pipetui.store.step import utc_text
from pipetui.store.tables import JOURNAL_TABLES, Row

REPLACING = "there is such a row already: pipetui keeps an undo journal, which REPLACE would go past; use UPDATE"
"""What a program hears that puts a row where one is."""

_UNDOING = -1
_HEAD = "(SELECT step_id FROM journal_head WHERE id = 1)"


class StepInfo(NamedTuple):
    """A step as the history shows it. `rows` is how many changes it holds."""

    id: int
    label: str
    source: str
    at: datetime
    undone: bool
    rows: int


def journaled() -> list[Table]:
    """The tables whose changes are written down."""
    return [table for table in Row.metadata.sorted_tables if table.name not in JOURNAL_TABLES]


def image(table: Table, row: str) -> str:
    """SQL for the JSON image of a row; `row` is "OLD.", "NEW." or "" before each column."""
    pairs = ", ".join(f"'{column.name}', {row}{column.name}" for column in table.columns)
    return f"json_object({pairs})"


def _trigger(table: Table, event: str) -> str:
    before = "NULL" if event == "INSERT" else image(table, "OLD.")
    after = "NULL" if event == "DELETE" else image(table, "NEW.")
    row = "OLD" if event == "DELETE" else "NEW"
    return f"""
        CREATE TRIGGER journal_{table.name}_{event.lower()} AFTER {event} ON {table.name}
        BEGIN INSERT INTO journal_change VALUES ('{table.name}', {row}.id, {before}, {after}); END"""


def _guards(table: Table) -> Iterator[str]:
    """Triggers that refuse to put a row in the place of another, as REPLACE does, which deletes that one in silence."""
    unique = [constraint for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    keys = [("id",), *(tuple(column.name for column in constraint.columns) for constraint in unique)]
    taken = " OR ".join(" AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys)
    columns = ", ".join(sorted({column for key in keys for column in key}))
    for event, but in (("INSERT", ""), (f"UPDATE OF {columns}", "id <> OLD.id AND ")):
        yield f"""
        CREATE TRIGGER journal_{table.name}_{event[:6].lower()}_guard BEFORE {event} ON {table.name}
        WHEN EXISTS (SELECT 1 FROM {table.name} WHERE {but}({taken}))
        BEGIN SELECT RAISE(ABORT, '{REPLACING}'); END"""


# Said once, behind a view, for SQLite reads every trigger whenever a book is opened: at length they took 4 ms.
_CHANGE = """
    CREATE VIEW journal_change AS SELECT table_name, row_id, before, after FROM journal_row"""
_WRITE_DOWN = f"""
    CREATE TRIGGER journal_write_down INSTEAD OF INSERT ON journal_change
    WHEN {_HEAD} IS NOT {_UNDOING} AND NEW.before IS NOT NEW.after
    BEGIN
        INSERT INTO step (label, source, at)
            SELECT NEW.table_name || ' changed by another program', 'sql', strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
            WHERE {_HEAD} IS NULL;
        INSERT INTO journal_row (step_id, table_name, row_id, before, after)
            VALUES (coalesce({_HEAD}, (SELECT max(id) FROM step)),
                    NEW.table_name, NEW.row_id, NEW.before, NEW.after);
    END"""


def install(connection: sqlite3.Connection) -> None:
    """Make the triggers anew from the tables as they are now; run after every change of the schema."""
    old = connection.execute(
        """SELECT type, name FROM sqlite_master
           WHERE type IN ('trigger', 'view') AND name LIKE 'journal!_%' ESCAPE '!' ORDER BY type"""
    )
    for kind, name in old.fetchall():
        connection.execute(f"DROP {kind} IF EXISTS {name}")
    connection.execute(_CHANGE)
    connection.execute(_WRITE_DOWN)
    for table in journaled():
        for event in ("INSERT", "UPDATE", "DELETE"):
            connection.execute(_trigger(table, event))
        for guard in _guards(table):
            connection.execute(guard)
    connection.execute("INSERT OR IGNORE INTO journal_head (id, step_id) VALUES (1, NULL)")


_NEWEST = "SELECT id, label FROM step WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1"
_LAST_UNDONE = """SELECT id, label FROM step INDEXED BY ix_step_undone WHERE undone_at IS NOT NULL
                  AND undone_after = (SELECT max(id) FROM step) ORDER BY id LIMIT 1"""
_MOST_ROWS = 100
"""How many rows of a step are looked at for the deals it is about."""


def deals_of_last(connection: sqlite3.Connection, *, undone: bool) -> tuple[int, ...]:
    """The deals that the newest step, or the one `undone` last, is about, by number; of a large step the first few."""
    step = connection.execute(_LAST_UNDONE if undone else _NEWEST).fetchone()
    found = connection.execute(
        """SELECT CASE WHEN table_name = 'deal' THEN row_id
                       WHEN json_valid(kept) THEN json_extract(kept, '$.deal_id') END
           FROM (SELECT table_name, row_id, coalesce(after, before) AS kept FROM journal_row
                 WHERE step_id = ? AND last_id IS NULL ORDER BY id LIMIT ?)""",
        (step[0] if step else None, _MOST_ROWS),
    )
    return tuple(sorted({number for (number,) in found if isinstance(number, int)}))


def undo(connection: sqlite3.Connection, at: datetime) -> str:
    """Take back the newest step that is not undone; returns its label. Inside a transaction.

    Raises ConflictError when there is none, or when a row is no longer as the step left it.
    """
    step = connection.execute(_NEWEST).fetchone()
    if step is None:
        raise ConflictError("there is nothing to undo")
    _apply(connection, step[0], backwards=True, refusal=f"“{step[1]}” cannot be undone")
    connection.execute(
        "UPDATE step SET undone_at = ?, undone_after = (SELECT max(id) FROM step) WHERE id = ?",
        (utc_text(at), step[0]),
    )
    return str(step[1])


def redo(connection: sqlite3.Connection) -> str:
    """Do again what the last undo took back; returns its label. Inside a transaction.

    Raises ConflictError when there is nothing: a new gesture ends the way forward for ever, also once it is undone.
    """
    step = connection.execute(_LAST_UNDONE).fetchone()
    if step is None:
        raise ConflictError("there is nothing to redo")
    _apply(connection, step[0], backwards=False, refusal=f"“{step[1]}” cannot be redone")
    connection.execute("UPDATE step SET undone_at = NULL, undone_after = NULL WHERE id = ?", step[:1])
    return str(step[1])


def _apply(connection: sqlite3.Connection, step_id: int, *, backwards: bool, refusal: str) -> None:
    """Turn each row of the step from the one image into the other, refusing where it is not the one."""
    tables = {table.name: table for table in journaled()}
    runs_of = "SELECT DISTINCT table_name FROM journal_row WHERE step_id = ? AND last_id IS NOT NULL"
    in_runs = [name for (name,) in connection.execute(runs_of, (step_id,))]
    connection.execute("PRAGMA defer_foreign_keys = ON")
    connection.execute("UPDATE journal_head SET step_id = ? WHERE id = 1", (_UNDOING,))
    with (
        exactly(connection),
        unchecked(connection),
        runs.untriggered(connection, "DELETE" if backwards else "INSERT", in_runs),
    ):
        for line, name, row_id, last_id, before, after in _changes(connection, step_id, backwards):
            expected, wanted = (after, before) if backwards else (before, after)
            changed: int | None = None
            try:
                table = tables[name]
                if last_id is not None:
                    run = runs.Run(line, table, row_id, last_id)
                    changed = runs.take_out(connection, run) if backwards else runs.put_back(connection, run)
                elif is_as(connection, table, row_id, expected):
                    restore(connection, table, row_id, expected, wanted)
                else:
                    changed = row_id
            except (LookupError, ValueError, TypeError, AttributeError) as error:  # no image, or of no table of ours
                raise ConflictError(
                    f"{refusal}: what the journal kept of it is damaged",
                    "pipetui doctor --repair takes it out, so that undo gets past it",
                ) from error
            if changed is not None:
                raise ConflictError(
                    f"{refusal}: {_describe(connection, table, changed, expected or wanted)} changed since",
                    "see: pipetui history",
                )
    connection.execute("UPDATE journal_head SET step_id = NULL WHERE id = 1")


@contextmanager
def exactly(connection: sqlite3.Connection) -> Iterator[None]:
    """Texts as they lie in the book: a row is restored to the byte, whatever another program put into it."""
    usual = connection.text_factory
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        connection.text_factory = usual


@contextmanager
def unchecked(connection: sqlite3.Connection) -> Iterator[None]:
    """Without the tables' rules for single values: a row that another program wrote past them comes back as it was."""
    connection.execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        connection.execute("PRAGMA ignore_check_constraints = OFF")


def _changes(connection: sqlite3.Connection, step_id: int, backwards: bool) -> Iterator[tuple[Any, ...]]:
    """The lines of the step in order, or the last first. What a run keeps is left aside: it may be large."""
    order, beyond = ("DESC", "<") if backwards else ("", ">")
    after = "CASE WHEN last_id IS NULL THEN after END"
    here = (1 << 62) if backwards else 0
    while True:  # asked anew each time, for the lines of runs are written while they are gone through
        found = connection.execute(
            f"""SELECT id, table_name, row_id, last_id, before, {after} FROM journal_row
                WHERE step_id = ? AND id {beyond} ? ORDER BY id {order} LIMIT 500""",
            (step_id, here),
        ).fetchall()
        if not found:
            return
        yield from found
        here = found[-1][0]


def is_as(connection: sqlite3.Connection, table: Table, row_id: int, expected: str | None) -> bool:
    """Whether a row is as an image says, None for a row that is not there."""
    row = connection.execute(f"SELECT {image(table, '')} FROM {table.name} WHERE id = ?", (row_id,)).fetchone()
    if row is None or expected is None:
        return row is None and expected is None
    if row[0] == expected:
        return True
    # A column added by a later revision is in the row but not in the older image.
    now, then = json.loads(row[0]), json.loads(expected)
    return all(now.get(column) == value for column, value in then.items())


def restore(
    connection: sqlite3.Connection, table: Table, row_id: int, expected: str | None, wanted: str | None
) -> None:
    """Turn a row from the image `expected` into the image `wanted`; None is a row that is not there."""
    if wanted is None:
        connection.execute(f"DELETE FROM {table.name} WHERE id = ?", (row_id,))
        return
    known = {column.name for column in table.columns}
    values = {column: _bytes(value) for column, value in json.loads(wanted).items() if column in known}
    marks = ["CAST(? AS TEXT)" if isinstance(value, bytes) else "?" for value in values.values()]
    if expected is None:
        into = f"INSERT INTO {table.name} ({', '.join(values)}) VALUES ({', '.join(marks)})"
        connection.execute(into, tuple(values.values()))
    else:
        assigned = ", ".join(f"{column} = {mark}" for column, mark in zip(values, marks, strict=True))
        connection.execute(f"UPDATE {table.name} SET {assigned} WHERE id = ?", (*values.values(), row_id))


def _bytes(value: Any) -> Any:
    """A text as the bytes it is stored in, which need not be UTF-8."""
    return value.encode("utf-8", "surrogateescape") if isinstance(value, str) else value


def _describe(connection: sqlite3.Connection, table: Table, row_id: int, kept: str | None) -> str:
    """A row in the rep's words: “#42 Acme rollout” for a deal, “touch of #42” for what hangs on one."""
    if kept is None:  # a row of a run, which has no image of its own
        row = connection.execute(f"SELECT {image(table, '')} FROM {table.name} WHERE id = ?", (row_id,)).fetchone()
        kept = row[0] if row else None
    values = json.loads(kept or "{}")
    if table.name == "deal":
        return f"#{row_id} {clean(values.get('title', ''))}".rstrip()
    thing = table.name.replace("_", " ")
    deal = values.get("deal_id")
    return f"a {thing} of #{deal}" if deal else f"{thing} {clean(str(values.get('name', row_id)))}"


def history(connection: sqlite3.Connection, limit: int) -> list[StepInfo]:
    """The newest `limit` steps, newest first, undone ones marked."""
    rows = connection.execute(
        """SELECT s.id, s.label, s.source, s.at, s.undone_at IS NOT NULL,
                  (SELECT total(coalesce(j.last_id - j.row_id, 0) + 1) FROM journal_row j WHERE j.step_id = s.id)
           FROM step s ORDER BY s.id DESC LIMIT ?""",
        (limit,),
    )
    return [
        StepInfo(row[0], values.text(row[1]), values.text(row[2]), values.moment(row[3]), bool(row[4]), int(row[5]))
        for row in rows
    ]


def prune(connection: sqlite3.Connection, before: datetime, keep: int) -> int:
    """Forget steps older than `before` beyond the newest `keep`; returns how many. Inside a transaction.

    Nothing newer than a step that stays is forgotten, even where a clock went back: a run relies on it.
    """
    old = """SELECT id FROM step
             WHERE id < coalesce((SELECT min(id) FROM step WHERE at >= ?), (SELECT max(id) + 1 FROM step))
             AND id <= coalesce((SELECT id FROM step ORDER BY id DESC LIMIT 1 OFFSET ?), 0)"""
    arguments = (utc_text(before), keep)
    connection.execute(f"DELETE FROM journal_row WHERE step_id IN ({old})", arguments)
    return connection.execute(f"DELETE FROM step WHERE id IN ({old})", arguments).rowcount

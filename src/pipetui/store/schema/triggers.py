"""The triggers by which the journal hears of every change of a row, the deals' ready lines are kept and the index of
words hears what is out of date, made from the tables.

A program that would replace a row by another is refused: SQLite deletes the row then without telling any trigger.
"""

import sqlite3
from collections.abc import Iterator
from functools import cache
from itertools import chain

from sqlalchemy import Table, UniqueConstraint

from pipetui.store import derived
from pipetui.store.deal_line import GESTURE
from pipetui.store.schema.tables import JOURNAL_TABLES, Row
from pipetui.store.undo.journal import UNDOING, image

REPLACING = "there is such a row already: pipetui keeps an undo journal, which REPLACE would go past; use UPDATE"
"""What a program hears that puts a row where one is."""


@cache
def journaled() -> tuple[Table, ...]:
    """The tables whose changes are written down."""
    return tuple(table for table in Row.metadata.sorted_tables if table.name not in JOURNAL_TABLES)


def _trigger(table: Table, event: str) -> str:
    before = "NULL" if event == "INSERT" else image(table, "OLD.")
    after = "NULL" if event == "DELETE" else image(table, "NEW.")
    row = "OLD" if event == "DELETE" else "NEW"
    return f"""
        CREATE TRIGGER journal_{table.name}_{event.lower()} AFTER {event} ON {table.name}
        BEGIN
            INSERT INTO journal_change VALUES ('{table.name}', {row}.id, {before}, {after});
            {derived.upkeep(table.name, event)}
        END"""


def _guards(table: Table) -> Iterator[str]:
    """Triggers that refuse to put a row in the place of another, as REPLACE does, which deletes that one in silence."""
    unique = [constraint for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    keys = [("id",), *(tuple(column.name for column in constraint.columns) for constraint in unique)]
    taken = " OR ".join(" AND ".join(f"{column} = NEW.{column}" for column in key) for key in keys)
    columns = ", ".join(sorted({column for key in keys for column in key}))
    for event, other in (("INSERT", ""), (f"UPDATE OF {columns}", "id <> OLD.id AND ")):
        yield f"""
        CREATE TRIGGER journal_{table.name}_{event[:6].lower()}_guard BEFORE {event} ON {table.name}
        BEGIN SELECT RAISE(ABORT, '{REPLACING}') FROM {table.name} WHERE {other}({taken}); END"""


# Said once, behind a view, for SQLite reads every trigger whenever a book is opened: at length they took 4 ms.
_CHANGE = """
    CREATE VIEW journal_change AS SELECT table_name, row_id, before, after FROM journal_row"""
_WRITE_DOWN = f"""
    CREATE TRIGGER journal_write_down INSTEAD OF INSERT ON journal_change
    WHEN {GESTURE} IS NOT {UNDOING} AND NEW.before IS NOT NEW.after
    BEGIN
        INSERT INTO step (label, source, at)
            SELECT NEW.table_name || ' changed by another program', 'sql', strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
            WHERE {GESTURE} IS NULL;
        INSERT INTO journal_row (step_id, table_name, row_id, before, after)
            VALUES (coalesce({GESTURE}, (SELECT max(id) FROM step)),
                    NEW.table_name, NEW.row_id, NEW.before, NEW.after);
    END"""


def take_away(connection: sqlite3.Connection) -> None:
    """Drop all that is ours: before the schema is changed, for SQLite reads every trigger at each table renamed."""
    old = connection.execute(
        """SELECT type, name FROM sqlite_master
           WHERE type IN ('trigger', 'view') AND name LIKE 'journal!_%' ESCAPE '!' ORDER BY type"""
    )
    for kind, name in old.fetchall():
        connection.execute(f"DROP {kind} IF EXISTS {name}")


def install(connection: sqlite3.Connection) -> None:
    """Make the triggers anew from the tables as they are now; run after every change of the schema."""
    take_away(connection)
    for statement in _statements():
        connection.execute(statement)
    connection.execute("INSERT OR IGNORE INTO journal_head (id, step_id) VALUES (1, NULL)")


@cache
def _statements() -> tuple[str, ...]:
    events = ("INSERT", "UPDATE", "DELETE")
    made = [(*(_trigger(table, event) for event in events), *_guards(table)) for table in journaled()]
    return (_CHANGE, _WRITE_DOWN, *chain.from_iterable(made))

"""What can be put right inside a book that SQLite can read: indexes, triggers, the journal, rows that lost theirs."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex

from pipetui.domain.text import clean
from pipetui.render import plural
from pipetui.store import deal_line, derived, integrity, search_index, values
from pipetui.store.recovery import belonging, checks, odd_values, placeholders, removed_stages
from pipetui.store.schema import triggers
from pipetui.store.schema.tables import Row
from pipetui.store.undo import drift, foreign_triggers, journal, step


def reindexed(connection: sqlite3.Connection) -> bool:
    """Make the indexes anew where they are damaged, inside a transaction; returns whether they were."""
    faults = integrity.faults(connection)
    damaged = bool(faults) and not integrity.only_rows(faults)
    if damaged:
        connection.execute("REINDEX")
    return damaged


def mend(connection: sqlite3.Connection, backup: Path | None, at: datetime) -> list[str]:
    """Mend what can be mended, inside a transaction; returns what was done. Lost rows may be found in `backup`."""
    connection.execute("PRAGMA defer_foreign_keys = ON")  # what is brought back may come before what it belongs to
    done = [_foreign(connection), _schema(connection), _head(connection)]
    # No step of undo: to take it back would leave rows without theirs again, which SQLite refuses.
    remembered = odd_values.remembered(connection)  # also by steps of which the other half is damaged
    with step.silent(connection):
        done.append(_astray(connection, backup, at))
        done.append(_damaged_steps(connection))
        done.append(_orphans(connection, backup, at))
    done.append(_drift(connection, at))
    done += odd_values.put_right(connection, backup, at, remembered)
    done.append(removed_stages.put_right(connection, at))
    done.append(_lines(connection))
    done.append(_search(connection))
    return [said for said in done if said]


def _foreign(connection: sqlite3.Connection) -> str:
    """Take out the triggers of other programs that could swallow a write; the text of each is in the book as it was."""
    names = foreign_triggers.harmful(connection)
    for name in names:
        connection.execute(f'DROP TRIGGER "{name.replace(chr(34), chr(34) * 2)}"')
    return f"took out what could swallow a write: {', '.join(names)}" if names else ""


def _schema(connection: sqlite3.Connection) -> str:
    """Make missing indexes, and all triggers anew where one is missing or other than it should be."""
    faults = checks.schema_faults(connection)
    done = []
    wrong = set(faults.get("index", ()))
    if wrong:
        for name in wrong:
            connection.execute(f"DROP INDEX IF EXISTS {name}")
        for table in Row.metadata.sorted_tables:
            for index in table.indexes:
                if index.name in wrong:
                    connection.execute(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
        done.append(plural(len(wrong), "index", "indexes"))
    if not set(derived.TABLES).isdisjoint(faults.get("table", ())) or "trigger" in faults or "view" in faults:
        derived.install(connection)
        triggers.install(connection)
        done.append("the journal's triggers")
    return f"made anew: {', '.join(done)}" if done else ""


def _head(connection: sqlite3.Connection) -> str:
    """Close a step that was left open."""
    if checks.open_step(connection) is None:
        return ""
    connection.execute("INSERT OR REPLACE INTO journal_head (id, step_id) VALUES (1, NULL)")
    return "closed a step that was left open"


def _damaged_steps(connection: sqlite3.Connection) -> str:
    """Take out of the journal what it cannot undo, so that undo gets past it; what was changed then stays changed."""
    steps = checks.damaged_steps(connection)
    for number in steps:
        connection.execute("DELETE FROM journal_row WHERE step_id = ?", (number,))
        connection.execute("DELETE FROM step WHERE id = ?", (number,))
    named = ", ".join(clean(values.text(label)) for label in steps.values())
    return f"took out of undo, for the journal's record is damaged: {named}" if steps else ""


def _astray(connection: sqlite3.Connection, backup: Path | None, at: datetime) -> str:
    """Give rows of which nothing says whose they are back to whom they belong."""
    count = belonging.put_right(connection, backup, at)
    return f"given back to whom they belong: {plural(count, 'row')}" if count else ""


def _orphans(connection: sqlite3.Connection, backup: Path | None, at: datetime) -> str:
    """Bring back the rows that others belong to: from the journal's newest image, else from a backup.

    Of what is found nowhere the others are made to do without, or a stand-in is made, or they go.
    """
    brought = 0
    while back := [thing for thing in _missing(connection) if _bring_back(connection, *thing, backup)]:
        brought += len(back)  # what is brought back may belong to something that is missing too
    orphans = integrity.orphans(connection)
    made, left = placeholders.settle(connection, at) if orphans else (0, 0)
    said = (
        (brought, f"brought back: {plural(brought, 'row')} that others belong to"),
        (len(orphans), f"settled: {plural(len(orphans), 'row')} whose deal, person or step is found nowhere"),
        (made, f"stand-ins called “lost …”: {made:,}"),
        (left, f"taken out: {left:,}"),
    )
    return ", ".join(words for count, words in said if count)


def _missing(connection: sqlite3.Connection) -> set[tuple[Table, int]]:
    """The rows that are referred to and are not there."""
    tables = {table.name: table for table in triggers.journaled()}
    found = {(tables.get(one.parent), one.wanted(connection)) for one in integrity.orphans(connection)}
    return {(table, number) for table, number in found if table is not None and isinstance(number, int)}


def _bring_back(connection: sqlite3.Connection, table: Table, row_id: int, backup: Path | None) -> bool:
    with journal.raw_text(connection):
        image = next(journal.images(connection, table.name, row_id), None)
    if image is None and backup is not None:
        with closing(sqlite3.connect(backup)) as copy, journal.raw_text(copy):
            sql = f"SELECT {journal.image(table, '')} FROM {table.name} WHERE id = ?"
            row = copy.execute(sql, (row_id,)).fetchone()
        image = row[0] if row else None
    if image is None:
        return False
    journal.restore(connection, table, row_id, None, image)
    _forget_deletion(connection, table, row_id)
    return True


def _forget_deletion(connection: sqlite3.Connection, table: Table, row_id: int) -> None:
    """If the newest line of the row that stands says that it was deleted: it is not any more."""
    row = connection.execute(
        """SELECT j.id, j.step_id, j.after IS NULL FROM journal_row j JOIN step s ON s.id = j.step_id
           WHERE s.undone_at IS NULL AND j.last_id IS NULL AND j.table_name = ? AND j.row_id = ?
           ORDER BY j.id DESC LIMIT 1""",
        (table.name, row_id),
    ).fetchone()
    if row is not None and row[2]:
        connection.execute("DELETE FROM journal_row WHERE id = ?", row[:1])
        connection.execute(
            "DELETE FROM step WHERE id = ? AND NOT EXISTS (SELECT 1 FROM journal_row WHERE step_id = step.id)", row[1:2]
        )


def _drift(connection: sqlite3.Connection, at: datetime) -> str:
    """Write down, as a step of its own, what was changed behind the journal's back, so that undo can go on."""
    found = drift.drifted(connection)
    if not found:
        return ""
    number, _ = step.begin_step(connection, "", "doctor", at)
    with journal.raw_text(connection):
        for table, row_id, left in found:
            row = connection.execute(f"SELECT {journal.image(table, '')} FROM {table.name} WHERE id = ?", (row_id,))
            now = row.fetchone()
            # Of a row of a run that is gone nothing is known but that.
            _write_down(connection, number, table.name, row_id, left, now[0] if now else None)
    said = f"{plural(len(found), 'row')} changed by a program that left no trace"
    return f"written into the journal: {said}" if step.end_step(connection, number, said) else ""


def _lines(connection: sqlite3.Connection) -> str:
    """Make the ready lines anew that are not what the tables say."""
    found = deal_line.spoilt(connection)
    deal_line.make_anew(connection, found)
    return f"what lists show of {plural(len(found), 'deal')} made anew" if found else ""


def _search(connection: sqlite3.Connection) -> str:
    """Make the index of words anew where it is not what the texts say."""
    damaged = search_index.is_damaged(connection)
    found = [] if damaged else search_index.spoilt(connection)
    if damaged or found:
        search_index.install(connection)
        search_index.bring_up_to_date(connection)
        deals = plural(len(found), "deal") if found else "all deals"
        return f"the words of {deals} made anew to be found"
    return ""


def _write_down(
    connection: sqlite3.Connection, number: int, table: str, row_id: int, before: str | None, after: str | None
) -> None:
    texts = [None if image is None else image.encode("utf-8", "surrogateescape") for image in (before, after)]
    connection.execute(
        "INSERT INTO journal_row (step_id, table_name, row_id, before, after)"
        " VALUES (?, ?, ?, CAST(? AS TEXT), CAST(? AS TEXT))",
        (number, table, row_id, *texts),
    )

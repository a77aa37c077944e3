"""A new book out of a damaged one: the rows that can still be read, and the others from its journal or a backup."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Table, create_engine
from sqlalchemy.pool import StaticPool

from pipetui.domain.errors import DamagedError
from pipetui.store import connect, journal, migrate
from pipetui.store.tables import Row

_MOST = 1 << 20
"""How far row numbers are looked for beyond what is known, where the book cannot say how many there are."""

Values = tuple[Any, ...]


class Salvaged(NamedTuple):
    """How many rows were read, how many came from the journal or the backup, and how many had to be left behind.

    Left behind is what belongs to a row that is found nowhere.
    """

    read: int
    brought: int
    left: int


def salvage(damaged: Path, new: Path, backup: Path | None) -> Salvaged:
    """Make the book `new` out of a damaged one and its newest whole backup, at the present revision.

    Raises DamagedError where neither holds anything.
    """
    connect.create_file(new)
    with closing(sqlite3.connect(new, isolation_level=None)) as connection:
        connection.text_factory = bytes
        connection.execute("PRAGMA foreign_keys = OFF")
        engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
        Row.metadata.create_all(engine)
        read = sum(_put(connection, table, rows) for table, rows in _readable(damaged))
        brought = _from_journal(connection) + (_from_backup(connection, backup) if backup else 0)
        if not read + brought:
            raise DamagedError(f"nothing can be read of {damaged}", "bring back a backup: pipetui restore")
        left = _leave_orphans(connection)
        connection.text_factory = str
        migrate.stamp(connection)
        journal.install(connection)
        connect.use_wal(connection)
    return Salvaged(read, brought, left)


def _readable(damaged: Path) -> Iterator[tuple[Table, Iterator[Values]]]:
    """Every table with the rows of it that SQLite can still read."""
    for table in Row.metadata.sorted_tables:
        with _to_read(damaged) as source:
            if source is not None:
                yield table, _rows(source, table)


@contextmanager
def _to_read(damaged: Path) -> Iterator[sqlite3.Connection | None]:
    """A connection of its own for each table: an error may leave one that reads nothing any more."""
    source = sqlite3.connect(damaged, isolation_level=None)
    source.text_factory = bytes
    try:
        yield source if _answers(source, "SELECT count(*) FROM sqlite_master") else None
    finally:
        source.close()


def _answers(source: sqlite3.Connection, question: str) -> Any:
    """The one value that is asked for, None where it cannot be read."""
    try:
        row = source.execute(question).fetchone()
    except sqlite3.DatabaseError:
        return None
    return row[0] if row else None


def _rows(source: sqlite3.Connection, table: Table) -> Iterator[Values]:
    """The rows by their numbers, in halves of halves around what cannot be read."""
    last = max(
        _answers(source, f"SELECT max(id) FROM {table.name}") or 0,
        _answers(source, f"SELECT seq FROM sqlite_sequence WHERE name = '{table.name}'") or 0,
    )
    columns = ", ".join(column.name for column in table.columns)
    spans = [(1, last or _MOST)]
    while spans:
        first, last = spans.pop()
        try:
            found = source.execute(f"SELECT {columns} FROM {table.name} WHERE id BETWEEN {first} AND {last}").fetchall()
        except sqlite3.DatabaseError:
            if first < last:
                middle = (first + last) // 2
                spans += [(middle + 1, last), (first, middle)]
        else:
            yield from found


def _put(connection: sqlite3.Connection, table: Table, rows: Iterator[Values]) -> int:
    """Write rows down that are not there yet; those that the table's rules refuse are left out."""
    columns = [column.name for column in table.columns]
    marks = ", ".join("CAST(? AS TEXT)" if _is_text(column) else "?" for column in table.columns)
    into = f"INSERT OR IGNORE INTO {table.name} ({', '.join(columns)}) VALUES ({marks})"
    connection.execute("BEGIN")
    before = connection.total_changes
    for row in rows:
        connection.execute(into, row)
    connection.execute("COMMIT")
    return connection.total_changes - before


def _is_text(column: Any) -> bool:
    return str(column.type.compile()).upper() not in ("INTEGER", "BOOLEAN")


def _from_journal(connection: sqlite3.Connection) -> int:
    """The rows that the journal saw last as being there."""
    brought = 0
    connection.execute("BEGIN")
    with journal.exactly(connection):
        for table in journal.journaled():
            known = _numbers(connection, table)
            for row_id, image in _last_seen(connection, table).items():
                if image is not None and row_id not in known:
                    journal.restore(connection, table, row_id, None, image)
                    brought += 1
    connection.execute("COMMIT")
    return brought


def _from_backup(connection: sqlite3.Connection, backup: Path) -> int:
    """The rows that only the backup has, but for those that were deleted since."""
    brought = 0
    with closing(sqlite3.connect(backup, isolation_level=None)) as copy:
        for table in Row.metadata.sorted_tables:
            gone = {row_id for row_id, image in _last_seen(connection, table).items() if image is None}
            known = _numbers(connection, table) | gone
            names = {name for (name,) in copy.execute("SELECT name FROM pragma_table_info(?)", (table.name,))}
            columns = ", ".join(column.name if column.name in names else "NULL" for column in table.columns)
            copy.text_factory = bytes
            rows = copy.execute(f"SELECT {columns} FROM {table.name}").fetchall() if names else []
            copy.text_factory = str
            brought += _put(connection, table, iter([row for row in rows if row[0] not in known]))
    return brought


def _numbers(connection: sqlite3.Connection, table: Table) -> set[int]:
    return {number for (number,) in connection.execute(f"SELECT id FROM {table.name}")}


def _last_seen(connection: sqlite3.Connection, table: Table) -> dict[int, str | None]:
    """The image of each row in the newest of its lines that is not undone, None where that deleted it."""
    rows = connection.execute(
        """SELECT j.row_id, j.after, max(j.id) FROM journal_row j JOIN step s ON s.id = j.step_id
           WHERE s.undone_at IS NULL AND j.table_name = ? AND j.last_id IS NULL GROUP BY j.row_id""",
        (table.name,),
    )
    return {row_id: image for row_id, image, _ in rows}


def _leave_orphans(connection: sqlite3.Connection) -> int:
    """Take out what belongs to a row that is not there."""
    left = 0
    while found := connection.execute("PRAGMA foreign_key_check").fetchall():
        for table, row_id, *_ in found:
            left += connection.execute(f"DELETE FROM {table.decode()} WHERE rowid = ?", (row_id,)).rowcount
    return left

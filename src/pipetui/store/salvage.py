"""A new book out of a damaged one: the rows that can still be read, and the others from its journal or a backup."""

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Table, create_engine
from sqlalchemy.pool import StaticPool

from pipetui.domain.errors import DamagedError
from pipetui.store import connect, journal, migrate, stand_ins
from pipetui.store.legible import Source, legible
from pipetui.store.tables import Row

_MOST = 1 << 20
"""How far row numbers are looked for beyond what is known, where the book cannot say how many there are."""

_FEW, _PATIENCE = 500, 20_000
"""After how many failures in a row a table is given up: before anything of it could be read, and after."""

Values = tuple[Any, ...]


class Backup(NamedTuple):
    """A whole backup: the file as it lies, and a copy of it at the present revision."""

    file: Path
    copy: Path


class Salvaged(NamedTuple):
    """How many rows were read, and how many came from the journal, the backup, or what every book begins with.

    `stand_ins` were made for rows that are found nowhere, so that what belongs to them can stay; `left` rows have to
    be left behind all the same.
    """

    read: int
    brought: int
    stand_ins: int
    left: int


def salvage(damaged: Path, new: Path, backup: Backup | None, now: datetime) -> Salvaged:
    """Make the book `new` out of a damaged one and its newest whole backup, at the present revision.

    Raises DamagedError where neither holds anything.
    """
    connect.create_file(new)
    with closing(sqlite3.connect(new, isolation_level=None)) as connection:
        connection.text_factory = bytes
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA ignore_check_constraints = ON")  # a row that can be read is not thrown away
        engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
        Row.metadata.create_all(engine)
        with legible(damaged, new, backup.file if backup else None) as source:
            read = sum(_put(connection, table, rows) for table, rows in _readable(source))
            brought = _from_journal(connection) + (_from_backup(connection, backup.copy) if backup else 0)
            if not read + brought:
                raise DamagedError(f"nothing can be read of {damaged}; it is as it was", "see: pipetui restore")
            connection.text_factory = str
            brought += stand_ins.begin_again(connection)
            made, left = stand_ins.settle(connection, now)
            _number_on(connection, source)
        migrate.stamp(connection)
        journal.install(connection)
        connect.use_wal(connection)
    return Salvaged(read, brought, made, left)


def _readable(source: Source) -> Iterator[tuple[Table, Iterator[Values]]]:
    """Every table with the rows of it that SQLite can still read."""
    for table in Row.metadata.sorted_tables:
        with closing(source(table.name)) as connection:
            connection.text_factory = bytes
            there = _columns(connection, table)
            if there:
                yield table, _rows(connection, table, there)


def _columns(source: sqlite3.Connection, table: Table) -> set[str] | None:
    """The columns that the table has in that book, which may be of an older revision; None where it has no such table.

    All of ours where that cannot be read.
    """
    try:
        names = {name.decode() for (name,) in source.execute(f"SELECT name FROM pragma_table_info('{table.name}')")}
    except sqlite3.DatabaseError:
        return {column.name for column in table.columns}
    return names or None


def _answers(source: sqlite3.Connection, question: str) -> Any:
    """The one value that is asked for, None where it cannot be read."""
    try:
        row = source.execute(question).fetchone()
    except sqlite3.DatabaseError:
        return None
    return row[0] if row else None


def _rows(source: sqlite3.Connection, table: Table, there: set[str]) -> Iterator[Values]:
    """The rows by their numbers, in halves of halves around what cannot be read."""
    last = max(
        _answers(source, f"SELECT max(id) FROM {table.name}") or 0,
        _answers(source, f"SELECT seq FROM sqlite_sequence WHERE name = '{table.name}'") or 0,
    )
    columns = ", ".join(_read(column, there) for column in table.columns)
    # The wide ones first: where the table can be reached at all, one of them soon answers.
    spans, failed, patience = deque([(1, last or _MOST)]), 0, _FEW
    while spans and failed < patience:
        first, last = spans.popleft()
        try:
            # One row by itself: a span looks at the next one too, which may lie where nothing can be read.
            which = f"= {first}" if first == last else f"BETWEEN {first} AND {last}"
            found = source.execute(f"SELECT {columns} FROM {table.name} WHERE id {which}").fetchall()
        except sqlite3.DatabaseError:
            failed += 1
            if first < last:
                middle = (first + last) // 2
                spans += [(first, middle), (middle + 1, last)]
        else:
            failed, patience = 0, _PATIENCE
            yield from found


def _read(column: Any, there: set[str]) -> str:
    """How a column is read: one that came with a later revision has what it begins with."""
    if column.name in there:
        return str(column.name)
    return repr(column.default.arg) if column.default is not None and column.default.is_scalar else "NULL"


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
        copy.text_factory = bytes
        for table in Row.metadata.sorted_tables:
            gone = {row_id for row_id, image in _last_seen(connection, table).items() if image is None}
            known = _numbers(connection, table) | gone
            columns = ", ".join(column.name for column in table.columns)
            rows = copy.execute(f"SELECT {columns} FROM {table.name}").fetchall()
            brought += _put(connection, table, iter([row for row in rows if row[0] not in known]))
    return brought


def _numbers(connection: sqlite3.Connection, table: Table) -> set[int]:
    return {number for (number,) in connection.execute(f"SELECT id FROM {table.name}")}


def _last_seen(connection: sqlite3.Connection, table: Table) -> dict[int, str | None]:
    """Each row as the journal has it now, None for one that is not there.

    That is its image after the newest of its lines that is not undone; with all of them undone, before the first.
    """
    lines = """FROM journal_row j JOIN step s ON s.id = j.step_id
               WHERE j.table_name = ? AND s.undone_at IS {} NULL AND j.last_id IS {} NULL"""
    arguments = (table.name,)
    seen: dict[int, str | None] = {}
    for first, last in connection.execute(f"SELECT j.row_id, j.last_id {lines.format('NOT', 'NOT')}", arguments):
        seen.update(dict.fromkeys(range(first, last + 1)))  # an import that was undone
    for standing, image, which in (("NOT", "before", "min"), ("", "after", "max")):
        rows = connection.execute(
            f"SELECT j.row_id, j.{image}, {which}(j.id) {lines.format(standing, '')} GROUP BY j.row_id", arguments
        )
        seen.update({row_id: found for row_id, found, _ in rows})
    return seen


def _number_on(connection: sqlite3.Connection, source: Source) -> None:
    """No number is given twice: count on from the highest that the book, its journal or its own count knows."""
    with closing(source("sqlite_sequence")) as count:
        for table in Row.metadata.sorted_tables:
            counted = _answers(count, f"SELECT seq FROM sqlite_sequence WHERE name = '{table.name}'")
            connection.execute(
                f"""UPDATE sqlite_sequence SET seq = max(
                        seq, ?, (SELECT coalesce(max(row_id), 0) FROM journal_row WHERE table_name = ?),
                        (SELECT coalesce(max(last_id), 0) FROM journal_row WHERE table_name = ?))
                    WHERE name = '{table.name}'""",
                (counted if isinstance(counted, int) else 0, table.name, table.name),
            )

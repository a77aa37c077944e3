"""A new book out of a damaged one: the rows that can still be read, and the others from its journal or a backup."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Table
from sqlalchemy.types import Boolean, Date, Integer

from pipetui.domain.errors import DamagedError, Remedy
from pipetui.store import connect, deal_line, derived, search_index
from pipetui.store.recovery import pages, placeholders
from pipetui.store.schema import ddl, migrate, triggers
from pipetui.store.schema.tables import Row, Utc
from pipetui.store.undo import journal

_DAY = re.compile(rb"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

_ADDED = {
    "deal": ["created_unknown", "touched_elsewhere_at"],
    "person": ["deleted_at"],
    "organization": ["deleted_at"],
    "stage": ["removed_at", "merged_into"],
}
"""The columns that a revision put to a table as it was: rows from before end without them."""

Values = tuple[Any, ...]


class Backup(NamedTuple):
    """A whole backup: the file as it lies, and a copy of it at the present revision."""

    file: Path
    copy: Path


class Salvaged(NamedTuple):
    """How many rows were read, and how many came from the journal, the backup, or what every book begins with.

    `placeholders` were made for rows that are found nowhere, so that what belongs to them can stay; `left` rows have to
    be left behind all the same.
    """

    read: int
    brought: int
    placeholders: int
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
        connection.execute("BEGIN")
        ddl.create(connection)
        found = _found(damaged, backup)
        read = sum(_put(connection, table, _readable(found, table)) for table in Row.metadata.sorted_tables)
        brought = _from_journal(connection) + (_from_backup(connection, backup.copy) if backup else 0)
        if not read + brought:
            raise DamagedError(f"nothing can be read of {damaged}; it is as it was", remedy=Remedy("restore"))
        connection.text_factory = str
        brought += placeholders.begin_again(connection)
        made, left = placeholders.settle(connection, now)
        _number_on(connection, found)
        migrate.stamp(connection)
        derived.install(connection)
        triggers.install(connection)
        connection.execute("COMMIT")
        connect.use_wal(connection)
    return Salvaged(read, brought, made, left)


def _found(damaged: Path, backup: Backup | None) -> pages.FoundRows:
    """The rows in the pages of a damaged book, after SQLite has played its log in as far as it can.

    Where its tables begin is known from a backup, if the book itself does not know: as it lies, or brought to the
    present revision, it is the same book page by page. Or else from a new book, for one that has no backup was not
    migrated: its tables lie where a new one has them.
    """
    try:
        with closing(sqlite3.connect(damaged)) as connection:
            connection.execute("PRAGMA schema_version").fetchone()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        pass  # then the pages are read as they lie
    alike = [pages.Pages.of(file) for file in (backup.file, backup.copy)] if backup else [pages.Pages(_new_book())]
    begun = dict.fromkeys((like.size, tuple(like.contents())) for like in alike)  # mostly both are the same
    first, *others = [pages.FoundRows(pages.Pages.of(damaged, size), [*begins], _fits) for size, begins in begun]
    # Of equals the one at the present revision.
    return min(reversed([first, *others]), key=pages.FoundRows.strange) if others else first


def _new_book() -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        ddl.create(memory)
        return memory.serialize()


def _fits(name: str, names: list[str]) -> pages.Fits:
    """Whether a row could be one of the table: as many values as it has columns, and each of the kind that belongs."""
    table = Row.metadata.tables.get(name)
    if name == deal_line.NAME:
        return _is_line
    if name == search_index.PENDING:
        return lambda values: len(values) == 3 and values[0] is None and values[2] in (0, 1)
    if table is None:
        return lambda values: False
    judges = [_judge(table.columns.get(column)) for column in names]
    added = _ADDED.get(name, [])
    least = len(names) - (len(added) if added and names[-len(added) :] == added else 0)
    return lambda values: (
        least <= len(values) <= len(names) and all(judge(value) for judge, value in zip(judges, values, strict=False))
    )


def _is_line(values: pages.Values) -> bool:
    """Whether a row could be the ready line of a deal, which is made anew: it is of none of the other tables then.

    Up to revision 7 it had nine columns, and one may still lie in a page that is not used any more.
    """
    if len(values) not in (9, 13) or values[0] is not None or values[3] not in (0, 1):
        return False
    texts = (*values[1:3], *values[4:8], *values[9:10], *values[12:])
    touched, numbers = values[6], (values[8], *values[10:12])
    return (
        all(value is None or isinstance(value, bytes) for value in texts)
        and (touched is None or (isinstance(touched, bytes) and _MOMENT.fullmatch(touched) is not None))
        and all(number is None or isinstance(number, int) for number in numbers)
    )


@cache
def _judge(column: Any) -> Callable[[pages.Value], bool]:
    if column is None or column.primary_key:  # the number of a row is stored elsewhere
        return lambda value: column is None or value is None
    kind = column.type
    words = _words(column)
    if words:
        return lambda value: value in words or (value is None and column.nullable)
    pattern = _DAY if isinstance(kind, Date) else _MOMENT if isinstance(kind, Utc) else None
    if pattern is not None:
        return lambda value: (
            (value is None and column.nullable) or (isinstance(value, bytes) and pattern.fullmatch(value) is not None)
        )
    sort = int if isinstance(kind, (Integer, Boolean)) else bytes
    return lambda value: isinstance(value, sort) or (value is None and column.nullable)


def _words(column: Any) -> set[bytes]:
    """The words of which the column holds one, where the table says so."""
    for rule in column.table.constraints:
        said = re.fullmatch(rf"{column.name} IN \((.*)\)", str(getattr(rule, "sqltext", "")))
        if said:
            return {word.encode() for word in re.findall(r"'([^']*)'", said[1])}
    return set()


def _readable(found: pages.FoundRows, table: Table) -> Iterator[Values]:
    """The rows of a table, each in the order of its columns."""
    names = _names(found.columns(table.name), [column.name for column in table.columns])
    for row in found.rows(table.name):
        yield tuple(_read(row.get(names[column.name]), column) for column in table.columns)


def _read(value: pages.Value, column: Any) -> Any:
    """A value as it is written: bytes where it is a text, which need not be UTF-8.

    What is missing, for it came with a later revision or another program took it away, is what it begins with.
    """
    if value is None and not column.nullable:
        scalar = column.default is not None and column.default.is_scalar
        return column.default.arg if scalar else 0 if column.type.python_type in (int, bool) else b""
    return _Blob(value, "latin-1") if isinstance(value, str) else value


class _Blob(bytes):
    """Bytes that are no text."""


def _names(theirs: list[str], ours: list[str]) -> dict[str, str]:
    """What each of our columns is called in that book. A name that nobody knows is one of ours, damaged."""
    missing = [name for name in ours if name not in theirs]
    unknown = [name for name in theirs if name not in ours]
    damaged = dict(zip(missing, unknown, strict=False)) if len(theirs) == len(ours) else {}
    return {name: damaged.get(name, name) for name in ours}


def _put(connection: sqlite3.Connection, table: Table, rows: Iterator[Values]) -> int:
    """Write rows down that are not there yet; those that the table's rules refuse are left out."""
    into = f"INSERT OR IGNORE INTO {table.name} ({', '.join(column.name for column in table.columns)})"
    before = connection.total_changes
    for row in rows:
        marks = ", ".join("CAST(? AS TEXT)" if type(value) is bytes else "?" for value in row)
        connection.execute(f"{into} VALUES ({marks})", row)
    return connection.total_changes - before


def _from_journal(connection: sqlite3.Connection) -> int:
    """The rows that the journal saw last as being there."""
    brought = 0
    with journal.raw_text(connection):
        for table in triggers.journaled():
            known = _numbers(connection, table)
            for row_id, image in _last_seen(connection, table).items():
                if image is not None and row_id not in known:
                    journal.restore(connection, table, row_id, None, image)
                    brought += 1
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


def _number_on(connection: sqlite3.Connection, found: pages.FoundRows) -> None:
    """No number is given twice: count on from the highest that the book, its journal or its own count knows."""
    counted = found.counted()
    for table in Row.metadata.sorted_tables:
        connection.execute(
            f"""UPDATE sqlite_sequence SET seq = max(
                    seq, ?, (SELECT coalesce(max(row_id), 0) FROM journal_row WHERE table_name = ?),
                    (SELECT coalesce(max(last_id), 0) FROM journal_row WHERE table_name = ?))
                WHERE name = '{table.name}'""",
            (counted.get(table.name, 0), table.name, table.name),
        )

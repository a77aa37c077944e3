"""What is in a book, in a form that two runs of the same gesture leave alike, read without touching the book."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pipetui.store import logs
from pipetui.store.schema import triggers

Contents = dict[str, list[str]]
"""The rows of every table as text, in the order of their numbers; under "" the schema and the marks of a book."""

NOTHING: Contents = {}
"""No file, an empty one, or one in which nothing has been made yet."""

_OF_ITSELF = "forecast_day"
"""What the first verb of a day keeps by itself, after its own step and whether or not that is made."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_SECONDS = frozenset({"stayed_s", "first_after_s"})
"""Columns of seconds that went by: whether any are told is alike, not how many."""
_STAYED = re.compile(r'"stayed_s":\d+')


def _alike(text: str) -> str:
    """Without what the clock put in."""
    return _STAYED.sub('"stayed_s":0', _TIME.sub("time", text))


def _rows(connection: sqlite3.Connection, table: str) -> list[str]:
    columns = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
    wanted = ", ".join(f'"{name}" IS NOT NULL' if name in _SECONDS else f'"{name}"' for name in columns)
    # A table without numbers of rows lies in the order of its key, which is its first columns.
    (unnumbered,) = connection.execute("SELECT wr FROM pragma_table_list WHERE name = ?", (table,)).fetchone()
    rows = connection.execute(f'SELECT {wanted} FROM "{table}" {"" if unnumbered else "ORDER BY rowid"}')
    lines = [_alike("\t".join(map(repr, row))) for row in rows]
    return _numbered_anew(lines) if table == "journal_row" else lines


def _numbered_anew(lines: list[str]) -> list[str]:
    """The lines of the journal but those that only a time tells from what was there before.

    A step made in the second in which its deal is won is put a second back, so that it counts as made before.
    """
    changes = [line.split("\t")[1:] for line in lines]
    return [
        f"{place}\t" + "\t".join(change)
        for place, change in enumerate(change for change in changes if change[3] != change[4])
    ]


def contents(connection: sqlite3.Connection) -> Contents:
    """Everything in the book: schema, rows, journal, the counters of row numbers."""
    schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    if not schema:
        return NOTHING
    marks = [connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version")]
    # A migration that adds columns leaves the order of the counters as it may.
    found = {name: _rows(connection, name) for kind, name, _ in schema if kind == "table" and name != _OF_ITSELF}
    if "sqlite_sequence" in found:
        found["sqlite_sequence"] = sorted(
            line for line in found["sqlite_sequence"] if "'journal_row'" not in line and f"'{_OF_ITSELF}'" not in line
        )
    return {"": [repr(line) for line in (*schema, *marks)], **found}


def rows_of_the_rep(connection: sqlite3.Connection) -> Contents:
    """Every row of every table but the journal's own: what undo has to give back.

    Which book a restored one took the place of is no step.
    """
    found = {table.name: _rows(connection, table.name) for table in triggers.journaled() if table.name != _OF_ITSELF}
    return {**found, "setting": [row for row in found["setting"] if f"'{logs.REPLACED}'" not in row]}


def difference(one: Contents, other: Contents) -> str:
    """The first thing in which they differ."""
    for name in {**one, **other}:
        left, right = one.get(name, []), other.get(name, [])
        if left != right:
            only = [f"-{row}" for row in left if row not in right] + [f"+{row}" for row in right if row not in left]
            return f"{name or 'schema'}: {len(left)} / {len(right)} rows; " + " ".join(only)[:400]
    return ""


def copied(book: Path, folder: Path) -> Path:
    """A copy of the book and of its write-ahead log, as they lie there while nobody has them open."""
    copy = folder / "book.db"
    for ending in ("", "-wal"):
        source = book.with_name(book.name + ending)
        copy.with_name(copy.name + ending).unlink(missing_ok=True)
        if source.exists():
            shutil.copyfile(source, copy.with_name(copy.name + ending))
    return copy


@contextmanager
def looked_into(book: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a copy of the book; the book and its log stay where and as they are."""
    with TemporaryDirectory() as folder:
        copy = copied(book, Path(folder))
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            yield connection


def written_back(book: Path) -> None:
    """Open the book and close it again, by which SQLite moves its log into it."""
    if book.exists():
        with closing(sqlite3.connect(book)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def commits(book: Path) -> int:
    """How many transactions are in the book's log; the last frame of each says how large the book is after it.

    See "The Write-Ahead Log" in SQLite's description of its file format.
    """
    log = book.with_name(f"{book.name}-wal")
    written = log.read_bytes() if log.exists() else b""
    page, salt = int.from_bytes(written[8:12], "big"), written[16:24]
    frames = (written[at : at + 24] for at in range(32, len(written), 24 + page))
    return sum(frame[8:16] == salt and frame[4:8] != bytes(4) for frame in frames)

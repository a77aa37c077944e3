"""Reading a book whose own table of contents is damaged, which lists all tables and is needed to read any of them.

A copy is read instead, with another first page for each table: a table of contents that holds this table alone. Where
the table begins is known from a backup, which is the same book page by page; or else from a new book, for one that has
no backup was not migrated: its tables lie where a new one has them.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from pipetui.store import connect
from pipetui.store.tables import Row

Source = Callable[[str], sqlite3.Connection]
"""A connection for reading the table of that name; each its own, for an error may leave one that reads nothing more."""

_PAGE_SIZE, _PAGES = slice(16, 18), slice(28, 32)
"""Where the header of an SQLite file says how large its pages are, and how many."""

_CONTENTS = "SELECT name, rootpage, sql FROM sqlite_master WHERE type = 'table' AND rootpage"


@contextmanager
def legible(damaged: Path, beside: Path, backup: Path | None) -> Iterator[Source]:
    """How the tables of the damaged book can be read; a copy for that is made next to `beside` where it is needed."""
    if _lists_all(damaged):
        yield lambda name: sqlite3.connect(damaged, isolation_level=None)
        return
    copy = beside.with_name(f"{beside.name}-copy")
    begins = _begins(backup)

    def table(name: str) -> sqlite3.Connection:
        first = _first_page(*begins[name])
        size = len(first)
        with copy.open("r+b") as file:
            file.write(first)
            file.seek(_PAGES.start)
            file.write((copy.stat().st_size // size).to_bytes(4, "big"))
        return sqlite3.connect(f"{copy.resolve().as_uri()}?immutable=1", uri=True, isolation_level=None)

    try:
        connect.create_file(copy)
        shutil.copyfile(damaged, copy)
        yield table
    finally:
        copy.unlink(missing_ok=True)


def _lists_all(damaged: Path) -> bool:
    wanted = {table.name for table in Row.metadata.sorted_tables}
    try:
        with closing(sqlite3.connect(damaged)) as connection:
            there = {name for name, *_ in connection.execute(_CONTENTS)}
            (revision,) = connection.execute("PRAGMA user_version").fetchone()
            return wanted <= there or ("deal" in there and 0 < revision < connect.REVISION)
    except sqlite3.DatabaseError:
        return False


def _begins(backup: Path | None) -> dict[str, tuple[str, int, str]]:
    """Each table with the page it begins at and the statement that made it."""
    with closing(sqlite3.connect(backup or ":memory:", isolation_level=None)) as connection:
        if backup is None:
            engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
            Row.metadata.create_all(engine)
        return {row[0]: row for row in connection.execute(_CONTENTS)}


def _first_page(name: str, page: int, sql: str) -> bytes:
    """The first page of a database that has only this table, beginning at that page."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        if name.startswith("sqlite_"):  # SQLite makes it by itself, with the first table that counts
            made.execute("CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT)")
        else:
            made.execute(sql.replace("AUTOINCREMENT", ""))
        made.execute("PRAGMA writable_schema = ON")
        made.execute("DELETE FROM sqlite_master WHERE name <> ?", (name,))
        made.execute("UPDATE sqlite_master SET rootpage = ?", (page,))
        return _without_log(made.serialize())


def _without_log(image: bytes) -> bytes:
    size = int.from_bytes(image[_PAGE_SIZE], "big")
    return image[:size]

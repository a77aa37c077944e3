"""Reading a book where nothing can be written: a read-only folder or medium, a full disk.

SQLite needs to make a file beside a book with a write-ahead log even to read it. Without that, a book that has no log
is read as it lies, for nobody can be changing it; one with a log is read from a copy.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import TypeVar

from pipetui.store import files, logs

T = TypeVar("T", bound=sqlite3.Connection)


def opened(path: Path | str, kind: type[T]) -> T:
    """A connection of that kind that reads and refuses every write.

    Raises sqlite3.Error, or OSError where no copy can be made.
    """
    if not files.logs_of(path):
        return _connection(files.uri(path, "mode=ro&immutable=1"), kind)
    with TemporaryDirectory(prefix="pipetui-read-") as folder:
        copy = Path(folder) / "book.db"
        copyfile(path, copy)
        with Path(path).open("rb") as book:
            found = [log for log in files.logs_of(path) if logs.is_of(book, Path(path), Path(log))]
        for log in found:
            copyfile(log, f"{copy}{log.removeprefix(str(path))}")
        connection = _connection(files.uri(copy, "mode=rw"), kind)
        # All in the one file, which stays readable when its name is gone.
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    connection.execute("PRAGMA query_only = ON")
    return connection


def _connection(address: str, kind: type[T]) -> T:
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, factory=kind)

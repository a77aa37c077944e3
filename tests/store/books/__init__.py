"""A book of every revision there was, as SQL, and how it becomes a file again."""

import sqlite3
from contextlib import closing
from pathlib import Path

from pipetui.store import connect

REVISIONS = range(1, connect.REVISION + 1)
OLD = range(1, connect.REVISION)


def dump(revision: int) -> Path:
    """Where the book of that revision is kept; see `make` for how it is made."""
    return Path(__file__).with_name(f"revision-{revision}.sql")


_made: dict[int, bytes] = {}


def load(revision: int, path: Path) -> None:
    """Make the book of that revision at `path`, as the program of that time left it."""
    if revision in _made:
        path.write_bytes(_made[revision])
        return
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(dump(revision).read_text(encoding="utf-8"))
    _made[revision] = path.read_bytes()

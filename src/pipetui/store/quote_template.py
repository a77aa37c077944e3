"""The rep's own template of a quote, kept in the book. Standard library only."""

from __future__ import annotations

from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

_KEY = "quote template"


def read(connection: sqlite3.Connection) -> str:
    """The template, "" where the rep has none of their own."""
    row = connection.execute("SELECT value FROM setting WHERE key = :key", {"key": _KEY}).fetchone()
    return "" if row is None else values.text(row[0])


def write(connection: sqlite3.Connection, text: str) -> None:
    """Keep this one, or none with "". Inside a transaction."""
    connection.execute("DELETE FROM setting WHERE key = :key", {"key": _KEY})
    if text:
        connection.execute("INSERT INTO setting (key, value) VALUES (:key, :text)", {"key": _KEY, "text": text})

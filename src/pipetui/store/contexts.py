"""Contexts: rows among the settings of the book, and which of them is on. Standard library only.

What is kept by a name is undone like anything else; that one is on is no gesture, and undo has no part in it.
"""

from __future__ import annotations

from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from pipetui.domain.context import SavedContext

_ON = "context"
_PREFIX = "context "


def known(connection: sqlite3.Connection) -> tuple[SavedContext, ...]:
    """All of them, by name."""
    from pipetui.domain.context import SavedContext  # few books have one

    rows = connection.execute(
        "SELECT key, value FROM setting WHERE key GLOB :all ORDER BY key", {"all": f"{_PREFIX}*"}
    ).fetchall()
    return tuple(SavedContext(values.text(key).removeprefix(_PREFIX), values.text(value)) for key, value in rows)


def name_on(connection: sqlite3.Connection) -> str:
    """The name of the one that is on, "" for none; it may be deleted by now."""
    row = connection.execute("SELECT value FROM setting WHERE key = :key", {"key": _ON}).fetchone()
    return values.text(row[0]) if row else ""


def turn_on(connection: sqlite3.Connection, name: str) -> None:
    """Have the one of that name on, "" for none. Inside a transaction that is not journaled."""
    connection.execute("DELETE FROM setting WHERE key = :key", {"key": _ON})
    if name:
        connection.execute("INSERT INTO setting (key, value) VALUES (:key, :name)", {"key": _ON, "name": name})


def put(connection: sqlite3.Connection, context: SavedContext) -> None:
    """Keep it, in the place of one of that name. Inside a transaction."""
    row = {"key": _PREFIX + context.name, "filter": context.filter}
    if not connection.execute("UPDATE setting SET value = :filter WHERE key = :key", row).rowcount:
        connection.execute("INSERT INTO setting (key, value) VALUES (:key, :filter)", row)


def remove(connection: sqlite3.Connection, name: str) -> bool:
    """Forget the one of that name, if there is one. Inside a transaction."""
    return connection.execute("DELETE FROM setting WHERE key = :key", {"key": _PREFIX + name}).rowcount > 0

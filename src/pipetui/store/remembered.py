"""What the app remembers in the book: unfinished texts, how the rep likes it. Standard library only."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping
    from typing import Any

LIKING, MY_NAME = "liking", "my name"
"""How the rep likes the app, and what they are called there."""

MOST = 50
"""How many entries of a kind are kept: the oldest go."""


def read(connection: sqlite3.Connection, kind: str) -> dict[str, Any]:
    """All of a kind by name, the oldest first; what another program spoilt is nothing."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (kind,)).fetchone()
    if row is None:
        return {}
    import json  # the first frame does without where nothing is remembered

    try:
        kept = json.loads(row[0])
    except (ValueError, TypeError):
        return {}
    return kept if isinstance(kept, dict) else {}


def change(connection: sqlite3.Connection, kind: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Keep these of that kind beside what is there, None for that there is none of that name; returns all of it.

    Inside a transaction. What another app keeps meanwhile stays: it has the same book open.
    """
    import json

    entries = read(connection, kind)
    for name, entry in changes.items():
        entries.pop(name, None)
        if entry is not None:
            entries[name] = entry
    newest = dict(list(entries.items())[-MOST:])
    connection.execute("DELETE FROM setting WHERE key = ?", (kind,))
    if newest:
        kept = json.dumps(newest, ensure_ascii=False)
        connection.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (kind, kept))
    return newest

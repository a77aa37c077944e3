"""Texts that were typed and left unfinished, as the book keeps them. Standard library only."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

Texts = dict[int, str]
"""What was typed into the fields of a dialog, by their place in it."""

_KEY = "drafts"
MOST = 50
"""How many are kept: the oldest go."""


def read(connection: sqlite3.Connection) -> dict[str, Texts]:
    """All of them by what they are of, the oldest first; what another program spoilt is no draft."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (_KEY,)).fetchone()
    try:
        kept = json.loads(row[0]) if row else {}
        return {str(name): {int(place): str(text) for place, text in texts.items()} for name, texts in kept.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def write(connection: sqlite3.Connection, drafts: Mapping[str, Texts]) -> None:
    """Keep these and no others. Inside a transaction."""
    newest = dict(list(drafts.items())[-MOST:])
    connection.execute("DELETE FROM setting WHERE key = ?", (_KEY,))
    if newest:
        kept = json.dumps(newest, ensure_ascii=False)
        connection.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (_KEY, kept))

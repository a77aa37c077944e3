"""Triggers that another program put into the book: what they could do to a write of ours.

A trigger that says RAISE(IGNORE), or takes out what was just put in, would let a write be acknowledged that is not in
the book. Standard library only: every write asks, and finds none.
"""

from __future__ import annotations

from pipetui.domain import patterns as re
from pipetui.domain.errors import Remedy, StoreError
from pipetui.store import derived
from pipetui.store.values import listed

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

_OURS = ("_insert", "_update", "_delete", "_insert_guard", "_update_guard")
_FOREIGN = f"""
SELECT name, sql FROM sqlite_master WHERE type = 'trigger'
AND name NOT IN (
    'journal_write_down', {listed(derived.TRIGGERS)},
    {", ".join(f"'journal_' || tbl_name || '{ending}'" for ending in _OURS)})
ORDER BY name"""
_KEPT = f"""
SELECT substr(name, 9, length(name) - 15) FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'journal_*_insert'
UNION SELECT name FROM sqlite_master WHERE name IN (
    'step', 'journal_row', 'journal_head', 'journal_change', {listed((*derived.TABLES, *derived.VIEWS))})"""
_COMMENT = r"--[^\n]*|/\*.*?(?:\*/|\Z)"
_WRITES = r"(?:\binto|\bupdate(?:\s+or\s+\w+)?|\bfrom)\s+[\"'`\[]?(\w+)"
"""What a statement of a trigger writes to, or reads from, which is allowed for too."""


def foreign(connection: sqlite3.Connection) -> dict[str, str]:
    """The triggers that are not ours, by name, with their text."""
    return {name: sql or "" for name, sql in connection.execute(_FOREIGN)}


def harmful(connection: sqlite3.Connection) -> list[str]:
    """The names of those that could keep a write of ours from being in the book; empty almost always."""
    found = foreign(connection)
    if not found:
        return []
    ours = {row[0] for row in connection.execute(_KEPT)}
    return [name for name, text in found.items() if _is_harmful(text, ours)]


def _is_harmful(text: str, ours: set[str]) -> bool:
    said = re.sub(f"(?s){_COMMENT}", " ", text).casefold()
    body = said.partition("begin")[2]
    return "ignore" in body or any(written in ours for written in re.findall(_WRITES, body))


def check(connection: sqlite3.Connection) -> None:
    """Raise StoreError where a trigger of another program could swallow what is about to be written.

    Inside a transaction. A connection looks again only after the schema has changed: going through some two hundred
    triggers takes as long as all else that opens a step.
    """
    (version,) = connection.execute("PRAGMA schema_version").fetchone()
    if getattr(connection, "looked_through", None) == version:
        return
    names = harmful(connection)
    if names:
        raise StoreError(
            f"another program's trigger “{names[0]}” could keep this out of the book; nothing was written",
            remedy=Remedy("doctor.triggers"),
        )
    if hasattr(connection, "looked_through"):  # one that `connect` opened
        connection.looked_through = version

"""The step of the journal that a gesture's changes belong to, opened and closed around them.

Standard library only: the quick verbs write through it too.
"""

from __future__ import annotations

from datetime import UTC

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime


def utc_text(at: datetime) -> str:
    """`at` (aware) as the store writes it."""
    return at.astimezone(UTC).isoformat()[:19] + "Z"  # strftime takes twice as long


def begin_step(connection: sqlite3.Connection, label: str, source: str, at: datetime) -> int:
    """Open a step: all changes until `end_step` belong to it. Inside a transaction."""
    row = connection.execute(
        "INSERT INTO step (label, source, at) VALUES (?, ?, ?) RETURNING id", (label, source, utc_text(at))
    ).fetchone()
    connection.execute("UPDATE journal_head SET step_id = ? WHERE id = 1", row)
    return int(row[0])


def end_step(connection: sqlite3.Connection, step_id: int, label: str) -> bool:
    """Close the step under its final label; one that changed nothing leaves no trace. Returns whether it stays."""
    connection.execute("UPDATE journal_head SET step_id = NULL WHERE id = 1")
    changed = connection.execute("SELECT 1 FROM journal_row WHERE step_id = ? LIMIT 1", (step_id,)).fetchone()
    if changed:
        connection.execute("UPDATE step SET label = ? WHERE id = ?", (label, step_id))
    else:
        connection.execute("DELETE FROM step WHERE id = ?", (step_id,))
    return changed is not None

"""The step of the journal that a gesture's changes belong to, opened and closed around them.

Standard library only: the quick verbs write through it too.
"""

from __future__ import annotations

from pipetui.store.undo import foreign_triggers
from pipetui.store.values import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime


RESTORED = "restore"
"""The source of the step by which a backup says that it took the place of a book."""
ERASED = "erase"
"""The source of the step that says that somebody was erased for good."""
PASSED = (RESTORED, ERASED)
"""The sources of steps that undo passes without a change: one undo says so, the next goes on with what is older."""


def mark_erased(connection: sqlite3.Connection, label: str, at: datetime) -> None:
    """Say in the history that somebody was erased; nothing belongs to that step. Inside a transaction."""
    connection.execute(
        "INSERT INTO step (label, source, at) VALUES (?, ?, ?)",
        (label, ERASED, utc_text(at)),
    )


def begin_step(
    connection: sqlite3.Connection, label: str, source: str, at: datetime, onto: int | None = None
) -> tuple[int, str]:
    """Open a step: all changes until `end_step` belong to it. Inside a transaction. Returns its number and its label.

    It is the step `onto` that goes on, if nothing was done and nothing undone since: then its own label comes back.
    Raises StoreError where a trigger of another program could swallow the changes.
    """
    foreign_triggers.check(connection)
    return open_step(connection, label, source, at, onto)


def open_step(
    connection: sqlite3.Connection, label: str, source: str, at: datetime, onto: int | None = None
) -> tuple[int, str]:
    """As `begin_step`, whatever triggers there are."""
    if onto is not None:
        newest = connection.execute("SELECT id, label, undone_at FROM step ORDER BY id DESC LIMIT 1").fetchone()
        if newest is not None and newest[0] == onto and newest[2] is None:
            _set_head(connection, onto)
            return onto, str(newest[1])
    row = connection.execute(
        "INSERT INTO step (label, source, at) VALUES (?, ?, ?) RETURNING id", (label, source, utc_text(at))
    ).fetchone()
    _set_head(connection, int(row[0]))
    return int(row[0]), ""


def _set_head(connection: sqlite3.Connection, number: int) -> None:
    """Let changes belong to a step, or to none for -1; also where another program took the row away that says so."""
    given = {"number": number}
    if connection.execute("UPDATE journal_head SET step_id = :number WHERE id = 1", given).rowcount == 0:
        connection.execute("INSERT INTO journal_head (id, step_id) VALUES (1, :number)", given)


def joined(before: str, said: str) -> str:
    """The label of a step that went on: what it was, and what came to it."""
    return f"{before} · {said}" if before else said


def end_step(connection: sqlite3.Connection, step_id: int, label: str) -> bool:
    """Close the step under its final label; one that changed nothing leaves no trace. Returns whether it stays."""
    connection.execute("UPDATE journal_head SET step_id = NULL WHERE id = 1")
    changed = connection.execute("SELECT 1 FROM journal_row WHERE step_id = ? LIMIT 1", (step_id,)).fetchone()
    if changed:
        connection.execute("UPDATE step SET label = ? WHERE id = ?", (label, step_id))
    else:
        connection.execute("DELETE FROM step WHERE id = ?", (step_id,))
    return changed is not None


class silent:  # noqa: N801  # used like a function; `contextlib` would cost the quick verbs its import
    """While what is written leaves no trace in the journal. Inside a transaction, which an error has to end."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        """The triggers write nothing down."""
        _set_head(self._connection, -1)

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        """They do again."""
        if error is None:
            self._connection.execute("UPDATE journal_head SET step_id = NULL WHERE id = 1")

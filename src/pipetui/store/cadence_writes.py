"""The cadences themselves, written: made, changed, deleted, given to stages. Standard library only."""

from __future__ import annotations

from pipetui.domain.cadence import FINISHED
from pipetui.domain.text import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from pipetui.domain.cadence import CadenceStep


def new(connection: sqlite3.Connection, name: str) -> int:
    """Make a cadence, without steps yet; returns its number."""
    made = connection.execute("INSERT INTO cadence (name, is_default) VALUES (?, 0) RETURNING id", (name,))
    number: int = made.fetchone()[0]
    return number


def rename(connection: sqlite3.Connection, cadence_id: int, name: str) -> None:
    """Give a cadence another name."""
    connection.execute("UPDATE cadence SET name = ? WHERE id = ?", (name, cadence_id))


def put_steps(
    connection: sqlite3.Connection, cadence_id: int, before: Sequence[CadenceStep], steps: Sequence[CadenceStep]
) -> None:
    """Make these the steps of a cadence that has those `before`; only what differs is written."""
    for place, step in enumerate(steps):
        values = (step.kind, step.wait_days, clean(step.text), step.template_id, cadence_id, place)
        if place >= len(before):
            connection.execute(
                """INSERT INTO cadence_step (kind, wait_days, text, template_id, cadence_id, position)
                   VALUES (?, ?, ?, ?, ?, ?)""",
                values,
            )
        elif step != before[place]:
            connection.execute(
                """UPDATE cadence_step SET kind = ?, wait_days = ?, text = ?, template_id = ?
                   WHERE cadence_id = ? AND position = ?""",
                values,
            )
    connection.execute("DELETE FROM cadence_step WHERE cadence_id = ? AND position >= ?", (cadence_id, len(steps)))


def fit_deals(connection: sqlite3.Connection, cadence_id: int, length: int, at: str) -> list[int]:
    """Fit what is under way to a cadence of `length` steps; returns the deals that are through with it now.

    A planned step that went away stays planned, as the rep's own.
    """
    connection.execute(
        """UPDATE follow_up SET cadence_id = NULL, cadence_place = NULL
           WHERE cadence_id = ? AND cadence_place >= ? AND done_at IS NULL""",
        (cadence_id, length),
    )
    through = connection.execute(
        """UPDATE deal_cadence SET done_steps = ?, stopped_at = ?, stop_reason = ?
           WHERE cadence_id = ? AND stopped_at IS NULL AND done_steps >= ? RETURNING deal_id""",
        (length, at, FINISHED, cadence_id, length),
    ).fetchall()
    return sorted(deal_id for (deal_id,) in through)


def delete(connection: sqlite3.Connection, cadence_id: int) -> None:
    """Take a cadence out of the book, and what is kept of it on deals."""
    for table, column in (("deal_cadence", "cadence_id"), ("cadence_step", "cadence_id"), ("cadence", "id")):
        connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (cadence_id,))


def give_stage(connection: sqlite3.Connection, stage_id: int, cadence_id: int | None) -> None:
    """Let every deal of a stage begin with this cadence, or with none."""
    connection.execute("UPDATE stage SET cadence_id = ? WHERE id = ?", (cadence_id, stage_id))

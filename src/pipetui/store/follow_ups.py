"""Next steps that were planned are changed: another day, other words, the other's turn. Standard library only."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from pipetui.domain.dates.when import Due


def put(connection: sqlite3.Connection, step_id: int, due: Due, *, later: bool) -> None:
    """Move a step; one that is put off to a later time is postponed once more."""
    connection.execute(
        "UPDATE follow_up SET due_on = ?, due_time = ?, postponed = postponed + ? WHERE id = ?",
        (due.day.isoformat(), due.time, later, step_id),
    )


def reword(connection: sqlite3.Connection, step_id: int, what: str, kind: str) -> None:
    """Say a step in other words, which no cadence suggested."""
    connection.execute(
        "UPDATE follow_up SET what = ?, kind = ?, cadence_id = NULL, cadence_place = NULL WHERE id = ?",
        (what, kind, step_id),
    )


def give_turn(connection: sqlite3.Connection, step_ids: Iterable[int], turn: str) -> None:
    """Whose turn the steps are: MINE or THEIRS."""
    connection.executemany("UPDATE follow_up SET turn = ? WHERE id = ?", [(turn, number) for number in step_ids])


def remove(connection: sqlite3.Connection, step_ids: Iterable[int]) -> None:
    """Take steps out of the book."""
    connection.executemany("DELETE FROM follow_up WHERE id = ?", [(number,) for number in step_ids])


def was_planned(connection: sqlite3.Connection, step_id: int, at: str) -> bool:
    """Whether a step had been planned by that time."""
    row = connection.execute(
        "SELECT created_at <= :at FROM follow_up WHERE id = :id", {"at": at, "id": step_id}
    ).fetchone()
    return bool(row and row[0])

"""The files and pages of a deal. Standard library only."""

from __future__ import annotations

from pipetui.domain.targets import is_path
from pipetui.store import values
from pipetui.views_targets import AttachmentLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection


def of_deal(connection: sqlite3.Connection, deal: int) -> tuple[AttachmentLine, ...]:
    """What is attached, in its order."""
    rows = connection.execute(
        "SELECT target, label FROM attachment WHERE deal_id = ? ORDER BY position, id", (deal,)
    ).fetchall()
    found = ((values.text(target), values.text(label)) for target, label in rows)
    return tuple(
        AttachmentLine(place, target, label, is_path(target) and not _is_there(target))
        for place, (target, label) in enumerate(found, 1)
    )


def _is_there(path: str) -> bool:
    """Whether there is such a file; what cannot be the name of one is not there."""
    from pathlib import Path  # few deals have any

    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


def add(connection: sqlite3.Connection, deal: int, target: str, label: str, at: str) -> bool:
    """Put one behind the others; whether it was not there yet."""
    known = "SELECT 1 FROM attachment WHERE deal_id = ? AND target = ?"
    if connection.execute(known, (deal, target)).fetchone():
        return False
    connection.execute(
        """INSERT INTO attachment (deal_id, target, label, position, at)
           SELECT :deal, :target, :label, coalesce(max(position), -1) + 1, :at FROM attachment WHERE deal_id = :deal""",
        {"deal": deal, "target": target, "label": label, "at": at},
    )
    return True


def remove(connection: sqlite3.Connection, deal: int, places: Collection[int]) -> int:
    """Take those at these places away, counted from 1; returns how many there were."""
    numbers = [
        number
        for place, (number,) in enumerate(
            connection.execute("SELECT id FROM attachment WHERE deal_id = ? ORDER BY position, id", (deal,)).fetchall(),
            1,
        )
        if place in places
    ]
    connection.executemany("DELETE FROM attachment WHERE id = ?", [(number,) for number in numbers])
    return len(numbers)

"""Which deals look different since the book was last read: by what was written, and by what the time has changed.

The journal knows what was written, whatever wrote it. Standard library only, like `reads`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

MOST = 400
"""With more deals than this it is quicker to read everything."""

_DEAL = "CASE table_name WHEN 'custom_value' THEN '$.entity_id' ELSE '$.deal_id' END"
"""Where an image of a row names a deal. A custom value may be of somebody with that number: that is no harm."""

# Every other row of the journal that changes how a deal looks names the deal: itself, or so.
_SHOWN_BY_DEALS = {
    "organization": "SELECT id FROM deal WHERE organization_id = ? LIMIT ?",
    "person": "SELECT deal_id FROM deal_person WHERE person_id = ? LIMIT ?",
}


def head(connection: sqlite3.Connection) -> int:
    """The newest step that is not undone, 0 for none; a gesture, undo and redo each move it."""
    row = connection.execute("SELECT id FROM step WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1").fetchone()
    return 0 if row is None else int(row[0])


def between(connection: sqlite3.Connection, one: int, other: int) -> set[int] | None:
    """The deals that the steps between two heads wrote to, or that show what these wrote; None for too many to say."""
    found: set[int] = set()
    rows = connection.execute(
        f"""SELECT table_name, row_id, before IS NOT NULL, last_id,
                  CASE WHEN json_valid(before) THEN json_extract(before, {_DEAL}) END,
                  CASE WHEN last_id IS NULL AND json_valid(after) THEN json_extract(after, {_DEAL}) END
           FROM journal_row WHERE step_id > ? AND step_id <= ? LIMIT ?""",
        (min(one, other), max(one, other), MOST + 1),
    ).fetchall()
    if len(rows) > MOST:
        return None
    for table, row_id, was_there, last_id, before, after in rows:
        if last_id is not None or table == "custom_field":  # a line that stands for many rows, a name on many deals
            return None
        if table == "deal":
            found.add(row_id)
        elif table in _SHOWN_BY_DEALS and was_there:
            found.update(row[0] for row in connection.execute(_SHOWN_BY_DEALS[table], (row_id, MOST + 1)))
        found.update({before, after} - {None})
        if len(found) > MOST:
            return None
    return found


def by_time(connection: sqlite3.Connection, since: datetime, now: datetime) -> set[int]:
    """The deals with a timed step of today whose time came between `since` and `now`, two moments of one day."""
    return {
        row[0]
        for row in connection.execute(
            "SELECT deal_id FROM follow_up WHERE done_at IS NULL AND due_on = ? AND due_time BETWEEN ? AND ?",
            (now.date().isoformat(), f"{since:%H:%M}", f"{now:%H:%M}"),
        )
    }


def next_time(connection: sqlite3.Connection, now: datetime) -> str | None:
    """When the next timed step of today is due, HH:MM; None when none is left today."""
    row = connection.execute(
        "SELECT min(due_time) FROM follow_up WHERE done_at IS NULL AND due_on = ? AND due_time >= ?",
        (now.date().isoformat(), f"{now:%H:%M}"),
    ).fetchone()
    found: str | None = row[0]
    return found

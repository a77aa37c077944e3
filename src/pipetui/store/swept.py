"""When the dead leads were last swept, and whether they are to be again: a few look-ups. Standard library only."""

from __future__ import annotations

from datetime import date, datetime

from pipetui.domain import swept
from pipetui.store import values

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from pipetui.domain.swept import Reminder

_DONE = "sweep_done"
"""The setting that holds the day of the last sweep."""


def last_done(connection: sqlite3.Connection) -> date | None:
    """The day of the last sweep, None before the first."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (_DONE,)).fetchone()
    return None if row is None else values.day(row[0])


def note(connection: sqlite3.Connection, today: date) -> None:
    """Keep the day of a sweep. Inside a transaction."""
    changed = connection.execute("UPDATE setting SET value = ? WHERE key = ?", (today.isoformat(), _DONE)).rowcount
    if not changed:
        connection.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (_DONE, today.isoformat()))


def keep(connection: sqlite3.Connection, deal_id: int, until: date) -> None:
    """Let a deal look alive until that day. Inside a transaction."""
    connection.execute("UPDATE deal SET keep_until = ? WHERE id = ?", (until.isoformat(), deal_id))


def due(connection: sqlite3.Connection, now: datetime) -> Reminder | None:
    """That a sweep is due, from a week after the last one on; None before, and in a book of few open deals."""
    first = connection.execute("SELECT created_at FROM deal ORDER BY id LIMIT 1").fetchone()
    if first is None:
        return None
    began = values.moment(first[0]).astimezone(now.tzinfo).date()
    found = swept.due(last_done(connection), began, now.date())
    if found is None:
        return None
    (some,) = connection.execute(
        """SELECT count(*) FROM (SELECT 1 FROM deal INDEXED BY ix_deal_open
                                 WHERE status = 'open' AND deleted_at IS NULL LIMIT ?)""",
        (swept.MANY_ENOUGH,),
    ).fetchone()
    return found if some == swept.MANY_ENOUGH else None

"""The work session as the book keeps it, and what came of it. Standard library only."""

from __future__ import annotations

from pipetui.domain import progress
from pipetui.store.values import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from pipetui.domain.progress import Progress

_KEY = "session"


def read(connection: sqlite3.Connection) -> Progress | None:
    """The session that was begun and is not over, if any."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (_KEY,)).fetchone()
    return progress.read(row[0]) if row else None


def paused(connection: sqlite3.Connection, now: datetime) -> Progress | None:
    """The one that can be gone on with: it was begun today (in the zone of `now`) and is not over."""
    kept = read(connection)
    if kept is None or kept.over or kept.began.astimezone(now.tzinfo).date() != now.date():
        return None
    return kept


def write(connection: sqlite3.Connection, kept: Progress | None) -> None:
    """Keep where it stands; None when it is over. Inside a transaction."""
    if kept is None:
        connection.execute("DELETE FROM setting WHERE key = ?", (_KEY,))
    else:
        there = connection.execute("UPDATE setting SET value = ? WHERE key = ?", (kept.text(), _KEY)).rowcount
        if not there:
            connection.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (_KEY, kept.text()))


def outcomes(connection: sqlite3.Connection, session: Progress) -> tuple[tuple[str, int], ...]:
    """What was logged on the session's deals since it began, by outcome (or kind, where none was given), most first."""
    return tuple(
        connection.execute(
            """SELECT CASE outcome WHEN '' THEN kind ELSE outcome END AS what, count(*) FROM touch
               WHERE at >= ? AND deal_id IN (SELECT value FROM json_each(?))
               GROUP BY what ORDER BY count(*) DESC, what""",
            _since(session),
        )
    )


def closed(connection: sqlite3.Connection, session: Progress) -> tuple[tuple[str, int], ...]:
    """How many of its deals were won, lost and parked since it began."""
    return tuple(
        connection.execute(
            """SELECT kind, count(DISTINCT deal_id) FROM stage_event
                WHERE kind IN ('won', 'lost', 'parked') AND at >= ? AND deal_id IN (SELECT value FROM json_each(?))
                GROUP BY kind ORDER BY kind""",
            _since(session),
        )
    )


def _since(session: Progress) -> tuple[str, str]:
    return utc_text(session.began), f"[{','.join(map(str, session.deals))}]"

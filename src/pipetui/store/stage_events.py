"""The history of a deal's stages, read and put right. Standard library only."""

from __future__ import annotations

from pipetui.store import values
from pipetui.store.values import utc_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime
    from typing import NamedTuple
else:
    from pipetui.domain.record import NamedTuple


class Event(NamedTuple):
    """A line of the history: `stayed_s` are the seconds that the deal lay in the stage it left, None if unknown."""

    id: int
    kind: str
    at: datetime
    stayed_s: int | None


def events(connection: sqlite3.Connection, deal_id: int) -> list[Event]:
    """The history of a deal, the earliest first."""
    found = connection.execute(
        "SELECT id, kind, at, stayed_s FROM stage_event WHERE deal_id = ? ORDER BY at, id", (deal_id,)
    )
    return [Event(number, kind, values.moment(at), stayed) for number, kind, at, stayed in found.fetchall()]


def put(connection: sqlite3.Connection, event_id: int, at: datetime) -> None:
    """The event happened then."""
    connection.execute("UPDATE stage_event SET at = ? WHERE id = ?", (utc_text(at), event_id))


def put_last(connection: sqlite3.Connection, deal_id: int, kind: str, at: datetime) -> None:
    """The event of that kind which was written last happened then."""
    connection.execute(
        "UPDATE stage_event SET at = ? WHERE id = (SELECT max(id) FROM stage_event WHERE deal_id = ? AND kind = ?)",
        (utc_text(at), deal_id, kind),
    )


def moved(connection: sqlite3.Connection, deal_id: int, stage_id: int, at: datetime) -> None:
    """Write that the deal went to a stage of another pipeline; call it before the deal itself is written."""
    connection.execute(
        """INSERT INTO stage_event (deal_id, kind, at, from_stage_id, to_stage_id)
           SELECT id, 'moved', :at, stage_id, :stage FROM deal WHERE id = :deal""",
        {"at": utc_text(at), "stage": stage_id, "deal": deal_id},
    )


def set_stay(connection: sqlite3.Connection, event_id: int, seconds: int) -> None:
    """How long the deal had lain in the stage that it left with this event."""
    connection.execute("UPDATE stage_event SET stayed_s = ? WHERE id = ?", (seconds, event_id))


def set_note(connection: sqlite3.Connection, event_id: int, note: str) -> None:
    """What the event says besides."""
    connection.execute("UPDATE stage_event SET note = ? WHERE id = ?", (note, event_id))
